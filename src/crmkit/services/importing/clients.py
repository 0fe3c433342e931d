"""Clients of an import: who in the base, or earlier in the file, is behind a row."""

from collections.abc import Iterable, Mapping, Sequence
from typing import get_args

from attrs import field, frozen, mutable

from crmkit.domain.clients import Contact, Handle, HandleType
from crmkit.domain.names import parse_name
from crmkit.domain.privacy import Suppression
from crmkit.domain.recognition import Key, matches
from crmkit.errors import BadInput
from crmkit.ids import CompanyId, ContactId, HandleId
from crmkit.services.desk import Desk
from crmkit.services.importing.filling import missing
from crmkit.services.importing.jobs import Jobs
from crmkit.services.importing.rows import Draft
from crmkit.services.importing.rules import Rules
from crmkit.services.importing.writes import Writes
from crmkit.services.recognise import Typed, untitled
from crmkit.services.suppress import suppressed
from crmkit.text import fold

NO_SYSTEM = "import"
"""The system of ids whose program the mapping does not name."""
_BARE_ID = f"{NO_SYSTEM}:"
_PARTS = ("last_name", "first_name", "middle_name")
_TELL_APART = ("birth_date", "city")
_HANDLE_TYPES = frozenset(get_args(HandleType))


@frozen(kw_only=True)
class News:
    """What a row says of a known client that is new: fields it fills or overwrites, handles."""

    contact: Contact
    fields: Mapping[str, object]
    handles: tuple[Typed, ...]

    @property
    def any(self) -> bool:
        """Whether there is any."""
        return bool(self.fields or self.handles)


@mutable(kw_only=True)
class Clients:
    """The clients whom the rows of one chunk may mean: read once, grown by what the rows make."""

    desk: Desk
    writes: Writes
    jobs: Jobs
    rules: Rules
    owners: dict[tuple[str, str], list[ContactId | CompanyId]] = field(factory=dict)
    contacts: dict[ContactId, Contact] = field(factory=dict)
    named: dict[str, list[ContactId]] = field(factory=dict)
    erased: Mapping[Key, Suppression] = field(factory=dict)

    def load(self, drafts: Sequence[Draft], *, jobs: bool = False) -> None:
        """Reads the clients behind all handles of the chunk, and those known by name alone."""
        self.owners, self.contacts, self.named = {}, {}, {}
        going = [draft for draft in drafts if draft.outcome is None]
        values = (handle.key.value for draft in going for handle in draft.handles)
        for handle in self.desk.everywhere_among(Handle, "value", values):
            self.learn_handle(handle)
        ids = (owner for known in self.owners.values() for owner in known)
        of_people = (owner for owner in ids if isinstance(owner, ContactId))
        for contact in self.desk.everywhere_among(Contact, "id", of_people):
            self.contacts[contact.id] = contact
        keys = (handle.key for draft in going for handle in draft.handles)
        self.erased = suppressed(self.desk, keys)
        self._load_named(going)
        self.rules.load(self.contacts)
        self.jobs.load(self.contacts if jobs else ())

    def learn_contact(self, contact: Contact) -> None:
        """Takes in a client as a row has left it."""
        self.contacts[contact.id] = contact
        namesakes = self.named.get(contact.name)
        if namesakes is not None and contact.id not in namesakes:
            namesakes.append(contact.id)

    def learn_handle(self, handle: Handle) -> None:
        """Takes in a handle that leads to a client or a company."""
        owner = handle.contact_id or handle.company_id
        if owner is not None and handle.valid_until is None:
            self.owners.setdefault((handle.type, handle.value), []).append(owner)

    def candidates(self, draft: Draft, employer: CompanyId | None = None) -> list[Contact]:
        """The clients whom the row may mean, the likeliest first.

        A row without any handle means whoever has the very name, and no other birth date, city
        or employer. Raises BadInput for a row about somebody erased who has not come back since.
        """
        self._refuse_erased(draft)
        if not draft.handles:
            return self._namesakes(draft, employer)
        found: dict[ContactId, list[Key]] = {}
        for handle in draft.handles:
            for owner in self.owners.get((handle.key.type, handle.key.value), ()):
                if isinstance(owner, ContactId):
                    found.setdefault(owner, []).append(handle.key)
        if not found:
            return []
        ranked = matches(draft.person, found, self.contacts)
        return [each.contact for each in ranked if not _only_bare_id(draft, each.contact, each.by)]

    def news(self, contact: Contact, draft: Draft, given: Mapping[str, object]) -> News:
        """What the row says of the client that is new."""
        fields = self.rules.news(contact, given, draft)
        if draft.person is not None and _is_untitled(contact):
            fields |= {"name": draft.person, **missing(contact, _parts(draft, given))}
        handles = [
            handle
            for handle in draft.handles
            if contact.id not in self.owners.get((handle.key.type, handle.key.value), ())
        ]
        return News(contact=contact, fields=fields, handles=tuple(handles))

    def enrich(self, news: News) -> Contact:
        """The client with what is new."""
        for handle in news.handles:
            self.add_handle(handle, news.contact.id)
        return self.writes.change(news.contact, news.fields) if news.fields else news.contact

    def create(self, draft: Draft, given: Mapping[str, object]) -> Contact:
        """A new client with the row's handles."""
        fields: dict[str, object] = {
            "id": self.desk.new_id(ContactId),
            "created_at": self.writes.now,
            "number": self.writes.numbers.next(),
            "name": draft.person or untitled(draft.handles),
            **_parts(draft, given),
            **given,
        }
        if fields.get("owner_id") is None:
            fields["owner_id"] = self.desk.own_id
        contact = self.writes.add(Contact(**fields))  # type: ignore[arg-type]  # checked at the door
        for handle in draft.handles:
            self.add_handle(handle, contact.id)
        return contact

    def behind(self, draft: Draft, given: Mapping[str, object]) -> Contact | None:
        """The client of a row about something else (a lead, a deal, an order), if it names one."""
        news = [self.news(contact, draft, {}) for contact in self.candidates(draft)]
        if news:
            return self.enrich(next((each for each in news if not each.any), news[0]))
        if not draft.handles and draft.person is None:
            return None
        return self.create(draft, given)

    def add_handle(self, typed: Typed, owner: ContactId | CompanyId) -> None:
        """Gives a handle to a client or a company."""
        handle = Handle(
            id=self.desk.new_id(HandleId),
            created_at=self.writes.now,
            contact_id=owner if isinstance(owner, ContactId) else None,
            company_id=owner if isinstance(owner, CompanyId) else None,
            type=typed.key.type,  # type: ignore[arg-type]  # a key's type is a HandleType
            value=typed.key.value,
            raw=typed.raw,
            extension=typed.extension,
        )
        self.writes.add(handle)

    def _refuse_erased(self, draft: Draft) -> None:
        for handle in draft.handles:
            known = self.owners.get((handle.key.type, handle.key.value))
            if handle.key in self.erased and not known:
                day = self.erased[handle.key].created_at.astimezone(self.desk.policy.zone).date()
                message = f"this person's data was erased on {day} and is not taken back"
                raise BadInput(message, where=handle.key.type)

    def _load_named(self, drafts: Iterable[Draft]) -> None:
        self.named = {
            draft.person: [] for draft in drafts if draft.person is not None and not draft.handles
        }
        for contact in self.desk.everywhere_among(Contact, "name", self.named):
            self.learn_contact(contact)

    def _namesakes(self, draft: Draft, employer: CompanyId | None) -> list[Contact]:
        ids = sorted(self.named.get(draft.person or "", ()))
        return [
            self.contacts[contact_id]
            for contact_id in ids
            if _is_like(self.contacts[contact_id], draft)
            and (employer is None or self.jobs.at(contact_id, employer))
        ]


