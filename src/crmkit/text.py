r"""Text at the boundary and for comparing: what is let in, and the form under which it is found.

=====================  =========================  ==========================================
as typed               ``clean``                  ``fold``
=====================  =========================  ==========================================
``"  Пётр  ИВАНОВ "``  ``"Пётр  ИВАНОВ"``         ``"петр иванов"``
``"Їжак Ґанок"``       ``"Їжак Ґанок"``           ``"їжак ґанок"`` (і, ї, й, ґ stay themselves)
``"Ａｎｎａ № 5"``      ``"Ａｎｎａ № 5"``           ``"anna no 5"``
``"a\x00b"``            refused                    ``"a\x00b"``
=====================  =========================  ==========================================
"""

import re
from unicodedata import normalize

from crmkit.errors import BadInput

_SURROGATE = re.compile("[\ud800-\udfff]")

# Unicode's Default_Ignorable_Code_Point: zero-width, BOM, soft hyphen, bidi controls, fillers.
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufff8"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)

# Text of these alone is already NFKC, and its lower case is its case folding.
_PLAIN_CYRILLIC = re.compile(r"[\x00-\x7fА-яЁёІіЇїЄєҐґЎў«»—–’]*")


def clean(text: str, *, where: str) -> str:
    """The text is fit to be stored: Unicode NFC, without outer white space.

    Raises BadInput naming ``where`` for a NUL or a lone surrogate, which no database keeps.
    """
    if "\0" in text or (not text.isascii() and _SURROGATE.search(text)):
        message = "the text holds a NUL or half a character, as a broken or binary file does"
        raise BadInput(message, where=where, hint="give the text in its right encoding")
    return normalize("NFC", text).strip()


def fold(text: str) -> str:
    """Equal folded forms mean texts that a person searching would call the same.

    Case, ё/е, compatibility forms (NFKC), invisible characters and the amount of white space
    do not count; everything else does. Folding a folded text changes nothing.
    """
    if text.isascii():
        return " ".join(text.lower().split())
    if _PLAIN_CYRILLIC.fullmatch(text):
        return " ".join(text.lower().replace("ё", "е").split())
    while (folded := _fold_once(text)) != text:
        text = folded
    return text


def _fold_once(text: str) -> str:
    """One round; a rare character (a letter with several marks) needs a second one."""
    lowered = normalize("NFKC", normalize("NFKC", without_invisible(text)).casefold())
    return " ".join(lowered.replace("ё", "е").split())


def without_invisible(text: str) -> str:
    """The same text to the eye, without characters that have no shape (zero-width, BOM, bidi)."""
    return text if text.isascii() else _INVISIBLE.sub("", text)


def plain(text: str) -> str:
    """The text as if typed on a plain keyboard, for reading numbers and addresses out of it.

    Full-width forms become narrow, ``№`` becomes ``#`` and invisible characters go, but a
    footnote's ``²`` or ``①`` becomes U+FFFD: it never turns into a digit of a phone or an account.
    """
    if text.isascii() or _PLAIN_CYRILLIC.fullmatch(text):
        return text
    visible = without_invisible(text)
    kept = (sign if sign.isalpha() or sign.isdecimal() else _plain_sign(sign) for sign in visible)
    return normalize("NFKC", "".join(kept))


def _plain_sign(sign: str) -> str:
    if sign == "№":
        return "#"
    narrow = normalize("NFKC", sign)
    return "\ufffd" if any(map(str.isdecimal, narrow)) else narrow
