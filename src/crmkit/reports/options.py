"""What a report is asked for: groups, a condition, a range of days, a zone, a currency."""

from datetime import date
from typing import Any

from attrs import Attribute, field, frozen

from crmkit.errors import BadQuestion
from crmkit.money import Money
from crmkit.query.conditions import Condition
from crmkit.query.periods import zone_named


def _is_zone(_options: object, _attribute: "Attribute[str]", name: str) -> None:
    zone_named(name)


def _is_currency(_options: object, _attribute: "Attribute[str | None]", code: str | None) -> None:
    if code is not None:
        Money(0, code)


@frozen(kw_only=True)
class Options:
    """How to ask a report.

    ``by`` are words to group by (none: the report's usual ones). ``starts`` and ``ends`` are days
    in ``zone``, both included; each report says which date of its records they are about.
    ``currency`` measures the amounts of one currency alone. ``totals`` adds the figures over
    everything. ``where`` narrows every kind of record that the report looks at.

    Raises BadQuestion for an unknown zone or a range that ends before it starts, and BadInput for
    a currency that is none.
    """

    zone: str = field(validator=_is_zone)
    by: tuple[str, ...] = ()
    where: Condition[Any] | None = None  # about the report's own kind, which only its name tells
    starts: date | None = None
    ends: date | None = None
    currency: str | None = field(default=None, validator=_is_currency)
    totals: bool = False

    def __attrs_post_init__(self) -> None:
        """Refuses a range without a day in it."""
        if self.starts and self.ends and self.ends < self.starts:
            message = "the range of days ends before it starts"
            raise BadQuestion(message, where="ends", hint="both days are included")
