"""Weights: how much each finding speaks for one client, or against it.

The table is data (``data/weights.json``), fitted once on generated bases and shipped with its
version; see ``bench/duplicates/fit.py``. A weight is hundredths of a bit: 100 doubles the odds. The
score of a pair is the sum of its reasons, `PRIOR` among them; 0 are even odds.
"""

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Literal

import msgspec
from attrs import frozen

Decision = Literal["same", "maybe", "new"]
"""Merge or attach without asking; ask a person; a new client."""

BIT = 100
"""A bit, as weights and scores count."""

PRIOR = "prior"
"""The reason that every pair starts with: two records that share a key are strangers mostly."""


_DIFFERENT = "D"
_CONTRADICTIONS = frozenset({"birth.different", "sex.other"})


@frozen(kw_only=True)
class Reason:
    """One finding and what it weighs, in hundredths of a bit."""

    code: str
    weight: int


@frozen(kw_only=True)
class Weights:
    """A table of weights.

    A pair is the same client from the score ``same`` on, unless a part of the names or the birthday
    contradicts, and maybe the same from ``maybe`` on. Groups are made of pairs from ``group`` on,
    and no two records of a group score below ``apart``. ``share`` is that of true pairs among all
    that were compared when the table was fitted.
    """

    version: str
    cells: Mapping[str, int]
    same: int
    group: int
    maybe: int
    apart: int
    share: float = 0.1

    def reasons(self, codes: Iterable[str]) -> tuple[Reason, ...]:
        """What each finding weighs, after the prior; findings without weight are left out."""
        cells = self.cells
        weighed = ((code, cells.get(code, 0)) for code in (PRIOR, *codes))
        return tuple(Reason(code=code, weight=weight) for code, weight in weighed if weight)

    def score(self, codes: Iterable[str]) -> int:
        """The sum of the reasons."""
        cells = self.cells
        return sum(cells.get(code, 0) for code in (PRIOR, *codes))

    def decision(self, score: int, codes: Iterable[str]) -> Decision:
        """What the score means for a pair of these findings."""
        if score >= self.same and not any(map(contradicts, codes)):
            return "same"
        return "maybe" if score >= self.maybe else "new"


def contradicts(code: str) -> bool:
    """Whether the finding is one that no number of shared contacts makes good.

    Different first names or patronymics, and different birthdays.
    """
    group, _, states = code.rpartition(".")
    if group.startswith("name."):
        return _DIFFERENT in {states[0], states[2]}
    return code in _CONTRADICTIONS


@cache
def shipped_weights() -> Weights:
    """The table that crmkit comes with."""
    # Imported on first use: it is as slow to load as all pure modules together.
    from importlib import resources  # noqa: PLC0415

    data = resources.files("crmkit.matching") / "data" / "weights.json"
    return msgspec.json.decode(data.read_bytes(), type=Weights)
