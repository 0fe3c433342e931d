"""Promises about writing: versions, ids, numbers, the journal, and all of a batch or none of it."""

from contextlib import suppress

import pytest
from attrs import evolve

from crmkit.domain.clients import Contact
from crmkit.domain.journal import Cause, FieldChange, JournalEntry, differences
from crmkit.errors import Conflict, CrmError, NotSupported
from crmkit.query.conditions import Compare, Op
from crmkit.query.questions import Order, Path, Question
from crmkit.testing.builders import (
    NOON,
    a_company,
    a_contact,
    a_deal,
    a_handle,
    a_journal_entry,
    a_pipeline,
    rubles,
)
from crmkit.testing.contracts._storage import StoragePromises
from crmkit.testing.contracts.clerk import CAUSE


class WritingPromises(StoragePromises):
    """What `UnitOfWork.write` promises."""

    def test_a_created_record_is_stored_at_version_one(self) -> None:
        with self.clerk() as clerk:
            clerk.create(a_contact())
            assert clerk.find(Contact) == [a_contact(version=1)]

    def test_a_changed_record_is_stored_one_version_higher(self) -> None:
        with self.clerk() as clerk:
            clerk.create(a_contact())
            clerk.change(a_contact(version=1), city="Киев")
            assert clerk.find(Contact) == [a_contact(version=2, city="Киев")]

    def test_a_change_is_journalled_under_its_own_cause_if_it_has_one(self) -> None:
        own = Cause(actor="system:contract", command="move", rule="stage new")
        with self.clerk() as clerk:
            plain = clerk.writing((None, a_contact()), (None, a_company()))
            first, second = plain.changes
            with clerk.storage.open(writes=True) as unit:
                unit.write(evolve(plain, changes=(first, evolve(second, cause=own))))
                unit.commit()
            told = {entry.record_kind: (entry.command, entry.rule) for entry in clerk.journal()}
            assert told == {"contact": (CAUSE.command, None), "company": ("move", "stage new")}

    def test_a_deleted_record_is_gone(self) -> None:
        with self.clerk() as clerk:
            clerk.create(a_contact(), a_contact(2))
            clerk.delete(a_contact(version=1))
            assert clerk.find(Contact) == [a_contact(2, version=1)]

    def test_a_change_of_an_outdated_record_is_a_conflict_that_tells_both_versions(self) -> None:
        with self.clerk() as clerk:
            clerk.create(a_contact())
            clerk.change(a_contact(version=1), city="Киев")
            with pytest.raises(Conflict) as caught:
                clerk.change(a_contact(version=1), city="Москва")
            assert (caught.value.expected, caught.value.found) == (1, 2)

    def test_a_conflict_leaves_the_other_ones_change_alone(self) -> None:
        with self.clerk() as clerk:
            clerk.create(a_contact())
            clerk.change(a_contact(version=1), city="Киев")
            with suppress(Conflict):
                clerk.change(a_contact(version=1), city="Москва")
            assert clerk.find(Contact) == [a_contact(version=2, city="Киев")]

    def test_the_deletion_of_an_outdated_record_is_a_conflict(self) -> None:
        with self.clerk() as clerk:
            clerk.create(a_contact())
            clerk.change(a_contact(version=1), city="Киев")
            with pytest.raises(Conflict):
                clerk.delete(a_contact(version=1))
            assert clerk.find(Contact) == [a_contact(version=2, city="Киев")]

    def test_a_change_of_a_record_that_is_gone_is_a_conflict(self) -> None:
        with self.clerk() as clerk:
            clerk.create(a_contact())
            clerk.delete(a_contact(version=1))
            with pytest.raises(Conflict) as caught:
                clerk.change(a_contact(version=1), city="Москва")
            assert caught.value.found is None

    def test_an_id_is_given_once(self) -> None:
        with self.clerk() as clerk:
            clerk.create(a_contact())
            with pytest.raises(Conflict):
                clerk.create(a_contact(number="2", name="Пётр"))
            assert clerk.find(Contact) == [a_contact(version=1)]

    def test_an_id_is_given_once_within_a_batch_too(self) -> None:
        with self.clerk() as clerk:
            with pytest.raises(Conflict):
                clerk.create(a_deal(), a_deal(title="Тот же"))
            assert not clerk.journal()

    def test_the_id_of_a_deleted_record_is_not_given_again(self) -> None:
        with self.clerk() as clerk:
            clerk.create(a_deal())
            clerk.delete(a_deal(version=1))
            with pytest.raises(Conflict):
                clerk.create(a_deal(title="Другой"))
            assert clerk.get(a_deal()) is None

    def test_a_client_number_is_given_once_per_kind(self) -> None:
        with self.clerk() as clerk:
            clerk.create(a_contact(number="7"), a_company(number="7"))
            for again in (a_contact(2, number="7"), a_company(2, number="7")):
                with pytest.raises(Conflict):
                    clerk.create(again)

    def test_a_client_number_is_not_taken_over_by_a_change(self) -> None:
        with self.clerk() as clerk:
            clerk.create(a_contact(number="1"), a_contact(2, number="2"))
            with pytest.raises(Conflict):
                clerk.change(a_contact(2, number="2", version=1), number="1")

    def test_one_record_can_change_twice_in_a_batch(self) -> None:
        with self.clerk() as clerk:
            first = a_contact(version=1)
            second = evolve(first, version=2, city="Киев")
            clerk.write(
                (None, a_contact()),
                (first, evolve(first, city="Киев")),
                (second, evolve(second, city="Москва")),
            )
            assert clerk.find(Contact) == [a_contact(version=3, city="Москва")]

    def test_a_refused_batch_leaves_nothing(self) -> None:
        with self.clerk() as clerk:
            clerk.create(a_contact())
            with clerk.storage.open(writes=True) as unit, suppress(CrmError):
                with pytest.raises(Conflict):
                    unit.write(clerk.writing((None, a_deal()), (None, a_contact())))
                unit.commit()
            assert clerk.get(a_deal()) is None
            assert not clerk.journal(a_deal())

    def test_every_change_leaves_its_entry_in_the_journal(self) -> None:
        with self.clerk() as clerk:
            clerk.create(a_contact())
            clerk.delete(clerk.change(a_contact(version=1), city="Киев"))
            actions = [entry.action for entry in clerk.journal(a_contact())]
            assert actions == ["create", "change", "delete"]

    def test_an_entry_says_who_when_and_why(self) -> None:
        with self.clerk() as clerk:
            clerk.create(a_contact())
            (entry,) = clerk.journal()
            assert (entry.record_kind, entry.record_id) == ("contact", a_contact().id)
            assert (entry.actor, entry.command, entry.rule) == (CAUSE.actor, CAUSE.command, None)
            assert (entry.created_at, entry.version) == (NOON, 1)

    def test_an_entry_tells_the_changed_fields_before_and_after(self) -> None:
        with self.clerk() as clerk:
            before = a_deal(version=1, amount=rubles(700))
            clerk.create(a_deal(amount=rubles(700)))
            clerk.change(before, amount=rubles(900), lost_reason="price")
            assert clerk.journal(before)[-1].changes == {
                "amount": FieldChange(before=rubles(700), after=rubles(900)),
                "lost_reason": FieldChange(before=None, after="price"),
            }

    def test_the_entry_of_a_creation_holds_no_values(self) -> None:
        with self.clerk() as clerk:
            clerk.create(a_contact())
            assert [entry.changes for entry in clerk.journal()] == [{}]

    def test_the_entry_of_a_deletion_holds_all_that_there_was(self) -> None:
        with self.clerk() as clerk:
            clerk.create(a_pipeline())
            clerk.delete(a_pipeline(version=1))
            (_, entry) = clerk.journal()
            assert entry.changes == differences(a_pipeline(), None)

    def test_a_wiped_value_can_be_restored_from_the_journal(self) -> None:
        with self.clerk() as clerk:
            clerk.create(a_handle(note="звонить после шести"))
            wiped = clerk.change(a_handle(version=1, note="звонить после шести"), note=None)
            lost = clerk.journal(wiped)[-1].changes["note"].before
            restored = clerk.change(wiped, note=lost)
            assert clerk.get(restored) == a_handle(version=3, note="звонить после шести")

    def test_the_journal_is_asked_like_any_other_kind(self) -> None:
        with self.clerk() as clerk:
            clerk.create(a_contact(), a_deal())
            about = Compare[JournalEntry]("record_id", Op.IS, a_deal().id)
            question = Question(kind="journal", where=about, order=(Order(Path("command")),))
            assert clerk.count(question) == 1
            assert [entry.record_id for entry in clerk.page(question).records] == [a_deal().id]

    def test_the_journal_cannot_be_written(self) -> None:
        with self.clerk() as clerk:
            clerk.create(a_contact())
            (entry,) = clerk.journal()
            for pair in ((None, a_journal_entry(2)), (entry, None), (entry, entry)):
                with pytest.raises(NotSupported):
                    clerk.write(pair)
            assert clerk.journal() == [entry]
