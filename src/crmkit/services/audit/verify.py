"""Verifying: the journal is read once, in the order of ids, and compared with seals and anchors."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from hashlib import sha256
from typing import TYPE_CHECKING

from attrs import Factory, define

from crmkit.domain.audit import Anchor, Finding, Tampering, Verified
from crmkit.domain.commitments import NOTHING, commitment, head, line
from crmkit.domain.journal import JournalEntry
from crmkit.domain.seals import Seal
from crmkit.ids import Id, JournalEntryId
from crmkit.ports.storage import UnitOfWork
from crmkit.query.questions import Order, Path
from crmkit.services.audit import reading

if TYPE_CHECKING:
    from hashlib import _Hash

Progress = Callable[[int, int], None]
"""Is told how many entries have been read, and of how many."""
_STEP = 1_000


@define
class _Covered:
    """What was met under one seal."""

    digest: "_Hash" = Factory(sha256)
    entries: int = 0
    first: JournalEntryId | None = None
    last: JournalEntryId | None = None

    def take(self, entry: JournalEntry) -> None:
        self.digest.update(line(entry))
        self.entries += 1
        self.first = self.first or entry.id
        self.last = entry.id

    @property
    def ends(self) -> tuple[JournalEntryId, ...]:
        return tuple(dict.fromkeys(each for each in (self.first, self.last) if each is not None))


@define
class Verifier:
    """Takes the journal in, entry by entry; memory grows with seals and with erased records."""

    oldest_unsealed: Id | None
    covered: dict[int, _Covered] = Factory(dict)
    blanked: dict[Id, JournalEntryId] = Factory(dict)
    findings: list[Finding] = Factory(list)
    entries: int = 0
    unsealed: int = 0
    uncommitted: int = 0

    def take(self, entry: JournalEntry) -> None:
        """Looks at one entry; they come in the order of their ids."""
        self.entries += 1
        self._payload(entry)
        if entry.action == "erase":
            self.blanked.pop(entry.record_id, None)
        if entry.seal is not None:
            self.covered.setdefault(entry.seal, _Covered()).take(entry)
            return
        self.unsealed += 1
        if self.oldest_unsealed is not None and entry.id < self.oldest_unsealed:
            self._find("unsealed", entry.id)

    def _payload(self, entry: JournalEntry) -> None:
        held = entry.salt is not None or bool(entry.changes)
        if entry.commitment is None:
            self.uncommitted += entry.action in {"change", "delete"}
            if entry.salt is not None or (held and entry.action not in {"change", "delete"}):
                self._find("payload", entry.id)
        elif not held:
            self.blanked.setdefault(entry.record_id, entry.id)
        elif entry.salt is None or commitment(entry.salt, entry.changes) != entry.commitment:
            self._find("payload", entry.id)

    def _find(self, tampering: Tampering, entry: JournalEntryId) -> None:
        self.findings.append(Finding(tampering=tampering, entries=(entry,)))


def verify(
    unit: UnitOfWork, anchors: Iterable[Anchor], key: bytes | None, progress: Progress
) -> Verified:
    """What is wrong with the journal, and how much of it there is."""
    newest = reading.newest_seal(unit)
    verifier = Verifier(None if newest is None else reading.late(newest))
    total = reading.entries(unit)
    for entry in reading.in_order(unit, JournalEntry):
        verifier.take(entry)
        if verifier.entries % _STEP == 0:
            progress(verifier.entries, total)
    progress(verifier.entries, total)
    heads: dict[int, str] = {}
    findings = [
        *verifier.findings,
        *(Finding(tampering="blanked", entries=(entry,)) for entry in verifier.blanked.values()),
        *_seals(unit, verifier.covered, heads),
        *_anchors(anchors, key, heads),
    ]
    return Verified(
        entries=verifier.entries,
        unsealed=verifier.unsealed,
        uncommitted=verifier.uncommitted,
        seals=len(heads),
        findings=tuple(findings),
    )


def _seals(
    unit: UnitOfWork, covered: Mapping[int, _Covered], heads: dict[int, str]
) -> Iterator[Finding]:
    """Compares each seal with the entries under it and the seal before; notes the heads."""
    before, expected = NOTHING, 1
    for seal in reading.in_order(unit, Seal, Order(Path("number"))):
        met = covered.get(seal.number, _Covered())
        if seal.number != expected:
            yield Finding(tampering="gap", seal=expected)
        elif head(before, seal.number, met.digest.digest()) != seal.head or _count(seal, met):
            yield Finding(
                tampering=_count(seal, met) or "edited", seal=seal.number, entries=met.ends
            )
        heads[seal.number] = before = seal.head
        expected = seal.number + 1
    for number in sorted(covered.keys() - heads.keys()):
        yield Finding(tampering="chain", seal=number, entries=covered[number].ends)


def _count(seal: Seal, met: _Covered) -> Tampering | None:
    if met.entries == seal.entries:
        return None
    return "removed" if met.entries < seal.entries else "inserted"


def _anchors(
    anchors: Iterable[Anchor], key: bytes | None, heads: Mapping[int, str]
) -> Iterator[Finding]:
    last = max(heads, default=0)
    for anchor in anchors:
        if key is not None and not anchor.bears(key):
            yield Finding(tampering="forged", seal=anchor.number)
        elif anchor.number > last:
            yield Finding(tampering="truncated", seal=anchor.number)
        elif heads.get(anchor.number) != anchor.head:
            yield Finding(tampering="rewritten", seal=anchor.number)
