"""`crmkit merge` and `crmkit unmerge`."""

import pytest

from tests.adapters.cli.support import answered, crmkit, refused

pytestmark = pytest.mark.slow


@pytest.fixture
def two(own: str) -> tuple[str, str]:
    """The numbers of two clients."""
    first, second = answered("list", "contacts", "--limit", "2", "--json", db=own)
    return first["number"], second["number"]


def test_two_clients_become_one_and_two_again(own: str, two: tuple[str, str]) -> None:
    before = answered("list", "contacts", "--limit", "10000", "--json", db=own)
    made = answered("merge", *two, "--reason", "one phone", "--json", db=own)
    assert made["client"]["number"] == two[0]
    assert made["merge"]["reason"] == "one phone"
    assert answered("show", two[1], "--json", db=own)["contact"]["number"] == two[0]
    assert "are two clients again" in crmkit("unmerge", made["merge"]["id"], db=own).stdout
    after = answered("list", "contacts", "--limit", "10000", "--json", db=own)
    assert [_told(each) for each in after] == [_told(each) for each in before]


def test_a_dry_run_shows_the_merge_and_changes_nothing(own: str, two: tuple[str, str]) -> None:
    before = answered("list", "contacts", "--limit", "10000", "--json", db=own)
    assert "would be one client" in crmkit("merge", *two, "--dry-run", db=own).stdout
    assert answered("list", "contacts", "--limit", "10000", "--json", db=own) == before


def test_people_are_told_how_to_undo_it(own: str, two: tuple[str, str]) -> None:
    assert "crmkit unmerge" in crmkit("merge", *two, db=own).stdout


def test_a_person_is_no_company(own: str, two: tuple[str, str]) -> None:
    (firm,) = answered("list", "companies", "--limit", "1", "--json", db=own)
    assert "never one client" in refused("merge", two[0], firm["number"], db=own)
    assert "one client already" in refused("merge", two[0], two[0], db=own)
    assert "no client of this number" in refused("merge", two[0], "000000-0000", db=own)


def _told(client: dict[str, object]) -> dict[str, object]:
    return {name: value for name, value in client.items() if name != "version"}
