"""Several sealers at once: every entry is under one seal, and the chain has no gap and no fork."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from crmkit import Crm, System
from crmkit.domain.conversations import Note
from crmkit.domain.seals import Seal
from crmkit.errors import TemporaryFailure
from tests.reliability.counts import Counts

pytestmark = pytest.mark.slow
_TEST = System("reliability")
_SEALERS, _SIZE = 4, 7


def test_sealers_at_once_make_one_chain(crm: Crm, counts: Counts) -> None:
    with ThreadPoolExecutor(_SEALERS + 1) as threads:
        writing = threads.submit(_write, crm, counts.sealed)
        sealers = [threads.submit(_seal_till, crm, writing.done) for _ in range(_SEALERS)]
        made = [seal for sealer in sealers for seal in sealer.result()]
    made += crm.seal(size=_SIZE)
    with crm.work(_TEST, writes=False) as work:
        kept = work.find(Seal, limit=None)
    numbers = sorted(seal.number for seal in kept)
    assert numbers == list(range(1, len(numbers) + 1))
    assert len({seal.number for seal in made}) == len(made)
    told = crm.verify()
    assert told.sound
    assert sum(seal.entries for seal in kept) == told.entries


def _write(crm: Crm, count: int) -> None:
    for nth in range(count):
        with crm.work(_TEST) as work:
            work.create(Note, text=f"note {nth}")


def _seal_till(crm: Crm, done: object) -> list[Seal]:
    """The seals that one sealer made until the writer was done."""
    made: list[Seal] = []
    assert callable(done)
    while not done():
        try:
            made += crm.seal(size=_SIZE)
        except TemporaryFailure:
            continue
    return made
