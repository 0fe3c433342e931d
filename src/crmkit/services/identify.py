"""Identify: what a client is recognised by, worked out of its records and kept beside it."""

from collections.abc import Iterable, Iterator, Sequence

import msgspec

from crmkit.domain.clients import Company, Contact, Handle
from crmkit.ids import ContactId
from crmkit.matching.keys import keys_of
from crmkit.matching.kinds import ColumnKind
from crmkit.matching.profile import Profile, profile
from crmkit.ports.storage import Identity

_HANDLES: dict[str, ColumnKind] = {
    "phone": "phone",
    "viber": "viber",
    "whatsapp": "whatsapp",
    "email": "email",
    "telegram": "telegram",
    "vk": "vk",
    "instagram": "instagram",
}


class _Kept(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A profile with the keys it was stored under, whatever rules made them then."""

    profile: Profile
    keys: tuple[int, ...]


_encoder = msgspec.msgpack.Encoder()
_decoder = msgspec.msgpack.Decoder(_Kept)


def profile_of(
    contact: Contact,
    handles: Iterable[Handle],
    company: Company | None,
    regions: Sequence[str],
) -> Profile:
    """The profile of a client: the name, what is valid of the handles, the company of today."""
    valid = [handle for handle in handles if handle.valid_until is None]
    return profile(_cells(contact, valid, company), regions)


def identity(contact_id: ContactId, now: Profile, before: bytes = b"") -> Identity:
    """What is to be kept of a client; ``before`` is what was kept of it until now."""
    keys = tuple(keys_of(now))
    kept = _encoder.encode(_Kept(now, keys))
    return Identity(contact_id=contact_id, keys=keys, dropped=_dropped(before, keys), profile=kept)


def no_identity(contact_id: ContactId, before: bytes) -> Identity:
    """That nothing is to be kept of a client any more."""
    return Identity(contact_id=contact_id, dropped=_dropped(before, ()))


def profile_kept(kept: bytes) -> Profile:
    """The profile in what is kept of a client."""
    return _decoder.decode(kept).profile


def _dropped(before: bytes, keys: Sequence[int]) -> tuple[int, ...]:
    if not before:
        return ()
    return tuple(key for key in _decoder.decode(before).keys if key not in keys)


def _cells(
    contact: Contact, handles: Sequence[Handle], company: Company | None
) -> Iterator[tuple[ColumnKind, str]]:
    if contact.last_name or contact.first_name:
        yield "last_name", contact.last_name or ""
        yield "first_name", contact.first_name or ""
        yield "middle_name", contact.middle_name or ""
    elif contact.name not in {f"{handle.type} {handle.value}" for handle in handles}:
        yield "name", contact.name  # one without a name is called by a handle
    if contact.birth_date is not None:
        yield "birth_date", contact.birth_date.isoformat()
    yield "city", contact.city or ""
    yield "address", contact.address or ""
    if company is not None:
        yield "company", company.name
    for handle in handles:
        if handle.type in _HANDLES:
            yield _HANDLES[handle.type], handle.value
