"""The quick way of reading a number agrees with the library phonenumbers; `--long` for 1,200,000.

What is generated is what people type: the code or the prefix of some country, an area that may be
there, the usual length or one off it, spaces, brackets and hyphens anywhere.
"""

import random
import re

import phonenumbers
import pytest
from phonenumbers import PhoneNumberFormat

from crmkit.domain._phone_reading import well_formed
from crmkit.domain.phones import normal_phone

SHORT, LONG = 30_000, 1_200_000
ORDERS = (
    *(("RU",), ("UA",), ("BY",), ("KZ",), ("RU", "UA", "BY", "KZ"), ("KZ", "BY", "UA", "RU")),
    *(("RU", "UA"), ("UA", "RU"), ("BY", "RU"), ("RU", "KZ"), ("UA", "BY", "KZ"), ("DE", "RU")),
)
PLANS = {
    "7": (10, ("9", "91", "903", "926", "495", "812", "395", "800", "701", "777", "7172", "7212")),
    "380": (9, ("67", "50", "44", "99", "39", "48", "63", "73", "800", "900", "56")),
    "375": (9, ("29", "33", "25", "44", "17", "152", "162", "800", "820", "902")),
}
ODD_AREAS = (
    "1",
    "2",
    "3",
    "4",
    "5",
    "6",
    "7",
    "8",
    "0",
    "80",
    "810",
    "804",
    "82",
    "36",
    "90",
    "930",
)
REGIONS = sorted(phonenumbers.SUPPORTED_REGIONS)
FEWEST = 7
USUAL = 0.93
LEAST_READ_QUICKLY = 0.4
NOBODYS = re.compile(r"\+\d+?(?:0{7}|(\d)\1{8}|(\d\d)\2{4})|\+\d{1,3}?(\d)\3{4,}")
SLIP_OF_PLUS = re.compile(r"^\+(?=8(?:[\s(-]|9))")


@pytest.mark.slow
def test_the_quick_way_agrees_with_the_library(request: pytest.FixtureRequest) -> None:
    dice = random.Random("phones")  # noqa: S311 - repeatable, not secret
    count = LONG if request.config.getoption("--long") else SHORT
    quick = sum(_is_read_as_by_the_library(*_typed(dice)) for _ in range(count))
    assert quick > count * LEAST_READ_QUICKLY


@pytest.mark.slow
def test_the_quick_way_agrees_with_the_library_in_every_country(
    request: pytest.FixtureRequest,
) -> None:
    dice = random.Random("countries")  # noqa: S311 - as above
    count = (LONG if request.config.getoption("--long") else SHORT) // 20
    quick = sum(_is_read_as_by_the_library(*_typed_anywhere(dice)) for _ in range(count))
    assert quick > count * LEAST_READ_QUICKLY


def _is_read_as_by_the_library(raw: str, regions: tuple[str, ...]) -> bool:
    """Whether the quick way read it; fails where the answers differ."""
    read = well_formed(raw, regions)
    expected = _as_the_library_reads(raw, regions)
    if read:
        assert read == [(expected, None)], (raw, regions)
    phone = normal_phone(raw, regions)
    assert (phone and phone.e164) in {expected, None}, (raw, regions)
    is_none = not expected or NOBODYS.fullmatch(expected) or sum(map(str.isdigit, raw)) < FEWEST
    assert phone or is_none, (raw, regions)
    return bool(read)


def _typed(dice: random.Random) -> tuple[str, tuple[str, ...]]:
    code = dice.choice([*PLANS])
    length, areas = PLANS[code]
    home = "8" if code == "7" else "80" if code == "375" else "0"
    usual = (f"+{code}", code, home, home, "")
    odd = ("8", "80", "0", f"00{code}", f"810{code}", "8-", f"8{code}")
    area = dice.choice(areas if dice.random() < USUAL else ODD_AREAS)
    length += dice.choice((*[0] * 14, 1, -1))
    rest = "".join(dice.choices("0123456789", k=length - len(area)))
    prefix = dice.choice(usual if dice.random() < USUAL else odd)
    return _spaced(prefix + area + rest, dice), dice.choice(ORDERS)


def _typed_anywhere(dice: random.Random) -> tuple[str, tuple[str, ...]]:
    """A changed example of a number of a country, dialled there or from a second one."""
    region, other = dice.choices(REGIONS, k=2)
    code = str(phonenumbers.country_code_for_region(region))
    example = phonenumbers.example_number_for_type(region, dice.choice((0, 1, 1, 3)))
    national = phonenumbers.national_significant_number(example) if example else "0"
    kept = dice.randrange(2, len(national) + 1) if len(national) > 1 else 1
    changed = national[:kept] + "".join(dice.choices("0123456789", k=len(national) - kept))
    prefix = dice.choice((f"+{code}", f"+{code}", code, "", "0", "8"))
    regions = dice.choice(((region,), (other, region), (region, other)))
    return _spaced(prefix + changed, dice), regions


def _spaced(text: str, dice: random.Random) -> str:
    for _ in range(dice.choice((0, 0, 1, 3, 5))):
        place = dice.randrange(len(text) + 1)
        text = text[:place] + dice.choice("  (())--\u00a0.–\u2011") + text[place:]
    return text


def _as_the_library_reads(raw: str, regions: tuple[str, ...]) -> str | None:
    """What it reads itself, and what we add: old dialling, slips, a spreadsheet's ``.0``, +7 9…."""
    tidy = re.sub(r"(?<=\d{10})\.0$", "", " ".join(raw.split()))
    raw = SLIP_OF_PLUS.sub("", tidy)
    for region in regions:
        try:
            number = phonenumbers.parse(raw, region)
        except phonenumbers.NumberParseException:
            continue
        e164 = phonenumbers.format_number(number, PhoneNumberFormat.E164)
        if phonenumbers.is_valid_number(number) or re.fullmatch(r"\+79\d{9}", e164):
            return e164
    digits = re.sub(r"[ ().\u00a0–\u2011-]", "", raw)
    dialled_by_old_rules = "UA" in regions and re.fullmatch(r"80[1-9]\d{8}", digits)
    return _as_the_library_reads(f"+3{digits}", ("UA",)) if dialled_by_old_rules else None
