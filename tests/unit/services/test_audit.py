"""Sealing and verifying the journal."""

import pytest
from attrs import evolve

from crmkit import Crm, System
from crmkit.domain.audit import Anchor, Finding
from crmkit.domain.clients import Contact
from crmkit.domain.journal import Cause, JournalEntry
from crmkit.domain.seals import Seal
from crmkit.errors import BadInput
from crmkit.ids import Id, JournalEntryId
from crmkit.memory.clock import SettableClock
from crmkit.memory.ids import SeededIds
from crmkit.memory.storage import MemoryStorage
from crmkit.ports.storage import Change, Note, Writing
from crmkit.testing.builders import NOON, a_contact, an_id

KEY = b"kept by the host"


def a_crm() -> Crm:
    clock = SettableClock(NOON)
    return Crm(MemoryStorage(), clock=clock, ids=SeededIds(clock))


def a_changed_contact(crm: Crm) -> Contact:
    with crm.work(System("shop")) as work:
        return work.change(work.create(Contact, name="Анна"), city="Киев")


def test_an_empty_journal_needs_no_seal_and_is_sound() -> None:
    crm = a_crm()
    assert crm.seal() == ()
    assert crm.newest_seal() is None
    assert crm.verify().sound


def test_seals_are_numbered_and_bounded_and_cover_every_entry_once() -> None:
    crm = a_crm()
    for _ in range(4):
        a_changed_contact(crm)
    sealed = crm.seal(size=2)
    assert [(seal.number, seal.entries) for seal in sealed] == [
        *((nth, 2) for nth in (1, 2, 3, 4)),
        (5, 1),
    ]
    assert crm.seal() == ()
    seen = crm.verify()
    assert (seen.entries, seen.seals, seen.unsealed, seen.sound) == (9, 5, 0, True)


def test_what_was_committed_since_the_last_seal_waits_for_the_next() -> None:
    crm = a_crm()
    a_changed_contact(crm)
    crm.seal()
    a_changed_contact(crm)
    seen = crm.verify()
    assert (seen.unsealed, seen.sound) == (2, True)
    (second,) = crm.seal()
    assert (second.number, second.entries) == (2, 2)


def test_an_entry_committed_after_a_later_one_was_sealed_is_sealed_too() -> None:
    storage, clock = MemoryStorage(), SettableClock(NOON)
    ids = SeededIds(clock)
    crm = Crm(storage, clock=clock, ids=ids)
    early = JournalEntryId(ids.next())
    a_changed_contact(crm)
    crm.seal()
    writing = Writing(
        changes=[Change(None, a_contact(), early)],
        cause=Cause(actor="system:a", command="b"),
        at=NOON,
    )
    with storage.open(writes=True) as unit:
        unit.write(writing)
        unit.commit()
    assert [seal.entries for seal in crm.seal()] == [1]
    assert crm.verify().sound


def test_an_erasure_leaves_the_journal_sound() -> None:
    storage, clock = MemoryStorage(), SettableClock(NOON)
    ids = SeededIds(clock)
    crm = Crm(storage, clock=clock, ids=ids)
    gone, stays = a_changed_contact(crm), a_changed_contact(crm)
    crm.seal()
    note = Note(
        action="erase",
        record_kind="contact",
        record_id=gone.id,
        entry_id=JournalEntryId(ids.next()),
    )
    cause = Cause(actor="system:a", command="erase")
    with storage.open(writes=True) as unit:
        unit.write(Writing(changes=(), notes=(note,), cause=cause, at=NOON))
        unit.commit()
    assert crm.verify().sound
    crm.seal()
    assert crm.verify().sound
    with crm.work(System("audit")) as work:
        assert work.history(stays)[-1].changes
        entries = [each for each in work.find(JournalEntry) if each.record_id == gone.id]
    assert [dict(entry.changes) for entry in entries] == [{}, {}, {}]


def test_an_anchor_is_read_back_from_its_line() -> None:
    seal = Seal(id=an_id(Id), created_at=NOON, number=7, entries=1, head="ab" * 32)  # type: ignore[arg-type]  # any id will do
    for anchor in (Anchor.of(seal), Anchor.of(seal, KEY)):
        assert Anchor.parse(str(anchor)) == anchor


@pytest.mark.parametrize("line", ["", "x y", "7", "7 a b c", "-1 a", "² a"])
def test_a_line_that_is_no_anchor_is_refused(line: str) -> None:
    with pytest.raises(BadInput):
        Anchor.parse(line)


def test_a_key_tells_a_forged_anchor_from_a_kept_one() -> None:
    crm = a_crm()
    a_changed_contact(crm)
    (seal,) = crm.seal()
    kept = Anchor.of(seal, KEY)
    assert crm.verify([kept], key=KEY).sound
    for forged in (Anchor.of(seal), Anchor.of(seal, b"another"), evolve(kept, head="0" * 64)):
        assert crm.verify([forged], key=KEY).findings == (Finding(tampering="forged", seal=1),)


def test_an_anchor_beyond_the_end_tells_that_the_end_is_gone() -> None:
    crm = a_crm()
    a_changed_contact(crm)
    crm.seal()
    assert crm.verify([Anchor(2, "0" * 64)]).findings == (Finding(tampering="truncated", seal=2),)


def test_progress_is_told_to_the_end() -> None:
    crm, told = a_crm(), list[tuple[int, int]]()
    a_changed_contact(crm)
    crm.verify(progress=lambda done, total: told.append((done, total)))
    assert told == [(3, 3)]
