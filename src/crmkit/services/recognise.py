"""Recognise: one person, one client, whichever way the person comes in."""

from collections.abc import Iterable, Mapping, Sequence

from attrs import field, frozen

from crmkit.domain.clients import Contact, Handle, HandleType
from crmkit.domain.identity import normal_handle
from crmkit.domain.names import parse_name
from crmkit.domain.phones import phones_in
from crmkit.domain.recognition import Key, Match, matches
from crmkit.errors import BadInput, RuleViolation
from crmkit.ids import ContactId, EmployeeId, HandleId
from crmkit.query.conditions import Compare, OneOf, Op
from crmkit.services.desk import Desk

_PHONE_TYPES = frozenset({"phone", "viber", "whatsapp"})


@frozen(kw_only=True, repr=False)
class Person:
    """What is known of somebody who came in: a name, and handles as they were typed, by kind."""

    name: str | None = None
    handles: tuple[tuple[HandleType, str], ...] = ()
    source: str | None = None
    owner_id: EmployeeId | None = None


@frozen(kw_only=True, repr=False)
class Typed:
    """A handle in its normal form, with the text it came from."""

    key: Key
    raw: str
    extension: str | None = None


@frozen(kw_only=True)
class Recognition:
    """The client, whether it was known, and by which keys."""

    contact: Contact
    known: bool
    by: tuple[Key, ...] = field(factory=tuple)


def person(
    name: str | None,
    phone: str | None,
    email: str | None,
    *,
    handles: Mapping[HandleType, str] | None = None,
    source: str | None = None,
) -> Person:
    """The person as the parameters of a call say it."""
    given: list[tuple[HandleType, str]] = list((handles or {}).items())
    if phone:
        given.append(("phone", phone))
    if email:
        given.append(("email", email))
    texts: list[tuple[str, object]] = [*given, ("name", name or "")]
    for kind, text in texts:
        if not isinstance(text, str):
            message = f"expects text, not {type(text).__name__}"
            raise BadInput(message, where=f"person.{kind}", hint="a phone is text too")
    return Person(name=name, handles=tuple(given), source=source)


def typed_handles(someone: Person, regions: Sequence[str]) -> tuple[Typed, ...]:
    """The handles that can be read; what cannot is left out (it stays in what was typed)."""
    found: list[Typed] = []
    for kind, raw in someone.handles:
        if kind in _PHONE_TYPES:
            found.extend(
                Typed(key=Key(type=kind, value=phone.e164), raw=raw, extension=phone.extension)
                for phone in phones_in(raw, tuple(regions))
            )
        elif (value := normal_handle(kind, raw, tuple(regions))) is not None:
            found.append(Typed(key=Key(type=kind, value=value), raw=raw))
    return tuple({handle.key: handle for handle in found}.values())


def find(desk: Desk, someone: Person) -> list[Match]:
    """The known clients who may be behind the handles, whoever may see them, the best first."""
    wanted = {
        (handle.key.type, handle.key.value): handle.key
        for handle in typed_handles(someone, desk.policy.regions)
    }
    values = tuple(dict.fromkeys(value for _, value in wanted))
    found: dict[ContactId, list[Key]] = {}
    for handle in desk.everywhere(Handle, OneOf("value", values)) if values else ():
        key = wanted.get((handle.type, handle.value))
        if key is not None and handle.contact_id is not None and handle.valid_until is None:
            found.setdefault(handle.contact_id, []).append(key)
    if not found:
        return []
    contacts = desk.everywhere(Contact, OneOf("id", tuple(found)))
    return matches(someone.name, found, {each.id: each for each in contacts})


def visible(desk: Desk, found: Sequence[Match]) -> list[Match]:
    """Those of the found clients whom the actor may see, in their order."""
    if desk.rights.viewer is None or not found:
        return list(found)
    ids = tuple(match.contact.id for match in found)
    seen = {contact.id for contact in desk.find(Contact, OneOf("id", ids))}
    return [match for match in found if match.contact.id in seen]


