"""Retention: for how long a client's data serves its purpose."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from attrs import field, frozen

from crmkit.domain.clients import Contact
from crmkit.errors import BadInput
from crmkit.query.conditions import And, AnyOf, Compare, Condition, Everything, Not, Op


@frozen(kw_only=True)
class Retention:
    """Clients whose data has served the ``purpose``: known, and left alone, for so many days.

    ``days`` have passed since the client was entered, and in none of the relations of ``quiet``
    is anything whose moment (the field named there) is later. ``where`` narrows it down, in the
    language of every question::

        Retention(purpose="sales", days=3 * 365, quiet={"deals": "touched_at"})
    """

    purpose: str
    days: int
    where: Condition[Contact] = field(factory=Everything)
    quiet: Mapping[str, str] = field(factory=dict)

    def __attrs_post_init__(self) -> None:
        """Refuses a rule that would take everybody at once."""
        if self.days < 1 or not self.purpose.strip():
            message = "a retention has a purpose and at least one day"
            raise BadInput(message, where="policy.retention")

    def due(self, now: datetime) -> Condition[Contact]:
        """The clients whose time is over at the moment."""
        before = now - timedelta(days=self.days)
        stirred = (
            Not[Contact](AnyOf(relation, Compare[object](moment, Op.MORE, before)))
            for relation, moment in self.quiet.items()
        )
        since: Condition[Contact] = Compare("created_at", Op.AT_MOST, before)
        return And((since, self.where, *stirred))


@frozen(kw_only=True, repr=False)
class Due:
    """A client whose data is to be erased, and the purpose that it has served."""

    contact: Contact
    purpose: str
