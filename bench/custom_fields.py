"""Custom fields on SQLite: defining one in a grown shop, and questions by it beside a real column.

Run ``python -m bench.custom_fields [--deals 1000000]``. Each deal has one text twice: in the
column ``external_id`` and in a custom field. Both are asked the same; the ratio is to the column,
for which an index of the same form is made here.
"""

import argparse
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from attrs import evolve

from crmkit import Crm, System
from crmkit.domain.custom import CustomField
from crmkit.domain.deals import Deal
from crmkit.fields import deal
from crmkit.memory.ids import SeededIds
from crmkit.services.clock import SystemClock
from crmkit.testing.builders import a_deal
from crmkit_sqlalchemy import unguarded
from crmkit_sqlalchemy.opening import engine_for, maintenance_of

ROUNDS, AT_ONCE, ALIKE = 5, 10_000, 20
ME = System("bench")
_LIKE_IT = (
    "INSERT INTO sqlite_stat1 VALUES ('crm_deal', 'ix_bench', '200000 200000 5000 1')",
    "CREATE INDEX ix_bench ON crm_deal (tenant, external_id, id)",
)
CUSTOM, COLUMN = deal.custom("size", str), deal.external_id


def main() -> None:
    """Fills a base, defines the field, asks without and with its index, prints the table."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--deals", type=int, default=1_000_000)
    deals = options.parse_args().deals
    with TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'shop.db'}"
        crm = Crm.open(url)
        fill(crm, deals)
        print(f"SQLite, {deals:,} deals; medians of {ROUNDS}\n")
        print(f"define the field: {_seconds(lambda: _define(crm)):.4f} s")
        _index_column(url)
        without = _figures(crm)
        made = _seconds(lambda: maintenance_of({"url": url}).index(["deal.size"]))
        print(f"make its index:   {made:.4f} s\n")
        _print(without, _figures(crm))
        crm.close()


def fill(crm: Crm, deals: int) -> None:
    """Puts the deals in; each text is that of twenty, and lies far from its like."""
    ids, different = SeededIds(SystemClock()), max(1, deals // ALIKE)
    for at in range(0, deals, AT_ONCE):
        with crm.work(ME) as work:
            desk = work._desk  # noqa: SLF001 - the quick way in, for the base alone
            rows = (_deal(ids, f"{nth * 7919 % different:07}") for nth in range(at, at + AT_ONCE))
            desk.write_trusted(((None, row) for row in rows), "bench")


def _deal(ids: SeededIds, value: str) -> Deal:
    key = type(a_deal().id)(ids.next())
    return evolve(a_deal(), id=key, external_id=value, custom={"size": value}, version=0)


def _define(crm: Crm) -> None:
    with crm.work(ME) as work:
        work.create(CustomField, of_kind="deal", key="size", title="Size", type="text")


def _index_column(url: str) -> None:
    engine = engine_for(url)
    with engine.connect() as connection, unguarded(connection, "an index to compare with"):
        for statement in _LIKE_IT:
            connection.exec_driver_sql(statement)
    engine.dispose()


def _figures(crm: Crm) -> Mapping[str, tuple[float, float]]:
    """The seconds of each question by the column, and by the custom field."""
    with crm.work(ME, writes=False) as work:
        asked: dict[str, tuple[Callable[[], object], Callable[[], object]]] = {
            "count of one value": (
                lambda: work.count(Deal, COLUMN == "0000007"),
                lambda: work.count(Deal, CUSTOM == "0000007"),
            ),
            "20 of one value": (
                lambda: work.find(Deal, COLUMN == "0000007", limit=20),
                lambda: work.find(Deal, CUSTOM == "0000007", limit=20),
            ),
            "first 50 in order": (
                lambda: work.find(Deal, order=[COLUMN.up], limit=50),
                lambda: work.find(Deal, order=[CUSTOM.up], limit=50),
            ),
            "last 50 in order": (
                lambda: work.find(Deal, order=[COLUMN.down], limit=50),
                lambda: work.find(Deal, order=[CUSTOM.down], limit=50),
            ),
        }
        return {name: (_typical(column), _typical(own)) for name, (column, own) in asked.items()}


def _typical(ask: Callable[[], object]) -> float:
    ask()
    return median(_seconds(ask) for _ in range(ROUNDS))


def _seconds(do: Callable[[], object]) -> float:
    started = time.perf_counter()
    do()
    return time.perf_counter() - started


def _print(
    without: Mapping[str, tuple[float, float]], with_index: Mapping[str, tuple[float, float]]
) -> None:
    print("| question | column, ms | custom, ms | ratio | with its index, ms | ratio |")
    print("|---|---|---|---|---|---|")
    for name, (column, custom) in without.items():
        again, indexed = with_index[name]
        print(
            f"| {name} | {column * 1e3:.2f} | {custom * 1e3:.2f} | {custom / column:.1f} "
            f"| {indexed * 1e3:.2f} | {indexed / again:.2f} |"
        )


if __name__ == "__main__":
    main()
