"""Indexes of custom fields: questions are led by them, and no answer is another one for it."""

from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from attrs import evolve, frozen

from crmkit.domain.deals import Deal
from crmkit.domain.schema import custom_specs, schema
from crmkit.errors import BadInput, NotSupported
from crmkit.money import Money
from crmkit.query.conditions import Compare, Condition, Everything, Op
from crmkit.query.questions import Order, Question
from crmkit.query.questions import Path as FieldPath
from crmkit.query.values import Value
from crmkit.testing.builders import NOON, a_custom_field, a_deal
from crmkit.testing.contracts.clerk import Clerk
from crmkit_sqlalchemy import open_storage
from crmkit_sqlalchemy.building import Row
from crmkit_sqlalchemy.opening import maintenance_of
from crmkit_sqlalchemy.statements import Statement
from crmkit_sqlalchemy.turns import Turn
from tests.adapters.sqlalchemy.support import fresh_file
from tests.support.servers import Tenants

SPREAD = ("number", "decimal", "money", "day", "moment")
TYPES = (*SPREAD, "flag")
FIELDS = [a_custom_field(nth, key=f"{each}_held", type=each) for nth, each in enumerate(TYPES)]
FIELDS += [
    a_custom_field(nth, key=f"{each}_held", type=each) for nth, each in ((8, "text"), (9, "tags"))
]
KNOWN = schema().with_custom(custom_specs(FIELDS))
NAMES = tuple(f"deal.{each}_held" for each in TYPES)
INDEXES = tuple(f"cx_crm_deal_{each}_held_{each}" for each in TYPES)
MANY, PRIME = 10_000, 7919
EXPLAIN = {"sqlite": "EXPLAIN QUERY PLAN", "postgresql": "EXPLAIN"}


def _values(number: int) -> dict[str, Value]:
    return {
        "number": number,
        "decimal": Decimal(number) / 4,
        "money": Money(number, ("RUB", "USD")[number % 2]),
        "day": date(2026, 1, 1) + timedelta(number),
        "moment": NOON + timedelta(minutes=number),
        "flag": number % 2 == 0,
        "text": f"№ {number}",
    }


def _deal(nth: int) -> Deal:
    """The values are in no order; each tenth deal has none."""
    held = _values(nth * PRIME % MANY) if nth % 10 else {}
    return a_deal(nth, custom={f"{key}_held": value for key, value in held.items()})


def _is(key: str, number: int = 7) -> Condition[Deal]:
    return Compare(f"custom.{key}_held", Op.IS, _values(number)[key])


def _by(key: str, *, descending: bool = False) -> Order[Deal]:
    return Order(FieldPath(f"custom.{key}_held"), descending=descending)


@frozen
class Shop:
    """Ten thousand deals, and who looks after their tables."""

    url: str
    clerk: Clerk

    def index(self, *names: str, drop: bool = False) -> tuple[str, ...]:
        """Makes or drops the indexes of custom fields."""
        return maintenance_of({"url": self.url}).index(names, drop=drop)


@pytest.fixture(
    scope="module", params=["sqlite", pytest.param("postgresql", marks=pytest.mark.server)]
)
def filled(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Shop]:
    """The shop, whose tests leave it without indexes."""
    if request.param == "sqlite":
        url = f"sqlite:///{fresh_file(tmp_path_factory.mktemp('shop'))}"
        storage = open_storage(url)
    else:
        tenants: Tenants = request.getfixturevalue("postgresql")
        url, storage = tenants.url, tenants.fresh()
    with closing(storage):
        clerk = Clerk(storage, KNOWN)
        clerk.create(*FIELDS, *map(_deal, range(1, MANY + 1)))
        yield Shop(url, clerk)


@pytest.fixture
def shop(filled: Shop) -> Iterator[Shop]:
    """The shop without indexes of custom fields, before and after."""
    yield filled
    filled.index(*NAMES, "deal.text_held", drop=True)


