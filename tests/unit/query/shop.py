"""A small shop: records that find each other, and what the plain-Python reading says of them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Self, TypeVar

from attrs import frozen

from crmkit.domain.record import Record
from crmkit.domain.schema import schema
from crmkit.query.questions import Page, Question, Tally, TallyRow
from crmkit.query.reading import Reading
from crmkit.query.schema import FieldSpec, FieldType, Relation, Schema

R = TypeVar("R")
CUSTOM = {
    "colour": FieldSpec(name="colour", type=FieldType.CHOICE, choices=("red", "blue")),
    "weight": FieldSpec(name="weight", type=FieldType.DECIMAL),
    "marks": FieldSpec(name="marks", type=FieldType.TAGS),
}
SCHEMA: Schema = schema().with_custom(dict.fromkeys(("contact", "deal"), CUSTOM))


@frozen
class Shop:
    """Records by kind."""

    records: Mapping[str, list[Record]]

    @classmethod
    def of(cls, *records: Record) -> Self:
        """The shop of these records."""
        kinds: dict[str, list[Record]] = defaultdict(list)
        for record in records:
            kinds[record.kind].append(record)
        return cls(kinds)

    def related(self, relation: Relation, record: object) -> Iterable[object]:
        """The records at the other end, by looking at each."""
        key = getattr(record, relation.local)
        others = self.records.get(relation.target, [])
        return [it for it in others if key is not None and getattr(it, relation.remote) == key]

    def page(self, question: Question[R]) -> Page[R]:
        """What the plain-Python reading answers."""
        records: list[R] = self.records.get(question.kind, [])  # type: ignore[assignment]  # its kind
        return self.reading.page(question, records)

    def tally(self, tally: Tally[R]) -> tuple[TallyRow, ...]:
        """What the plain-Python reading answers."""
        records: list[R] = self.records.get(tally.kind, [])  # type: ignore[assignment]  # its kind
        return self.reading.tally(tally, records)

    @property
    def reading(self) -> Reading:
        """The plain-Python reading over the shop."""
        return Reading(SCHEMA, self.related)
