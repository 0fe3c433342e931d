"""The words of a name as it stands in one field: without notes, titles and signs around it."""

import re

from msgspec import Struct

from crmkit.domain import _name_noise as noise
from crmkit.domain._name_words import word_of
from crmkit.text import plain

_LONGEST = 200
_PAIR = 2
_MARKS = re.compile("[\u0300\u0301'’ʼ`´ʹ″]+")
_INSIDE = re.compile(r"(?<=[^\W\d_])[\"*](?=[^\W\d_])")
_DIGIT = re.compile("[046]")
_ASIDE = re.compile(r"[(\[{]([^()\[\]{}]*)[)\]}]?")
_NEXT = re.compile(r"[,;|\n]|\s[-–—]+\s")
_QUOTED = re.compile(r"\s*[\"«„“].*[\"»“”]\s*")
_TWO = re.compile(r"[/+&]")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*\.?")
_LATIN = re.compile("[a-z]")
_CYRILLIC = re.compile(r"[а-яёіїєґў]")
_ONLY_LATIN = re.compile(r"[bdfghjklmnqrstuvwz]")
_ONLY_CYRILLIC = re.compile(r"[бвгджзийклмнптфцчшщъыьэюяёїєґ]")
_UNLIKE = re.compile(r"[dfgjlnqrsuvwz]")
_TO_CYRILLIC = str.maketrans("abcehikmoptxy", "авсенікмортху")
_TO_LATIN = str.maketrans("авсенікмортху", "abcehikmoptxy")
_INITIALS = dict.fromkeys(("yu", "iu", "ju"), "ю") | dict.fromkeys(("ya", "ia", "ja"), "я")
_INITIALS |= dict.fromkeys(("ye", "ie", "je"), "е")
_LEET = (
    (re.compile(r"(?<=[^\W\d_])0(?=[^\W\d_])"), "o"),
    (re.compile(r"(?<=[a-z])4(?=[a-z])"), "ch"),
    (re.compile(r"(?<=[a-z])6(?=[a-z])"), "sh"),
)
_NOTES = noise.ENDS | noise.KIN | noise.TRADES
_DROPPED = noise.MADE_UP | noise.TITLES
_NOISE = _NOTES | _DROPPED | noise.ORGANISATIONS | noise.AND | noise.PARTICLES | noise.NOBLE


class Split(Struct, frozen=True, gc=False):
    """Words of the name; surnames beside it in brackets; what the text is, if no person's name."""

    words: tuple[str, ...]
    asides: tuple[str, ...] = ()
    kind: str = "person"
    is_relative: bool = False
    is_surname_first: bool = False


def split(text: str) -> Split:
    """The words of the folded text."""
    if len(text) > _LONGEST or "@" in text or "://" in text:
        return Split((), kind="junk")
    letters = text.replace(" ", "").replace(".", "")
    if letters.isalpha() and (letters.isascii() or not _LATIN.search(letters)):
        return _sorted_out(_plain_tokens(text) if "." in text else text.split())
    return _split_signs(text)


def _plain_tokens(text: str) -> list[str]:
    return [_whole(word) for word in text.replace(".", ". ").split() if word != "."]


def _split_signs(text: str) -> Split:
    text = _INSIDE.sub("", _MARKS.sub("", plain(text)))
    if _DIGIT.search(text):
        for digit, letters in _LEET:
            text = digit.sub(letters, text)
    asides = [_tokens(aside) for aside in _ASIDE.findall(text)]
    if asides:
        text = _ASIDE.sub(" ", text)
    parts = [part for part in map(_tokens, _NEXT.split(text)) if part]
    if not parts:
        parts, asides = asides, []
    if not parts:
        return Split((), kind="junk")
    by_sign = [_tokens(part) for part in _TWO.split(text)]
    if len(by_sign) + len(parts) > _PAIR and _names_two(by_sign if len(by_sign) > 1 else parts):
        return Split((), kind="couple")
    if _QUOTED.fullmatch(text) and not any(map(_is_known, parts[0])):
        return Split((), kind="organisation")
    is_surname_first = len(parts) > 1 and _is_surname_first(*parts[:2])
    found = _sorted_out([token for part in parts[: 1 + is_surname_first] for token in part])
    beside = [aside[0] for aside in asides if len(aside) == 1 and aside[0] not in _NOISE]
    return Split(found.words, tuple(beside), found.kind, found.is_relative, is_surname_first)


def _tokens(text: str) -> list[str]:
    found = _WORD.findall(text)
    is_cyrillic = _CYRILLIC.search(text) is not None
    return [_one_script(_whole(word), is_cyrillic=is_cyrillic) for word in found]


