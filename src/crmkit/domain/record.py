"""What every record has, and what custom fields may hold."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any, ClassVar

from attrs import field, frozen

from crmkit.errors import BadInput
from crmkit.ids import (
    CompanyId,
    ContactId,
    CustomRecordId,
    DealId,
    EmployeeId,
    Id,
    LeadId,
    OrderId,
)
from crmkit.money import Money
from crmkit.query.schema import Relation

CustomValue = str | int | bool | Decimal | date | datetime | Money | tuple[str, ...]
"""What a custom field may hold; its definition says which."""


def words(default: str | None = None) -> Any:  # noqa: ANN401 - attrs types field() so too
    """A text field that is searched and ordered by its folded form."""
    return field(default=default, metadata={"searchable": True})


def title() -> Any:  # noqa: ANN401 - attrs types field() so too
    """A text field that must not be empty, searched and ordered by its folded form."""
    return field(validator=_not_empty, metadata={"searchable": True})


def _not_empty(instance: object, attribute: Any, value: object) -> None:  # noqa: ANN401 - attrs' own
    if not isinstance(value, str) or not value.strip():
        message = "must not be empty"
        raise BadInput(message, where=f"{type(instance).__name__.lower()}.{attribute.name}")


@frozen(kw_only=True, repr=False)
class Record:
    """A stored thing: frozen, with an id for ever and a version that grows with every change.

    ``version`` 0 means not stored yet. An archived record is out of the daily lists but keeps
    its history; it is restored by clearing ``archived_at``.
    """

    kind: ClassVar[str]
    relations: ClassVar[tuple[Relation, ...]] = ()
    unique: ClassVar[str | None] = None
    """The field of which no two records of the kind share a value."""
    keeps_history: ClassVar[bool] = True
    """Whether its changes go to the journal; without, an id deleted may be given again."""

    id: Id
    version: int = 0
    created_at: datetime
    archived_at: datetime | None = None

    def __repr__(self) -> str:
        """The kind, the id and the version: a record in a log tells nothing personal."""
        return f"<{type(self).__name__} {self.id} version {self.version}>"


@frozen(kw_only=True, repr=False)
class Customisable(Record):
    """A record that may carry custom fields, by their keys."""

    custom: Mapping[str, CustomValue] = field(factory=dict)


@frozen(kw_only=True, repr=False)
class Activity(Record):
    """Something that happened or is to happen about a client, a lead, a deal or another record."""

    contact_id: ContactId | None = None
    company_id: CompanyId | None = None
    lead_id: LeadId | None = None
    deal_id: DealId | None = None
    order_id: OrderId | None = None
    record_id: CustomRecordId | None = None
    owner_id: EmployeeId | None = None


ABOUT = (
    Relation(name="contact", target="contact", local="contact_id"),
    Relation(name="company", target="company", local="company_id"),
    Relation(name="lead", target="lead", local="lead_id"),
    Relation(name="deal", target="deal", local="deal_id"),
    Relation(name="order", target="order", local="order_id"),
    Relation(name="record", target="record", local="record_id"),
    Relation(name="owner", target="employee", local="owner_id"),
)
"""The relations of every activity."""


def activities(key: str) -> tuple[Relation, ...]:
    """The relations from a record to the activities about it, found by their field ``key``."""
    return tuple(
        Relation(name=name, target=target, remote=key)
        for name, target in (
            ("tasks", "task"),
            ("reminders", "reminder"),
            ("notes", "note"),
            ("interactions", "interaction"),
            ("attachments", "attachment"),
        )
    )


LINKED = ("contact", "company", "lead", "deal", "order", "record")
"""The kinds of record that links join."""
LINKS = (
    Relation(name="links_out", target="link", remote="from_id"),
    Relation(name="links_in", target="link", remote="to_id"),
)
"""The relations from a record to its typed links with others."""
