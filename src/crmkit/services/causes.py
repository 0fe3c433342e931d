"""Causes: the changes that were gathered, in the batches that the storage is given."""

from collections.abc import Iterable, Sequence
from itertools import groupby
from operator import itemgetter

from crmkit.domain.journal import Cause
from crmkit.ports.storage import Change

Gathered = tuple[Cause, Change]
"""A change, and who asked for it by which command."""


def by_cause(waiting: Sequence[Gathered]) -> Iterable[tuple[Cause, list[Change]]]:
    """The changes of each cause; where one record is changed twice, in the order they came in."""
    if len({change.record.id for _, change in waiting}) < len(waiting):
        parts = groupby(waiting, key=itemgetter(0))
        return [(cause, [change for _, change in part]) for cause, part in parts]
    found: dict[Cause, list[Change]] = {}
    for cause, change in waiting:
        found.setdefault(cause, []).append(change)
    return found.items()
