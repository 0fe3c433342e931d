"""One spelling for a word in any alphabet and any scheme of transliteration.

==================================================  ==============
as typed                                            its skeleton
==================================================  ==============
``Ромашка``, ``ROMASHKA``                           ``romashka``
``Щёлково``, ``Shchelkovo``, ``Schyolkovo``         ``shelkovo``
``Юлия``, ``Юлія``, ``Yulia``, ``Julija``           ``ula``
``Прогресс``, ``Progres``                           ``progres``
``pомашка`` (a Latin ``p`` among Cyrillic letters)  ``romashka``
``1С``, ``1C``                                      ``1s``
``Köln``                                            ``koln``
==================================================  ==============

Equal skeletons mean words that may be one; other words may have the same one by chance.
"""

import re
from functools import lru_cache
from unicodedata import combining, normalize

from crmkit.text import fold

_REMEMBERED = 2**16

_LETTERS = dict(
    zip("абвгґғдезийіїыкқлмнңопрстуўұүфхһ", "abvgggdeziiiiikklmnnoprstuuuufhh", strict=True)
)
_SOUNDS = {"ё": "e", "є": "e", "э": "e", "ә": "a", "ө": "o", "ж": "zh", "ц": "ts", "ч": "ch"}
_SOUNDS |= {"ш": "sh", "щ": "sh", "ю": "u", "я": "a", "ь": "", "ъ": "", "'": "", "’": "", "ʼ": ""}
_SOUNDS |= {"ß": "ss", "ł": "l", "ø": "o", "æ": "ae", "đ": "d", "ı": "i"}
_LATIN = str.maketrans(_LETTERS | _SOUNDS)
_LOOKALIKES = str.maketrans("abcehkmoptxy", "авсенкмортху")
_CYRILLIC = re.compile(r"[а-яёіїєґў]")

# «1С», «5А» and «12Б» are typed in either layout; ``h`` and ``x`` would be read twice.
_NUMBER_AND_LETTER = re.compile(r"[0-9]+[a-z]")
_LETTERS_OF_NUMBERS = str.maketrans("bcpy", "всру")

# Spellings of one sound in the schemes of passports, libraries and habit.
_SPELLINGS = {"kh": "h", "x": "ks", "w": "v", "y": "i", "j": "i", "ck": "k", "c": "k", "ph": "f"}
_SPELLINGS |= {"th": "t", "q": "k", "tz": "ts", "ch": "ch"}
_SPELLINGS |= dict.fromkeys(("shch", "sch"), "sh")
_SPELLINGS |= dict.fromkeys(("iyu", "iju", "yu", "iu", "ju"), "u")
_SPELLINGS |= dict.fromkeys(("iya", "ija", "ya", "ia", "ja"), "a")
_SPELLINGS |= dict.fromkeys(("iye", "ije", "ye", "ie", "je", "yo", "io", "jo"), "e")
_SPELLING = re.compile("|".join(sorted(_SPELLINGS, key=len, reverse=True)))
_LOOSE_MARKS = re.compile("[\u0300-\u036f]+")
_DOUBLED = re.compile(r"(.)\1+")


def plainly_folded(text: str) -> str:
    """The folded text without marks that no letter has taken in, as in ``İstanbul``.

    Such a mark would cut a word in two.
    """
    folded = fold(text)
    return folded if folded.isascii() else _LOOSE_MARKS.sub("", folded)


@lru_cache(_REMEMBERED)
def skeleton(word: str) -> str:
    """The folded word in Latin letters that many spellings of it share; the skeleton's is itself.

    Takes what `crmkit.text.fold` gives, one word at a time.
    """
    if not word.isascii() or not word.isalpha():
        if word.isascii() and word.isdigit():
            return word
        word = in_latin(word)
    while (spelt := _DOUBLED.sub(r"\1", _SPELLING.sub(_spelt, word))) != word:
        word = spelt
    return word


def in_latin(word: str) -> str:
    """The folded word letter by letter in Latin ones, in which ``ооо`` keeps all its letters."""
    if _CYRILLIC.search(word):
        word = word.translate(_LOOKALIKES)
    elif _NUMBER_AND_LETTER.fullmatch(word):
        word = word.translate(_LETTERS_OF_NUMBERS)
    word = word.translate(_LATIN)
    return word if word.isascii() else without_marks(word)


def without_marks(word: str) -> str:
    """``José`` as ``Jose``."""
    return "".join(sign for sign in normalize("NFKD", word) if not combining(sign))


def _spelt(found: re.Match[str]) -> str:
    return _SPELLINGS[found[0]]
