"""The contract of the key index: every promise of `crmkit.ports.key_index` as a test.

class TestMyIndex(KeyIndexContract):
    def index(self, table: KeyTable) -> KeyIndex:
        return MyIndex(table)
"""

from collections.abc import Iterable
from itertools import combinations
from typing import ClassVar

from hypothesis import given
from hypothesis import strategies as st

from crmkit.ports.key_index import KeyIndex, KeyTable, Pair
from crmkit.testing.contracts.contract import Contract

Row = tuple[int, int, int]

_LARGEST = 2**63 - 1
_KEYS = 13


class KeyIndexContract(Contract):
    """What every key index keeps: write ``index``."""

    port: ClassVar[str] = "key index"

    def index(self, table: KeyTable) -> KeyIndex:
        """An index of the table: the one method that an integrator writes."""
        raise NotImplementedError

    def test_a_key_leads_to_the_records_that_have_it_in_rising_order(self) -> None:
        index = self._index([(7, 9, 0), (5, 9, 0), (7, 9, 2), (7, 9, 5)])
        assert list(index.members(7)) == [0, 2, 5]
        assert list(index.members(5)) == [0]

    def test_a_key_that_nobody_has_leads_to_no_record(self) -> None:
        index = self._index([(7, 9, 0)])
        assert not list(index.members(6))
        assert not list(index.members(8))

    def test_records_that_share_a_key_are_a_pair_the_lower_one_first(self) -> None:
        index = self._index([(7, 9, 0), (8, 9, 1), (7, 9, 3)])
        assert list(index.pairs()) == [(0, 3)]

    def test_records_that_share_several_keys_are_one_pair(self) -> None:
        index = self._index([(7, 9, 0), (8, 9, 0), (7, 9, 1), (8, 9, 1)])
        assert list(index.pairs()) == [(0, 1)]

    def test_a_key_makes_pairs_up_to_as_many_records_as_may_share_it(self) -> None:
        index = self._index([(7, 3, place) for place in range(3)])
        assert sorted(index.pairs()) == [(0, 1), (0, 2), (1, 2)]

    def test_a_key_that_more_records_share_makes_no_pairs_and_keeps_its_members(self) -> None:
        index = self._index([(7, 3, place) for place in range(4)])
        assert not list(index.pairs())
        assert list(index.members(7)) == [0, 1, 2, 3]

    def test_the_largest_and_the_smallest_keys_are_keys_like_others(self) -> None:
        index = self._index([(0, 9, 0), (_LARGEST, 9, 0), (0, 9, 1), (_LARGEST, 9, 1)])
        assert list(index.members(0)) == [0, 1]
        assert list(index.members(_LARGEST)) == [0, 1]

    def test_an_index_of_nothing_answers_with_nothing(self) -> None:
        index = self._index([])
        assert not list(index.pairs())
        assert not list(index.members(7))

    def test_any_table_is_answered_as_its_rows_say(self) -> None:
        @given(st.lists(st.sets(st.integers(0, _KEYS - 1)), max_size=30), st.integers(1, 6))
        def check(records: list[set[int]], most: int) -> None:
            rows = [(key, most, place) for place, keys in enumerate(records) for key in keys]
            index = self._index(rows)
            sharing = {key: [at for one, _, at in rows if one == key] for key in range(_KEYS)}
            assert {key: list(index.members(key)) for key in sharing} == sharing
            few = (places for places in sharing.values() if len(places) <= most)
            expected = {pair for places in few for pair in combinations(places, 2)}
            pairs: list[Pair] = list(index.pairs())
            assert set(pairs) == expected
            assert len(pairs) == len(expected)

        check()

    def _index(self, rows: Iterable[Row]) -> KeyIndex:
        table = KeyTable()
        for row in rows:
            table.add(*row)
        return self.index(table)
