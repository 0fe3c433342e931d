"""Questions with their values taken out: what a statement is compiled from, once per shape.

A shape names a value by its slot, the place of the value in the list of parameters; slot 0 is the
tenant. Two questions of one shape share a statement. Shapes are also simpler than conditions:
«all» and «count» are said with «any» and «not», and what is always or never true is folded away.
"""

from attrs import frozen

from crmkit.query.conditions import Op
from crmkit.query.questions import Function
from crmkit.query.schema import FieldType

TENANT = 0


@frozen
class Held:
    """A field of a kind; a custom one is named ``custom.KEY`` and brings its type along."""

    name: str
    kept: FieldType


@frozen
class Fixed:
    """Always true, or never."""

    truth: bool


@frozen
class Every:
    """All parts hold."""

    parts: tuple["Shape", ...]


@frozen
class Some:
    """At least one part holds."""

    parts: tuple["Shape", ...]


@frozen
class Opposite:
    """The part does not hold."""

    part: "Shape"


@frozen
class Absent:
    """The field has no value."""

    field: Held


@frozen
class Compared:
    """The field's value stands in this relation to the one in the slot (money: and the next)."""

    field: Held
    op: Op
    slot: int


@frozen
class Among:
    """The field's value is one of ``count`` values from the slot on."""

    field: Held
    slot: int
    count: int


@frozen
class Contains:
    """The folded text, or the text of tags, contains the one in the slot."""

    field: Held
    slot: int


@frozen
class Starts:
    """The folded text is from the slot's on and, if ``bounded``, below the next slot's."""

    field: Held
    slot: int
    bounded: bool


@frozen
class Related:
    """At least one related record fulfils the part."""

    relation: str
    part: "Shape"


@frozen
class Counted:
    """The number of related records that fulfil the part compares so with the slot's.

    The comparison is false of 0.
    """

    relation: str
    part: "Shape"
    op: Op
    slot: int


Shape = (
    Fixed
    | Every
    | Some
    | Opposite
    | Absent
    | Compared
    | Among
    | Contains
    | Starts
    | Related
    | Counted
)


@frozen
class Way:
    """A field reached along to-one relations, each with the shape of its guard."""

    field: Held
    steps: tuple[tuple[str, Shape], ...] = ()


@frozen
class Ranked:
    """One part of an order."""

    way: Way
    descending: bool


@frozen
class After:
    """Where the page before ended: the slot of each ranked value (None: absent), and of the id."""

    slots: tuple[int | None, ...]
    key: int


@frozen(kw_only=True)
class Listing:
    """A question. ``size`` is the slot of the number of rows.

    ``columns`` are the values asked for, None where it is for whole records. ``stretch`` is the
    number of the one stretch of the order that is asked for, None for all.
    """

    kind: str
    where: Shape
    order: tuple[Ranked, ...] = ()
    after: After | None = None
    size: int | None = None
    columns: tuple[Way, ...] | None = None
    stretch: int | None = None


@frozen
class Locking:
    """A question whose records are locked, those passed over that are locked already."""

    listing: Listing


@frozen
class Counting:
    """How many records fulfil the shape."""

    kind: str
    where: Shape


@frozen
class Between:
    """The whole seconds from one moment to another."""

    start: Way
    end: Way


@frozen
class Grouped:
    """A group by the value itself, or by its place among ``count`` numbers from the slot on."""

    way: Way
    slot: int | None = None
    count: int = 0


@frozen
class Figured:
    """A measure. ``ratio`` is the slot of the two numbers that a quantile is the ratio of."""

    function: Function
    of: Way | Between | None
    where: Shape
    ratio: int | None = None


@frozen(kw_only=True)
class Tallied:
    """A tally. ``wide`` sums are taken in two halves, for those that exceed 64 bits."""

    kind: str
    where: Shape
    by: tuple[Grouped, ...]
    figures: tuple[Figured, ...]
    wide: bool = False


@frozen(kw_only=True)
class Extremes:
    """The least and the greatest value of a way."""

    kind: str
    where: Shape
    way: Way


@frozen(kw_only=True)
class Days:
    """The days on which values of a way lie, of moments as whole days since 1970."""

    kind: str
    where: Shape
    way: Way
