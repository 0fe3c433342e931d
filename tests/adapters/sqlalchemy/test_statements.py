"""How many statements the work takes: it does not grow with the number of records."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from attrs import evolve

from crmkit.domain.deals import Deal
from crmkit.domain.permissions import everything
from crmkit.domain.schema import schema
from crmkit.fields import contact, deal
from crmkit.query.questions import (
    ByPeriod,
    Function,
    Measure,
    Order,
    Period,
    Question,
    Span,
    Step,
    Tally,
)
from crmkit.query.questions import (
    Path as Way,
)
from crmkit.testing.builders import NOON, a_contact, a_deal, rubles
from crmkit.testing.contracts.clerk import Clerk
from tests.adapters.sqlalchemy.support import fresh_storage, watched

ALL = everything()


@pytest.fixture
def clerk(tmp_path: Path) -> Iterator[Clerk]:
    """A clerk at a storage with a few deals."""
    with closing(fresh_storage(tmp_path)) as storage:
        clerk = Clerk(storage)
        clerk.create(a_contact(), *(a_deal(nth, amount=rubles(nth)) for nth in range(1, 8)))
        yield clerk


@pytest.mark.parametrize("size", [1, 3, None])
def test_a_page_is_one_statement_whatever_its_size(clerk: Clerk, size: int | None) -> None:
    by_client: Order[Deal] = Order(Way("name", (Step("contact"),)))
    question = Question(kind="deal", where=deal.amount > rubles(0), order=(by_client,), size=size)
    with clerk.storage.open(writes=False) as unit, watched(unit) as statements:
        unit.find(ALL.question(question, schema()))
    assert len(statements) == 1


def test_a_count_is_one_statement(clerk: Clerk) -> None:
    question = Question(kind="contact", where=contact.deals.count(">=", 3))
    with clerk.storage.open(writes=False) as unit, watched(unit) as statements:
        assert unit.count(ALL.question(question, schema())) == 1
    assert len(statements) == 1


def test_figures_of_stated_months_are_one_statement(clerk: Clerk) -> None:
    tally = Tally(
        kind="deal",
        where=deal.created_at.from_to(NOON, NOON.replace(year=2031)),
        by=(ByPeriod(deal.created_at.path, Period.MONTH, "Europe/Moscow"),),
        measures=(
            Measure(name="sum", function=Function.SUM, of=deal.amount.path),
            Measure(
                name="usual days",
                function=Function.QUANTILE,
                of=Span(deal.created_at.path, deal.closed_at.path),
            ),
        ),
    )
    with clerk.storage.open(writes=False) as unit, watched(unit) as statements:
        unit.tally(ALL.tally(tally, schema()))
    assert len(statements) == 1


def test_a_batch_takes_as_many_calls_as_it_has_kinds(clerk: Clerk) -> None:
    batch = clerk.writing(*((None, a_deal(nth)) for nth in range(10, 60)))
    with clerk.storage.open(writes=True) as unit, watched(unit) as statements:
        unit.write(batch)
    texts = {statement.split("VALUES")[0] for statement in statements}
    assert len(texts) == 3  # a savepoint, deals, journal


def test_a_change_writes_only_the_columns_that_differ(clerk: Clerk) -> None:
    before = a_deal(amount=rubles(1), version=1)
    batch = clerk.writing((before, evolve(before, stage="talks")))
    with clerk.storage.open(writes=True) as unit, watched(unit) as statements:
        unit.write(batch)
    (update,) = (statement for statement in statements if statement.startswith("UPDATE"))
    assert update.partition(" WHERE ")[0] == "UPDATE crm_deal SET version=2, stage='talks'"


def test_two_questions_of_one_shape_share_a_statement(clerk: Clerk) -> None:
    with clerk.storage.open(writes=False) as unit, watched(unit) as statements:
        for amount in (rubles(1), rubles(700)):
            where = deal.amount > amount
            unit.find(ALL.question(Question(kind="deal", where=where), schema()))
    first, second = statements
    assert first.replace("> 100 ", "> 70000 ") == second
