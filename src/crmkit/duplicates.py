"""Duplicates among records that are no clients yet: a list, a file, an export of another program.

It needs no client base. `profile` takes what a record holds, `find_duplicates` tells which records
are one person, with the evidence; `crmkit.matching.words.in_words` says a finding in words.
"""

from collections.abc import Iterable, Sequence

from crmkit.matching import batch
from crmkit.matching.found import Duplicates, ScoredPair
from crmkit.matching.keys import key_table
from crmkit.matching.profile import Profile, profile
from crmkit.matching.weights import Reason, Weights, shipped_weights
from crmkit.matching.words import in_words
from crmkit.memory.key_index import MemoryKeyIndex
from crmkit.ports.key_index import KeyIndex, KeyIndexer, KeyTable, Pair

__all__ = [
    "Duplicates",
    "Profile",
    "Reason",
    "ScoredPair",
    "Weights",
    "find_duplicates",
    "in_words",
    "indexed",
    "profile",
    "shipped_weights",
]


def find_duplicates(
    profiles: Sequence[Profile],
    *,
    weights: Weights | None = None,
    index: KeyIndex | None = None,
    pairs: Iterable[Pair] | None = None,
    threshold: int | None = None,
) -> Duplicates:
    """Which of the records are one client: pairs with their evidence, and groups.

    Takes a minute for some 100,000 records. ``pairs`` limits what is compared, ``threshold`` is the
    score from which on pairs make groups, in hundredths of a bit.
    """
    known = indexed(key_table(profiles)) if index is None else index
    return batch.find_duplicates(
        profiles, index=known, weights=weights, pairs=pairs, threshold=threshold
    )


def indexed(table: KeyTable, indexer: KeyIndexer = MemoryKeyIndex) -> KeyIndex:
    """An index of the keys, in dictionaries unless another ``indexer`` is given."""
    return indexer(table)
