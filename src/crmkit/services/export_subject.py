"""Export of a subject: everything that is held about one person, for the person to have."""

from attrs import fields_dict, frozen

from crmkit.domain.clients import Contact
from crmkit.domain.journal import Cause, JournalEntry
from crmkit.domain.personal import personal_kinds
from crmkit.domain.plain import Plain, plain
from crmkit.domain.record import Record
from crmkit.ids import ContactId, JournalEntryId
from crmkit.ports.storage import Note, Writing
from crmkit.services import merge
from crmkit.services.desk import Desk
from crmkit.services.subject import demand_all, journal, subject

COMMAND = "export_subject"
_OF_NO_USE = frozenset({"version"})


@frozen(kw_only=True, repr=False)
class SubjectExport:
    """What is held about a person: records by kind, and what the journal says of them.

    ``data`` is plain (texts, numbers, lists, dictionaries) and can be written as JSON as it is.
    """

    data: dict[str, Plain]

    def markdown(self) -> str:
        """The same, for people to read."""
        lines = [f"# {self.data['client_number']}", "", f"{self.data['exported_at']}", ""]
        records = self.data["records"]
        assert isinstance(records, dict)  # noqa: S101 - made so below
        for kind, listed in records.items():
            lines += [f"## {kind}", ""]
            for each in listed if isinstance(listed, list) else []:
                lines += [*_listed(each), ""]
        history = self.data["journal"]
        lines += ["## journal", ""]
        for each in history if isinstance(history, list) else []:
            lines += [*_listed(each), ""]
        return "\n".join(lines)


def export_subject(desk: Desk, contact_id: ContactId) -> SubjectExport:
    """Everything held about the person; the journal keeps that it was given out.

    Raises NotAllowed without a grant to export all clients.
    """
    demand_all(desk, "export")
    found = subject(desk, merge.get(desk, Contact, contact_id))
    entries = journal(desk, found)
    data: dict[str, Plain] = {
        "client_number": found.contact.number,
        "client_id": str(found.contact.id),
        "exported_at": plain(desk.now),
        "records": {
            kind: [_record(each) for each in found.of(kind)]
            for kind in personal_kinds()
            if found.of(kind)
        },
        "journal": [_entry(entry) for entry in sorted(entries, key=lambda entry: entry.id)],
    }
    note = Note(
        action="export",
        record_kind=Contact.kind,
        record_id=found.contact.id,
        entry_id=JournalEntryId(desk.ids.next()),
    )
    cause = Cause(actor=desk.rights.actor, command=COMMAND)
    desk.unit.write(Writing(changes=(), notes=(note,), cause=cause, at=desk.now))
    return SubjectExport(data=data)


def _record(record: Record) -> dict[str, Plain]:
    """The record's fields, without those that are empty."""
    values = {name: getattr(record, name) for name in fields_dict(type(record))}
    return {
        name: plain(value)
        for name, value in values.items()
        if name not in _OF_NO_USE and value is not None and value not in ((), {})
    }


def _entry(entry: JournalEntry) -> dict[str, Plain]:
    return {
        "at": plain(entry.created_at),
        "of": f"{entry.record_kind} {entry.record_id}",
        "action": entry.action,
        "by": entry.actor,
        "command": entry.command,
        "changes": plain(entry.changes),
    }


def _listed(each: Plain) -> list[str]:
    """One record as a list of its fields."""
    if not isinstance(each, dict):
        return [f"- {each}"]
    lines = [f"- {name}: {_said(value)}" for name, value in each.items()]
    return [lines[0], *(f"  {line[2:]}  " for line in lines[1:])] if lines else []


def _said(value: Plain) -> str:
    match value:
        case {"amount": amount, "currency": currency}:
            return f"{amount} {currency}"
        case dict():
            return "; ".join(f"{name} = {_said(held)}" for name, held in value.items())
        case list():
            return ", ".join(_said(held) for held in value)
        case _:
            return str(value).replace("\n", " ")
