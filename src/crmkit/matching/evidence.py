"""Evidence: what two records say about being one client, as a list of named findings.

A finding is a code such as ``phone.mobile.2.1``: a shared mobile phone that two records use, all of
them under one first name. What a code weighs is a matter of `crmkit.matching.weights`; how it reads
in words, of `crmkit.matching.words`. Each group (the word before the first full stop) gives one
code at most.
"""

import re
from collections.abc import Callable, Sequence
from functools import cache

from msgspec import Struct

from crmkit.domain.birthdays import dates_alike
from crmkit.domain.emails import mailbox_kind, weak_mailbox_key
from crmkit.domain.name_forms import name_form
from crmkit.domain.phones import looks_made_up, phone_kind
from crmkit.domain.slips import within_slips
from crmkit.matching.keys import CAPS, key_of
from crmkit.matching.profile import Profile

_SHORT, _LONG = 4, 9
_HEAD = 3
_NAMED = 5
_SIZES = ((2, "2"), (3, "3"), (5, "4"), (10, "6"))
_DIGITS = re.compile(r"[0-9]+")
_LEAST_LOCAL = 6
_PERSONS_INN = 12
_MOST_OF_MADE_UP = 3
_OFFICES = frozenset({"phone.landline", "phone.toll_free", "phone.other", "email.role"})
_BEARERS = (2, 4, 8, 16, 50, 200)


class Crowd(Struct, frozen=True, gc=False):
    """Those who share a key: how many records, and under how many different first names."""

    records: int
    firsts: int


Crowds = Callable[[int], Crowd]
"""The crowd of a key, the two records in question included."""


def findings(one: Profile, other: Profile, crowds: Crowds) -> list[str]:
    """What speaks for and against one client; the order of the two makes no difference."""
    phone, phone_link = _phone(one, other, crowds)
    email, email_link = _email(one, other, crowds)
    user, user_link = _user(one, other, crowds)
    tax, tax_link = _tax(one, other)
    birth = _birth(one, other)
    contact = max(email_link, user_link, tax_link)
    link = _link(phone_link, contact)
    if link == "none" and birth == "birth.same":
        link = "birth"
    first, last, middle = _names(one, other)
    return [
        code
        for code in (
            phone,
            _phones(one, other),
            email,
            user,
            tax,
            birth,
            f"name.{link}.{first}{last}{middle}",
            _rarity(one, other, crowds, first + last + middle),
            _apart("sex", one.sex, other.sex),
            _alike("city", one.city, other.city),
            _alike("firm", one.company, other.company),
            _kinds(one, other),
            _address(one, other),
        )
        if code
    ]


def firsts_among(profiles: Sequence[Profile]) -> int:
    """Under how many different first names the records go; forms of one name are one.

    The one word of a name does not count where it is somebody's surname among them.
    """
    surnames = {each.last for each in profiles if each.last}
    named = [each for each in profiles if each.first and (each.last or each.first not in surnames)]
    groups: list[set[str]] = []
    for names in {each.names or (each.first,) for each in named}:
        joined = set(names)
        apart = [group for group in groups if group.isdisjoint(joined)]
        for group in groups:
            if not group.isdisjoint(joined):
                joined |= group
        groups = [*apart, joined]
    return len(groups)


# How strongly a contact links two records: not at all, weakly (a slip apart), as people of one
# office, as those who share a contact under several first names, or as the owner of a contact.
_NONE, _WEAK, _OFFICE, _SHARED, _OWN = range(5)


def _link(phone: int, contact: int) -> str:
    """The link of the records, by which their names are weighed."""
    if min(phone, contact) >= _SHARED:
        return "both"
    if contact >= _SHARED:
        return "contact"
    if phone >= _SHARED:
        return "phone" if phone == _OWN else "phones"
    return ("none", "weak", "office")[max(phone, contact)]


def _size(crowd: Crowd, cap: int) -> str:
    """The class of a crowd by its least number of records; ``x`` is more than may share a key."""
    if crowd.records > cap:
        return "x"
    return next((size for most, size in _SIZES if crowd.records <= most), "11")


def _crowd_code(prefix: str, crowd: Crowd, cap: int) -> tuple[str, int]:
    size = _size(crowd, cap)
    if size == "x":
        return f"{prefix}.x", _NONE
    firsts = min(max(crowd.firsts, 1), 3)
    if prefix in _OFFICES:
        return f"{prefix}.{size}.{firsts}", _OFFICE
    return f"{prefix}.{size}.{firsts}", _OWN if firsts == 1 else _SHARED


