"""Faults that the contract of the key index must notice."""

from collections.abc import Iterator, Sequence

import pytest

from crmkit.matching.key_index import PlainKeyIndex
from crmkit.ports.key_index import KeyIndex, KeyTable, Pair
from crmkit.testing.contracts.key_index import KeyIndexContract


class ForgetsHowManyMayShare(PlainKeyIndex):
    def __init__(self, table: KeyTable) -> None:
        loose = KeyTable()
        for key, place in zip(table.keys, table.places, strict=True):
            loose.add(key, 255, place)
        super().__init__(loose)


class CountsOneTooFew(PlainKeyIndex):
    def __init__(self, table: KeyTable) -> None:
        strict = KeyTable()
        for key, most, place in zip(table.keys, table.most, table.places, strict=True):
            strict.add(key, most - 1, place)
        super().__init__(strict)


class TellsPairsTwice(PlainKeyIndex):
    def pairs(self) -> Iterator[Pair]:
        for pair in super().pairs():
            yield pair
            yield pair


class TurnsPairsRound(PlainKeyIndex):
    def pairs(self) -> Iterator[Pair]:
        yield from ((other, one) for one, other in super().pairs())


class ForgetsTheLastMember(PlainKeyIndex):
    def members(self, key: int) -> Sequence[int]:
        found = super().members(key)
        return found[:-1] if len(found) > 1 else found


class HidesTheCrowd(PlainKeyIndex):
    def members(self, key: int) -> Sequence[int]:
        found = super().members(key)
        return found if len(found) <= 3 else ()


class AnswersWithANeighbour(PlainKeyIndex):
    def members(self, key: int) -> Sequence[int]:
        return super().members(key) or super().members(key + 1)


FAULTS = (
    ForgetsHowManyMayShare,
    CountsOneTooFew,
    TellsPairsTwice,
    TurnsPairsRound,
    ForgetsTheLastMember,
    HidesTheCrowd,
    AnswersWithANeighbour,
)


@pytest.mark.parametrize("fault", FAULTS)
def test_the_contract_notices(fault: type[PlainKeyIndex]) -> None:
    class Broken(KeyIndexContract):
        def index(self, table: KeyTable) -> KeyIndex:
            return fault(table)

    noticed = []
    for name in sorted(KeyIndexContract.promises()):
        try:
            getattr(Broken(), name)()
        except AssertionError:
            noticed.append(name)
    assert noticed
