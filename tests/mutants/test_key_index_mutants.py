"""Faults that the contract of the key index must notice."""

from collections.abc import Iterator, Sequence

import pytest

from crmkit.memory.key_index import MemoryKeyIndex
from crmkit.ports.key_index import KeyIndex, KeyIndexer, KeyTable, Pair
from crmkit.testing.contracts.key_index import KeyIndexContract


def _forgets_how_many_may_share(table: KeyTable) -> KeyIndex:
    loose = KeyTable()
    for key, place in zip(table.keys, table.places, strict=True):
        loose.add(key, 255, place)
    return MemoryKeyIndex(loose)


def _counts_one_too_few(table: KeyTable) -> KeyIndex:
    strict = KeyTable()
    for key, most, place in zip(table.keys, table.most, table.places, strict=True):
        strict.add(key, most - 1, place)
    return MemoryKeyIndex(strict)


class TellsPairsTwice(MemoryKeyIndex):
    def pairs(self) -> Iterator[Pair]:
        for pair in super().pairs():
            yield pair
            yield pair


class TurnsPairsRound(MemoryKeyIndex):
    def pairs(self) -> Iterator[Pair]:
        yield from ((other, one) for one, other in super().pairs())


class ForgetsTheLastMember(MemoryKeyIndex):
    def members(self, key: int) -> Sequence[int]:
        found = super().members(key)
        return found[:-1] if len(found) > 1 else found


class HidesTheCrowd(MemoryKeyIndex):
    def members(self, key: int) -> Sequence[int]:
        found = super().members(key)
        return found if len(found) <= 3 else ()


class AnswersWithANeighbour(MemoryKeyIndex):
    def members(self, key: int) -> Sequence[int]:
        return super().members(key) or super().members(key + 1)


_BY_HYPOTHESIS = "test_any_table_is_answered_as_its_rows_say"

FAULTS: tuple[KeyIndexer, ...] = (
    _forgets_how_many_may_share,
    _counts_one_too_few,
    TellsPairsTwice,
    TurnsPairsRound,
    ForgetsTheLastMember,
    HidesTheCrowd,
    AnswersWithANeighbour,
)


@pytest.mark.parametrize("fault", FAULTS)
def test_the_contract_notices(fault: KeyIndexer) -> None:
    class Broken(KeyIndexContract):
        def index(self, table: KeyTable) -> KeyIndex:
            return fault(table)

    noticed = []
    for name in sorted(KeyIndexContract.promises() - {_BY_HYPOTHESIS}):
        try:
            getattr(Broken(), name)()
        except AssertionError:
            noticed.append(name)
    assert noticed
