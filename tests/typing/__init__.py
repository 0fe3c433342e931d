"""Tests of what mypy says about the names to ask with."""
