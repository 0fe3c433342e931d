"""Clients of an import: who in the base, or earlier in the file, is behind a row."""

from collections.abc import Iterable, Sequence

from attrs import evolve, field, frozen, mutable

from crmkit.domain.clients import Contact, Handle, HandleType
from crmkit.domain.recognition import Key, best_match
from crmkit.ids import ContactId
from crmkit.services.desk import Desk
from crmkit.services.importing.rows import Draft
from crmkit.services.recognise import Typed, client_numbers, new_contact, new_handle, person

COMMAND = "import"
_NUMBERS_AT_ONCE = 200


@mutable(kw_only=True)
class Clients:
    """The clients that the rows of one chunk may mean: read once, grown by what the rows make."""

    desk: Desk
    by_key: dict[tuple[str, str], list[Handle]] = field(factory=dict)
    contacts: dict[ContactId, Contact] = field(factory=dict)
    numbers: list[str] = field(factory=list)

    def load(self, drafts: Sequence[Draft]) -> None:
        """Reads the clients behind all handles of the chunk, in two questions."""
        values = {handle.key.value for draft in drafts for handle in handles_of(draft)}
        if values:
            found = self.desk.everywhere_among(Handle, "value", values)
            for handle in found:
                if handle.contact_id is not None and handle.valid_until is None:
                    self.by_key.setdefault((handle.type, handle.value), []).append(handle)
        ids = {h.contact_id for held in self.by_key.values() for h in held if h.contact_id}
        self.remember(self.desk.everywhere_among(Contact, "id", ids) if ids else ())

    def remember(self, contacts: Iterable[Contact]) -> None:
        """Adds contacts to those that rows may mean."""
        self.contacts.update((contact.id, contact) for contact in contacts)

    def match(self, draft: Draft) -> Contact | None:
        """The client whom the row's handles and name mean."""
        handles = handles_of(draft)
        found: dict[ContactId, list[Handle]] = {}
        for handle in handles:
            for known in self.by_key.get((handle.key.type, handle.key.value), ()):
                if known.contact_id is not None:
                    found.setdefault(known.contact_id, []).append(known)
        if not found:
            return None
        keys = [handle.key for handle in handles]
        match = best_match(draft.text("name"), keys, found, self.contacts)
        return None if match is None else match.contact

    def create(self, draft: Draft, contact_fields: dict[str, object]) -> Contact:
        """A new client with the row's handles."""
        handles = handles_of(draft)
        someone = person(draft.text("name"), None, None, source=draft.text("source"))
        fresh = new_contact(self.desk, someone, handles, number=self._number())
        contact = evolve(fresh, **contact_fields)  # type: ignore[arg-type]  # checked at the door
        self.desk.add_trusted(contact, COMMAND)
        self.contacts[contact.id] = contact = evolve(contact, version=1)
        self.add_handles(contact, handles)
        return contact

    def add_handles(self, contact: Contact, handles: Iterable[Typed]) -> bool:
        """Gives the client those handles that are not theirs yet; tells whether any was new."""
        grown = False
        for typed in handles:
            known = self.by_key.setdefault((typed.key.type, typed.key.value), [])
            if all(handle.contact_id != contact.id for handle in known):
                handle = new_handle(self.desk, contact.id, typed)
                self.desk.add_trusted(handle, COMMAND)
                known.append(handle)
                grown = True
        return grown

    def find_or_create(self, draft: Draft) -> Contact | None:
        """The client of a row about something else (a lead, a deal, an order), if it names one."""
        contact = self.match(draft)
        if contact is not None:
            self.add_handles(contact, handles_of(draft))
            return contact
        if not handles_of(draft) and draft.text("name") is None:
            return None
        return self.create(draft, {"owner_id": draft.values.get("owner")})

    def _number(self) -> str:
        if not self.numbers:
            self.numbers = client_numbers(self.desk, _NUMBERS_AT_ONCE)[::-1]
        return self.numbers.pop()


def handles_of(draft: Draft) -> tuple[Typed, ...]:
    """The handles that the row's cells hold, each once."""
    found = draft.values.get("handles")
    if not isinstance(found, tuple):
        found = tuple({handle.key: handle for handle in _read(draft)}.values())
        draft.values["handles"] = found
    return found


def _read(draft: Draft) -> Iterable[Typed]:
    for value in draft.values.values():
        if isinstance(value, TypedHandles):
            yield from value.handles


@frozen
class TypedHandles:
    """What a reader of handles gives: the handles of one cell."""

    handles: tuple[Typed, ...]


def typed(kind: HandleType, value: str, raw: str, extension: str | None = None) -> Typed:
    """A handle as a row says it."""
    return Typed(key=Key(type=kind, value=value), raw=raw, extension=extension)