def _phone(one: Profile, other: Profile, crowds: Crowds) -> tuple[str, int]:
    if not one.phones or not other.phones:
        return "", _NONE
    shared = [phone for phone in one.phones if phone in other.phones]
    if shared:
        found = [(crowds(key_of("phone", phone)), phone) for phone in shared]
        crowd, phone = min(found, key=lambda each: (each[0].records, each[0].firsts, each[1]))
        most = _MOST_OF_MADE_UP if looks_made_up(phone) else CAPS["phone"]
        return _crowd_code(f"phone.{phone_kind(phone)}", crowd, most)
    near = any(within_slips(a, b) for a in one.phones for b in other.phones)
    return ("phone.near", _WEAK) if near else ("phone.other", _NONE)


def _phones(one: Profile, other: Profile) -> str:
    several = len(one.phones) > 1 and len(other.phones) > 1
    return "phones.2" if several and len({*one.phones} & {*other.phones}) > 1 else ""


def _email(one: Profile, other: Profile, crowds: Crowds) -> tuple[str, int]:
    if not one.emails or not other.emails:
        return "", _NONE
    for email in one.emails:
        if email in other.emails:
            crowd = crowds(key_of("email", weak_mailbox_key(email)))
            return _crowd_code(f"email.{mailbox_kind(email)}", crowd, CAPS["email"])
    pairs = [(weak_mailbox_key(a), weak_mailbox_key(b)) for a in one.emails for b in other.emails]
    if any(a == b for a, b in pairs):
        return "email.typo", _OWN
    parts = [(a.partition("@"), b.partition("@")) for a, b in pairs]
    long = [(a, b) for a, b in parts if len(a[0]) >= _LEAST_LOCAL and mailbox_kind(a[0]) != "role"]
    for code, found in (
        ("local", any(a[0] == b[0] for a, b in long)),
        ("near", any(a[2] == b[2] and _is_slip(a[0], b[0]) for a, b in long)),
    ):
        if found:
            heads = [name[:_NAMED] for name in (one.last, other.last) if name]
            named = any(head in a[0] or head in b[0] for head in heads for a, b in long)
            return f"email.{code}{'_named' if named else ''}", _NONE if named else _WEAK
    return "email.other", _NONE


def _is_slip(one: str, other: str) -> bool:
    """Whether a letter is wrong; another digit makes another mailbox."""
    return _DIGITS.sub("", one) != _DIGITS.sub("", other) and within_slips(one, other)


def _user(one: Profile, other: Profile, crowds: Crowds) -> tuple[str, int]:
    if not one.handles or not other.handles:
        return "", _NONE
    for handle in one.handles:
        if handle in other.handles:
            return _crowd_code("user", crowds(key_of("user", handle)), CAPS["user"])
    networks = {handle.partition(":")[0] for handle in one.handles}
    same = [handle for handle in other.handles if handle.partition(":")[0] in networks]
    long = (a for a in one.handles if len(a) >= _LONG + _LEAST_LOCAL)
    if any(within_slips(a, b) for a in long for b in same):
        return "user.near", _WEAK
    return ("user.other" if same else ""), _NONE


def _tax(one: Profile, other: Profile) -> tuple[str, int]:
    if not one.tax_ids or not other.tax_ids:
        return "", _NONE
    shared = [tax_id for tax_id in one.tax_ids if tax_id in other.tax_ids]
    if any(len(tax_id) == _PERSONS_INN for tax_id in shared):
        return "tax.person", _OWN
    return ("tax.firm", _SHARED) if shared else ("tax.other", _NONE)


def _birth(one: Profile, other: Profile) -> str:
    if not one.births or not other.births:
        return ""
    if one.births[0] == other.births[0]:
        return "birth.same"
    return f"birth.{dates_alike(one.births[0], other.births[0])}"


def _names(one: Profile, other: Profile) -> tuple[str, str, str]:
    """How the parts of the names stand to each other, in a letter each; ``-`` is unknown."""
    if _is_surname_of(one, other) or _is_surname_of(other, one):
        return "-", "S", _middle(one, other)
    return _first(one, other), _last(one, other), _middle(one, other)


def _is_surname_of(one: Profile, other: Profile) -> bool:
    """Whether the one word of a name, which may be either, is the surname of the other."""
    return not one.last and one.first != "" and one.first == other.last


