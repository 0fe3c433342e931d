"""`crmkit tick`."""

import pytest

from tests.adapters.cli.support import answered, crmkit, refused

pytestmark = pytest.mark.slow


def test_a_tick_does_what_is_due_and_the_next_one_nothing(own: str) -> None:
    assert {"purge-inbox", "seal-journal"} <= {*_tick(own)["done"]}
    told = _tick(own)
    assert ("purge-inbox" in told["done"], told["failed"]) == (False, {})


def test_a_person_is_told_what_was_done(own: str) -> None:
    assert "seal-journal: " in crmkit("tick", db=own).stdout


def test_a_base_that_is_not_there_is_not_made() -> None:
    assert "there is no client base" in refused("tick", db="sqlite:///absent.db")


def _tick(base: str) -> dict[str, dict[str, object]]:
    told: dict[str, dict[str, object]] = answered("tick", "--json", db=base)
    return told
