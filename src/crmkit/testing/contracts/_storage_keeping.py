"""Promises about what comes back: every value of every kind, whole and of its own type."""

from collections.abc import Mapping

from attrs import evolve, fields
from hypothesis import strategies as st

from crmkit.domain.clients import Contact
from crmkit.domain.journal import FieldChange, differences
from crmkit.domain.record import Customisable, Record
from crmkit.fields import contact
from crmkit.query.conditions import Compare, Op
from crmkit.query.questions import Question
from crmkit.testing import builders
from crmkit.testing.builders import a_contact
from crmkit.testing.contracts._storage import StoragePromises
from crmkit.testing.contracts.clerk import Clerk
from crmkit.testing.strategies import Shop

_HOSTILE = (
    "Robert'); DROP TABLE contact; --",
    '"%_\\',
    "\u202eанна\u202c",
    "אבג",
    "🎁👩\u200d💻𝕏",
    "zero\u200bwidth",
    "стро\nка\tи\r\nещё",
    "\x01\x1f\x7f",
    "x" * 10_000,
)


class KeepingPromises(StoragePromises):
    """What is written is what is found."""

    def test_every_kind_of_record_comes_back_as_it_was_written(self) -> None:
        made = [make() for name, make in vars(builders).items() if _builds(name)]
        with self.clerk() as clerk:
            clerk.create(*made)
            for record in made:
                (found,) = clerk.find(type(record), Compare("id", Op.IS, record.id))
                assert _typed(found) == _typed(evolve(record, version=1))

    def test_every_value_comes_back_with_its_type(self) -> None:
        def judge(_data: st.DataObject, shop: Shop, clerk: Clerk) -> None:
            for kind in shop.kinds:
                question = Question[Record](kind=kind)
                meant = sorted(shop.of(kind), key=lambda record: record.id)
                assert [*map(_typed, clerk.page(question).records)] == [*map(_typed, meant)]

        self.each_shop(judge)

    def test_every_value_comes_back_from_the_journal_with_its_type(self) -> None:
        def judge(_data: st.DataObject, shop: Shop, clerk: Clerk) -> None:
            clerk.write(*((record, None) for record in shop.records))
            entries = {
                entry.record_id: entry for entry in clerk.journal() if entry.action == "delete"
            }
            for record in shop.records:
                if not record.keeps_history:
                    assert record.id not in entries
                    continue
                assert _changes(entries[record.id].changes) == _changes(differences(record, None))

        self.each_shop(judge)

    def test_hostile_text_is_kept_as_it_is(self) -> None:
        made = [
            a_contact(nth, name=text, comment=text, tags=(text,))
            for nth, text in enumerate(_HOSTILE, start=1)
        ]
        with self.clerk() as clerk:
            clerk.create(*made)
            assert clerk.find(Contact) == [evolve(record, version=1) for record in made]

    def test_hostile_text_is_found_by_itself_alone(self) -> None:
        made = [
            a_contact(nth, name=text, comment=text, tags=(text,), city=text)
            for nth, text in enumerate(_HOSTILE, start=1)
        ]
        with self.clerk() as clerk:
            clerk.create(*made)
            for record, text in zip(made, _HOSTILE, strict=True):
                for where in (
                    contact.city == text,
                    contact.city.is_in([text]),
                    contact.name.contains(text),
                    contact.comment.starts_with(text),
                    contact.tags.has(text),
                ):
                    assert [found.id for found in clerk.find(Contact, where)] == [record.id]


def _builds(name: str) -> bool:
    return name.startswith(("a_", "an_")) and name not in {"an_id", "a_journal_entry"}


def _typed(record: Record) -> dict[str, object]:
    """The values by field, each with its type: 1, True and Decimal(1) are equal, and are not."""
    values = {attribute.name: getattr(record, attribute.name) for attribute in fields(type(record))}
    if isinstance(record, Customisable):
        values |= {f"custom.{key}": value for key, value in record.custom.items()}
    return {name: (type(value), value) for name, value in values.items() if name != "custom"}


def _changes(changes: Mapping[str, FieldChange]) -> dict[str, object]:
    return {name: (type(change.before), change) for name, change in changes.items()}
