"""From which score on pairs make groups, in a base of which nothing is known beforehand.

A table's scores are odds in bases like those it was fitted on. In a base with few duplicates the
same score is more often wrong, so the share of duplicates is estimated from the scores themselves
(Saerens, Latinne and Decaestecker 2002), and the threshold is the one that promises the best F1.
"""

from collections import Counter
from math import exp, log

from crmkit.matching.weights import BIT

_STEP = 25
_LOWEST, _HIGHEST = -150, 250
_ENOUGH = 300
_ROUNDS = 60
_OUT_OF_REACH = 1.12
"""True pairs for each one among the candidates: some share no key at all."""

Scores = Counter[int]
"""How many candidate pairs have each score, in hundredths of a bit."""


def best_threshold(scores: Scores, *, share: float, usual: int) -> int:
    """The threshold for the base's scores; ``usual`` where they are too few to tell.

    ``share`` is that of true pairs among the candidates of the bases the table was fitted on.
    """
    if scores.total() < _ENOUGH:
        return usual
    chances = _chances(scores, share)
    true = sum(chances[score] * count for score, count in scores.items())
    return max(
        range(_LOWEST, _HIGHEST + 1, _STEP),
        key=lambda threshold: (
            _promise(scores, chances, threshold, true * _OUT_OF_REACH),
            threshold,
        ),
    )


def _chances(scores: Scores, share: float) -> dict[int, float]:
    """How likely a pair of each score is true in this base."""
    total = scores.total()
    here = share
    chances: dict[int, float] = {}
    for _ in range(_ROUNDS):
        shift = _odds(here) / _odds(share)
        chances = {score: _chance(score, shift) for score in scores}
        found = sum(chances[score] * count for score, count in scores.items()) / total
        found = min(max(found, 1e-6), 1 - 1e-6)
        if abs(found - here) < share * 1e-4:
            break
        here = found
    return chances


def _odds(share: float) -> float:
    return share / (1 - share)


def _chance(score: int, shift: float) -> float:
    odds = shift * exp(max(min(score / BIT, 60.0), -60.0) * log(2))
    return odds / (1 + odds)


def _promise(scores: Scores, chances: dict[int, float], threshold: int, true: float) -> float:
    """The F1 to expect of the pairs from the threshold on."""
    said = sum(count for score, count in scores.items() if score >= threshold)
    right = sum(chances[score] * count for score, count in scores.items() if score >= threshold)
    return 2 * right / (said + true) if said + true else 0.0
