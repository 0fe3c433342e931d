"""One spelling for a word of a name in any alphabet and any scheme of transliteration.

=====================================================  ============
as typed, folded                                       its skeleton
=====================================================  ============
``щербаков``, ``shcherbakov``, ``scherbakov``          ``sherbakov``
``захаров``, ``zaharov``, ``zakharov``, ``zaxarov``    ``zagarov``
``соловьёв``, ``solovyov``, ``soloviev``, ``соловйов`` ``solovev``
``юлия``, ``юлія``, ``yuliya``, ``iuliia``, ``julia``  ``julja``
``алексеев``, ``alekseev``, ``alexeyev``, ``алексєєв`` ``aleksev``
``кузнецов``, ``kuznetsov``, ``kuznecov``              ``kuznetsov``
``шевченко``, ``shevchenko``, ``chevtchenko``          ``shevchenko``
=====================================================  ============

Many to one: х, г, ґ, h and g are one letter, as one scheme or another writes them alike; so are
и, і, ї, й, ы, and е, ё, э, є. But я stays apart from а: Яна is not Анна.
"""

import re
from functools import lru_cache
from unicodedata import combining, normalize

_REMEMBERED = 2**17

_LETTERS = dict(
    zip("абвгґғдезийіїыкқлмнңопрстуўұүфхҳһ", "abvgggdeziiiiikklmnnoprstuvuufggg", strict=True)
)
_SOUNDS = {"ё": "e", "є": "e", "э": "e", "ә": "a", "ө": "o", "ж": "zh", "җ": "zh", "ҷ": "zh"}
_SOUNDS |= {"ц": "ts", "ч": "ch", "ш": "sh", "щ": "sh", "ю": "ju", "я": "ja", "ь": "", "ъ": ""}
_SOUNDS |= {"ß": "ss", "ł": "l", "ø": "o", "æ": "e", "œ": "e", "đ": "d", "ı": "i", "ə": "a"}
_SOUNDS |= {"š": "sh", "ş": "sh", "č": "ch", "ç": "ch", "ć": "ch", "ž": "zh", "ż": "zh"}
_SOUNDS |= dict.fromkeys("'’ʼ`´ʹʺ", "")
_LATIN = str.maketrans(_LETTERS | _SOUNDS)

# French spelling, as in passports of the 1990s: Chevtchenko, Iouri.
_FRENCH = ("tch", "iou")
_FRENCH_SOUNDS = (("chtch", "sh"), ("tch", "\1"), ("ch", "sh"), ("\1", "ch"))

# Only in a surname with a Slavic ending is a lone c or cz a ц: Kuznecov, Doncova; but Victor.
_SLAVIC: tuple[str, ...] = (
    "ov",
    "ova",
    "ev",
    "eva",
    "of",
    "ef",
    "enko",
    "cin",
    "cyn",
    "cina",
    "cyna",
    "ec",
)
_SLAVIC += ("cki", "cky", "ckij", "ckiy", "ckyi", "cka", "ckaya", "ckaja", "ckaia")
_TS = re.compile(r"cz?(?!h)")

# An x is кс in these, х elsewhere: Alexey, Maxim, Oxana, Xenia, Felix; but Zaxarov, Axmetov.
_X_AS_KS = re.compile(
    r"(?<=le)x|(?<=ma)x(?=i|y|$|w|u)|^x(?=[eyi])|(?<=^o)x(?=an)|(?<=^a)x(?=[eyi])|(?<=i)x(?=$|t|o)"
    r"|(?<=[^aeiou])x|(?<=d[aie])x|(?<=a)x(?=on|t|w|$)"
)

_SPELLINGS = {"kh": "g", "gh": "g", "h": "g", "x": "g", "w": "v", "q": "k", "ph": "f", "th": "t"}
_SPELLINGS |= {"ck": "k", "c": "k", "ce": "se", "ci": "si", "cy": "si", "cz": "ch", "tz": "ts"}
_SPELLINGS |= {"shch": "sh", "sch": "sh", "szcz": "sh", "sz": "sh", "shh": "sh", "sh": "sh"}
_SPELLINGS |= {"ch": "ch", "zh": "zh", "tch": "ch", "dzh": "zh", "tsh": "ch", "ou": "u"}
_SPELLING = re.compile("[iyj]+[aueo]?|" + "|".join(sorted(_SPELLINGS, key=len, reverse=True)))
_DOUBLED = re.compile(r"(.)\1+")
_HARD_E = re.compile(r"(?<=[sc]h|zh)o")
_SOFT = {"a": "ja", "u": "ju", "e": "e", "o": "e"}
_ENDINGS = (("of", "ov"), ("ef", "ev"), ("ine", "in"))


@lru_cache(_REMEMBERED)
def skeleton(word: str) -> str:
    """The folded word in Latin letters that many spellings of it share; the skeleton's is itself.

    Takes what `crmkit.text.fold` gives, one word at a time.
    """
    if not word.isalpha() or not word.isascii():
        word = _in_latin(word)
    if word.isascii() and ("c" in word or "x" in word or "ou" in word):
        word = _in_habitual_letters(word)
    while (spelt := _spelt(word)) != word:
        word = spelt
    return word


def _spelt(word: str) -> str:
    word = _DOUBLED.sub(r"\1", _SPELLING.sub(_sound, word))
    word = _HARD_E.sub("e", word)
    for ending, usual in _ENDINGS:
        if word.endswith(ending):
            word = word[: -len(ending)] + usual
    return word


def _sound(found: re.Match[str]) -> str:
    letters = found[0]
    if letters[0] not in "iyj":
        return _SPELLINGS[letters]
    if letters[-1] == "o" and letters[0] != "y" and not found.start():
        return "jo"  # Иосиф, John; but Yolkin
    return _SOFT.get(letters[-1], "i")


def _in_latin(word: str) -> str:
    word = word.replace("ьо", "е").translate(_LATIN)
    if word.isascii():
        return word
    plain = "".join(sign for sign in normalize("NFKD", word) if not combining(sign))
    return plain.translate(_LATIN).lower()


def _in_habitual_letters(word: str) -> str:
    """A Latin word with c, j and x in the sense of the scheme that it is likely written in."""
    if any(sign in word for sign in _FRENCH):
        for typed, usual in _FRENCH_SOUNDS:
            word = word.replace(typed, usual)
    if word.endswith("ou"):
        word = f"{word[:-2]}ov"  # the passports of Belarus
    if word.endswith(_SLAVIC):
        word = _TS.sub("ts", word)
    return _X_AS_KS.sub("ks", word)
