"""Contacts of a client file: one person, one client, however the rows spell it."""

from collections.abc import Sequence
from datetime import date

from attrs import evolve, field, mutable

from crmkit.domain.clients import Contact
from crmkit.services.desk import Desk
from crmkit.services.importing.clients import COMMAND, Clients, handles_of
from crmkit.services.importing.references import References
from crmkit.services.importing.rows import Draft

_PARTS = ("last_name", "first_name", "middle_name")
_FILLED = (
    "birth_date",
    "sex",
    "city",
    "region",
    "address",
    "preferences",
    "behaviour",
    "solvency",
    "discount",
    "source",
    "comment",
    "tags",
    "owner_id",
    "created_at",
)


@mutable(kw_only=True)
class Contacts:
    """Brings the rows of a client file in, chunk by chunk."""

    desk: Desk
    clients: Clients = field(init=False)
    references: References = field(init=False)
    same_rows: dict[tuple[object, ...], Contact] = field(factory=dict)

    def __attrs_post_init__(self) -> None:
        """Starts with no client read."""
        self.clients = Clients(desk=self.desk)
        self.references = References(desk=self.desk)

    def bring(self, drafts: Sequence[Draft]) -> None:
        """Gives every draft of the chunk its outcome."""
        for draft in drafts:
            _compose_name(draft)
        self.clients = Clients(desk=self.desk, numbers=self.clients.numbers)
        self.clients.load(drafts)
        self._load_rows_without_handles(drafts)
        for draft in drafts:
            if draft.outcome is None:
                self._bring(draft)

    def _bring(self, draft: Draft) -> None:
        handles = handles_of(draft)
        if not handles and draft.text("name") is None:
            draft.reject("neither a name nor a phone, e-mail or other handle")
            return
        if (owner_id := self.references.owner(draft)) is not None:
            draft.values["owner_id"] = owner_id
        if draft.outcome is not None:
            return
        known = self.clients.match(draft) if handles else self.same_rows.get(_row_key(draft))
        if known is None:
            contact = self.clients.create(draft, _fields(draft))
            if not handles:
                self.same_rows[_row_key(draft)] = contact
            draft.outcome = "created"
            return
        grown = self.clients.add_handles(known, handles)
        filled = _filled(known, _fields(draft))
        if filled is not known:
            stored = self.desk.change_trusted(known, filled, COMMAND)
            self.clients.contacts[known.id] = stored
        draft.outcome = "updated" if grown or filled is not known else "matched"

    def _load_rows_without_handles(self, drafts: Sequence[Draft]) -> None:
        """A row without any handle is known only when a client looks exactly like it."""
        names = {
            name
            for draft in drafts
            if draft.outcome is None and not handles_of(draft) and (name := draft.text("name"))
        }
        if names:
            for contact in self.desk.everywhere_among(Contact, "name", names):
                key = (contact.name, contact.birth_date, contact.city)
                self.same_rows.setdefault(key, contact)


def _compose_name(draft: Draft) -> None:
    """The shown name, from its parts where the file keeps them apart."""
    if draft.outcome is None and draft.text("name") is None:
        parts = (draft.text(part) for part in _PARTS)
        name = " ".join(part for part in parts if part)
        if name:
            draft.values["name"] = name


def _row_key(draft: Draft) -> tuple[object, ...]:
    return draft.text("name"), draft.typed("birth_date", date), draft.text("city")


def _fields(draft: Draft) -> dict[str, object]:
    values = {name: draft.values[name] for name in (*_FILLED, *_PARTS) if name in draft.values}
    custom = {
        target.removeprefix("custom."): value
        for target, value in draft.values.items()
        if target.startswith("custom.")
    }
    return {**values, "custom": custom} if custom else values


def _filled(contact: Contact, fields: dict[str, object]) -> Contact:
    """The client with what was empty filled from the row; what was there stays."""
    missing: dict[str, object] = {
        name: value
        for name, value in fields.items()
        if name not in {"custom", "created_at"} and getattr(contact, name) in {None, ()}
    }
    custom = fields.get("custom")
    if isinstance(custom, dict):
        merged = {**custom, **contact.custom}
        if merged != contact.custom:
            missing["custom"] = merged
    return evolve(contact, **missing) if missing else contact  # type: ignore[arg-type]  # checked at the door
