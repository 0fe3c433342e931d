"""What is not read as a question, and in which words it is refused."""

import pytest

from crmkit.errors import BadQuestion
from crmkit.query import codec
from crmkit.query.plain import Json
from tests.unit.query.shop import SCHEMA

DEEP = '{"not":' * 100_000 + "{}" + "}" * 100_000
CONDITIONS = [
    ("", "JSON: this is not JSON"),
    ("{'stage': 'won'}", "JSON: this is not JSON: Expecting property name .* at character 1"),
    ('{"stage": "won"} x', "JSON: this is not JSON: Extra data"),
    ("[]", "deal: an object is expected"),
    ('"won"', "deal: an object is expected"),
    ("null", "deal: an object is expected"),
    (DEEP, "JSON: this is not JSON that can be read"),
    ('{"not":' * 13 + "{}" + "}" * 13, "deal: conditions are nested more than 12 deep"),
    ("[" * 100_000, "JSON: this is not JSON"),
    (f'{{"version": {"9" * 5000}}}', "JSON: this is not JSON that can be read"),
    (" " * 1_000_001, "JSON: the text is longer than 1000000"),
    ('{"stage": "won", "stage": "lost"}', "JSON: the key 'stage' stands there twice"),
    ('{"version": NaN}', "JSON: NaN is no number"),
    ('{"version": -Infinity}', "JSON: -Infinity is no number"),
    ('{"version": 1e999}', "deal.version: a whole number is expected"),
    ('{"version": 1.0}', "deal.version: a whole number is expected"),
    ('{"version": true}', "deal.version: a whole number is expected"),
    ('{"version": "1"}', "deal.version: a whole number is expected"),
    ('{"stge": "won"}', "a deal has no field 'stge'"),
    ('{"contact.citty": "Киев"}', "a contact has no field 'citty'"),
    ('{"contacts.city": "Киев"}', "a deal has no relation 'contacts'"),
    ('{"orders.status": "paid"}', "deal.orders leads to many records"),
    ('{"stage": {"op": ">"}}', "deal.stage: text is expected"),
    ('{"outcome": "wonn"}', r"deal.outcome: there is no such choice \(known: open, won, lost"),
    ('{"outcome": ["won", null]}', "deal.outcome: text is expected"),
    ('{"tags": [1]}', "deal.tags: text is expected"),
    ('{"custom": {}}', "deal.custom: a field of this type holds no single value"),
    ('{"stage": "a\\u0000"}', "deal.stage: the text holds a NUL"),
    ('{"stage": "\\ud800"}', "deal.stage: the text holds a NUL or half a character"),
    ('{"amount": 700}', 'deal.amount: an amount .* {"amount": "700.00", "currency": "USD"}'),
    ('{"amount": {"amount": 700, "currency": "USD"}}', "deal.amount: an amount of money"),
    ('{"amount": {"amount": "700", "currency": "usd"}}', "deal.amount: an amount of money"),
    ('{"amount": {"amount": "7.001", "currency": "USD"}}', "deal.amount: an amount of money"),
    ('{"amount": {"amount": "7", "currency": "USD", "x": 1}}', "deal.amount: an amount of money"),
    ('{"custom.weight": 1.5}', 'deal.custom.weight: an exact decimal .* "1.5"'),
    ('{"custom.weight": "NaN"}', "deal.custom.weight: the decimal is not a finite number"),
    ('{"expected_on": "1.4.2016"}', 'deal.expected_on: a day is expected .*"2016-04-01"'),
    ('{"closed_at": "2016-04-01T09:30"}', "deal.closed_at: a moment with its time zone"),
    ('{"closed_at": "0001-01-01T00:00+03:00"}', "deal.closed_at: a moment with its time zone"),
    ('{"id": "01ARZ3"}', "deal.id: an id of its kind is expected"),
    ('{"and": {}}', "deal: a list is expected"),
    ('{"and": [], "or": []}', r"deal: unknown key 'or' \(known: and"),
    ('{"not": {}, "stage": "won"}', "deal: unknown key 'stage'"),
    ('{"nothing": false}', "deal: nothing: true is expected"),
    ('{"any": "orders", "were": {}}', r"deal: unknown key 'were' \(known: any, where"),
    ('{"any": "order"}', "a deal has no relation 'order'"),
    ('{"any": 7}', "deal: text is expected"),
    ('{"any": "orders", "where": null}', "deal.orders: an object is expected"),
    ('{"count": "orders", "op": ">="}', "deal: the key 'number' is missing"),
    ('{"count": "orders", "op": ">=", "number": 1.5}', "deal: a whole number is expected"),
    ('{"count": "orders", "op": "=>", "number": 1}', r"no such op \(known: =, <, <=, >, >="),
    ('{"field": "stage"}', "deal.stage: one of the keys op, in, contains, starts, has is missing"),
    ('{"field": "stage", "value": "won"}', "deal.stage: one of the keys op"),
    ('{"field": "stage", "op": "="}', "deal.stage: the key 'value' is missing"),
    ('{"field": "stage", "in": ["won"], "op": "="}', "deal.stage: unknown key 'in'"),
    ('{"field": "stage", "in": "won"}', "deal.stage: a list is expected"),
    ('{"field": "stage", "has": "vip"}', "deal.stage: this field holds no tags"),
    ('{"field": "stage", "contains": "w"}', "deal.stage: this field is not searched"),
    ('{"field": "title", "starts": 1}', "deal.title: text is expected"),
    ('{"field": ["stage"], "in": []}', "deal: text is expected"),
]


