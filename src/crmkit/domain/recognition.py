"""Recognition by exact keys: which known client is behind a phone, an e-mail or another handle.

People who share a phone are not one person: a client reached only through a shared kind of
handle is not recognised when the two full names plainly contradict each other.
"""

from collections.abc import Mapping, Sequence

from attrs import frozen

from crmkit.domain._first_names import may_be_one_name
from crmkit.domain.clients import Contact
from crmkit.domain.names import PersonName, parse_name
from crmkit.ids import ContactId
from crmkit.text import fold

_SHARED = frozenset({"phone", "viber", "whatsapp"})


@frozen(kw_only=True, repr=False)
class Key:
    """One thing a client can be recognised by: the kind of handle and its normal form."""

    type: str
    value: str


@frozen(kw_only=True)
class Match:
    """The client found, and the keys that led there."""

    contact: Contact
    by: tuple[Key, ...]


def matches(
    name: str | None,
    found: Mapping[ContactId, Sequence[Key]],
    contacts: Mapping[ContactId, Contact],
) -> list[Match]:
    """Every client whom the found keys may mean: those with most keys first, then the oldest."""
    fit = [
        Match(contact=contact, by=tuple(dict.fromkeys(keys)))
        for contact_id, keys in found.items()
        if keys
        and (contact := contacts.get(contact_id)) is not None
        and not contradicts(name, contact.name, keys)
    ]
    return sorted(fit, key=lambda match: (-len(match.by), match.contact.id))


def contradicts(name: str | None, known: str, by: Sequence[Key]) -> bool:
    """Whether the names say «another person», although the keys agree.

    Only for keys that people share (phones), and only when both names hold a surname and a first
    name, and the first names cannot be one (`may_be_one_name`); of an initial the letter counts.
    """
    if name is None or any(key.type not in _SHARED for key in by):
        return False
    mine, other = parse_name(name), parse_name(known)
    return _differ(mine, other)


def _differ(mine: PersonName | None, other: PersonName | None) -> bool:
    if mine is None or other is None or not mine.first or not other.first:
        return False
    if not mine.last or not other.last:
        return False
    first, second = (fold(each.first).rstrip(".") for each in (mine, other))
    if min(len(first), len(second)) == 1:
        return first[0] != second[0]
    return not may_be_one_name(first, second)
