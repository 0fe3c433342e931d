"""Which conditions an index answers, and how an «or» of such ones is split into branches.

One «or» over several columns makes a database read and sort everything; a page of each of its
parts, united, reads a page of each index (measured: 100 times faster on a million deals).
"""

from collections.abc import Iterator
from itertools import product

from crmkit.domain.schema import schema
from crmkit.query.conditions import Op
from crmkit_sqlalchemy.shapes import (
    Among,
    Compared,
    Counted,
    Every,
    Related,
    Shape,
    Some,
    Starts,
)
from crmkit_sqlalchemy.tables import served

MOST_BRANCHES = 8
BROAD = frozenset({"owner_id", "pipeline_id", "created_at"})
"""Fields of which one value leads to a good part of a shop's records, yet not to most of them."""
VAGUE = frozenset({"action", "status"})
"""Fields with so few values that an index of one alone is no gain."""
_MOST_VALUES = 1_000  # a value is bound again in every branch
_FEW_VALUES = 100
_LOWER, _UPPER = frozenset({Op.MORE, Op.AT_LEAST}), frozenset({Op.LESS, Op.AT_MOST})


def is_selective(kind: str, shape: Shape) -> bool:
    """Whether an index of the kind leads to the records that fulfil the shape."""
    match shape:
        case Compared(field, op, _):
            return op is Op.IS and _leads(kind, field.name)
        case Among(field) | Starts(field):
            return _leads(kind, field.name)
        case Every(parts):
            return any(is_selective(kind, part) for part in parts) or _has_range(kind, parts)
        case Some(parts):
            return all(is_selective(kind, part) for part in parts)
        case Related(name, part) | Counted(name, part):
            relation = schema().kind(kind).relation(name)
            return _leads(kind, relation.local) and is_selective(relation.target, part)
        case _:
            return False


def is_narrow(kind: str, shape: Shape) -> bool:
    """Whether an index leads to the few records that fulfil the shape, however large the shop."""
    match shape:
        case Compared(field, op, _):
            return op is Op.IS and is_narrow_key(kind, field.name)
        case Among(field, _, count):
            return count <= _FEW_VALUES and is_narrow_key(kind, field.name)
        case Every(parts):
            return any(is_narrow(kind, part) for part in parts)
        case _:
            return False


def is_narrow_key(kind: str, name: str) -> bool:
    """Whether an index leads from one value of the field to few records."""
    return _leads(kind, name) and name not in BROAD


def branches(kind: str, shape: Shape) -> list[Shape]:
    """The shape as alternatives, each led by an index; the shape alone where that is no gain."""
    parts = [*_split(kind, shape)]
    if len(parts) > MOST_BRANCHES or sum(map(_values, parts)) > _MOST_VALUES:
        return [shape]
    return parts


def _split(kind: str, shape: Shape) -> Iterator[Shape]:
    match shape:
        case Some(parts) if is_selective(kind, shape):
            for part in parts:
                yield from _split(kind, part)
        case Among(field, slot, count) if count <= MOST_BRANCHES and field.name in BROAD:
            for nth in range(count):
                yield Compared(field, Op.IS, slot + nth)
        case Every(parts) if not any(_is_plain(kind, part) for part in parts):
            for combination in product(*(_split(kind, part) for part in parts)):
                yield Every(combination)
        case _:
            yield shape


def _is_plain(kind: str, shape: Shape) -> bool:
    """Led by an index without any splitting."""
    return not isinstance(shape, Some | Among | Every) and is_selective(kind, shape)


def _leads(kind: str, name: str) -> bool:
    return name in served(kind) and name not in VAGUE


def _has_range(kind: str, parts: tuple[Shape, ...]) -> bool:
    sides: dict[str, set[Op]] = {}
    for part in parts:
        if isinstance(part, Compared) and _leads(kind, part.field.name):
            sides.setdefault(part.field.name, set()).add(part.op)
    return any(ops & _LOWER and ops & _UPPER for ops in sides.values())


def _values(shape: Shape) -> int:
    match shape:
        case Every(parts) | Some(parts):
            return sum(map(_values, parts))
        case Among(_, _, count):
            return count
        case Related(_, part) | Counted(_, part):
            return _values(part)
        case _:
            return 1