def is_called(contact: Contact, name: str) -> bool:
    """Whether the client has the name, in whatever order its words stand."""
    return sorted(fold(name).split()) == sorted(fold(contact.name).split())


def is_bare_id(key: Key) -> bool:
    """Whether the key is an id of some program, nobody knows which."""
    return key.type == "external" and key.value.startswith(_BARE_ID)


def _is_like(contact: Contact, draft: Draft) -> bool:
    """Whether everything that tells namesakes apart, as far as the row says it, is the client's."""
    said = {name: draft.values[name] for name in _TELL_APART if name in draft.values}
    return contact.name == draft.person and all(
        getattr(contact, name) == value for name, value in said.items()
    )


def _only_bare_id(draft: Draft, contact: Contact, by: Sequence[Key]) -> bool:
    """Whether nothing but an id of some program leads to the client, who is called otherwise."""
    if draft.person is None or _is_untitled(contact) or is_called(contact, draft.person):
        return False
    return all(is_bare_id(key) for key in by)


def _is_untitled(contact: Contact) -> bool:
    """Whether the client is called by a handle, for want of a name."""
    kind, _, value = contact.name.partition(" ")
    has_name = contact.last_name or contact.first_name
    return kind in _HANDLE_TYPES and bool(value) and not has_name


def _parts(draft: Draft, given: Mapping[str, object]) -> dict[str, object]:
    """The parts of the name and what it tells of the sex, where the row does not say them."""
    if draft.person is None or any(part in given for part in _PARTS):
        return {}
    name = parse_name(draft.person)
    if name is None:
        return {}
    return {
        "last_name": name.last or None,
        "first_name": name.first or None,
        "middle_name": name.middle or None,
        "sex": name.sex,
    }
