"""Groups hold together, and no chain runs through a contradiction."""

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from crmkit.matching.grouping import groups
from crmkit.ports.key_index import Pair

PLACES = st.integers(0, 7)
SCORES = st.dictionaries(
    st.tuples(PLACES, PLACES)
    .map(lambda pair: (min(pair), max(pair)))
    .filter(lambda p: p[0] < p[1]),
    st.integers(-900, 900),
)


def _grouped(scores: dict[Pair, int], apart: int = -400, most: int = 50) -> list[list[int]]:
    worth = ((score, pair) for pair, score in scores.items() if score >= 0)
    return groups(worth, lambda pair: scores.get(pair, 0), apart=apart, most=most)


def test_pairs_with_a_record_in_common_make_one_group() -> None:
    assert _grouped({(0, 1): 500, (1, 2): 300, (4, 5): 100}) == [[0, 1, 2], [4, 5]]


def test_a_contradiction_keeps_groups_apart_and_the_better_pair_wins() -> None:
    scores = {(0, 1): 500, (1, 2): 300, (0, 2): -700}
    assert _grouped(scores) == [[0, 1]]


def test_a_pair_that_was_worth_joining_is_joined_whatever_it_scores_elsewhere() -> None:
    assert _grouped({(0, 1): 0}, apart=100) == [[0, 1]]


def test_no_group_outgrows_the_most() -> None:
    chain = {(place, place + 1): 500 for place in range(5)}
    assert max(map(len, _grouped(chain, most=3))) == 3


@given(SCORES)
def test_every_record_is_in_one_group_and_no_two_of_a_group_contradict(
    scores: dict[Pair, int],
) -> None:
    found = _grouped(scores)
    members = [place for group in found for place in group]
    assert len(members) == len(set(members))
    for group in found:
        for pair in combinations(group, 2):
            assert scores.get(pair, 0) >= -400


@given(SCORES, st.randoms(use_true_random=False))
def test_the_order_of_the_pairs_makes_no_difference(
    scores: dict[Pair, int], chance: object
) -> None:
    shuffled = dict(sorted(scores.items(), key=lambda each: hash((each, repr(chance)))))
    assert _grouped(shuffled) == _grouped(scores)
