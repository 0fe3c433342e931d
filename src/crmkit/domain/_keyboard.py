"""Text typed in the wrong keyboard layout: ``Bdfyjd`` for ``Иванов``."""

import re

_LATIN = "`qwertyuiop[]asdfghjkl;'zxcvbnm,./~{}:\"<>"
_RUSSIAN = "ёйцукенгшщзхъфывапролджэячсмитьбю.ёхъжэбю"
_TO_RUSSIAN = str.maketrans(_LATIN, _RUSSIAN)
_TO_LATIN = str.maketrans(_RUSSIAN[:33] + "ієїґ", _LATIN[:33] + "s']`")
_CYRILLIC = re.compile("[а-яё]")
_CYRILLIC_LETTERS = re.compile(r"[а-яёіїєґ .,-]+")


def switched(text: str) -> str:
    """What the same keys type in the other layout; empty where the text holds both alphabets.

    Some Ukrainian letters stay in a text whose other letters were switched by a program.
    """
    if text.isascii() or not _CYRILLIC.search(text):
        return text.translate(_TO_RUSSIAN)
    if _CYRILLIC_LETTERS.fullmatch(text):
        return text.translate(_TO_LATIN)
    return ""
