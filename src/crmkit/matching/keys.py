"""Candidate keys: records that share one may be one client, all others are never compared.

=========  ==================================================  ======================
key        what the records share                              at most so many of them
=========  ==================================================  ======================
``phone``  a phone                                             50
``email``  a mailbox, well-known domains spelt as they should  50
``local``  a long mailbox name at whatever domain              12
``user``   a name in a messenger                               50
``tax``    a tax number                                        50
``full``   surname, first name and patronymic                  50
``name``   surname and first name                              12
``town``   surname, first name and city                        30
``born``   surname and birthday, or both names and birthday    30
``last``   a surname                                           6
``half``   surname and one half of a phone                     12
``firm``   company and surname or first name                   12
=========  ==================================================  ======================

A key that more records share says nothing of a person: a switchboard, a made-up number, a common
name. Keys are hashes, so an index of them is small and alike in every storage.
"""

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from hashlib import blake2b
from types import MappingProxyType

from crmkit.domain.emails import weak_mailbox_key
from crmkit.matching.profile import Profile
from crmkit.ports.key_index import KeyTable

CAPS: Mapping[str, int] = MappingProxyType(
    {
        "phone": 50,
        "email": 50,
        "local": 12,
        "user": 50,
        "tax": 50,
        "full": 50,
        "name": 12,
        "town": 30,
        "born": 30,
        "last": 6,
        "half": 12,
        "firm": 12,
    }
)
"""How many records may share a key of the kind and still be compared for it."""

MOST_SHOWN = max(CAPS.values())
"""Of a crowd larger than this nobody's name is looked at."""

_REMEMBERED = 2**16
_LEAST_LOCAL = 6


def keys_of(profile: Profile) -> dict[int, str]:
    """Every key of the record with its kind."""
    return {key_of(kind, value): kind for kind, value in _values(profile)}


def add_keys(table: KeyTable, place: int, profile: Profile) -> None:
    """Appends the keys of one record."""
    for key, kind in keys_of(profile).items():
        table.add(key, CAPS[kind], place)


def key_table(profiles: Iterable[Profile]) -> KeyTable:
    """The table of the profiles, in their order."""
    table = KeyTable()
    for place, profile in enumerate(profiles):
        add_keys(table, place, profile)
    return table


@lru_cache(_REMEMBERED)
def key_of(kind: str, value: str) -> int:
    """The key's number, of 63 bits."""
    digest = blake2b(f"{kind}:{value}".encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big") >> 1


def _values(one: Profile) -> Iterator[tuple[str, str]]:
    for phone in one.phones:
        yield "phone", phone
        if one.last:
            digits = phone.lstrip("+")
            yield "half", f"{one.last}<{digits[:-4]}"
            yield "half", f"{one.last}>{digits[-5:]}"
    for email in one.emails:
        spelt = weak_mailbox_key(email)
        yield "email", spelt
        local = spelt.partition("@")[0]
        if len(local) >= _LEAST_LOCAL:
            yield "local", local
    for handle in one.handles:
        yield "user", handle
    for tax_id in one.tax_ids:
        yield "tax", tax_id
    yield from _name_values(one)


def _name_values(one: Profile) -> Iterator[tuple[str, str]]:
    for first in one.names or ((one.first,) if one.first else ()):
        if one.last:
            yield from _whole_names(one, f"{one.last} {first}")
        if one.middle:
            yield from (("born", f"{first} {one.middle} {birth}") for birth in one.births)
        if one.company:
            yield "firm", f"{one.company} {first}"
    if one.last:
        yield "last", one.last
        yield from (("born", f"{one.last} {birth}") for birth in one.births)
    if one.company and (one.last or one.kind == "organisation"):
        yield "firm", f"{one.company} {one.last}".rstrip()


def _whole_names(one: Profile, name: str) -> Iterator[tuple[str, str]]:
    yield "name", name
    if one.middle:
        yield "full", f"{name} {one.middle}"
    if one.city:
        yield "town", f"{name} {one.city}"
