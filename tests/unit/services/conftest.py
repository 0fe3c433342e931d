"""Fixtures of the tests of the services."""

from tests.unit.services.shop import shop

__all__ = ["shop"]
