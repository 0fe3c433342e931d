"""What goes wrong with typed text: slips of fingers, of layouts, of ears."""

import random

from bench.duplicates.words import Wheel

LATIN_KEYS = "qwertyuiop[]asdfghjkl;'zxcvbnm,.`"
CYRILLIC_KEYS = "йцукенгшщзхъфывапролджэячсмитьбюё"
_OTHER_LAYOUT = {ord(a): b for a, b in zip(CYRILLIC_KEYS, LATIN_KEYS, strict=True)}
_OTHER_LAYOUT |= {ord(a.upper()): b.upper() for a, b in zip(CYRILLIC_KEYS, LATIN_KEYS, strict=True)}
LOOK_ALIKES = str.maketrans("аеорсхуіАВЕКМНОРСТХІ", "aeopcxyiABEKMHOPCTXI")
ROWS = (
    "qwertyuiop",
    "asdfghjkl",
    "zxcvbnm",
    "йцукенгшщзхъ",
    "фывапролджэ",
    "ячсмитьбю",
    "1234567890",
)
_BESIDE: dict[str, str] = {}
for _row in ROWS:
    for _place, _letter in enumerate(_row):
        _BESIDE[_letter] = _row[max(0, _place - 1) : _place] + _row[_place + 1 : _place + 2]
HEARD = {
    "о": "а", "а": "о", "е": "и", "и": "е", "я": "е", "в": "ф", "д": "т", "з": "с", "г": "к",
    "б": "п", "й": "и", "ы": "и", "э": "е", "c": "k", "i": "y", "e": "a", "s": "z",
}  # fmt: skip
SHORTEST = 3
FIRST_LETTER = 0.07
SWAPPED_DIGITS = 0.3
ALL_LETTERS = 0.4
SLIPS = Wheel(("lost", "doubled", "swapped", "misheard", "beside"), (25, 12, 18, 23, 22))


def typo(text: str, rng: random.Random) -> str:
    """The text with one slip in it; the first letter mostly stays."""
    if len(text) < SHORTEST:
        return text
    place = rng.randrange(0 if rng.random() < FIRST_LETTER else 1, len(text))
    return _slipped(text, place, rng) if text[place].isalnum() else text


def _slipped(text: str, place: int, rng: random.Random) -> str:
    head, letter, tail = text[:place], text[place], text[place + 1 :]
    slip = SLIPS.spin(rng)
    if slip == "doubled":
        return head + letter + letter + tail
    if slip == "swapped" and tail:
        return head + tail[0] + letter + tail[1:]
    others = (
        HEARD.get(letter.lower(), "") if slip == "misheard" else _BESIDE.get(letter.lower(), "")
    )
    if slip == "lost" or not others:
        return head + tail
    return head + _cased(rng.choice(others), letter) + tail


def digit_typo(text: str, rng: random.Random) -> str:
    """The text with one of its digits wrong, or two of them swapped."""
    places = [place for place, letter in enumerate(text) if letter.isdigit()][3:]
    if not places:
        return text
    place = rng.choice(places)
    if rng.random() < SWAPPED_DIGITS and place + 1 < len(text) and text[place + 1].isdigit():
        return text[:place] + text[place + 1] + text[place] + text[place + 2 :]
    return text[:place] + rng.choice("0123456789") + text[place + 1 :]


def wrong_layout(text: str) -> str:
    """Cyrillic text as it comes out when the keyboard is in Latin: Иван as Bdfy."""
    return text.translate(_OTHER_LAYOUT)


def look_alikes(text: str, rng: random.Random) -> str:
    """The text with one or all of its letters taken from the other alphabet."""
    if rng.random() < ALL_LETTERS:
        return text.translate(LOOK_ALIKES)
    places = [place for place, letter in enumerate(text) if ord(letter) in LOOK_ALIKES]
    if not places:
        return text
    place = rng.choice(places)
    return text[:place] + text[place].translate(LOOK_ALIKES) + text[place + 1 :]


def _cased(letter: str, like: str) -> str:
    return letter.upper() if like.isupper() else letter
