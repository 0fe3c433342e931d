"""How often each fault is tried."""

import pytest

from tests.reliability.counts import LONG, SHORT, Counts


@pytest.fixture(scope="session")
def counts(request: pytest.FixtureRequest) -> Counts:
    """The short counts, or with ``--long`` the long ones."""
    return LONG if request.config.getoption("--long") else SHORT
