"""SQLite files: safe settings, many threads and storages on one file, tenants, big figures."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from crmkit.domain.clients import Contact
from crmkit.fields import attachment, contact, deal
from crmkit.memory.clock import SettableClock
from crmkit.memory.ids import SeededIds
from crmkit.query.questions import ByPeriod, Function, Measure, Period, Tally
from crmkit.testing.builders import NOON, a_contact, a_deal, an_attachment
from crmkit.testing.contracts.clerk import Clerk
from crmkit_sqlalchemy import open_storage
from tests.adapters.sqlalchemy.support import a_clerk, driver_of, fresh_file

SAFE = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 5000}


@pytest.mark.parametrize("setting", SAFE)
def test_a_file_is_set_up_for_safety(setting: str, tmp_path: Path) -> None:
    with a_clerk(tmp_path) as clerk, clerk.storage.open(writes=False) as unit:
        ((found,),) = driver_of(unit).execute(f"PRAGMA {setting}")
    assert found == SAFE[setting]


def test_two_storages_on_one_file_take_turns(tmp_path: Path) -> None:
    url = f"sqlite:///{fresh_file(tmp_path)}"
    with closing(open_storage(url)) as one, closing(open_storage(url)) as other:
        clerks = (Clerk(one), Clerk(other, ids=SeededIds(SettableClock(NOON), 1)))
        with ThreadPoolExecutor(4) as threads:
            list(threads.map(lambda nth: clerks[nth % 2].create(a_contact(nth)), range(1, 40)))
        assert len(clerks[0].find(Contact)) == 39


def test_tenants_in_one_database_never_meet(tmp_path: Path) -> None:
    url = f"sqlite:///{fresh_file(tmp_path)}"
    with closing(open_storage(url, tenant=1)) as one, closing(open_storage(url, tenant=2)) as two:
        Clerk(one).create(a_contact(city="Уфа"), a_deal())
        Clerk(two).create(a_contact(city="Киев"))
        assert [found.city for found in Clerk(two).find(Contact)] == ["Киев"]
        assert Clerk(two).find(Contact, contact.deals.any()) == []


def test_tenants_count_their_own_numbers(tmp_path: Path) -> None:
    url = f"sqlite:///{fresh_file(tmp_path)}"
    for tenant in (1, 2):
        with closing(open_storage(url, tenant=tenant)) as shop, shop.open(writes=True) as unit:
            assert unit.take_numbers("contact") == 1
            unit.commit()


def test_a_sum_beyond_64_bits_is_exact(tmp_path: Path) -> None:
    sizes = [2**63 - 1, 2**63 - 1, -5, 7]
    tally = Tally(
        kind="attachment",
        measures=(Measure(name="sum", function=Function.SUM, of=attachment.size.path),),
    )
    with a_clerk(tmp_path) as clerk:
        clerk.create(*(an_attachment(nth, size=size) for nth, size in enumerate(sizes, 1)))
        ((figure,),) = (row.figures for row in clerk.tally(tally))
    assert figure == sum(sizes)


def test_ten_thousand_values_are_looked_for_at_once(tmp_path: Path) -> None:
    wanted = [str(number) for number in range(10_000)]
    with a_clerk(tmp_path) as clerk:
        clerk.create(a_contact(number="7"), a_contact(2, number="x"))
        found = clerk.find(Contact, contact.number.is_in(wanted))
    assert [client.number for client in found] == ["7"]


def test_days_of_centuries_are_counted(tmp_path: Path) -> None:
    days = [NOON.replace(year=year) for year in (1900, 1999, 2200)]
    tally = Tally(
        kind="deal",
        by=(ByPeriod(deal.created_at.path, Period.DAY, "Europe/Kyiv"),),
        measures=(Measure(name="n"),),
    )
    with a_clerk(tmp_path) as clerk:
        clerk.create(*(a_deal(nth, created_at=day) for nth, day in enumerate(days, 1)))
        found = [(row.keys, row.figures) for row in clerk.tally(tally)]
    assert found == [((day.date(),), (1,)) for day in days]
