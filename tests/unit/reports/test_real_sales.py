"""Reports over 8,800 real opportunities equal figures computed from the files themselves.

The files are looked for beside the checkout, in ``../shared/data/crm-sales-opportunities``.
"""

import csv
from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime
from fractions import Fraction
from pathlib import Path
from statistics import mean, median

import pytest

from crmkit.domain.record import Record
from crmkit.ids import CompanyId, EmployeeId, ProductId, TeamId
from crmkit.money import Money
from crmkit.reports import Options, run_report
from crmkit.services.work import Work
from crmkit.testing.builders import (
    NOON,
    a_company,
    a_deal,
    a_pipeline,
    a_product,
    a_team,
    an_employee,
    an_id,
)
from tests.unit.reports.books import Row, asked

FILES = Path(__file__).resolve().parents[4] / "shared" / "data" / "crm-sales-opportunities"
pytestmark = [
    pytest.mark.real,
    pytest.mark.slow,
    pytest.mark.skipif(not FILES.is_dir(), reason=f"no {FILES.name} beside the checkout"),
]
Line = dict[str, str]
WORDS = {"sales_agent": "owner", "manager": "owner.team.head", "product": "product"}
OUTCOMES = {"Won": "won", "Lost": "lost"}


def read(name: str) -> list[Line]:
    with (FILES / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return [*csv.DictReader(file)]


@pytest.fixture(scope="module")
def lines() -> list[Line]:
    """The opportunities, each with its agent's manager and its month of closing."""
    teams = {line["sales_agent"]: line for line in read("sales_teams")}
    found = [line | teams[line["sales_agent"]] for line in read("sales_pipeline")]
    return [line | {"month": f"{day(line['close_date'], NOON):%Y-%m-01}"} for line in found]


@pytest.fixture(scope="module")
def work(lines: list[Line]) -> Work:
    return asked([*staff(lines), *deals(lines)])


def day(text: str, default: datetime) -> datetime:
    return datetime.strptime(text, "%m/%d/%Y").replace(tzinfo=UTC) if text else default


def numbers(lines: list[Line], column: str) -> dict[str, int]:
    return {name: nth for nth, name in enumerate(sorted({line[column] for line in lines}), 1)}


def staff(lines: list[Line]) -> Iterator[Record]:
    """A team for each manager; heads have the numbers from 101 on."""
    heads = numbers(lines, "manager")
    for name, nth in heads.items():
        yield an_employee(100 + nth, name=name, login=f"head{nth}", team_id=None)
        yield a_team(nth, head_id=an_id(EmployeeId, 100 + nth))
    team_of = {line["sales_agent"]: heads[line["manager"]] for line in lines}
    for name, nth in numbers(lines, "sales_agent").items():
        yield an_employee(nth, name=name, team_id=an_id(TeamId, team_of[name]))


def deals(lines: list[Line]) -> Iterator[Record]:
    yield a_pipeline(currency="USD")
    agents, products = numbers(lines, "sales_agent"), numbers(lines, "product")
    accounts = numbers(lines, "account")
    yield from (a_product(nth, name=name) for name, nth in products.items())
    yield from (a_company(nth, name=name) for name, nth in accounts.items() if name)
    for nth, line in enumerate(lines, 1):
        yield a_deal(
            nth,
            created_at=day(line["engage_date"], NOON),
            closed_at=day(line["close_date"], NOON) if line["close_date"] else None,
            outcome=OUTCOMES.get(line["deal_stage"], "open"),
            amount=Money.of(line["close_value"], "USD") if line["close_value"] else None,
            owner_id=an_id(EmployeeId, agents[line["sales_agent"]]),
            product_id=an_id(ProductId, products[line["product"]]),
            company_id=an_id(CompanyId, accounts[line["account"]]) if line["account"] else None,
        )


def report(work: Work, name: str, word: str) -> dict[str, Row]:
    found = run_report(name, work, Options(zone="UTC", by=(word,))).as_dicts()
    return {str(row[word]): row for row in found}


def by_column(lines: list[Line], column: str, *outcomes: str) -> dict[str, list[Line]]:
    groups = defaultdict[str, list[Line]](list)
    for line in lines:
        if not outcomes or line["deal_stage"] in outcomes:
            groups[line[column]].append(line)
    return groups


def dollars(lines: list[Line]) -> Money:
    return Money.of(sum(int(line["close_value"]) for line in lines), "USD")


def took(line: Line) -> float:
    return (day(line["close_date"], NOON) - day(line["engage_date"], NOON)).days


@pytest.mark.parametrize(("column", "word"), [*WORDS.items(), ("month", "month")])
def test_sales_equal_those_of_the_file(
    work: Work, lines: list[Line], column: str, word: str
) -> None:
    won = by_column(lines, column, "Won")
    found = report(work, "sales", word)
    assert {name: (row["deals"], row["revenue"]) for name, row in found.items()} == {
        name: (len(deals), dollars(deals)) for name, deals in won.items()
    }


@pytest.mark.parametrize(("column", "word"), [*WORDS.items(), ("month", "month")])
def test_the_time_to_close_equals_that_of_the_file(
    work: Work, lines: list[Line], column: str, word: str
) -> None:
    times = {name: [*map(took, won)] for name, won in by_column(lines, column, "Won").items()}
    found = report(work, "time_to_close", word)
    assert found.keys() == times.keys()
    for name, row in found.items():
        assert row["mean"] == pytest.approx(mean(times[name]))
        assert row["median"] == median(times[name])


@pytest.mark.parametrize("column", ["sales_agent", "manager"])
def test_managers_equal_those_of_the_file(work: Work, lines: list[Line], column: str) -> None:
    won, lost = by_column(lines, column, "Won"), by_column(lines, column, "Lost")
    going = by_column(lines, column, "Engaging", "Prospecting")
    found = report(work, "managers", WORDS[column])
    assert {
        name: (row["open"], row["won"], row["lost"], row["revenue"]) for name, row in found.items()
    } == {
        name: (len(going[name]), len(won[name]), len(lost[name]), dollars(won[name]))
        for name in by_column(lines, column)
    }


def test_the_average_deal_equals_that_of_the_file(work: Work, lines: list[Line]) -> None:
    values = [int(line["close_value"]) for line in by_column(lines, "deal_stage")["Won"]]
    (row,) = run_report("average_deal", work, Options(zone="UTC", by=("year",))).as_dicts()
    cents = Fraction(100 * sum(values), len(values))
    assert row["average"] == Money(round(cents), "USD")
    assert row["median"] == Money.of(int(median(values)), "USD")
