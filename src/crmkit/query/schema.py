"""What can be asked about: kinds of record, their fields and their relations.

The schema is read off the record classes once (`crmkit.domain.schema`); both readings of the
language, the JSON form, the SQL tables and the typed names in `crmkit.fields` follow from it.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Self

from attrs import evolve, field, frozen

from crmkit.errors import BadQuestion

CUSTOM_PREFIX = "custom."


class FieldType(StrEnum):
    """The closed set of field types; each says how a value is kept, compared and ordered."""

    ID = "id"
    TEXT = "text"
    CHOICE = "choice"
    FLAG = "flag"
    NUMBER = "number"
    DECIMAL = "decimal"
    MONEY = "money"
    DAY = "day"
    MOMENT = "moment"
    TAGS = "tags"
    DOCUMENT = "document"
    CUSTOM = "custom"

    @property
    def comparable(self) -> bool:
        """Whether values can be compared, ordered and grouped."""
        return self not in {FieldType.TAGS, FieldType.DOCUMENT, FieldType.CUSTOM}


@frozen(kw_only=True, cache_hash=True)
class FieldSpec:
    """One field of a kind.

    ``searchable`` text has a folded twin in every store: it can be searched, and it is ordered by
    its folded form. ``choices`` holds the closed set of a choice.
    """

    name: str
    type: FieldType
    optional: bool = False
    searchable: bool = False
    choices: tuple[str, ...] = ()
    python: object = None


@frozen(kw_only=True)
class Relation:
    """A way from a record to others: those whose ``remote`` field equals its ``local`` one."""

    name: str
    target: str
    local: str = "id"
    remote: str = "id"

    @property
    def many(self) -> bool:
        """Whether more than one record can be at the other end."""
        return self.remote != "id"


@frozen(kw_only=True)
class KindSpec:
    """A kind of record: its name, its class, its fields in order and its relations."""

    name: str
    record: type
    fields: Mapping[str, FieldSpec]
    relations: Mapping[str, Relation]
    custom: Mapping[str, FieldSpec] = field(factory=dict)

    def field(self, name: str) -> FieldSpec:
        """The field of this name, ``custom.KEY`` for a custom one; BadQuestion if none."""
        found = (
            self.custom.get(name.removeprefix(CUSTOM_PREFIX))
            if name.startswith(CUSTOM_PREFIX)
            else self.fields.get(name)
        )
        if found is None:
            raise self._unknown("field", name, [*self.fields, *self._custom_names()])
        return found

    def relation(self, name: str) -> Relation:
        """The relation of this name; BadQuestion if there is none."""
        found = self.relations.get(name)
        if found is None:
            raise self._unknown("relation", name, list(self.relations))
        return found

    def _custom_names(self) -> list[str]:
        return [f"{CUSTOM_PREFIX}{key}" for key in self.custom]

    def _unknown(self, what: str, name: str, known: list[str]) -> BadQuestion:
        message = f"a {self.name} has no {what} {name[:60]!r}"
        return BadQuestion(message, where=what, hint=f"known: {', '.join(sorted(known))}")


@frozen
class Schema:
    """All kinds by name."""

    kinds: Mapping[str, KindSpec]
    ends: dict[object, FieldSpec] = field(factory=dict, init=False, eq=False, repr=False)
    """The fields at the ends of paths that were looked for."""

    def kind(self, name: str) -> KindSpec:
        """The kind of this name; BadQuestion if there is none."""
        found = self.kinds.get(name)
        if found is None:
            hint = f"known: {', '.join(sorted(self.kinds))}"
            message = f"there is no kind of record {name[:60]!r}"
            raise BadQuestion(message, where="kind", hint=hint)
        return found

    def target(self, kind: str, relation: str) -> KindSpec:
        """The kind that a relation of ``kind`` leads to."""
        return self.kind(self.kind(kind).relation(relation).target)

    def with_custom(self, custom: Mapping[str, Mapping[str, FieldSpec]]) -> Self:
        """The same schema with these custom fields, by kind and key."""
        kinds = {
            name: evolve(spec, custom=custom.get(name, {})) for name, spec in self.kinds.items()
        }
        return evolve(self, kinds=kinds)
