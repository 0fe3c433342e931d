"""Which records are worth a look: a condition read for the indexes that can answer it.

The answer may hold too many records, never too few; the reading of the condition decides.
"""

from collections.abc import Callable, Iterable

from crmkit.domain.record import Record
from crmkit.ids import Id
from crmkit.memory.rows import Rows
from crmkit.query.conditions import And, AnyOf, Compare, Condition, OneOf, Op, Or
from crmkit.query.schema import CUSTOM_PREFIX, FieldType, Schema

_FEW = 64

Found = dict[Id, Record]


class Narrowing:
    """Looks records up by ids and exact texts, through relations too."""

    def __init__(self, schema: Schema, rows: Callable[[str], Rows]) -> None:
        """Take the schema and the way to the records of a kind."""
        self._schema = schema
        self._rows = rows

    def records(self, kind: str, condition: Condition[object]) -> Iterable[Record]:
        """Every record of the kind that can fulfil the condition, and perhaps others."""
        found = self._found(kind, condition)
        return self._rows(kind).all() if found is None else found.values()

    def _found(self, kind: str, condition: Condition[object]) -> Found | None:
        """The candidates by id, or None when the indexes know nothing of it."""
        match condition:
            case Compare(name, Op.IS, value) if value is not None:
                return self._by_values(kind, name, (value,))
            case OneOf(name, values):
                return self._by_values(kind, name, values)
            case And(parts):
                return self._in_all(kind, parts)
            case Or(parts):
                return self._in_any(kind, parts)
            case AnyOf(relation, inner):
                return self._from_related(kind, relation, inner)
            case _:
                return None

    def _by_values(self, kind: str, name: str, values: Iterable[object]) -> Found | None:
        if name.startswith(CUSTOM_PREFIX):
            return None
        field = self._schema.kind(kind).field(name)
        if field.searchable or field.type not in {FieldType.ID, FieldType.TEXT}:
            return None
        rows = self._rows(kind)
        return {record.id: record for value in values for record in rows.where(name, value)}

    def _in_all(self, kind: str, parts: Iterable[Condition[object]]) -> Found | None:
        best: Found | None = None
        for part in sorted(parts, key=lambda part: not isinstance(part, Compare)):
            found = self._found(kind, part)
            if found is not None and (best is None or len(found) < len(best)):
                best = found
            if best is not None and len(best) <= _FEW:
                break
        return best

    def _in_any(self, kind: str, parts: Iterable[Condition[object]]) -> Found | None:
        union: Found = {}
        for part in parts:
            found = self._found(kind, part)
            if found is None:
                return None
            union.update(found)
        return union

    def _from_related(self, kind: str, relation: str, inner: Condition[object]) -> Found | None:
        way = self._schema.kind(kind).relation(relation)
        found = self._found(way.target, inner)
        if found is None:
            return None
        values = {getattr(record, way.remote) for record in found.values()} - {None}
        rows = self._rows(kind)
        return {record.id: record for value in values for record in rows.where(way.local, value)}
