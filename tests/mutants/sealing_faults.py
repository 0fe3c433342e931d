"""Faults in commitments, notes and seals, each with the promise that must catch it."""

from collections.abc import Sequence
from contextlib import suppress

from attrs import evolve

from crmkit.domain.seals import Seal
from crmkit.errors import Conflict, NotSupported
from crmkit.ids import JournalEntryId
from crmkit.ports.storage import Writing
from tests.mutants.faulty import FaultyUnit
from tests.mutants.writing_faults import KeepsNoFieldsInTheJournal


class CommitsToNothing(FaultyUnit):
    def write(self, writing: Writing) -> None:
        unsalted = [evolve(change, salt=None) for change in writing.changes]
        super().write(evolve(writing, changes=unsalted))


class SaltsAllAlike(FaultyUnit):
    def write(self, writing: Writing) -> None:
        salted = [evolve(change, salt=bytes(16)) for change in writing.changes]
        super().write(evolve(writing, changes=salted))


class DropsNotes(FaultyUnit):
    def write(self, writing: Writing) -> None:
        super().write(evolve(writing, notes=()))


class NotesErasuresWithoutErasing(FaultyUnit):
    def write(self, writing: Writing) -> None:
        notes = [evolve(note, action="view") for note in writing.notes]
        super().write(evolve(writing, notes=notes))


class ErasesBeforeItWrites(FaultyUnit):
    def write(self, writing: Writing) -> None:
        super().write(evolve(writing, changes=()))
        super().write(evolve(writing, notes=()))


class SealsNoEntries(FaultyUnit):
    def seal(self, seal: Seal, entries: Sequence[JournalEntryId]) -> None:
        super().seal(seal, entries[:0])


class ForksTheChain(FaultyUnit):
    def seal(self, seal: Seal, entries: Sequence[JournalEntryId]) -> None:
        with suppress(Conflict):
            super().seal(seal, entries)


class KeepsTheSealOfARefusedOne(FaultyUnit):
    def seal(self, seal: Seal, entries: Sequence[JournalEntryId]) -> None:
        try:
            super().seal(seal, entries)
        except Conflict:
            super().seal(seal, entries[:1])
            raise


class LetsReadersSeal(FaultyUnit):
    def seal(self, seal: Seal, entries: Sequence[JournalEntryId]) -> None:
        with suppress(NotSupported):
            super().seal(seal, entries)


SEALING: tuple[tuple[type[FaultyUnit], str], ...] = (
    (CommitsToNothing, "a_change_is_committed_to_in_its_entry"),
    (SaltsAllAlike, "a_change_is_committed_to_in_its_entry"),
    (KeepsNoFieldsInTheJournal, "any_change_comes_back_as_it_was_committed_to"),
    (DropsNotes, "a_note_is_an_entry_without_a_change"),
    (
        NotesErasuresWithoutErasing,
        "an_erasure_destroys_what_the_journal_held_about_the_record_and_no_other",
    ),
    (ErasesBeforeItWrites, "an_erasure_destroys_what_its_own_writing_leaves_too"),
    (SealsNoEntries, "a_seal_is_put_on_its_entries_alone"),
    (ForksTheChain, "two_seals_of_one_number_are_a_conflict"),
    (KeepsTheSealOfARefusedOne, "an_entry_is_sealed_once_and_a_refused_seal_leaves_nothing"),
    (LetsReadersSeal, "a_unit_for_reading_refuses_to_seal"),
)
"""Each fault with the promise that must catch it."""
