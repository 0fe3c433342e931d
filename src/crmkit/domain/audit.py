"""The audit of the journal: anchors that a host keeps elsewhere, and what a verification finds."""

import hmac
from collections.abc import Mapping
from typing import Literal, Self

from attrs import field, frozen

from crmkit.domain.seals import Seal
from crmkit.errors import BadInput
from crmkit.ids import JournalEntryId

Tampering = Literal[
    "payload", "blanked", "edited", "removed", "inserted", "unsealed", "chain", "gap",
    "truncated", "rewritten", "forged",
]  # fmt: skip
WORDS: Mapping[Tampering, str] = {
    "payload": "the changes of an entry are not those that were committed to",
    "blanked": "the changes of an entry were destroyed, and no erasure says so",
    "edited": "an entry under this seal was edited or replaced, or the seal itself was",
    "removed": "entries under this seal are gone",
    "inserted": "there are more entries under this seal than it covers",
    "unsealed": "an old entry is under no seal: it was put in later, or never sealed",
    "chain": "entries are under a seal that is not there",
    "gap": "a seal is missing between the others",
    "truncated": "the journal ends before a seal that was kept elsewhere",
    "rewritten": "a seal is another one than was kept elsewhere",
    "forged": "a kept seal does not bear the mark of the key",
}
"""What each finding means."""
_PARTS = 2


@frozen
class Anchor:
    """The number and head of a seal, kept where whoever tampers with the base cannot reach.

    ``mark`` is an HMAC with a key of the host's, for where anchors themselves might be forged.
    """

    number: int
    head: str
    mark: str | None = None

    @classmethod
    def of(cls, seal: Seal, key: bytes | None = None) -> Self:
        """The anchor of a seal, marked with the key if there is one."""
        bare = cls(seal.number, seal.head)
        return bare if key is None else cls(seal.number, seal.head, bare._mark(key))

    @classmethod
    def parse(cls, line: str) -> Self:
        """The anchor of a line that `str` wrote; BadInput when it is not one."""
        number, *rest = line.split() or [""]
        if not number.isascii() or not number.isdigit() or not 1 <= len(rest) <= _PARTS:
            message = "not a line of an anchor"
            raise BadInput(message, where="anchor", hint="crmkit audit anchor prints them")
        return cls(int(number), *rest)

    def bears(self, key: bytes) -> bool:
        """Whether the mark is the key's."""
        return self.mark is not None and hmac.compare_digest(self.mark, self._mark(key))

    def __str__(self) -> str:
        """One line: the number, the head and, if there is one, the mark."""
        return " ".join([str(self.number), self.head, *([self.mark] if self.mark else [])])

    def _mark(self, key: bytes) -> str:
        return hmac.digest(key, f"{self.number} {self.head}".encode(), "sha256").hex()


@frozen(kw_only=True)
class Finding:
    """One thing that is not as it was written: what, under which seal, in which entries.

    Where a seal covers too many entries to tell which, the first and the last of them are named.
    """

    tampering: Tampering
    seal: int | None = None
    entries: tuple[JournalEntryId, ...] = ()

    def __str__(self) -> str:
        """One line for people: nothing in it is personal."""
        place = "" if self.seal is None else f"seal {self.seal}: "
        named = f" ({', '.join(map(str, self.entries))})" if self.entries else ""
        return f"{place}{WORDS[self.tampering]}{named}"


@frozen(kw_only=True)
class Verified:
    """What a verification has seen: so many entries under so many seals, and what is wrong.

    ``unsealed`` entries wait for the next seal; ``uncommitted`` ones were written before crmkit
    committed to changes: a seal covers that they are there, and not what they changed.
    """

    entries: int = 0
    unsealed: int = 0
    uncommitted: int = 0
    seals: int = 0
    findings: tuple[Finding, ...] = field(factory=tuple)

    @property
    def sound(self) -> bool:
        """Whether nothing is wrong."""
        return not self.findings
