"""Which domains give free mail, which others are a slip away, and what mailboxes are called."""

import re
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from string import ascii_lowercase, digits
from types import MappingProxyType

from crmkit.domain._lists import lines_of

_REMEMBERED = 2**14
_LONGEST = 40
_SHORT = 2
_LETTERS = f"{ascii_lowercase}{digits}-."

_JOINTS = re.compile(r"[._-]+")
_TAIL_DIGITS = re.compile(r"[0-9]+$")
_NO_HOST = re.compile(r"(?:.*\.)?(?:example\.(?:com|org|net|ru)|test|example|invalid|localhost)")


def is_free(domain: str) -> bool:
    """Whether anybody may have a mailbox there."""
    return domain in _free()


def dotted_domain(domain: str) -> str:
    """The domain of free mail that lacks its dot, «mailru»; the domain itself, where there is none.

    A domain without a dot is none, so nothing else can be meant.
    """
    return _undotted().get(domain, domain)


@lru_cache(_REMEMBERED)
def meant_domain(domain: str) -> str:
    """The domain of free mail that is a single slip away; the domain itself, where there is none.

    A known domain of somebody else is no slip, nor is the domain of another country: «mail.ro».
    """
    if domain in _free() or domain in _others("=") or len(domain) > _LONGEST:
        return domain
    found = [meant for meant in _a_slip_away(domain) if _is_slip(domain, meant)]
    return min(found, key=_free().__getitem__, default=domain)


def is_of_office(local: str) -> bool:
    """Whether the mailbox is called as an office's: «info», «sales-2», «buh.kiev»."""
    if local in _words("") or _TAIL_DIGITS.sub("", local) in _words(""):
        return True
    first, *rest = _JOINTS.split(local)
    return bool(rest) and _TAIL_DIGITS.sub("", first) in _words("")


def is_made_up(local: str, domain: str) -> bool:
    """Whether the address was typed to get past a required field."""
    name = _JOINTS.sub("", domain.rpartition(".")[0])
    bare = _TAIL_DIGITS.sub("", local)
    if _NO_HOST.fullmatch(domain) or local in _words("-") or (bare and bare in _words("-")):
        return True
    if local == name and (len(local) <= _SHORT or is_free(domain)):
        return True
    return len(set(local)) == 1 or (is_free(domain) and len(local) > 1 and _is_run(local))


def _is_run(local: str) -> bool:
    """«123», «12345», «4321»: digits in their order."""
    return local in "01234567890" or local in "09876543210"


def _is_slip(domain: str, meant: str) -> bool:
    _, _, end = domain.partition(".")
    meant_name, _, meant_end = meant.partition(".")
    if end == meant_end:
        return len(meant_name) > _SHORT
    return len(meant_end) > _SHORT or end not in _others(".")


def _a_slip_away(domain: str) -> Iterator[str]:
    """All domains of free mail with one letter more, fewer or other, or two swapped."""
    for at in range(len(domain) + 1):
        before, rest = domain[:at], domain[at:]
        made = [before + rest[1:], before + rest[1:2] + rest[:1] + rest[2:]]
        made += [before + letter + rest for letter in _LETTERS]
        made += [before + letter + rest[1:] for letter in _LETTERS]
        yield from _free().keys() & set(made)


@cache
def _free() -> Mapping[str, int]:
    """The domains and their places in the list: the more used, the earlier."""
    lines = [line for line in lines_of("mail_domains.txt") if line[0] not in "=."]
    names = dict.fromkeys(name for line in lines for name in line.split())
    return MappingProxyType({name: place for place, name in enumerate(names)})


@cache
def _undotted() -> Mapping[str, str]:
    return MappingProxyType({name.replace(".", ""): name for name in reversed([*_free()])})


@cache
def _others(mark: str) -> frozenset[str]:
    lines = [line[1:] for line in lines_of("mail_domains.txt") if line[0] == mark]
    return frozenset(name for line in lines for name in line.split())


@cache
def _words(mark: str) -> frozenset[str]:
    lines = lines_of("mailbox_words.txt")
    marked = [line[len(mark) :] for line in lines if line.startswith("-") == bool(mark)]
    return frozenset(word for line in marked for word in line.split())