@pytest.fixture
def plan(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The steps of every statement from now on."""
    steps: list[str] = []
    rows = Turn.rows

    def explained(turn: Turn, statement: Statement, values: Sequence[object]) -> list[Row]:
        found = rows(turn, statement, values)  # first: SQLite explains by the schema read last
        word = EXPLAIN["sqlite" if "?" in statement.text else "postgresql"]
        again = evolve(statement, text=f"{word} {statement.text}")
        steps.extend(str(row[-1]) for row in rows(turn, again, values))
        return found

    monkeypatch.setattr(Turn, "rows", explained)
    return steps


def _asked(where: Condition[Deal], *by: Order[Deal]) -> Question[Deal]:
    return Question(kind="deal", where=where, order=by, size=20)


def test_an_index_leads_to_the_records_with_a_value(shop: Shop, plan: list[str]) -> None:
    shop.index(*NAMES)
    for key in SPREAD:
        plan.clear()
        assert shop.clerk.count(_asked(_is(key))) == 1
        assert any(f"cx_crm_deal_{key}_held_{key}" in step for step in plan), (key, plan)


def test_an_index_gives_the_records_in_order(shop: Shop, plan: list[str]) -> None:
    shop.index(*NAMES)
    for key in ("number", "decimal", "day", "moment", "flag"):
        plan.clear()
        shop.clerk.page(_asked(Everything(), _by(key)))
        assert any(f"cx_crm_deal_{key}_held_{key}" in step for step in plan), (key, plan)
        assert not any("TEMP B-TREE" in step or "Sort" in step for step in plan), (key, plan)


def test_an_index_changes_no_answer(shop: Shop) -> None:
    questions = [
        _asked(where, _by(key, descending=descending))
        for key in TYPES
        for descending in (False, True)
        for where in (Everything[Deal](), _is(key), ~_is(key))
    ]
    without = [_two_pages(shop.clerk, each) for each in questions]
    assert shop.index(*NAMES) == INDEXES
    assert [_two_pages(shop.clerk, each) for each in questions] == without


def _two_pages(clerk: Clerk, question: Question[Deal]) -> list[Deal]:
    first = clerk.page(question)
    if first.after is None:
        return [*first.records]
    return [*first.records, *clerk.page(evolve(question, after=first.after)).records]


def test_an_index_is_made_once_and_dropped_once(shop: Shop) -> None:
    assert shop.index(*NAMES[:2], NAMES[0]) == INDEXES[:2]
    assert shop.index(*NAMES[:3]) == INDEXES[2:3]
    assert shop.index(*NAMES, drop=True) == INDEXES[:3]
    assert shop.index(*NAMES, drop=True) == ()


@pytest.mark.parametrize(
    "name", ["deal.unheard_of", "number_held", "deal.", "task.number_held", ""]
)
def test_what_is_no_custom_field_is_told(shop: Shop, name: str) -> None:
    with pytest.raises(BadInput):
        shop.index(NAMES[0], name)
    assert shop.index(NAMES[0], drop=True) == ()


def test_tags_have_no_index(shop: Shop) -> None:
    with pytest.raises(NotSupported, match="tags"):
        shop.index(NAMES[0], "deal.tags_held")
    assert shop.index(NAMES[0], drop=True) == ()


def test_text_has_an_index_on_sqlite(tmp_path: Path, plan: list[str]) -> None:
    url = f"sqlite:///{fresh_file(tmp_path)}"
    with closing(open_storage(url)) as storage:
        shop = Shop(url, Clerk(storage, KNOWN))
        shop.clerk.create(*FIELDS, *map(_deal, range(1, 10)))
        assert shop.index("deal.text_held") == ("cx_crm_deal_text_held_text",)
        shop.clerk.count(_asked(_is("text")))
        assert any("cx_crm_deal_text_held_text" in step for step in plan)


@pytest.mark.server
def test_text_has_none_on_postgresql_which_would_refuse_long_ones(postgresql: Tenants) -> None:
    Clerk(postgresql.fresh()).create(a_custom_field(key="prose"))
    with pytest.raises(NotSupported, match="text"):
        maintenance_of({"url": postgresql.url}).index(["deal.prose"])


@pytest.mark.server
def test_mariadb_says_that_it_has_none(mariadb: Tenants) -> None:
    with pytest.raises(NotSupported, match="sqlite, postgresql"):
        maintenance_of({"url": mariadb.url}).index(["deal.number_held"])
