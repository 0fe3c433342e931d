"""Order in plain Python: absent values last, equal records by id, and what follows a cursor."""

from collections.abc import Iterable, Sequence
from operator import attrgetter, itemgetter
from typing import TypeVar

from attrs import frozen

from crmkit.query.cursor import Place
from crmkit.query.matching import Get, Matching, Test
from crmkit.query.paths import field_at
from crmkit.query.questions import Question
from crmkit.query.schema import FieldType
from crmkit.text import fold

R = TypeVar("R")
_id: Get = attrgetter("id")


@frozen
class Key:
    """One part of an order: how to find a record's value, and by what such values are ranked."""

    find: Get
    rank: Get
    descending: bool


def keys_of(question: Question[R], matching: Matching) -> list[Key]:
    """The parts of the question's order."""
    keys = []
    for order in question.order:
        spec = field_at(order.path, question.kind, matching.schema)
        find = matching.value(question.kind, order.path)
        keys.append(
            Key(_folding(find) if spec.searchable else find, rank_of(spec.type), order.descending)
        )
    return keys


def rank_of(kept: FieldType) -> Get:
    """What values of the type are ranked by: money by currency and then amount, others as such."""
    return attrgetter("currency", "minor") if kept is FieldType.MONEY else _itself


def ordered(records: Iterable[R], keys: Sequence[Key]) -> list[R]:
    """The records in this order."""
    # Sorting keeps equal records as they stood, so the parts are sorted by from the last one on.
    rows = sorted(records, key=_id, reverse=_falls(keys))
    for key in reversed(keys):
        rows = _sorted_by(key, rows)
    return rows


def place_of(record: object, keys: Sequence[Key]) -> Place:
    """Where the record stands in this order."""
    return Place(tuple(key.find(record) for key in keys), _id(record))


def comes_after(place: Place, keys: Sequence[Key]) -> Test:
    """A function that is true of the records that stand after the place in this order."""
    wanted = [*zip(keys, place.values, strict=True)]
    falls, last = _falls(keys), place.id

    def test(record: object) -> bool:
        for key, value in wanted:
            found = key.find(record)
            if found == value:
                continue
            if found is None or value is None:
                return found is None
            return bool((key.rank(found) > key.rank(value)) != key.descending)
        return bool(_id(record) != last and (_id(record) > last) != falls)

    return test


def _sorted_by(key: Key, rows: list[R]) -> list[R]:
    found = [(key.find(row), row) for row in rows]
    present = [(key.rank(value), row) for value, row in found if value is not None]
    present.sort(key=itemgetter(0), reverse=key.descending)
    return [*(row for _rank, row in present), *(row for value, row in found if value is None)]


def _falls(keys: Sequence[Key]) -> bool:
    return bool(keys) and keys[-1].descending


def _folding(find: Get) -> Get:
    def folded(record: object) -> str | None:
        text = find(record)
        return None if text is None else fold(text)

    return folded


def _itself(value: object) -> object:
    return value
