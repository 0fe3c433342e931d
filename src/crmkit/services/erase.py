"""Erase: a person's data destroyed in one commit, with a certificate; sums and ids stay."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from attrs import evolve, frozen

from crmkit.domain.clients import Contact, Handle
from crmkit.domain.consents import Consent
from crmkit.domain.conversations import Attachment
from crmkit.domain.journal import Cause, JournalEntry
from crmkit.domain.outbox import Outgoing
from crmkit.domain.personal import ERASED, REMOVED, emptied, personal_fields
from crmkit.domain.privacy import Erasure, Hold
from crmkit.domain.record import Record
from crmkit.domain.tasks import Reminder
from crmkit.errors import BadInput, OnHold
from crmkit.ids import ContactId, ErasureId, Id, JournalEntryId
from crmkit.ports.storage import Note, Writing
from crmkit.query.conditions import OneOf
from crmkit.services import merge
from crmkit.services.desk import Desk
from crmkit.services.subject import Subject, demand_all, journal, subject
from crmkit.services.suppress import suppress
from crmkit.text import clean

COMMAND = "erase"
_Pair = tuple[Record, Record | None]


@frozen(kw_only=True)
class Erased:
    """What an erasure did. ``certificate`` says it for the files, and names nobody.

    ``files`` are the addresses of attachments and recordings, which the host keeps and must
    delete itself. ``suppressed`` tells whether the person's keys are kept from coming back (they
    are not without ``Policy(secret=…)``), ``repeated`` that there was nothing left to erase.
    """

    certificate: Erasure
    files: tuple[str, ...] = ()
    suppressed: bool = False
    repeated: bool = False


def erase(desk: Desk, contact_id: ContactId, *, ground: str, operator: str | None) -> Erased:
    """The person's data destroyed: fields emptied, handles, jobs and links removed.

    Raises NotAllowed without a grant to erase all clients, and OnHold while a hold runs.
    """
    demand_all(desk, "erase")
    reason = clean(ground, where="erasure.ground").strip()
    if not reason:
        message = "an erasure needs its ground"
        raise BadInput(message, where="erasure.ground", hint='for example "consent withdrawn"')
    found = subject(desk, merge.get(desk, Contact, contact_id))
    _refuse_held(desk, found)
    pairs = list(_pairs(desk, found))
    entries = journal(desk, found)
    before = certificates(desk, found)
    if before and not pairs and not any(entry.changes for entry in entries):
        return Erased(certificate=before[-1], repeated=True, suppressed=_has_secret(desk))
    certificate = desk.fit(
        Erasure(
            id=desk.new_id(ErasureId),
            created_at=desk.now,
            subject_id=found.contact.id,
            ground=reason,
            operator=operator,
            actor=desk.rights.actor,
            categories=_categories(pairs),
            log=_log(pairs, entries),
        )
    )
    _write(desk, found, pairs, certificate)
    _forget(desk, found, entries)
    files = tuple(_files(found))
    stored = evolve(certificate, version=1)
    return Erased(certificate=stored, files=files, suppressed=_has_secret(desk))


def certificates(desk: Desk, found: Subject) -> tuple[Erasure, ...]:
    """The certificates of earlier erasures of the person, the oldest first."""
    return desk.everywhere(Erasure, OneOf("subject_id", found.people))


def running_holds(desk: Desk, people: Sequence[ContactId]) -> list[Hold]:
    """The holds on the people's data that have not run out."""
    today = desk.now.astimezone(desk.policy.zone).date()
    return [
        hold
        for hold in desk.everywhere_among(Hold, "contact_id", people)
        if hold.archived_at is None and (hold.until is None or hold.until >= today)
    ]


def _refuse_held(desk: Desk, found: Subject) -> None:
    holds = running_holds(desk, found.people)
    if not holds:
        return
    ends = [hold.until for hold in holds if hold.until is not None]
    until = max(ends) if len(ends) == len(holds) else None
    message = f"the data is held {f'until {until}' if until else 'without an end'}"
    raise OnHold(message, until=until, where=f"contact {found.contact.id}")


def _pairs(desk: Desk, found: Subject) -> Iterator[_Pair]:
    """Every record that changes, before and after; the removed have no after."""
    for record in found.records.values():
        if record.kind in REMOVED:
            yield record, None
            continue
        after = desk.fit(_silenced(emptied(record), desk))
        if after != record:
            yield record, after


def _silenced(record: Record, desk: Desk) -> Record:
    """The record such that nothing more goes out to the person because of it."""
    match record:
        case Outgoing(status="waiting" | "uncertain"):
            return evolve(record, status="dead", finished_at=desk.now)
        case Reminder(status="waiting"):
            return evolve(record, status="cancelled")
        case Consent(withdrawn_at=None):
            return evolve(record, withdrawn_at=desk.now)
        case _:
            return record


def _log(pairs: Sequence[_Pair], entries: Sequence[JournalEntry]) -> str:
    """How many rows of each kind were emptied and removed, a line each."""
    emptied_rows = Counter(before.kind for before, after in pairs if after is not None)
    removed = Counter(before.kind for before, after in pairs if after is None)
    told = sum(bool(entry.changes) for entry in entries)
    lines = [f"{kind}: {count} emptied" for kind, count in sorted(emptied_rows.items())]
    lines += [f"{kind}: {count} removed" for kind, count in sorted(removed.items())]
    lines += [f"journal: {told} emptied"] if told else []
    return "\n".join(lines)


def _categories(pairs: Sequence[_Pair]) -> tuple[str, ...]:
    """The fields in which there was something."""
    categories = {
        f"{before.kind}.{name}"
        for before, _ in pairs
        for name in personal_fields(before.kind)
        if getattr(before, name)
    }
    return tuple(sorted(categories))


def _write(desk: Desk, found: Subject, pairs: Sequence[_Pair], certificate: Erasure) -> None:
    handles = (record for record in found.records.values() if isinstance(record, Handle))
    news = (certificate, *suppress(desk, handles, certificate.id))
    desk.write_trusted(pairs, COMMAND)
    desk.write_trusted(((None, record) for record in news), COMMAND)
    desk.flush()
    for key in found.records:
        desk.known.pop(key, None)


def _forget(desk: Desk, found: Subject, entries: Iterable[JournalEntry]) -> None:
    """Empties the journal of all these records, of what was just written too."""
    about: dict[Id, str] = {entry.record_id: entry.record_kind for entry in entries}
    about |= {key: record.kind for key, record in found.records.items() if record.keeps_history}
    notes = [
        Note(
            action="erase",
            record_kind=kind,
            record_id=key,
            entry_id=JournalEntryId(desk.ids.next()),
        )
        for key, kind in about.items()
    ]
    cause = Cause(actor=desk.rights.actor, command=COMMAND)
    desk.unit.write(Writing(changes=(), notes=notes, cause=cause, at=desk.now))


def _files(found: Subject) -> Iterable[str]:
    """What the host keeps about the person under an address."""
    for record in found.records.values():
        if isinstance(record, Attachment) and record.uri != ERASED:
            yield record.uri
        recording = getattr(record, "recording", None)
        if recording:
            yield recording


def _has_secret(desk: Desk) -> bool:
    return desk.policy.secret is not None
