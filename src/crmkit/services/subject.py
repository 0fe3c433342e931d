"""Subject: everything that is held about one person, whoever may see it."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from attrs import field, mutable

from crmkit.domain.clients import Contact
from crmkit.domain.journal import JournalEntry
from crmkit.domain.merging import Merge
from crmkit.domain.personal import personal_kinds
from crmkit.domain.record import Record
from crmkit.domain.staff import Action
from crmkit.ids import ContactId, DealId, Id, InquiryId, LeadId
from crmkit.query.conditions import Compare, Op
from crmkit.query.schema import KindSpec
from crmkit.services.desk import Desk

_ACQUAINTANCE = frozenset({("contact", "referrer_id")})
_FORWARD: Mapping[str, tuple[str, ...]] = {"deal": ("lead_id",), "lead": ("inquiry_id", "deal_id")}
_FOLLOWED = (InquiryId, LeadId, DealId)


@mutable(kw_only=True)
class Subject:
    """The person's own record, those merged into it, and every record about them."""

    contact: Contact
    people: tuple[ContactId, ...]
    records: dict[Id, Record] = field(factory=dict)

    def of(self, kind: str) -> tuple[Record, ...]:
        """The records of one kind, in the order of their ids."""
        found = (record for record in self.records.values() if record.kind == kind)
        return tuple(sorted(found, key=lambda record: record.id))


def demand_all(desk: Desk, action: Action) -> None:
    """Raises NotAllowed unless the actor's grant to ``erase`` or ``export`` clients reaches all.

    What belongs to a person lies with many owners; half of it is no answer.
    """
    desk.rights.demand_all(action, Contact.kind)


def subject(desk: Desk, contact: Contact) -> Subject:
    """Everything held about the person: what names them, and what belongs to what names them.

    A record about somebody else's too (a note on a deal of two people) is left to the other, if
    it names the other.
    """
    people = _people(desk, contact.id)
    found = Subject(contact=contact, people=tuple(people))
    own = desk.everywhere_among(Contact, "id", people)
    news: dict[Id, Record] = {each.id: each for each in own}
    found.records.update(news)
    while news:
        by_type = defaultdict[type[Id], list[Id]](list)
        for key in news:
            by_type[type(key)].append(key)
        fresh = {
            record.id: record
            for record in (*_pointing_at(desk, by_type), *_pointed_at(desk, news.values()))
            if record.id not in found.records and not _of_another(record, people)
        }
        found.records.update(fresh)
        news = fresh
    return found


def journal(desk: Desk, found: Subject) -> list[JournalEntry]:
    """The journal of all these records, and of those about the person that were deleted."""
    entries = list(desk.everywhere_among(JournalEntry, "record_id", found.records))
    deleted = desk.everywhere(JournalEntry, Compare("action", Op.IS, "delete"))
    gone = {
        entry.record_id
        for entry in deleted
        if entry.record_id not in found.records and _was_about(entry, found)
    }
    entries.extend(desk.everywhere_among(JournalEntry, "record_id", gone))
    return entries


def _people(desk: Desk, contact_id: ContactId) -> list[ContactId]:
    """The person's ids: that of the record, and those of all records merged with it."""
    people: dict[Id, None] = {contact_id: None}
    news: list[Id] = [contact_id]
    while news:
        merges = [
            each
            for name in ("survivor_id", "absorbed_id")
            for each in desk.everywhere_among(Merge, name, news)
            if each.undone_at is None
        ]
        ids = dict.fromkeys(key for each in merges for key in (each.survivor_id, each.absorbed_id))
        news = [key for key in ids if key not in people]
        people.update(dict.fromkeys(news))
    return [key for key in people if isinstance(key, ContactId)]


def _pointing_at(desk: Desk, keys: Mapping[type[Id], list[Id]]) -> Iterator[Record]:
    for kind in map(desk.directory.schema.kind, personal_kinds()):
        for name, python in _references(kind):
            wanted = keys.get(python, []) if python is not Id else keys.get(ContactId, [])
            if wanted:
                yield from desk.everywhere_among(kind.record, name, wanted)


def _references(kind: KindSpec) -> Iterator[tuple[str, type[Id]]]:
    """The fields by which records of a kind belong to others, with the type of id."""
    for name, spec in kind.fields.items():
        python = spec.python
        if name == "id" or (kind.name, name) in _ACQUAINTANCE:
            continue
        if isinstance(python, type) and issubclass(python, Id):
            yield name, python


def _pointed_at(desk: Desk, records: Iterable[Record]) -> Iterator[Record]:
    """What a sale came from."""
    wanted = defaultdict[type[Id], list[Id]](list)
    for record in records:
        for name in _FORWARD.get(record.kind, ()):
            key = getattr(record, name)
            if isinstance(key, _FOLLOWED):
                wanted[type(key)].append(key)
    for kind in map(desk.directory.schema.kind, ("inquiry", "lead", "deal")):
        python = kind.fields["id"].python
        keys = wanted.get(python, []) if isinstance(python, type) else []
        if keys:
            yield from desk.everywhere_among(kind.record, "id", keys)


def _of_another(record: Record, people: Iterable[ContactId]) -> bool:
    """Whether the record is about another person."""
    contact_id = getattr(record, "contact_id", None)
    if isinstance(record, Contact):
        return record.id not in people
    return contact_id is not None and contact_id not in people


def _was_about(entry: JournalEntry, found: Subject) -> bool:
    values = (change.before for change in entry.changes.values())
    return any(isinstance(value, Id) and value in found.records for value in values)
