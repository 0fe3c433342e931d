"""Questions: a condition with order and page, or with groups and measures.

`Question` asks for records, `Columns` for some of their values, `Search` for records like a text,
`Tally` for figures about records.
All are plain values; what an actor may see is added by `crmkit.query.scope`, in one place.
"""

from enum import StrEnum
from typing import Generic, TypeVar

from attrs import field, frozen

from crmkit.query.conditions import Condition, Everything
from crmkit.query.values import Value

R = TypeVar("R")
R_co = TypeVar("R_co", covariant=True)


@frozen(cache_hash=True)
class Step:
    """One step along a to-one relation; a related record outside ``guard`` counts as absent."""

    relation: str
    guard: Condition[object] = field(factory=Everything)


@frozen(cache_hash=True)
class Path(Generic[R]):
    """A field of a record, or of a record reached from it by to-one relations."""

    name: str
    steps: tuple[Step, ...] = ()


@frozen
class Span(Generic[R]):
    """The whole seconds from one moment of a record to another (absent if either is)."""

    start: Path[R]
    end: Path[R]


@frozen
class Order(Generic[R]):
    """An order by one field. Absent values come last in both directions.

    Searchable text is ordered by its folded form, other text by code points, money by currency
    and then amount, a choice by its text.
    """

    path: Path[R]
    descending: bool = False


@frozen(kw_only=True)
class Question(Generic[R]):
    """Which records of a kind, in which order, which page.

    Equal records by ``order`` follow by id in the direction of the last order (ascending where
    none is given). ``after`` is the cursor of the page before; ``size`` None means all.
    """

    kind: str
    where: Condition[R] = field(factory=Everything)
    order: tuple[Order[R], ...] = ()
    size: int | None = None
    after: str | None = None


@frozen
class Page(Generic[R]):
    """One page of records, and the cursor to ask for the next one (None at the end)."""

    records: tuple[R, ...]
    after: str | None = None


@frozen(kw_only=True)
class Columns(Generic[R]):
    """Which values of the records that a question asks for: the columns of a list.

    A column may be a value of a related record; it is None where that is absent.
    """

    question: Question[R]
    paths: tuple[Path[R], ...]


@frozen
class Sheet:
    """One page of a list: the values of each record by the columns, and the cursor of the next."""

    rows: tuple[tuple[Value | None, ...], ...]
    after: str | None = None


@frozen(kw_only=True)
class Search(Generic[R]):
    """Which records of a kind are most like a text by a field of searchable text.

    What likeness is, is said in `crmkit.query.likeness`: wrong letters, the order of words, case
    and ё/е do not hinder. Records come by likeness, then by the folded field, then by id; at most
    ``size`` of them.
    """

    kind: str
    name: str
    text: str
    where: Condition[R] = field(factory=Everything)
    size: int = 20


class Period(StrEnum):
    """Calendar periods to group moments and days by; a week starts on Monday."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


@frozen
class ByField(Generic[R]):
    """Groups by the value itself."""

    path: Path[R]


@frozen
class ByPeriod(Generic[R]):
    """Groups by the calendar period in a named time zone; the key is the period's first day."""

    path: Path[R]
    period: Period
    zone: str = "UTC"


@frozen
class ByBands(Generic[R]):
    """Groups numbers or money (in minor units) by bands.

    ``edges`` ascend; the key is the index of the band: 0 below the first edge, 1 from the first
    edge (inclusive) to the second, and so on.
    """

    path: Path[R]
    edges: tuple[int, ...]


Bucket = ByField[R] | ByPeriod[R] | ByBands[R]


class Function(StrEnum):
    """What a measure computes over the records of its group."""

    COUNT = "count"
    SUM = "sum"
    MEAN = "mean"
    MIN = "min"
    MAX = "max"
    QUANTILE = "quantile"
    DISTINCT = "distinct"
    SHARE = "share"


@frozen(kw_only=True)
class Measure(Generic[R]):
    """One figure per group.

    ``of`` is the value measured (COUNT and SHARE need none). ``where`` narrows the records that
    this measure looks at; SHARE is the share of the group's records that fulfil it. QUANTILE
    interpolates linearly between neighbours at ``q`` (0.5 is the usual median). Absent values are
    left out. Money measures give Money (MEAN and QUANTILE rounded half to even to minor units)
    and refuse a group with two currencies; MEAN, QUANTILE and SHARE of numbers give a float;
    a figure of nothing is None, except COUNT, DISTINCT and SHARE of an empty group.
    """

    name: str
    function: Function = Function.COUNT
    of: Path[R] | Span[R] | None = None
    where: Condition[R] = field(factory=Everything)
    q: float = 0.5


@frozen(kw_only=True)
class Tally(Generic[R]):
    """Figures about the records that fulfil ``where``, one row per group.

    Rows come ordered by their keys, absent keys last. Without ``by`` there is exactly one row.
    """

    kind: str
    measures: tuple[Measure[R], ...]
    where: Condition[R] = field(factory=Everything)
    by: tuple[Bucket[R], ...] = ()


Figure = Value | float | None


@frozen
class TallyRow:
    """The keys of a group, in the order of ``by``, and its figures, in that of ``measures``."""

    keys: tuple[Figure, ...]
    figures: tuple[Figure, ...]
