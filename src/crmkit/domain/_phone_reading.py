"""How phone numbers are read out of a text with the library phonenumbers.

Only `crmkit.domain.phones` imports this, and only when the first phone is read, because the
library and its metadata cost more to load than the rest of crmkit.
"""

import re
from collections.abc import Iterator
from functools import cache
from itertools import takewhile

from phonenumbers import (
    SUPPORTED_REGIONS,
    Leniency,
    NumberParseException,
    PhoneMetadata,
    PhoneNumber,
    PhoneNumberFormat,
    PhoneNumberMatcher,
    format_number,
    is_valid_number,
    parse,
)

from crmkit.errors import BadInput
from crmkit.text import plain

Reading = tuple[str, str | None]
"""E.164 and the extension."""

LONGEST = 500
"""Characters of a cell; a longer text is a letter, not a phone."""

# Countries whose numbers have one length, so that a pattern decides as the library does.
_EVEN_REGIONS = ("RU", "UA")
_TRIES = 50
_FEWEST_DIGITS = 7
_LONGEST_NUMBER = 30

_JOINTS = str.maketrans("", "", " \u00a0()-")
_EXTENSION = re.compile(
    r"[\s,;(]*\b(?:доб(?:ав\w*)?|доп(?:олн\w*)?|дод(?:атк\w*)?|вн(?:утр\w*)?|тон\w*|ext(?:ension)?)"
    r"[\s.:#=]*([0-9]{1,7})\b(?![\s()-]*[0-9])\)?",
    re.IGNORECASE,
)
_SEPARATOR = re.compile(r"[,\n\r|/\\]|;(?!ext=)")
_ONE_NUMBER = re.compile(r"[+0-9\s().‐-―−-]*(?:;ext=[0-9]+)?")
_GAP = re.compile(r" |(?<=[0-9])(?=\+)")
_SPREADSHEET_FRACTION = re.compile(r"(?<=[0-9]{10})\.0$")
_FOREIGN_DIGIT = re.compile(r"(?![0-9])\d")

# "+8 912…" is 8 912… with a slip: no country has the code 89, and nobody parts "+8 4…" of +84.
_SLIP_OF_PLUS = re.compile(r"\+(?=8(?:[\s(-]|9))")

# Ukraine was dialled as 8, then 0 and the area, like Belarus (whose plan in the library knows it).
_NO_DIGIT = re.compile(r"[^+0-9]")
_OLD_UKRAINIAN = re.compile(r"80[1-9][0-9]{8}")

_RUSSIA = 7
_RUSSIAN_MOBILE = re.compile(r"9[0-9]{9}")

_NOBODY = "0000000"


def numbers_in(raw: str, regions: tuple[str, ...]) -> list[Reading]:
    """Every valid, not made-up number of the text, in its order."""
    if len(raw) > LONGEST:
        return []
    if quick := _well_formed(raw, regions):
        return quick
    marked = _EXTENSION.sub(r";ext=\1", plain(raw))
    return [
        reading
        for piece in _SEPARATOR.split(marked)
        for reading in _of_piece(_tidy(piece), regions)
    ]


def _well_formed(raw: str, regions: tuple[str, ...]) -> list[Reading]:
    """The number of a text that is nothing but a plain number, found without the library."""
    compact = raw.translate(_JOINTS)
    for country_code, pattern in _patterns(regions):
        match = pattern.fullmatch(compact)
        if match and not _is_made_up(match[1]):
            return [(country_code + match[1], None)]
    return []


@cache
def _patterns(regions: tuple[str, ...]) -> list[tuple[str, re.Pattern[str]]]:
    """A calling code and a pattern for each region, up to the first one with an uneven plan.

    They are made of the library's own metadata, so they are in step with its version.
    """
    if unknown := [region for region in regions if region not in SUPPORTED_REGIONS]:
        message = f"no numbering plan is known for {', '.join(unknown)}"
        raise BadInput(message, where="regions", hint="use country codes such as RU, UA, KZ")
    even = takewhile(_EVEN_REGIONS.__contains__, regions)
    plans = [plan for region in even if (plan := PhoneMetadata.metadata_for_region(region))]
    return [_pattern(plan, first=place == 0) for place, plan in enumerate(plans)]


