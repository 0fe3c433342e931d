"""Promises about the journal as an audit: commitments, seals, and what an erasure destroys."""

import pytest
from attrs import evolve
from hypothesis import strategies as st

from crmkit.domain.commitments import commitment
from crmkit.domain.journal import NOBODY, JournalEntry
from crmkit.domain.seals import Seal
from crmkit.errors import Conflict, NotSupported
from crmkit.testing.builders import NOON, a_contact, a_deal, a_seal, rubles
from crmkit.testing.contracts._storage import StoragePromises
from crmkit.testing.contracts.clerk import CAUSE, Clerk
from crmkit.testing.strategies import Shop


class SealingPromises(StoragePromises):
    """What `UnitOfWork.seal` and the notes of `UnitOfWork.write` promise."""

    def test_a_change_is_committed_to_in_its_entry(self) -> None:
        with self.clerk() as clerk:
            clerk.create(a_deal(amount=rubles(700)))
            clerk.delete(clerk.change(a_deal(amount=rubles(700), version=1), amount=rubles(900)))
            created, *later = clerk.journal()
            assert created.commitment is None
            assert len(later) == len({entry.salt for entry in later})
            for entry in later:
                assert entry.salt is not None
                assert entry.commitment == commitment(entry.salt, entry.changes)

    def test_any_change_comes_back_as_it_was_committed_to(self) -> None:
        def judge(_data: st.DataObject, shop: Shop, clerk: Clerk) -> None:
            clerk.write(*((record, None) for record in shop.records))
            for entry in clerk.journal():
                if entry.salt is not None:
                    assert entry.commitment == commitment(entry.salt, entry.changes)

        self.each_shop(judge)

    def test_a_note_is_an_entry_without_a_change(self) -> None:
        with self.clerk() as clerk:
            clerk.note("refuse", "contact", NOBODY)
            (entry,) = clerk.journal()
            told = (entry.action, entry.record_kind, entry.record_id, entry.changes)
            assert told == ("refuse", "contact", NOBODY, {})
            assert (entry.actor, entry.command, entry.created_at) == (
                CAUSE.actor,
                CAUSE.command,
                NOON,
            )

    def test_an_erasure_destroys_what_the_journal_held_about_the_record_and_no_other(self) -> None:
        with self.clerk() as clerk:
            clerk.create(a_contact(), a_contact(2))
            changed = [clerk.change(a_contact(nth, version=1), city="Киев") for nth in (1, 2)]
            clerk.delete(changed[0])
            before = clerk.journal()
            clerk.note("erase", "contact", changed[0].id)
            *after, erasure = sorted(clerk.journal(), key=lambda entry: entry.id)
            assert (erasure.action, erasure.record_id) == ("erase", changed[0].id)
            for was, entry in zip(sorted(before, key=lambda entry: entry.id), after, strict=True):
                forgotten = was.record_id == changed[0].id
                assert entry == (evolve(was, changes={}, salt=None) if forgotten else was)

    def test_an_erasure_destroys_what_its_own_writing_leaves_too(self) -> None:
        with self.clerk() as clerk:
            clerk.create(a_contact())
            gone = a_contact(version=1)
            writing = clerk.writing((gone, None))
            note = clerk.noted("erase", "contact", gone.id).notes
            with clerk.storage.open(writes=True) as unit:
                unit.write(evolve(writing, notes=note))
                unit.commit()
            assert [entry.changes for entry in clerk.journal()] == [{}, {}, {}]

    def test_a_seal_is_put_on_its_entries_alone(self) -> None:
        with self.clerk() as clerk:
            clerk.create(a_contact(), a_contact(2), a_contact(3))
            first, *others = clerk.journal()
            _seal(clerk, a_seal(), first)
            assert clerk.find(Seal) == [a_seal(version=1)]
            assert clerk.journal() == [evolve(first, seal=1), *others]

    def test_two_seals_of_one_number_are_a_conflict(self) -> None:
        with self.clerk() as clerk:
            clerk.create(a_contact(), a_contact(2))
            first, second = clerk.journal()
            _seal(clerk, a_seal(), first)
            with pytest.raises(Conflict):
                _seal(clerk, a_seal(2, number=1), second)
            assert clerk.journal() == [evolve(first, seal=1), second]

    def test_an_entry_is_sealed_once_and_a_refused_seal_leaves_nothing(self) -> None:
        with self.clerk() as clerk:
            clerk.create(a_contact(), a_contact(2))
            first, second = clerk.journal()
            _seal(clerk, a_seal(), first)
            with pytest.raises(Conflict):
                _seal(clerk, a_seal(2), second, evolve(first))
            assert clerk.find(Seal) == [a_seal(version=1)]
            assert clerk.journal() == [evolve(first, seal=1), second]

    def test_a_unit_for_reading_refuses_to_seal(self) -> None:
        with (
            self.clerk() as clerk,
            clerk.storage.open(writes=False) as unit,
            pytest.raises(NotSupported),
        ):
            unit.seal(a_seal(), [])


def _seal(clerk: Clerk, seal: Seal, *entries: JournalEntry) -> None:
    with clerk.storage.open(writes=True) as unit:
        try:
            unit.seal(seal, [entry.id for entry in entries])
        finally:
            unit.commit()
