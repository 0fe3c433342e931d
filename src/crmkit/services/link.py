"""Link: typed links between two records, read from either end."""

from attrs import frozen

from crmkit.domain.custom import Link
from crmkit.domain.record import Record
from crmkit.ids import Id, LinkId
from crmkit.query.conditions import Compare, Op, Or
from crmkit.services.desk import Desk


@frozen(kw_only=True)
class LinkedRecord:
    """A link as it reads from one end: «repairs» there, «is repaired by» here."""

    type: str
    kind: str
    id: Id
    link: Link


def link(desk: Desk, source: Record, target: Record, *, reads: str, inverse: str) -> Link:
    """The stored link of two visible records."""
    made = Link(
        id=desk.new_id(LinkId),
        created_at=desk.now,
        type=reads,
        inverse=inverse,
        from_kind=source.kind,
        from_id=source.id,
        to_kind=target.kind,
        to_id=target.id,
    )
    return desk.add(made, "link")


def links(desk: Desk, record: Record) -> tuple[LinkedRecord, ...]:
    """The visible links of a record, whichever end it is, the oldest first."""
    at_an_end = Or[Link]((Compare("from_id", Op.IS, record.id), Compare("to_id", Op.IS, record.id)))
    return tuple(_seen_from(record, each) for each in desk.find(Link, at_an_end))


def _seen_from(record: Record, made: Link) -> LinkedRecord:
    if made.from_id == record.id:
        return LinkedRecord(type=made.type, kind=made.to_kind, id=made.to_id, link=made)
    return LinkedRecord(type=made.inverse, kind=made.from_kind, id=made.from_id, link=made)