def _whole(word: str) -> str:
    """``Yu.`` as an initial, which keeps its full stop; ``г-н.`` as a word."""
    if word[-1] != "." or len(word) == _PAIR:
        return word
    word = word[:-1]
    if len(word) == _PAIR and word not in _NOISE:
        return f"{_INITIALS.get(word, word[0])}."
    return word


def _one_script(word: str, *, is_cyrillic: bool) -> str:
    """Letters of the other script as the ones that look the same."""
    if word.isascii():
        return _as_cyrillic(word) if is_cyrillic and not _UNLIKE.search(word) else word
    if not _LATIN.search(word) or not _CYRILLIC.search(word):
        return word
    if _ONLY_LATIN.search(word) and not _ONLY_CYRILLIC.search(word):
        return word.translate(_TO_LATIN)
    return word.translate(_TO_CYRILLIC)


def _as_cyrillic(word: str) -> str:
    """``Bepa`` as ``Вера``, but not ``Boiko``, which is a name as it stands."""
    cyrillic = word.translate(_TO_CYRILLIC)
    if len(word.rstrip(".")) == 1:
        return cyrillic
    return cyrillic if _is_known(cyrillic) and not _is_known(word) else word


def _names_two(parts: list[list[str]]) -> bool:
    """Whether at least two parts hold a first name each, which is no surname."""
    named = [
        part for part in parts if part and part[0] not in _NOTES and any(map(_is_first_alone, part))
    ]
    return len(named) > 1


def _is_first(token: str) -> bool:
    return len(token) > 1 and token not in _NOISE and word_of(token).is_first


def _is_first_alone(token: str) -> bool:
    return _is_first(token) and not word_of(token).evidence[0]


def _is_known(token: str) -> bool:
    return len(token) > 1 and word_of(token).is_known


def _is_surname_first(part: list[str], following: list[str]) -> bool:
    """``Иванов, Иван`` and ``Martin, James``; but ``Иван Иванов, Москва``."""
    return any(map(_is_first, following)) and (len(part) == 1 or not any(map(_is_first, part)))


def _sorted_out(tokens: list[str]) -> Split:
    if _NOISE.isdisjoint(tokens):
        return Split(tuple(tokens))
    if any(token in noise.AND and _joins_two(tokens, at) for at, token in enumerate(tokens)):
        return Split((), kind="couple")
    if _is_organisation(tokens):
        return Split((), kind="organisation")
    kept = tuple(_with_particles(_without_notes(tokens)))
    is_sentence = not _NOTES.isdisjoint(tokens) and not any(map(_is_known, kept))
    if not noise.SOLE_TRADERS.isdisjoint(tokens) and not any(map(_is_known, kept)):
        return Split((), kind="organisation")
    if is_sentence or not kept:
        return Split((), kind="junk")
    return Split(kept, is_relative=tokens[0] in noise.KIN)


def _is_organisation(tokens: list[str]) -> bool:
    """A legal form anywhere; a kind of business, unless a first name stands before it."""
    if not noise.ORGANISATIONS.isdisjoint(tokens):
        return True
    trade = next((at for at, token in enumerate(tokens) if token in noise.TRADES), None)
    return trade is not None and not any(map(_is_first, tokens[:trade]))


def _without_notes(tokens: list[str]) -> list[str]:
    kept: list[str] = []
    for at, token in enumerate(tokens):
        if token in _NOTES and not (len(token) == 1 and at == len(tokens) - 1):
            if kept:
                break
        elif token not in _DROPPED:
            kept.append(token)
    return kept


def _with_particles(tokens: list[str]) -> list[str]:
    """``гасан оглы`` as one word, and ``van der berg``."""
    joined: list[str] = []
    noble = ""
    for at, token in enumerate(tokens):
        if token in noise.PARTICLES and joined:
            joined[-1] += f" {token}"
        elif token in noise.NOBLE and _begins_surname(tokens, at):
            noble += token
        else:
            joined.append(noble + token)
            noble = ""
    return joined


def _begins_surname(tokens: list[str], at: int) -> bool:
    """Whether the ``van`` stands before a surname; ``Al`` in the first place is a first name."""
    return at < len(tokens) - 1 and len(tokens) > _PAIR and (at > 0 or tokens[at] != "al")


def _joins_two(tokens: list[str], at: int) -> bool:
    """Whether the ``и`` stands between two people and is no initial."""
    if not 0 < at < len(tokens) - 1:
        return False
    before, after = tokens[at - 1], tokens[at + 1]
    return min(len(before), len(after)) > 1 and (_is_first(before) or _is_first(after))
