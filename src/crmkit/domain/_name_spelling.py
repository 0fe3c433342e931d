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

from crmkit.domain.spelling import without_marks

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

# After a vowel it is the Belarusian letter, elsewhere the Uzbek one.
_UZBEK_U = re.compile("(?<![аеёиоуыэюяі])ў")

# French spelling, as in passports of the 1990s: Chevtchenko, Iouri.
_FRENCH = ("tch", "iou")
_FRENCH_SOUNDS = (("chtch", "sh"), ("tch", "\1"), ("ch", "sh"), ("\1", "ch"), ("iou", "iu"))

# Only in a word with a Slavic ending is a lone c or cz a ц: Kuznecov, Doncova; but Victor.
_SLAVIC: tuple[str, ...] = ("ov", "ova", "ev", "eva", "of", "ef", "enko", "ec", "vich", "uk", "yk")
_SLAVIC += ("cin", "cyn", "cina", "cyna", "cki", "cky", "ckij", "ckyj", "ckiy", "ckyi", "cka")
_SLAVIC += ("ckaya", "ckaja", "ckaia", "cia", "ciya", "cija", "ciia", "coj", "coy")
# German and Polish spelling, known by their w: Prochorowa, Gontscharow; but Goncharov.
_WITH_W = ("ow", "owa", "ew", "ewa", "owicz", "ewicz", "owitsch", "ewitsch", "owna", "ewna")
_WITH_W_SOUNDS = (("tsch", "\1"), ("sch", "sh"), ("ch", "kh"), ("\1", "ch"))
_ODD = frozenset("cxuw")
# The passports of Belarus.
_BELARUSIAN: tuple[tuple[str, str], ...] = (
    ("ou", "ov"),
    ("au", "av"),
    ("ouna", "ovna"),
    ("euna", "evna"),
    ("auna", "avna"),
)
_BELARUSIAN += (("auich", "avich"), ("ouski", "ovski"), ("euski", "evski"), ("auski", "avski"))
_TS = re.compile(r"cz?(?!h)")

# An x is кс in these, х elsewhere: Alexey, Maxim, Oxana, Xenia, Felix; but Zaxarov, Axmetov.
_X_AS_KS = re.compile(
    r"(?<=le)x|(?<=ma)x(?=i|y|$|w|u)|^x(?=en|[yi])|(?<=^o)x(?=an)|(?<=^a)x(?=[eyi])|(?<=eli)x$"
    r"|(?<=^mar)x$|(?<=[ad])x(?=t|w)"
)

_SPELLINGS = {"kh": "g", "gh": "g", "x": "g", "w": "v", "q": "k", "ph": "f", "th": "t", "ck": "k"}
_SPELLINGS |= {"cv": "tsv"}
_SPELLINGS |= dict.fromkeys(("shch", "sch", "szcz", "sz", "shh"), "sh")
_SPELLINGS |= {"cz": "ch", "tch": "ch", "tsh": "ch", "dzh": "zh", "tz": "ts", "ou": "u"}
_SPELLING = re.compile(
    "|".join(sorted(_SPELLINGS, key=len, reverse=True))
    + "|(?<![scz])h|c(?!h)|[iyj]+[aueo]|[iyj]{2,}|[yj]"
    + "|(?<=[scz]h)o|(?<=u)e(?=[bdfgklmnrstz])|(?<=o)e(?=[bdglmnt])"  # чорний, Mueller, Koehler
)
_DOUBLED = re.compile(r"(.)\1+")
_SINGLE = {"h": "g", "o": "e", "e": ""}
_SOFT = {"a": "ja", "u": "ju", "e": "e", "o": "e"}
_SOFTENING = frozenset("eiy")


@lru_cache(_REMEMBERED)
def skeleton(word: str) -> str:
    """The folded word in Latin letters that many spellings of it share; the skeleton's is itself.

    Takes what `crmkit.text.fold` gives, one word at a time.
    """
    if not word.isalpha() or not word.isascii():
        word = _in_latin(word)
    if word.isascii() and not _ODD.isdisjoint(word):
        word = _in_habitual_letters(word)
    while (spelt := _spelt(word)) != word:
        word = spelt
    return word


def _spelt(word: str) -> str:
    word = _DOUBLED.sub(r"\1", _SPELLING.sub(_sound, word))
    if word.endswith(("of", "ef")):
        return f"{word[:-1]}v"
    return word[:-1] if word.endswith("ine") else word


def _sound(found: re.Match[str]) -> str:
    letters = found[0]
    usual = _SPELLINGS.get(letters)
    if usual is not None:
        return usual
    if letters in _SINGLE:
        return _SINGLE[letters]
    if letters == "c":
        return "s" if found.string[found.end() : found.end() + 1] in _SOFTENING else "k"
    if letters[-1] == "o" and letters[0] != "y" and not found.start():
        return "jo"  # Иосиф, John; but Yolkin
    return _SOFT.get(letters[-1], "i")


def _in_latin(word: str) -> str:
    if "ў" in word:
        word = _UZBEK_U.sub("у", word)
    word = word.replace("ьо", "е").translate(_LATIN)
    if word.isascii():
        return word
    return without_marks(word).translate(_LATIN).lower()


def _in_habitual_letters(word: str) -> str:
    """A Latin word with c, j and x in the sense of the scheme that it is likely written in."""
    if any(sign in word for sign in _FRENCH):
        for typed, usual in _FRENCH_SOUNDS:
            word = word.replace(typed, usual)
    if word.endswith(_WITH_W):
        for typed, usual in _WITH_W_SOUNDS:
            word = word.replace(typed, usual)
    for typed, usual in _BELARUSIAN:
        if word.endswith(typed):
            word = word.removesuffix(typed) + usual
    if word.endswith(_SLAVIC):
        word = _TS.sub("ts", word)
    return _X_AS_KS.sub("ks", word)
