"""Columns of a file in which duplicates are looked for: which one is the id, and what each holds.

A mapping file::

    id = "Код"                # without it records go by the number of their row, from 1

    [columns]                 # heading = what the column holds; "" leaves it out
    "ФИО" = "name"
    "Тел." = "phone"
    "Тел. 2" = "phone"
    "Дата рожд." = "birth_date"

Without a mapping the headings say, in Russian, Ukrainian and English; a column whose heading is
unknown is left out.
"""

import tomllib
from collections.abc import Mapping, Sequence
from typing import get_args

from attrs import field, frozen

from crmkit.domain.headings import guess_columns, plain
from crmkit.errors import BadFile, BadInput
from crmkit.matching.kinds import ColumnKind

KINDS: tuple[ColumnKind, ...] = get_args(ColumnKind)

_OTHER_WORDS: Mapping[str, ColumnKind] = {
    "person": "name",
    "full_name": "name",
    "fio": "name",
    "surname": "last_name",
    "family_name": "last_name",
    "given_name": "first_name",
    "patronymic": "middle_name",
    "birthday": "birth_date",
    "date_of_birth": "birth_date",
    "dob": "birth_date",
    "inn": "tax_id",
    "edrpou": "tax_id",
    "ogrn": "tax_id",
    "ssn": "tax_id",
    "mail": "email",
    "e_mail": "email",
    "organisation": "company",
    "organization": "company",
    "handle": "messenger",
    "suburb": "city",
    "town": "city",
    "zip": "postcode",
    "postal_code": "postcode",
    "state": "region",
    "other": "text",
}
_TARGETS: Mapping[str, ColumnKind] = {
    "phone_2": "phone",
    "phone_3": "phone",
    "email_2": "email",
}
_NAMES = frozenset({"name", "last_name", "first_name"})
_CONTACTS = frozenset(
    {"phone", "email", "telegram", "vk", "viber", "whatsapp", "instagram", "messenger"}
)
_ID = "id"
_EXTERNAL_ID = "external_id"


@frozen(kw_only=True)
class Columns:
    """What each column of a file holds, by its heading, and which one names the record."""

    kinds: Mapping[str, ColumnKind] = field(factory=dict)
    id: str | None = None

    @property
    def are_of_clients(self) -> bool:
        """Whether they hold names of people and ways to reach them, so that shipped weights fit."""
        kinds = {*self.kinds.values()}
        return bool(kinds & _NAMES) and bool(kinds & _CONTACTS)

    @classmethod
    def guess(cls, headings: Sequence[str]) -> "Columns":
        """What the headings suggest; BadInput when none of them is known."""
        named = next((each for each in headings if plain(each) == _ID), None)
        known = {each: _of_heading(each) for each in headings if each and each != named}
        guessed = {**_guessed(headings), **{each: kind for each, kind in known.items() if kind}}
        guessed.pop(named or "", None)
        if not guessed:
            message = "no heading of this file is known"
            hint = "write a mapping file and give it by --map"
            raise BadInput(message, where="columns", hint=hint)
        return cls(kinds=guessed, id=named)

    @classmethod
    def from_toml(cls, written: str, headings: Sequence[str], where: str = "mapping") -> "Columns":
        """What a TOML text says; unknown names are refused with those that are known."""
        try:
            document = tomllib.loads(written)
        except tomllib.TOMLDecodeError as exc:
            raise BadFile(str(exc), where=where, hint="the file must be TOML") from exc
        if unknown := document.keys() - {_ID, "columns"}:
            message = f"unknown name {min(unknown)[:60]!r}"
            raise BadFile(message, where=where, hint="known: id, [columns]")
        stated = document.get("columns", {})
        if not isinstance(stated, dict):
            message = "[columns] maps headings to what they hold"
            raise BadFile(message, where=where, hint='write  "heading" = "phone"')
        named = document.get(_ID)
        kinds: dict[str, ColumnKind] = {}
        for heading, kind in stated.items():
            if kind == _ID:
                named = heading
            elif kind:
                kinds[_heading(heading, headings, where)] = _kind(kind, where)
        return cls(kinds=kinds, id=None if named is None else _heading(named, headings, where))


def _of_heading(heading: str) -> ColumnKind | None:
    word = plain(heading).replace(" ", "_")
    return next((kind for kind in KINDS if kind == word), None) or _OTHER_WORDS.get(word)


def _guessed(headings: Sequence[str]) -> dict[str, ColumnKind]:
    guessed = guess_columns("contacts", headings) | {
        heading: target
        for heading, target in guess_columns("companies", headings).items()
        if target in {"inn", "edrpou", "ogrn"}
    }
    found: dict[str, ColumnKind] = {}
    for heading, target in guessed.items():
        kind = _TARGETS.get(target) or _of_heading(target)
        if kind is not None:
            found[heading] = kind
    return found


def _heading(named: object, headings: Sequence[str], where: str) -> str:
    wanted = plain(named) if isinstance(named, str) else ""
    found = [each for each in headings if each == named or (wanted and plain(each) == wanted)]
    if not found:
        message = f"the file has no column {str(named)[:60]!r}"
        raise BadFile(message, where=where, hint=f"it has: {', '.join(headings)[:300]}")
    return found[0]


def _kind(stated: object, where: str) -> ColumnKind:
    found = _of_heading(stated) if isinstance(stated, str) else None
    if found is None:
        message = f"a column cannot hold {str(stated)[:60]!r}"
        raise BadFile(message, where=where, hint=f"known: id, {', '.join(KINDS)}")
    return found