def recognise(desk: Desk, someone: Person, command: str = "recognise") -> Recognition:
    """The client behind the person: the known one with any new handle added, or a new one.

    Raises BadInput when neither a name nor a readable handle is given, and RuleViolation when
    the client is known but hidden from the actor and the policy says so.
    """
    handles = typed_handles(someone, desk.policy.regions)
    if not handles and not someone.name:
        message = "neither a name nor a handle that can be read was given"
        raise BadInput(message, where="person", hint="give at least a phone or an e-mail")
    known = find(desk, someone)
    for match in visible(desk, known)[:1]:
        _add_handles(desk, match.contact, handles, command)
        return Recognition(contact=match.contact, known=True, by=match.by)
    if known:
        _tell(desk, known[0].contact)
    contact = desk.add(new_contact(desk, someone, handles), command)
    for handle in handles:
        desk.add(new_handle(desk, contact.id, handle), command)
    return Recognition(contact=contact, known=False)


def new_contact(
    desk: Desk, someone: Person, handles: Sequence[Typed], *, number: str | None = None
) -> Contact:
    """A new client of this name; one without a name is called by the first handle."""
    name = someone.name or untitled(handles)
    parts = parse_name(name) if someone.name else None
    return Contact(
        id=desk.new_id(ContactId),
        created_at=desk.now,
        number=number or client_numbers(desk, 1)[0],
        name=name,
        last_name=parts.last if parts else None,
        first_name=parts.first if parts else None,
        middle_name=parts.middle if parts else None,
        source=someone.source,
        owner_id=someone.owner_id or desk.own_id,
    )


def new_handle(desk: Desk, contact_id: ContactId, handle: Typed) -> Handle:
    """The handle as a record of the client."""
    return Handle(
        id=desk.new_id(HandleId),
        created_at=desk.now,
        contact_id=contact_id,
        type=handle.key.type,  # type: ignore[arg-type]  # a key's type is a HandleType
        value=handle.key.value,
        raw=handle.raw,
        extension=handle.extension,
    )


def client_numbers(desk: Desk, count: int) -> list[str]:
    """The next client numbers: the day of entry and a running number of that day.

    ``261124-0017`` is the 17th client entered on 24 November 2026; the number never repeats.
    """
    day = client_day(desk)
    first = desk.take_numbers(client_series(day), count)
    return [client_number(day, number) for number in range(first, first + count)]


def client_day(desk: Desk) -> str:
    """The day of entry as client numbers have it."""
    return desk.now.astimezone(desk.policy.zone).strftime("%y%m%d")


def client_series(day: str) -> str:
    """The series that the running numbers of a day are taken from."""
    return f"client {day}"


def client_number(day: str, number: int) -> str:
    """The client number: the day and the running number."""
    return f"{day}-{number:04d}"


def untitled(handles: Sequence[Typed]) -> str:
    """What a client without a name is called: by the first handle."""
    return f"{handles[0].key.type} {handles[0].key.value}"


def _add_handles(desk: Desk, contact: Contact, handles: Iterable[Typed], command: str) -> None:
    known = {
        (handle.type, handle.value)
        for handle in desk.everywhere(Handle, Compare("contact_id", Op.IS, contact.id))
    }
    for handle in handles:
        if (handle.key.type, handle.key.value) not in known:
            desk.add(new_handle(desk, contact.id, handle), command)


def _tell(desk: Desk, contact: Contact) -> None:
    if desk.policy.hidden_client == "nothing":
        return
    owner = "somebody else"
    if desk.policy.hidden_client == "owner":
        known = [one for one in desk.directory.staff.values() if one.id == contact.owner_id]
        owner = known[0].login if known else "nobody yet"
    message = f"this client is known already and belongs to {owner}"
    raise RuleViolation(
        message, rule="hidden_client", where="contact", hint="ask the head of sales"
    )
