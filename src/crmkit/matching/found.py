"""What a search for duplicates finds: scored pairs with their evidence, and groups."""

from attrs import frozen

from crmkit.matching.weights import Reason, Weights


@frozen(kw_only=True)
class ScoredPair:
    """Two records by their places, the lower one first, and the findings that make the score."""

    one: int
    other: int
    score: int
    codes: tuple[str, ...]

    def reasons(self, weights: Weights) -> tuple[Reason, ...]:
        """What each finding weighs in the table that scored the pair; their sum is the score."""
        return weights.reasons(self.codes)


@frozen(kw_only=True)
class Duplicates:
    """The pairs that are the same or maybe the same, the best first, and the groups of clients."""

    pairs: tuple[ScoredPair, ...]
    groups: tuple[tuple[int, ...], ...]
