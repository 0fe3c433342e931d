"""Names in Latin letters, in the schemes that people and passport offices use."""

import random
import unicodedata
from functools import lru_cache

from bench.duplicates.words import Wheel

CYRILLIC = "абвгдеёжзийклмнопрстуфхцчшщъыьэюяіїєґўқғңөұүһә'"
PLAIN = (
    "a b v g d e e zh z i y k l m n o p r s t u f h ts ch sh sch _ y _ e yu ya i yi ye g u"
    " k g n o u u h a _"
)
PASSPORT = (
    "a b v g d e e zh z i i k l m n o p r s t u f kh ts ch sh shch ie y _ e iu ia i i ie g u"
    " k g n o u u h a _"
)
OLD_PASSPORT = (
    "a b v g d e e zh z i y k l m n o p r s t u f kh ts ch sh shch _ y _ e yu ya i i ie g u"
    " k g n o u u h a _"
)
UKRAINIAN = (
    "a b v h d e io zh z y i k l m n o p r s t u f kh ts ch sh shch _ y _ e iu ia i i ie g u"
    " k g n o u u h a _"
)
SHORT = (
    "a b v g d e yo j z i j k l m n o p r s t u f x c ch sh w _ y _ e u ya i i e g u"
    " k g n o u u h a _"
)
GERMAN = (
    "a b w g d e jo sch s i j k l m n o p r s t u f ch z tsch sch schtsch _ y _ e ju ja i ji je g u"
    " k g n o u u h a _"
)
SCIENTIFIC = (
    "a b v g d e ë ž z i j k l m n o p r s t u f h c č š šč _ y _ è ju ja i ji je g u"
    " k g n o u u h a _"
)


def _table(scheme: str) -> dict[int, str]:
    table: dict[int, str] = {}
    for letter, latin in zip(CYRILLIC, scheme.split(), strict=True):
        text = "" if latin == "_" else latin
        table[ord(letter)] = text
        table[ord(letter.upper())] = text.capitalize()
    return table


_TABLES = {
    "plain": _table(PLAIN),
    "english": _table(PLAIN),
    "passport": _table(PASSPORT),
    "old passport": _table(OLD_PASSPORT),
    "ukrainian": _table(UKRAINIAN),
    "short": _table(SHORT),
    "german": _table(GERMAN),
    "scientific": _table(SCIENTIFIC),
}
RUSSIAN_SCHEMES = Wheel([*_TABLES], (25, 25, 20, 12, 0, 6, 6, 6))
UKRAINIAN_SCHEMES = Wheel([*_TABLES], (14, 4, 6, 5, 62, 3, 3, 3))
ENDINGS = (("ый", "y"), ("ий", "y"), ("ия", "ia"), ("кс", "x"), ("ью", "yu"))


@lru_cache(100_000)
def plain_latin(text: str) -> str:
    """As most people write their names: Sergey, Yulia, Shcherbakov as Scherbakov."""
    return text.translate(_TABLES["plain"])


@lru_cache(100_000)
def passport(text: str) -> str:
    """As in passports since 2013: Sergei, Iuliia."""
    return text.translate(_TABLES["passport"])


ACCENTED = str.maketrans({"ł": "l", "ø": "o", "ß": "ss", "ı": "i", "Ł": "L", "Ø": "O", "æ": "ae"})
UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"})


def without_accents(text: str, *, umlauts: bool) -> str:
    """A Western name without marks: Muller, or Mueller where umlauts are spelled out."""
    text = text.translate(UMLAUTS) if umlauts else text
    plain = unicodedata.normalize("NFKD", text.translate(ACCENTED))
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


def in_latin(text: str, rng: random.Random, *, ukrainian: bool) -> str:
    """The text in one of the schemes, the common ones oftener."""
    scheme = (UKRAINIAN_SCHEMES if ukrainian else RUSSIAN_SCHEMES).spin(rng)
    if scheme == "english":
        for ending, latin in ENDINGS:
            text = text.replace(ending, latin)
    return text.translate(_TABLES[scheme])
