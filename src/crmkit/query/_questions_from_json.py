"""Reading questions and tallies from JSON text."""

import json

from attrs import frozen

from crmkit.errors import BadQuestion
from crmkit.query._checking import Spot
from crmkit.query._conditions_from_json import (
    ConditionReader,
    Document,
    a_choice,
    a_list,
    a_number,
    a_text,
    closed,
)
from crmkit.query.conditions import Condition
from crmkit.query.paths import read_path
from crmkit.query.plain import Json
from crmkit.query.questions import (
    Bucket,
    ByBands,
    ByField,
    ByPeriod,
    Function,
    Measure,
    Order,
    Path,
    Period,
    Question,
    Span,
    Tally,
)
from crmkit.query.schema import Schema

LONGEST = 1_000_000


def parsed(source: str | Json) -> Json:
    """What the JSON text holds; anything but text is taken as read from JSON already."""
    if not isinstance(source, str):
        return source
    if len(source) > LONGEST:
        raise BadQuestion(f"the text is longer than {LONGEST} characters", where="JSON")
    try:
        found: Json = json.loads(source, object_pairs_hook=_once, parse_constant=_no_number)
    except BadQuestion:
        raise
    except json.JSONDecodeError as exc:
        message = f"this is not JSON: {exc.msg} at character {exc.pos}"
        raise BadQuestion(message, where="JSON") from exc
    except (ValueError, RecursionError) as exc:
        raise BadQuestion("this is not JSON that can be read", where="JSON") from exc
    return found


def question_from(raw: Json, schema: Schema) -> Question[object]:
    """The question in the object."""
    entries = closed(raw, ["kind"], ["where", "order", "size", "after"], where="question")
    about = _About(schema, a_text(entries["kind"], "kind"))
    size, after = entries.get("size"), entries.get("after")
    return Question(
        kind=about.kind,
        where=about.where(entries),
        order=tuple(about.order(item) for item in a_list(entries.get("order", []), "order")),
        size=None if size is None else a_number(size, "size"),
        after=None if after is None else a_text(after, "after"),
    )


def tally_from(raw: Json, schema: Schema) -> Tally[object]:
    """The tally in the object."""
    entries = closed(raw, ["kind", "measures"], ["where", "by"], where="tally")
    about = _About(schema, a_text(entries["kind"], "kind"))
    return Tally(
        kind=about.kind,
        where=about.where(entries),
        by=tuple(about.bucket(item) for item in a_list(entries.get("by", []), "by")),
        measures=tuple(about.measure(item) for item in a_list(entries["measures"], "measures")),
    )


def condition_from(raw: Json, kind: str, schema: Schema) -> Condition[object]:
    """The condition about the kind in the object."""
    return _About(schema, kind).where({"where": raw})


@frozen
class _About:
    """Reads what belongs to a question about one kind."""

    schema: Schema
    kind: str

    def where(self, entries: Document) -> Condition[object]:
        spot = Spot(self.schema.kind(self.kind), self.kind)
        return ConditionReader(self.schema).condition(spot, entries.get("where", {}))

    def path(self, raw: Json, where: str) -> Path[object]:
        return read_path(a_text(raw, where), self.kind, self.schema)

    def order(self, raw: Json) -> Order[object]:
        name = a_text(raw, "order")
        return Order(self.path(name.removeprefix("-"), "order"), name.startswith("-"))

    def bucket(self, raw: Json) -> Bucket[object]:
        if not isinstance(raw, dict):
            return ByField(self.path(raw, "by"))
        if "bands" in raw:
            entries = closed(raw, ["field", "bands"], where="by")
            edges = tuple(a_number(edge, "bands") for edge in a_list(entries["bands"], "bands"))
            return ByBands(self.path(entries["field"], "by"), edges)
        entries = closed(raw, ["field", "period"], ["zone"], where="by")
        period = a_choice(Period, entries["period"], "period")
        zone = a_text(entries.get("zone", "UTC"), "zone")
        return ByPeriod(self.path(entries["field"], "by"), period, zone)

    def measure(self, raw: Json) -> Measure[object]:
        entries = closed(raw, ["name", "function"], ["of", "where", "q"], where="measures")
        of = entries.get("of")
        return Measure(
            name=a_text(entries["name"], "measures"),
            function=a_choice(Function, entries["function"], "measures"),
            of=None if of is None else self.measured(of),
            where=self.where(entries),
            q=_fraction(entries.get("q", 0.5)),
        )

    def measured(self, raw: Json) -> Path[object] | Span[object]:
        if not isinstance(raw, dict):
            return self.path(raw, "of")
        ends = closed(raw, ["from", "to"], where="of")
        return Span(self.path(ends["from"], "of"), self.path(ends["to"], "of"))


def _fraction(raw: Json) -> float:
    if not isinstance(raw, float | int) or isinstance(raw, bool):
        raise BadQuestion("a number is expected", where="q")
    return raw


def _once(pairs: list[tuple[str, Json]]) -> Document:
    entries = dict(pairs)
    if len(entries) < len(pairs):
        keys = [key for key, _value in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        raise BadQuestion(f"the key {twice[:60]!r} stands there twice", where="JSON")
    return entries


def _no_number(name: str) -> Json:
    raise BadQuestion(f"{name} is no number", where="JSON")
