"""Numbering plans, by which a number of digits alone is read as the library phonenumbers reads it.

The library spends its time on whatever may stand between digits. For digits alone its answer
follows from few patterns, which are taken here from its own metadata, whatever its version. The
steps are those of its ``parse`` and ``is_valid_number``; a differential test holds both equal.
"""

import re
from collections.abc import Callable, Collection, Mapping
from functools import cache
from typing import Literal

from attrs import frozen
from phonenumbers import COUNTRY_CODE_TO_REGION_CODE, PhoneMetadata
from phonenumbers.phonemetadata import PhoneNumberDesc

Matcher = Callable[[str], re.Match[str] | None]

_KINDS = (
    *("premium_rate", "toll_free", "shared_cost", "voip", "personal_number", "pager", "uan"),
    *("voicemail", "fixed_line", "mobile"),
)
"""In the order in which the library asks what a number is."""
_LONGEST_CODE = 3
_NO_COUNTRY = ("001",)
"""The region of codes that are no country's, such as that of satellite phones."""

_NEVER = r"(?!)"

# Ukraine was dialled as 8, then 0 and the area, like Belarus (whose plan in the library knows it).
OLD_UKRAINIAN = re.compile(r"80[1-9][0-9]{8}")

# All of +7 9… is for mobiles; new ranges are sold before the library hears of them.
RUSSIA = "7"
RUSSIAN_MOBILE = "9[0-9]{9}"
_RUSSIAN_E164 = re.compile(rf"\+{RUSSIA}{RUSSIAN_MOBILE}")

Kind = Literal["mobile", "landline", "toll_free", "other"]
_BY_GROUP: tuple[Kind, ...] = ("other", "toll_free", "other", "landline", "mobile")
_SERVICES = ("premium_rate", "toll_free", "shared_cost", "uan")
_NAMED = frozenset({*_SERVICES, "fixed_line", "mobile"})


@frozen(kw_only=True)
class Plan:
    """How numbers are dialled in a region: the patterns of the library, compiled."""

    code: str
    abroad: Matcher
    prefix: Matcher
    general: Matcher
    lengths: frozenset[int]
    longest: int

    def without_prefix(self, digits: str) -> str:
        """The number without the 8 or 0 that is dialled before it at home."""
        found = self.prefix(digits)
        if not found:
            return digits
        rest = digits[found.end() :]
        return digits if self.general(digits) and not self.general(rest) else rest

    def national(self, digits: str) -> str:
        """What is left of the digits when the prefix goes, if that has a length of the plan."""
        rest = self.without_prefix(digits)
        return rest if len(rest) in self.lengths or len(rest) > self.longest else digits


@frozen(kw_only=True)
class Code:
    """A country's code: its main plan, and which national numbers of a length are given out.

    ``plain`` are those that do not begin with what may be a prefix.
    """

    digits: str
    main: Plan
    given_out: Mapping[int, Matcher]
    plain: Matcher

    def number(self, national: str) -> str | None:
        """E.164 of the national number, if one of the countries of the code gives it out."""
        match = self.given_out.get(len(national))
        return f"+{self.digits}{national}" if match and match(national) else None


def read_digits(digits: str, regions: tuple[str, ...]) -> tuple[str, str] | None:
    """E.164 and the national number, as the library reads digits in the first region that has it.

    None when it has to be asked: no region surely gives the number out, or one dials in a way that
    digits alone do not tell.
    """
    if digits[0] == "+":
        return _international(digits[1:])
    for place in _places(regions):
        if place is None:
            return None
        plan, code, usual = place
        if found := usual(digits):
            national = found[found.lastindex or 0]
            return f"+{code.digits}{national}", national
        if plan.abroad(digits):
            return None
        national = _after_code(digits, plan, code) or plan.national(digits)
        if number := code.number(national):
            return number, national
    is_old = "UA" in regions and OLD_UKRAINIAN.fullmatch(digits)
    return _international(f"3{digits}") if is_old else None


def kind_of(e164: str) -> Kind:
    """What kind of number it is, by the plan of the first region that may answer for it."""
    digits = e164[1:]
    for length in range(1, _LONGEST_CODE + 1):
        for leading, kinds in _kinds(digits[:length]):
            national = digits[length:]
            if leading is None or leading(national):
                found = kinds(national)
                if found:
                    return _BY_GROUP[found.lastindex or 0]
    return "mobile" if _RUSSIAN_E164.fullmatch(e164) else "other"


def _international(digits: str) -> tuple[str, str] | None:
    for length in range(1, _LONGEST_CODE + 1):
        if code := _code(digits[:length]):
            national = digits[length:]
            if code.plain(national):
                return f"+{digits}", national
            national = code.main.national(national)
            number = code.number(national)
            return (number, national) if number else None
    return None


def _after_code(digits: str, plan: Plan, code: Code) -> str | None:
    """The national number of digits that begin with the code of their own region, plus or not."""
    if not digits.startswith(plan.code):
        return None
    rest = plan.without_prefix(digits[len(plan.code) :])
    is_better = not plan.general(digits) and plan.general(rest)
    return code.main.national(rest) if is_better or len(digits) > plan.longest else None


@cache
def _places(regions: tuple[str, ...]) -> tuple[tuple[Plan, Code, Matcher] | None, ...]:
    """The plan and the code of each region; None for one that must be left to the library."""
    return tuple(map(_place, regions))


@cache
def _place(region: str) -> tuple[Plan, Code, Matcher] | None:
    plan, data = _plan(region), PhoneMetadata.metadata_for_region(region)
    code = _code(plan.code) if plan else None
    return (plan, code, _usual(data, code)) if plan and code and data else None