def _first(one: Profile, other: Profile) -> str:
    """How the first names stand to each other, in a letter.

    S the same word, F forms of one name, N a slip away, K a word unknown that begins alike, U
    unknown and unlike, D different names, I a fitting initial.
    """
    if one.first and other.first:
        if one.first == other.first:
            return "S"
        if one.names and other.names:
            return "D" if {*one.names}.isdisjoint(other.names) else "F"
        if _near(one.first, other.first):
            return "N"
        return "K" if _begin_alike(one, other) else "U"
    mine, its = _letters(one), _letters(other)
    if not mine or not its:
        return "-"
    return "D" if mine.isdisjoint(its) else "I"


def _letters(one: Profile) -> set[str]:
    """The letters that the first name may begin with; a short form has those of the name too."""
    if not one.first:
        return {one.first_initial} if one.first_initial else set()
    return {one.first[0], *(name_form(name).first[:1] for name in one.names)}


def _begin_alike(one: Profile, other: Profile) -> bool:
    """Whether a short form that no list knows may come from the other name."""
    mine = (one.first, *(name_form(name).first for name in one.names))
    its = (other.first, *(name_form(name).first for name in other.names))
    return any(a[:_HEAD] == b[:_HEAD] for a in mine for b in its)


def _last(one: Profile, other: Profile) -> str:
    """S the same, P a part of a double one, N a slip away, W first and last exchanged, D other."""
    if not one.last or not other.last:
        return "-"
    if one.last == other.last:
        return "S"
    if max(len(one.lasts), len(other.lasts)) > 1 and not {*one.lasts}.isdisjoint(other.lasts):
        return "P"
    if one.last == other.first and other.last == one.first:
        return "W"
    if 1 in (len(one.last), len(other.last)):
        return "I" if one.last[0] == other.last[0] else "D"
    return "N" if _near(one.last, other.last) else "D"


def _middle(one: Profile, other: Profile) -> str:
    if one.middle and other.middle:
        if one.middle == other.middle:
            return "S"
        return "N" if _near(one.middle, other.middle) else "D"
    mine = one.middle[:1] or one.middle_initial
    its = other.middle[:1] or other.middle_initial
    if not mine or not its:
        return "-"
    return "I" if mine == its else "D"


def _near(one: str, other: str) -> bool:
    shorter = min(len(one), len(other))
    if shorter < _SHORT:
        return False
    return within_slips(one, other, 1 if shorter < _LONG else 2)


def _rarity(one: Profile, other: Profile, crowds: Crowds, states: str) -> str:
    """How many records go by the name that the two share, counted in the base itself."""
    if states[0] not in "SF" or states[1] != "S":
        return ""
    kind = "full" if states[2] == "S" else "name"
    shared = sorted({*(one.names or (one.first,))} & {*(other.names or (other.first,))})
    if not shared:
        return ""
    named = f"{one.last} {shared[0]}"
    crowd = crowds(key_of(kind, f"{named} {one.middle}" if kind == "full" else named))
    bearers = crowds(key_of("last", one.last)).records
    how_common = "t" if shared[0] in _commonest() else "k" if one.names else "r"
    size = _size(crowd, CAPS[kind])
    return f"common.{kind}.{size}.{_rarity_of_surname(bearers)}{how_common}"


def _rarity_of_surname(bearers: int) -> int:
    """A class of rarity, from a surname of a few records to one of hundreds."""
    return sum(bearers > step for step in _BEARERS)


def _apart(group: str, mine: str, its: str) -> str:
    return f"{group}.other" if mine and its and mine != its else ""


def _alike(group: str, mine: str, its: str) -> str:
    if not mine or not its:
        return ""
    return f"{group}.same" if mine == its else f"{group}.other"


def _kinds(one: Profile, other: Profile) -> str:
    kinds = {one.kind, other.kind}
    if kinds == {"organisation"}:
        return "kind.firms"
    if "organisation" in kinds:
        return "kind.firm"
    return "kind.junk" if "junk" in kinds else ""


def _address(one: Profile, other: Profile) -> str:
    if not one.address or not other.address:
        return ""
    if one.address == other.address:
        return "address.same"
    return "address.house" if one.address[:2] == other.address[:2] else "address.other"


@cache
def _commonest() -> frozenset[str]:
    """The ids of the first names that most people have."""
    # Imported on first use: it is as slow to load as all pure modules together.
    from importlib import resources  # noqa: PLC0415

    lines = resources.files("crmkit.matching") / "data" / "common_first_names.txt"
    written = lines.read_text("utf-8").splitlines()
    return frozenset(line for line in written if not line.startswith("#"))
