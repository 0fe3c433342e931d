"""Which encoding a text file is in: byte-order mark, then UTF-8, then a trial of the Cyrillic ones.

General detectors read a mostly Latin file with one Cyrillic word as Chinese; a shop's file is
Russian, Ukrainian or English, so each of their encodings is tried, and the one in which the letters
are the frequent ones, in a case that people write, wins.
"""

import codecs
from itertools import pairwise
from typing import BinaryIO

from crmkit.errors import AdapterError, BadFile

SAMPLE = 65_536
_PARTS = 1_000

_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# koi8-u also reads every letter of koi8-r, whose lines stand where koi8-u has є, і, ї, ґ.
_CYRILLIC = ("cp1251", "koi8-u", "cp866")
_FREQUENT, _USUAL = frozenset("оаинетрсвлкі"), frozenset("мдпуяызьбгчйхжшюцщєїёфэґъў")
_SIGNS = frozenset("№«»—–’‘“”„…·•°§©®\xa0\xad")
# For the rest of Europe, the likeliest first; a detector free to choose finds Asia everywhere.
_OTHERS = ["cp1252", "cp1250", "cp1257", "cp1254", "iso8859_5", "mac_cyrillic"]
_HINT = "give the right encoding, such as utf-8, cp1251, koi8-u"


def find_encoding(stream: BinaryIO, declared: str | None) -> str:
    """The encoding of the stream by a Python name: the declared one, unless the bytes refute it."""
    stream.seek(0)
    head = stream.read(SAMPLE)
    marked = next((name for mark, name in _MARKS if head.startswith(mark)), None)
    if declared is not None:
        return _confirmed(declared, _telling_part(stream, head), marked)
    sample = head if marked else _telling_part(stream, head)
    return marked or ("utf-8" if _fits(sample, "utf-8") else _tried(sample))


def decoded(sample: bytes, encoding: str) -> str:
    """The text of a sample, which may break off inside a character; U+FFFD for wrong bytes."""
    return codecs.getincrementaldecoder(encoding)("replace").decode(sample)


def _telling_part(stream: BinaryIO, head: bytes) -> bytes:
    """The first part that is not all ASCII, if one comes early; an ASCII part otherwise."""
    part = head
    for _ in range(_PARTS):
        if not part.isascii() or not (following := stream.read(SAMPLE)):
            break
        part = following
    return part


def _confirmed(declared: str, sample: bytes, marked: str | None) -> str:
    """The declared encoding, if there is one of this name and the bytes can be in it."""
    try:
        b"\n".decode(declared, "replace")
        name = codecs.lookup(declared).name
        possible = _fits(sample, name)
    except (LookupError, ValueError) as error:
        raise BadFile(f"no text can be in the encoding “{declared}”", hint=_HINT) from error
    truth = marked or ("utf-8" if _fits(sample, "utf-8") else None)
    if truth and truth.startswith(name):
        return truth
    if not possible or (truth and decoded(sample, truth) != decoded(sample, name)):
        raise BadFile(
            f"the file is in {truth or 'another encoding'}, not in {declared}", hint=_HINT
        )
    return name


def _fits(sample: bytes, encoding: str) -> bool:
    """In this encoding, or nearly so: a few broken bytes are the fault of their rows."""
    text = decoded(sample, encoding)
    return sum(not sign.isascii() for sign in text) >= 5 * text.count("\ufffd")


def _tried(sample: bytes) -> str:
    """The Cyrillic encoding that gives the most plausible text, else what a detector says."""
    scores = {name: _plausibility(decoded(sample, name)) for name in _CYRILLIC}
    best = max(scores, key=scores.__getitem__)
    return best if scores[best] >= 0 else _detected(sample)


def _plausibility(text: str) -> float:
    """How much the text looks written by people: about 1.5 when it is, below 0 when garbled."""
    weights = [_weight(sign.lower()) for sign in text if not sign.isascii()]
    return (sum(weights) - 2 * sum(map(_clash, pairwise(text)))) / max(len(weights), 1)


def _weight(sign: str) -> int:
    if sign in _FREQUENT:
        return 2
    return 1 if sign in _USUAL else 0 if sign in _SIGNS else -3


def _clash(pair: tuple[str, str]) -> bool:
    """A capital after a small letter, or a Latin letter beside a Cyrillic one."""
    before, after = pair
    if (before.isascii() and after.isascii()) or not (before.isalpha() and after.isalpha()):
        return False
    return (before.islower() and after.isupper()) or before.isascii() or after.isascii()


def _detected(sample: bytes) -> str:
    """What the general detector finds among the other encodings of Europe."""
    try:
        from charset_normalizer import from_bytes  # noqa: PLC0415 - optional
    except ImportError as error:
        message = "charset-normalizer is not installed"
        hint = "pip install 'crmkit[files]', or give the encoding"
        raise AdapterError(message, where="encoding", hint=hint) from error
    found = {
        match.encoding: (match.chaos, -match.coherence)
        for match in from_bytes(sample, cp_isolation=_OTHERS)
    }
    if not found:
        raise BadFile("the encoding cannot be found out", hint=_HINT)
    return min(found, key=lambda name: (found[name], _OTHERS.index(name)))