def _usual(data: PhoneMetadata, code: Code) -> Matcher:
    """A pattern of what is dialled in the region with nothing that could be read in two ways.

    That is the code, the prefix or nothing, and then a number that begins with none of them.
    """
    own, general = str(data.country_code), f"(?:{_pattern(data.general_desc)})\\Z"
    prefix = data.national_prefix_for_parsing or _NEVER
    main = PhoneMetadata.metadata_for_region(COUNTRY_CODE_TO_REGION_CODE[int(own)][0])
    main_prefix = main.national_prefix_for_parsing if main else None
    lengths = data.general_desc.possible_length if data.general_desc else ()
    numbers = _any_length(own, {*lengths} & code.given_out.keys())
    after_code = f"{own}(?!{prefix})(?!{main_prefix or _NEVER})(?={general})({numbers})"
    after_prefix = f"(?!{own})(?>{prefix})({numbers})"
    bare = f"(?!{own})(?!{prefix})({numbers})"
    forms = f"(?!{general})(?:{after_code}|{after_prefix})|{bare}"
    return re.compile(f"(?!{data.international_prefix or _NEVER})(?:{forms})", re.ASCII).fullmatch


@cache
def _plan(region: str) -> Plan | None:
    """The plan of the region; None for one whose prefixes do more than go."""
    data = PhoneMetadata.metadata_for_region(region)
    if data is None or data.general_desc is None or data.national_prefix_transform_rule:
        return None
    prefix = re.compile(data.national_prefix_for_parsing or _NEVER, re.ASCII)
    lengths = data.general_desc.possible_length
    if prefix.groups:
        return None
    return Plan(
        code=str(data.country_code),
        abroad=re.compile(data.international_prefix or _NEVER, re.ASCII).match,
        prefix=prefix.match,
        general=re.compile(_pattern(data.general_desc), re.ASCII).fullmatch,
        lengths=frozenset(lengths),
        longest=max(lengths),
    )


@cache
def _code(digits: str) -> Code | None:
    """The code of a country or of several; None for one that must be left to the library."""
    regions = _regions(digits)
    plans = [_plan(region) for region in regions]
    main = plans[0] if plans else None
    if main is None or None in plans or regions == _NO_COUNTRY:
        return None
    data = PhoneMetadata.metadata_for_region(regions[0])
    prefix = (data.national_prefix_for_parsing if data else None) or _NEVER
    lengths = {length for plan in plans if plan for length in plan.lengths}
    given_out = {n: re.compile(_given_out(digits, n), re.ASCII).fullmatch for n in lengths}
    plain = re.compile(f"(?!{prefix})(?:{_any_length(digits, lengths)})", re.ASCII).fullmatch
    return Code(digits=digits, main=main, given_out=given_out, plain=plain)


def _any_length(code: str, lengths: Collection[int]) -> str:
    numbers = (rf"(?=[0-9]{{{n}}}\Z)(?:{_given_out(code, n)})" for n in sorted(lengths))
    return "|".join(numbers) or _NEVER


@cache
def _given_out(code: str, length: int) -> str:
    """A pattern of the national numbers that the first region which may answer for them gives out.

    A region with leading digits answers for what begins with them, and for nothing else.
    """
    patterns, before = [], ""
    for region in COUNTRY_CODE_TO_REGION_CODE[int(code)]:
        data = PhoneMetadata.metadata_for_region(region)
        if data is None:
            continue
        own = f"(?={data.leading_digits})" if data.leading_digits else ""
        patterns.append(f"{before}{own}{_numbers(data, length)}")
        before += f"(?!{data.leading_digits})" if data.leading_digits else ""
    if code == RUSSIA:
        patterns.append(RUSSIAN_MOBILE)
    return "|".join(f"(?:{pattern})" for pattern in patterns)


def _numbers(data: PhoneMetadata, length: int) -> str:
    """A pattern of the numbers of any kind that have this length."""
    general = data.general_desc
    if general is None or length not in general.possible_length:
        return _NEVER
    kinds = [kind for name in _KINDS if (kind := getattr(data, name)) is not None]
    patterns = [
        f"(?:{_pattern(kind)})" for kind in kinds if length in (kind.possible_length or [length])
    ]
    return rf"(?=(?:{_pattern(general)})\Z)(?:{'|'.join(patterns) or _NEVER})"


@cache
def _kinds(code: str) -> tuple[tuple[Matcher | None, Matcher], ...]:
    """For each region of a code the first digits it answers for, and a pattern of its kinds."""
    plans = filter(None, map(PhoneMetadata.metadata_for_region, _regions(code)))
    return tuple(
        (re.compile(plan.leading_digits).match if plan.leading_digits else None, _kinds_of(plan))
        for plan in plans
    )


def _kinds_of(data: PhoneMetadata) -> Matcher:
    """A pattern whose groups are the kinds; a number of two kinds is of the others."""
    pattern = {name: f"(?:{_pattern(getattr(data, name))})" for name in _KINDS}
    landline, mobile = pattern["fixed_line"], pattern["mobile"]
    other = "|".join(pattern[name] for name in _KINDS if name not in _NAMED)
    service = "|".join(pattern[name] for name in _SERVICES)
    both = rf"(?={landline}\Z){mobile}"
    groups = (service, f"{other}|{both}", landline, mobile)
    alternatives = "|".join(f"({group})" for group in groups)
    return re.compile(alternatives, re.ASCII).fullmatch


def _regions(code: str) -> tuple[str, ...]:
    is_code = code.isascii() and code.isdigit() and code[0] != "0"
    return COUNTRY_CODE_TO_REGION_CODE.get(int(code), ()) if is_code else ()


def _pattern(description: PhoneNumberDesc | None) -> str:
    return (description.national_number_pattern if description else None) or _NEVER
