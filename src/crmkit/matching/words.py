"""Findings in words: Russian, Ukrainian and English."""

from collections.abc import Mapping
from functools import cache
from typing import Literal

import msgspec

from crmkit.matching.keys import CAPS

Language = Literal["ru", "uk", "en"]

_MANY = "x"
_MOST = {"phone": CAPS["phone"], "email": CAPS["email"], "user": CAPS["user"]}


def in_words(code: str, language: Language = "en") -> str:
    """What a finding says to a person: ``the same mobile phone, used by 2 records``."""
    words = _words(language)
    group, *rest = code.split(".")
    if group == "name":
        return _name(rest[1], words)
    if group == "common":
        return words["common.x" if rest[1] == _MANY else "common"].format(
            what=words[f"what.{rest[0]}"], records=_records(rest[1], words)
        )
    if group in _MOST and (rest[-1] == _MANY or len(rest) > 1):
        return _contact(group, rest, words)
    return words.get(code, code)


def _contact(group: str, rest: list[str], words: Mapping[str, str]) -> str:
    kind = f"{group}.{rest[0]}" if group != "user" else group
    what = words.get(f"what.{kind}", words[f"what.{group}"])
    if rest[-1] == _MANY:
        return words["crowd.x"].format(what=what, most=_MOST[group])
    size, firsts = rest[-2:]
    told = words["crowd"].format(what=what, records=_records(size, words))
    return told if firsts == "1" else f"{told}{words[f'crowd.firsts.{firsts}']}"


def _records(size: str, words: Mapping[str, str]) -> str:
    return words[f"records.{size}"]


def _name(states: str, words: Mapping[str, str]) -> str:
    parts = zip(("first", "last", "middle"), states, strict=True)
    said = [words[f"{part}.{state}"] for part, state in parts if state != "-"]
    return ", ".join(said) if said else words["name.none"]


@cache
def _words(language: Language) -> Mapping[str, str]:
    # Imported on first use: it is as slow to load as all pure modules together.
    from importlib import resources  # noqa: PLC0415

    data = resources.files("crmkit.matching") / "data" / f"words_{language}.json"
    return msgspec.json.decode(data.read_bytes(), type=dict[str, str])
