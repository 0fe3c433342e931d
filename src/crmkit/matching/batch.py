"""The whole base at once: every pair that shares a key, weighed, and the groups they make."""

from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache

from crmkit.matching.evidence import Crowd, Crowds, findings, firsts_among
from crmkit.matching.found import Duplicates, ScoredPair
from crmkit.matching.grouping import groups
from crmkit.matching.keys import MOST_SHOWN
from crmkit.matching.profile import Profile
from crmkit.matching.threshold import best_threshold
from crmkit.matching.weights import Weights, shipped_weights
from crmkit.ports.key_index import KeyIndex, Pair


def crowds_of(index: KeyIndex, profiles: Sequence[Profile]) -> Crowds:
    """The crowd behind each key, counted when it is first asked for."""

    @cache
    def crowd(key: int) -> Crowd:
        members = index.members(key)
        shown = members if len(members) <= MOST_SHOWN else ()
        return Crowd(len(members), firsts_among([profiles[place] for place in shown]))

    return crowd


def find_duplicates(
    profiles: Sequence[Profile],
    *,
    index: KeyIndex,
    weights: Weights | None = None,
    pairs: Iterable[Pair] | None = None,
    threshold: int | None = None,
) -> Duplicates:
    """Which of the records are one client.

    ``index`` is made of their keys (`crmkit.matching.keys.key_table`); ``pairs`` are all that it
    has where they are not given. ``threshold`` is the score from which on pairs make groups, in
    hundredths of a bit; where None, the one that promises most in a base like this.
    """
    table = weights or shipped_weights()
    crowds = crowds_of(index, profiles)
    scored: list[ScoredPair] = []
    scores: Counter[int] = Counter()
    for one, other in index.pairs() if pairs is None else pairs:
        codes = findings(profiles[one], profiles[other], crowds)
        score = table.score(codes)
        scores[score] += 1
        if score >= table.maybe:
            scored.append(ScoredPair(one=one, other=other, score=score, codes=tuple(codes)))
    least = threshold
    if least is None:
        least = best_threshold(scores, share=table.share, usual=table.group)
    joined = groups(
        ((pair.score, (pair.one, pair.other)) for pair in scored if pair.score >= least),
        lambda pair: table.score(findings(profiles[pair[0]], profiles[pair[1]], crowds)),
        apart=table.apart,
    )
    scored.sort(key=lambda pair: (-pair.score, pair.one, pair.other))
    return Duplicates(pairs=tuple(scored), groups=tuple(map(tuple, joined)))