@pytest.mark.parametrize(("text", "words"), CONDITIONS, ids=range(len(CONDITIONS)))
def test_a_text_that_is_no_condition_is_refused(text: str, words: str) -> None:
    with pytest.raises(BadQuestion, match=words):
        codec.read_condition(text, "deal", SCHEMA)


QUESTIONS = [
    ("{}", "question: the key 'kind' is missing"),
    ('{"kind": "invoice"}', "there is no kind of record 'invoice'"),
    ('{"kind": 7}', "kind: text is expected"),
    ('{"kind": "deal", "limit": 5}', r"question: unknown key 'limit' \(known: after, kind"),
    ('{"kind": "deal", "order": "stage"}', "order: a list is expected"),
    ('{"kind": "deal", "order": ["--stage"]}', "a deal has no field '-stage'"),
    ('{"kind": "deal", "order": [{"field": "stage"}]}', "order: text is expected"),
    ('{"kind": "deal", "order": ["orders.total"]}', "deal.orders leads to many records"),
    ('{"kind": "deal", "size": 0}', "size: a page has 1 to 10000 records"),
    ('{"kind": "deal", "size": "5"}', "size: a whole number is expected"),
    ('{"kind": "deal", "after": 5}', "after: text is expected"),
]


@pytest.mark.parametrize(("text", "words"), QUESTIONS)
def test_a_text_that_is_no_question_is_refused(text: str, words: str) -> None:
    with pytest.raises(BadQuestion, match=words):
        codec.read_question(text, SCHEMA)


def counted(**more: Json) -> dict[str, Json]:
    return {"kind": "deal", "measures": [{"name": "deals", "function": "count"}], **more}


def measured(**more: Json) -> dict[str, Json]:
    return counted(measures=[{"name": "it", "function": "sum", "of": "amount", **more}])


TALLIES = [
    ({"kind": "deal"}, "tally: the key 'measures' is missing"),
    (counted(measures=[]), "measures: a tally has at least one measure"),
    (counted(measures={}), "measures: a list is expected"),
    (counted(size=5), "tally: unknown key 'size'"),
    (counted(by=["stages"]), "a deal has no field 'stages'"),
    (counted(by=[{"field": "stage"}]), "by: the key 'period' is missing"),
    (counted(by=[{"field": "amount", "bands": [1.5]}]), "bands: a whole number is expected"),
    (counted(by=[{"field": "closed_at", "period": "decade"}]), "period: there is no such period"),
    (
        counted(by=[{"field": "closed_at", "period": "day", "zone": "Moscow"}]),
        "zone: there is no time zone 'Moscow'",
    ),
    (measured(function="total"), r"measures: there is no such function \(known: count, sum"),
    (measured(of={"from": "created_at"}), "of: the key 'to' is missing"),
    (measured(of="stage"), "stage: there is no sum of such a field"),
    (measured(q="0.5"), "q: a number is expected"),
    (measured(q=2), "q: a quantile is a number from 0 to 1"),
    (measured(where={"stge": 1}), "a deal has no field 'stge'"),
]


@pytest.mark.parametrize(("document", "words"), TALLIES)
def test_an_object_that_is_no_tally_is_refused(document: dict[str, Json], words: str) -> None:
    with pytest.raises(BadQuestion, match=words):
        codec.read_tally(document, SCHEMA)
