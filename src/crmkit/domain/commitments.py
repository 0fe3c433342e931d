"""Commitments: hashes of the journal's entries that outlive what they are of.

The bytes that are hashed are the same whatever storage keeps the entry, and stay the same when a
shop moves from one to another.
"""

import json
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from hashlib import sha256
from typing import Any

from attrs import fields, has

from crmkit.domain.journal import FieldChange, JournalEntry
from crmkit.domain.schema import CUSTOM_TYPES, kinds_of_ids
from crmkit.ids import Id
from crmkit.query.schema import CUSTOM_PREFIX

NOTHING = ""
"""The head before the first seal."""
_DECIMAL_PLACES = 6
_PLAIN = (str, int, type(None))


def commitment(salt: str, changes: Mapping[str, FieldChange]) -> str:
    """The SHA-256, in hexadecimal digits, over the salt and the changes."""
    return sha256(f"{salt}\n{changes_text(changes)}".encode()).hexdigest()


def changes_text(changes: Mapping[str, FieldChange]) -> str:
    """The changes as JSON with sorted names, ``{"stage":["new","won"]}``."""
    members = {}
    for name, change in changes.items():
        told = _custom if name.startswith(CUSTOM_PREFIX) else _own
        members[name] = (told(change.before), told(change.after))
    return _json(members)


def line(entry: JournalEntry) -> bytes:
    """What a seal covers of an entry: all but the salt and the changes that an erasure destroys."""
    told = (
        str(entry.id),
        entry.version,
        _told(entry.created_at),
        _told(entry.archived_at),
        entry.record_kind,
        str(entry.record_id),
        entry.action,
        entry.actor,
        entry.command,
        entry.rule,
        entry.commitment,
    )
    return f"{_json(told)}\n".encode()


def head(before: str, number: int, digest: bytes) -> str:
    """The head of the seal of this number over the digest of its lines, after the head before."""
    return sha256(f"{before}\n{number}\n{digest.hex()}".encode()).hexdigest()


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def _own(value: object) -> object:
    """An id tells its kind, for it may be of any."""
    kind = kinds_of_ids().get(type(value))
    return _told(value) if kind is None else f"{kind}:{value}"


def _custom(value: object) -> object:
    """A custom value tells its type; what an older journal holds without one stays as it is."""
    kept = next((name for python, name in CUSTOM_TYPES if isinstance(value, python)), None)
    if kept is None:
        return _told(value)
    if isinstance(value, Decimal):
        return {kept: int(value.scaleb(_DECIMAL_PLACES))}
    return {kept: _told(value)}


def _told(value: object) -> object:
    """The value as JSON has it."""
    if isinstance(value, _PLAIN):
        return value
    tell = next((tell for python, tell in _TELLERS if isinstance(value, python)), None)
    if tell is not None:
        return tell(value)
    return _members(value) if has(type(value)) else str(value)


def _moment(value: datetime) -> str:
    return value.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _members(value: Any) -> object:  # noqa: ANN401 - any attrs value
    names = [attribute.name for attribute in fields(type(value))]
    return {name: _told(getattr(value, name)) for name in names}


# A moment before a day: the first type that fits is the value's own.
_TELLERS: tuple[tuple[type | tuple[type, ...], Callable[[Any], object]], ...] = (
    (Id, str),
    (datetime, _moment),
    (date, date.isoformat),
    (Decimal, str),
    (Mapping, lambda value: {str(key): _told(held) for key, held in value.items()}),
    ((tuple, list), lambda value: [*map(_told, value)]),
)
