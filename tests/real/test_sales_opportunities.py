"""8,800 real-shaped opportunities go in; every row lands or is reported, and reports agree.

The expected figures are counted straight from the files, without crmkit.
"""

import csv
from collections import Counter, defaultdict
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from crmkit import Crm, Money, Policy, System
from crmkit.domain.clients import Company
from crmkit.domain.headings import ImportKind
from crmkit.domain.imports import ImportMapping, ImportResult
from crmkit.fields import company
from crmkit.reports import Options

FOLDER = Path(__file__).resolve().parents[3] / "shared" / "data" / "crm-sales-opportunities"
TEST = System("test")
FILES: tuple[tuple[str, ImportKind], ...] = (
    ("sales_teams", "employees"),
    ("products", "products"),
    ("accounts", "companies"),
    ("sales_pipeline", "deals"),
)

pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(not FOLDER.exists(), reason="the sales data does not lie beside us"),
]
Base = tuple[Crm, dict[str, ImportResult]]


def brought_in(crm: Crm, name: str, kind: ImportKind) -> ImportResult:
    reader = crm.plugins.table_reader("csv", {})
    with reader.open(FOLDER / f"{name}.csv") as table, crm.work(TEST) as work:
        return work.import_table(table, ImportMapping.guess(kind, table.columns))


@pytest.fixture(scope="module", params=["memory:", "sqlite"])
def base(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Base]:
    path = tmp_path_factory.mktemp("real") / "shop.db"
    url = "memory:" if request.param == "memory:" else f"sqlite:///{path}"
    crm = Crm.open(url, policy=Policy(currency="USD"))
    yield crm, {name: brought_in(crm, name, kind) for name, kind in FILES}
    crm.close()


def rows(name: str) -> list[dict[str, str]]:
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def won() -> list[dict[str, str]]:
    return [row for row in rows("sales_pipeline") if row["deal_stage"] == "Won"]


def sales_by(crm: Crm, word: str) -> dict[object, tuple[object, object]]:
    with crm.work(TEST, writes=False) as work:
        table = work.report("sales", Options(zone="Europe/Moscow", by=(word,)))
    return {row[word]: (row["deals"], row["revenue"]) for row in table.as_dicts()}


def counted(keys: list[str]) -> dict[str, tuple[int, Money]]:
    sums: defaultdict[str, Decimal] = defaultdict(Decimal)
    for key, row in zip(keys, won(), strict=True):
        sums[key] += Decimal(row["close_value"])
    return {key: (number, Money.of(sums[key], "USD")) for key, number in Counter(keys).items()}


@pytest.mark.parametrize("name", [name for name, _ in FILES])
def test_every_row_lands_or_is_reported(base: Base, name: str) -> None:
    result = base[1][name]
    assert result.rows == len(rows(name))
    assert result.created + result.matched + result.updated == result.rows - len(result.errors)


def test_every_opportunity_lands_though_the_price_list_spells_a_product_otherwise(
    base: Base,
) -> None:
    assert base[1]["sales_pipeline"].created == 8_800


def test_a_second_time_changes_nothing(base: Base) -> None:
    again = brought_in(base[0], "sales_pipeline", "deals")
    assert (again.created, again.updated, again.matched) == (0, 0, 8_800)


def test_sales_by_agent_are_those_of_the_file(base: Base) -> None:
    assert sales_by(base[0], "owner") == counted([row["sales_agent"] for row in won()])


def test_sales_by_manager_are_those_of_the_file(base: Base) -> None:
    managers = {row["sales_agent"]: row["manager"] for row in rows("sales_teams")}
    expected = counted([managers[row["sales_agent"]] for row in won()])
    assert sales_by(base[0], "owner.team.head") == expected


def test_sales_by_product_are_those_of_the_file(base: Base) -> None:
    expected = counted([row["product"].replace("GTXPro", "GTX Pro") for row in won()])
    assert sales_by(base[0], "product") == expected


def test_sales_by_month_are_those_of_the_file(base: Base) -> None:
    months = [row["close_date"].split("/") for row in won()]
    expected = counted([f"{year}-{int(month):02}" for month, _, year in months])
    found = sales_by(base[0], "month")
    assert {f"{key:%Y-%m}": figures for key, figures in found.items()} == expected


def test_a_company_keeps_its_parent(base: Base) -> None:
    with base[0].work(TEST, writes=False) as work:
        found = work.find(Company, company.parent.any())
        parents = {each.id: each.name for each in work.find(Company)}
    expected = {row["account"]: row["subsidiary_of"] for row in rows("accounts")}
    assert {each.name: parents[each.parent_id] for each in found if each.parent_id} == {
        child: parent for child, parent in expected.items() if parent
    }
