"""How phone numbers are read out of a text with the library phonenumbers.

Only `crmkit.domain.phones` imports this, and only when the first phone is read, because the
library and its metadata cost more to load than the rest of crmkit.
"""

import re
from collections.abc import Iterator
from functools import cache

from phonenumbers import (
    SUPPORTED_REGIONS,
    Leniency,
    NumberParseException,
    PhoneNumber,
    PhoneNumberFormat,
    PhoneNumberMatcher,
    format_number,
    is_valid_number,
    parse,
)

from crmkit.domain._phone_plans import OLD_UKRAINIAN, RUSSIA, RUSSIAN_MOBILE, read_digits
from crmkit.errors import BadInput
from crmkit.text import plain

Reading = tuple[str, str | None]
"""E.164 and the extension."""

LONGEST = 500
"""Characters of a cell; a longer text is a letter, not a phone."""

_TRIES = 50
_FEWEST_DIGITS = 7
_LONGEST_NUMBER = 30

_JOINTS = str.maketrans("", "", " \u00a0().-\u2010\u2011\u2012\u2013\u2014\u2212")
_WELL_FORMED = re.compile(r"[0-9]{7,15}|\+(?!8)[0-9]{7,15}")
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

_NO_DIGIT = re.compile(r"[^+0-9]")

_RUSSIAN_MOBILE = re.compile(rf"\+{RUSSIA}{RUSSIAN_MOBILE}")

_NOBODY = "0000000"
_SAME_DIGITS = 9
_PAIR, _PAIRS = 2, 5


def numbers_in(raw: str, regions: tuple[str, ...]) -> list[Reading]:
    """Every valid, not made-up number of the text, in its order."""
    if len(raw) > LONGEST:
        return []
    if quick := well_formed(raw, regions):
        return quick
    marked = _EXTENSION.sub(r";ext=\1", plain(raw))
    return [
        reading
        for piece in _SEPARATOR.split(marked)
        for reading in _of_piece(_tidy(piece), regions)
    ]


def well_formed(raw: str, regions: tuple[str, ...]) -> list[Reading]:
    """The number of a text that is nothing but a plain number, read by digits alone."""
    is_spreadsheets = ".0" in raw
    if is_spreadsheets or len(raw) > _LONGEST_NUMBER or not _are_known(regions):
        return []
    compact = raw.translate(_JOINTS)
    if not _WELL_FORMED.fullmatch(compact):
        return []
    found = read_digits(compact, regions)
    return [(found[0], None)] if found and not _is_made_up(found[1]) else []


@cache
def _are_known(regions: tuple[str, ...]) -> bool:
    """Whether there are regions; refuses those that the library does not know."""
    if unknown := [region for region in regions if region not in SUPPORTED_REGIONS]:
        message = f"no numbering plan is known for {', '.join(unknown)}"
        raise BadInput(message, where="regions", hint="use country codes such as RU, UA, KZ")
    return bool(regions)


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
    old = "UA" in regions and OLD_UKRAINIAN.fullmatch(_NO_DIGIT.sub("", piece))
    return _parsed(f"+3{old[0]}", "UA") if old else None


def _parsed(text: str, region: str) -> PhoneNumber | None:
    try:
        number = parse(text, region)
    except NumberParseException:
        return None
    return number if is_valid_number(number) or _is_russian_mobile(number) else None


def _is_russian_mobile(number: PhoneNumber) -> bool:
    return bool(_RUSSIAN_MOBILE.fullmatch(format_number(number, PhoneNumberFormat.E164)))


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
    """Typed to get past a required field: 999 000-00-00, 911 111-11-11, 909 090-90-90."""
    is_usual = national[-1] not in national[-3:-1]
    return not is_usual and (
        national.endswith(_NOBODY)
        or len(set(national[-_SAME_DIGITS:])) == 1
        or national == national[:_PAIR] * _PAIRS
    )
