"""Reading conditions from objects: closed (no unknown key passes) and typed by the schema."""

from collections.abc import Callable, Collection, Mapping
from enum import StrEnum
from typing import TypeVar
from unicodedata import normalize

from attrs import frozen

from crmkit.errors import BadQuestion
from crmkit.query._checking import Spot, require_shallow
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
from crmkit.query.paths import field_at, read_path
from crmkit.query.plain import Json, read_value
from crmkit.query.schema import FieldSpec, FieldType, Schema
from crmkit.query.values import Value

E = TypeVar("E", bound=StrEnum)
Document = dict[str, Json]


def closed(
    raw: Json, needed: Collection[str], known: Collection[str] = (), *, where: str
) -> Document:
    """The object, if it has all needed keys and none but these and the known ones."""
    entries = an_object(raw, where)
    names = ", ".join(sorted({*needed, *known}))
    for key in entries.keys() - {*needed, *known}:
        raise BadQuestion(f"unknown key {key[:60]!r}", where=where, hint=f"known: {names}")
    for key in {*needed} - entries.keys():
        raise BadQuestion(f"the key {key!r} is missing", where=where, hint=f"known: {names}")
    return entries


def an_object(raw: Json, where: str) -> Document:
    """The object, if it is one."""
    if not isinstance(raw, dict):
        raise BadQuestion("an object is expected", where=where)
    return raw


def a_list(raw: Json, where: str) -> list[Json]:
    """The list, if it is one."""
    if not isinstance(raw, list):
        raise BadQuestion("a list is expected", where=where)
    return raw


def a_text(raw: Json, where: str) -> str:
    """The text, in Unicode's form NFC, if it is one."""
    if not isinstance(raw, str):
        raise BadQuestion("text is expected", where=where)
    return normalize("NFC", raw)


def a_choice(choices: type[E], raw: Json, where: str) -> E:
    """The member of a closed set that is named so."""
    for choice in choices:
        if choice.value == raw:
            return choice
    hint = f"known: {', '.join(choices)}"
    raise BadQuestion(f"there is no such {choices.__name__.lower()}", where=where, hint=hint)


def a_number(raw: Json, where: str) -> int:
    """The whole number, if it is one."""
    if not isinstance(raw, int) or isinstance(raw, bool):
        raise BadQuestion("a whole number is expected", where=where)
    return raw


@frozen
class ConditionReader:
    """Reads conditions about the kinds of a schema."""

    schema: Schema

    def condition(self, spot: Spot, raw: Json) -> Condition[object]:
        """The condition about the kind at this spot."""
        require_shallow(spot)
        entries = an_object(raw, spot.trail)
        for head, (needed, known) in FORMS.items():
            if head in entries:
                closed(entries, needed, known, where=spot.trail)
                return self._long(head, spot, entries)
        return self._short(spot, entries)

    def _long(self, head: str, spot: Spot, entries: Document) -> Condition[object]:
        match head:
            case "field":
                return _own(spot, entries)
            case "and":
                return And(self._parts(spot, entries["and"]))
            case "or":
                return Or(self._parts(spot, entries["or"]))
            case "not":
                return Not(self.condition(spot.deeper(), entries["not"]))
            case "nothing" if entries["nothing"] is True:
                return Nothing()
            case "nothing":
                raise BadQuestion("true is expected", where=f"{spot.trail}: nothing")
            case _:
                return self._related(head, spot, entries)

    def _parts(self, spot: Spot, raw: Json) -> tuple[Condition[object], ...]:
        return tuple(self.condition(spot.deeper(), part) for part in a_list(raw, spot.trail))

    def _related(self, head: str, spot: Spot, entries: Document) -> Condition[object]:
        relation = a_text(entries[head], spot.trail)
        inner = self.condition(spot.across(relation, self.schema), entries.get("where", {}))
        match head:
            case "any":
                return AnyOf(relation, inner)
            case "all":
                return AllOf(relation, inner)
            case _:
                op, number = a_choice(Op, entries["op"], spot.trail), entries["number"]
                return CountOf(relation, inner, op, a_number(number, spot.trail))

    def _short(self, spot: Spot, entries: Document) -> Condition[object]:
        equalities = [self._equality(spot, name, raw) for name, raw in entries.items()]
        match equalities:
            case []:
                return Everything()
            case [one]:
                return one
            case _:
                return And(tuple(equalities))

    def _equality(self, spot: Spot, name: str, raw: Json) -> Condition[object]:
        path = read_path(name, spot.kind.name, self.schema)
        spec = field_at(path, spot.kind.name, self.schema)
        condition = _equal(path.name, spec, raw, f"{spot.trail}.{name}")
        for step in reversed(path.steps):
            condition = AnyOf(step.relation, condition)
        return condition


def _equal(name: str, spec: FieldSpec, raw: Json, where: str) -> Condition[object]:
    """The field is equal to the value, or to one of those in a list; null means absent."""
    if spec.type is FieldType.TAGS:
        tags = tuple(Tagged[object](name, a_text(tag, where)) for tag in _several(raw))
        return tags[0] if len(tags) == 1 else Or(tags)
    if isinstance(raw, list):
        return OneOf(name, tuple(_value(item, spec, where) for item in raw))
    return Compare(name, Op.IS, None if raw is None else _value(raw, spec, where))


def _own(spot: Spot, entries: Document) -> Condition[object]:
    name = a_text(entries["field"], spot.trail)
    spec, where = spot.field(name)
    for head, read in _OWN.items():
        if head in entries:
            closed(entries, ["field", head, *(["value"] if head == "op" else [])], where=where)
            return read(name, spec, entries, where)
    message = f"one of the keys {', '.join(_OWN)} is missing"
    raise BadQuestion(message, where=where)


def _compare(name: str, spec: FieldSpec, entries: Document, where: str) -> Condition[object]:
    raw = entries["value"]
    value = None if raw is None else _value(raw, spec, where)
    return Compare(name, a_choice(Op, entries["op"], where), value)


def _one_of(name: str, spec: FieldSpec, entries: Document, where: str) -> Condition[object]:
    return OneOf(name, tuple(_value(raw, spec, where) for raw in a_list(entries["in"], where)))


def _contains(name: str, _spec: FieldSpec, entries: Document, where: str) -> Condition[object]:
    return Text(name, TextMatch.CONTAINS, a_text(entries["contains"], where))


def _starts(name: str, _spec: FieldSpec, entries: Document, where: str) -> Condition[object]:
    return Text(name, TextMatch.STARTS, a_text(entries["starts"], where))


def _has(name: str, _spec: FieldSpec, entries: Document, where: str) -> Condition[object]:
    return Tagged(name, a_text(entries["has"], where))


def _several(raw: Json) -> list[Json]:
    return raw if isinstance(raw, list) else [raw]


def _value(raw: Json, spec: FieldSpec, where: str) -> Value:
    value = read_value(raw, spec, where=where)
    return normalize("NFC", value) if isinstance(value, str) else value


FORMS: Mapping[str, tuple[Collection[str], Collection[str]]] = {
    "field": (["field"], ["op", "value", "in", "contains", "starts", "has"]),
    "and": (["and"], []),
    "or": (["or"], []),
    "not": (["not"], []),
    "nothing": (["nothing"], []),
    "any": (["any"], ["where"]),
    "all": (["all"], ["where"]),
    "count": (["count", "op", "number"], ["where"]),
}
_OWN: Mapping[str, Callable[[str, FieldSpec, Document, str], Condition[object]]] = {
    "op": _compare,
    "in": _one_of,
    "contains": _contains,
    "starts": _starts,
    "has": _has,
}
