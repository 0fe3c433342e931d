"""Which conditions are refused, and in which words."""

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from functools import reduce
from typing import Any

import pytest

from crmkit.errors import BadQuestion
from crmkit.ids import ContactId, DealId, Id
from crmkit.query import conditions
from crmkit.query.check import check_condition
from crmkit.query.conditions import (
    AllOf,
    And,
    AnyOf,
    Compare,
    Condition,
    CountOf,
    Everything,
    Not,
    Nothing,
    OneOf,
    Op,
    Or,
    Tagged,
    Text,
    TextMatch,
)
from tests.unit.query.shop import SCHEMA

untyped: Any = conditions
"""The same classes without their types, to make what mypy would refuse."""


def equal(name: str, value: object) -> Condition[object]:
    condition: Condition[object] = untyped.Compare(name, Op.IS, value)
    return condition


def nested(depth: int) -> Condition[object]:
    """A condition of this depth."""
    return reduce(lambda inner, _: And((inner,)), range(depth - 1), Everything[object]())


FITTING = [
    equal("id", ContactId(bytes(16))),
    equal("id", Id(bytes(16))),
    equal("birth_date", date(2000, 1, 1)),
    equal("created_at", datetime(2016, 4, 1, tzinfo=timezone(timedelta(hours=3)))),
    equal("version", -(2**63) + 1),
    equal("party", "client"),
    equal("custom.colour", "red"),
    equal("custom.weight", Decimal("-1.5")),
    equal("referrer_id", None),
    Compare("name", Op.LESS, None),
    OneOf("city", ()),
    OneOf("city", tuple(map(str, range(10_000)))),
    Text("name", TextMatch.STARTS, ""),
    Text("name", TextMatch.CONTAINS, "и\u0306"),
    Tagged("tags", "vip"),
    Tagged("custom.marks", "vip"),
    AnyOf("referrer", AllOf("referrals", CountOf("orders", Nothing(), Op.LESS, 0))),
    And(()),
    Or((Not(Everything()),)),
    nested(12),
    And((Everything(),) * 499),
]


@pytest.mark.parametrize("condition", FITTING)
def test_a_condition_that_makes_sense_passes(condition: Condition[object]) -> None:
    check_condition("contact", condition, SCHEMA)


REFUSED: list[tuple[Any, str]] = [
    ("city = Киев", "contact: str is no condition"),
    (Condition(), "contact: Condition is no condition"),
    (untyped.And([Everything()]), "contact: tuple is expected, not list"),
    (untyped.And((None,)), "contact: NoneType is no condition"),
    (equal("citty", "Киев"), "a contact has no field 'citty'"),
    (untyped.Compare(7, Op.IS, "Киев"), "contact: str is expected, not int"),
    (equal("custom.size", 1), "has no field 'custom.size' .*custom.colour"),
    (untyped.Compare("city", "=", "Киев"), "contact.city: Op is expected"),
    (equal("city", 7), "contact.city: text is expected, not int"),
    (equal("id", DealId(bytes(16))), "contact.id: an id of its kind is expected, not DealId"),
    (equal("id", bytes(16)), "contact.id: an id of its kind is expected, not bytes"),
    (equal("version", 1.0), "contact.version: a whole number is expected, not float"),
    (equal("version", value=True), "contact.version: a whole number is expected, not bool"),
    (equal("version", 2**63), "contact.version: the number does not fit into 64 bits"),
    (equal("birth_date", datetime(2000, 1, 1, tzinfo=UTC)), "birth_date: a day is expected"),
    (equal("created_at", date(2000, 1, 1)), "created_at: a moment with its time zone"),
    (equal("created_at", datetime(2000, 1, 1)), "created_at: a moment with its time zone"),  # noqa: DTZ001
    (
        equal("created_at", datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=1)))),
        "created_at: the moment is out of the calendar",
    ),
    (equal("custom.weight", 1), "contact.custom.weight: an exact decimal is expected, not int"),
    (equal("custom.weight", Decimal("NaN")), "weight: the decimal is not a finite number"),
    (equal("custom.weight", Decimal("-Infinity")), "weight: the decimal is not a finite number"),
    (equal("custom.weight", Decimal("1E+15")), "weight: the decimal is not .* a sensible size"),
    (equal("custom.weight", Decimal("1E-16")), "weight: the decimal is not .* a sensible size"),
    (equal("party", "friend"), r"contact.party: there is no such choice \(known: client, partner"),
    (equal("custom.colour", "green"), r"no such choice \(known: red, blue"),
    (equal("city", "a\0b"), "contact.city: the text holds a NUL"),
    (equal("city", "\ud800"), "contact.city: the text holds a NUL or half a character"),
    (equal("city", "и\u0306"), "contact.city: the text is not in Unicode's form NFC"),
    (equal("city", "x" * 10_001), "contact.city: the text is longer than 10000"),
    (equal("tags", "vip"), "contact.tags: this field cannot be compared.*has a tag"),
    (equal("custom", "red"), "contact.custom: this field cannot be compared.*custom.KEY"),
    (untyped.OneOf("city", ["Киев"]), "contact.city: tuple is expected, not list"),
    (untyped.OneOf("city", (None,)), "contact.city: text is expected, not NoneType"),
    (OneOf("city", ("x",) * 10_001), "contact.city: one of at most 10000 values"),
    (Text("source", TextMatch.STARTS, "a"), "contact.source: this field is not searched"),
    (untyped.Text("city", "contains", "a"), "contact.city: TextMatch is expected"),
    (untyped.Text("city", TextMatch.STARTS, None), "contact.city: str is expected"),
    (Text("city", TextMatch.STARTS, "\0"), "contact.city: the text holds a NUL"),
    (Tagged("city", "vip"), "contact.city: this field holds no tags"),
    (untyped.Tagged("tags", 7), "contact.tags: str is expected"),
    (AnyOf("friends", Everything()), "a contact has no relation 'friends'"),
    (untyped.AnyOf(None, Everything()), "contact: str is expected, not NoneType"),
    (
        AnyOf("orders", AllOf("lines", equal("price", 700))),
        "contact.orders.lines.price: an amount of money is expected, not int",
    ),
    (untyped.CountOf("orders", Everything(), ">=", 1), "contact: Op is expected"),
    (
        untyped.CountOf("orders", Everything(), Op.IS, 1.5),
        "contact: a count is compared with a whole number",
    ),
    (nested(13), "contact: conditions are nested more than 12 deep"),
    (nested(5000), "contact: conditions are nested more than 12 deep"),
    (And((Everything(),) * 500), "question: a question has at most 500 parts"),
]


@pytest.mark.parametrize(("condition", "words"), REFUSED)
def test_a_condition_that_makes_no_sense_is_refused(
    condition: Condition[object], words: str
) -> None:
    with pytest.raises(BadQuestion, match=words):
        check_condition("contact", condition, SCHEMA)