def _pattern(plan: PhoneMetadata, *, first: bool) -> tuple[str, re.Pattern[str]]:
    """Only the first region's numbers may come without any prefix."""
    prefixes = rf"\+?{plan.country_code}|{plan.national_prefix}{'|' if first else ''}"
    kinds = [
        kind.national_number_pattern
        for kind in (plan.mobile, plan.fixed_line)
        if kind and kind.national_number_pattern
    ]
    if plan.country_code == _RUSSIA:
        kinds.append(_RUSSIAN_MOBILE.pattern)
    return f"+{plan.country_code}", re.compile(f"(?:{prefixes})({'|'.join(kinds)})", re.ASCII)


def _tidy(piece: str) -> str:
    """Single spaces, no spreadsheet's ``.0``, no slip of the plus."""
    spaced = " ".join(piece.split())
    return _SLIP_OF_PLUS.sub("", _SPREADSHEET_FRACTION.sub("", spaced))


def _of_piece(piece: str, regions: tuple[str, ...]) -> list[Reading]:
    """The number, or numbers, that the piece is, or else those that it holds among other words."""
    if _FOREIGN_DIGIT.search(piece) or sum(map(str.isdigit, piece)) < _FEWEST_DIGITS:
        return []
    split = _side_by_side if _ONE_NUMBER.fullmatch(piece) else _search
    numbers = split(piece, regions)
    return [_reading(number) for number in numbers if not _is_made_up(str(number.national_number))]


def _side_by_side(piece: str, regions: tuple[str, ...]) -> list[PhoneNumber]:
    """Numbers that use up all digits: ``8 912 345 67 89 8 912 345 67 80`` is two, no part is left.

    A number is never cut out of a longer row of digits, which may be an account or a slip.
    """
    if whole := _whole(piece, regions):
        return [whole]
    for gap in _GAP.finditer(piece, 0, _LONGEST_NUMBER):
        first = _whole(piece[: gap.start()], regions)
        if first and (others := _side_by_side(piece[gap.end() :], regions)):
            return [first, *others]
    return []


def _whole(piece: str, regions: tuple[str, ...]) -> PhoneNumber | None:
    """The piece read as one number, dialled in the first region where it is valid."""
    for region in regions:
        if number := _parsed(piece, region):
            return number
    old = "UA" in regions and _OLD_UKRAINIAN.fullmatch(_NO_DIGIT.sub("", piece))
    return _parsed(f"+3{old[0]}", "UA") if old else None


def _parsed(text: str, region: str) -> PhoneNumber | None:
    try:
        number = parse(text, region)
    except NumberParseException:
        return None
    return number if is_valid_number(number) or _is_russian_mobile(number) else None


def _is_russian_mobile(number: PhoneNumber) -> bool:
    """All of +7 9… is for mobiles; new ranges are sold before the library hears of them."""
    national = str(number.national_number)
    is_whole = not number.italian_leading_zero and _RUSSIAN_MOBILE.fullmatch(national)
    return number.country_code == _RUSSIA and bool(is_whole)


def _search(piece: str, regions: tuple[str, ...]) -> list[PhoneNumber]:
    """Valid numbers in the order of the text; an earlier region wins where two overlap."""
    taken: list[tuple[int, int, PhoneNumber]] = []
    for start, end, number in _candidates(piece, regions):
        if all(end <= other[0] or other[1] <= start for other in taken):
            taken.append((start, end, number))
    return [number for _, _, number in sorted(taken, key=lambda found: found[0])]


def _candidates(piece: str, regions: tuple[str, ...]) -> Iterator[tuple[int, int, PhoneNumber]]:
    for region in regions:
        for match in PhoneNumberMatcher(piece, region, leniency=Leniency.VALID, max_tries=_TRIES):
            yield match.start, match.end, match.number


def _reading(number: PhoneNumber) -> Reading:
    return format_number(number, PhoneNumberFormat.E164), number.extension or None


def _is_made_up(national: str) -> bool:
    """Typed to get past a required field: 999 000-00-00, 999 999-99-99."""
    return national.endswith(_NOBODY) or len(set(national)) == 1
