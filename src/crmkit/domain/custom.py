"""What a shop adds itself: custom fields, record types of its own, typed links, segments."""

from typing import ClassVar, Literal

from attrs import field, frozen

from crmkit.domain.record import LINKED, LINKS, Customisable, Record, activities, title
from crmkit.errors import BadInput
from crmkit.ids import (
    CompanyId,
    ContactId,
    CustomFieldId,
    CustomRecordId,
    DealId,
    EmployeeId,
    Id,
    LinkId,
    OrderId,
    PipelineId,
    RecordTypeId,
    SegmentId,
)
from crmkit.query.schema import Relation

CustomType = Literal[
    "text", "choice", "flag", "number", "decimal", "money", "day", "moment", "tags"
]
_KEY_LETTERS = frozenset("abcdefghijklmnopqrstuvwxyz0123456789_")
_KEY_LENGTH = 40


def _is_key(instance: object, _attribute: object, value: str) -> None:
    letters_fit = set(value) <= _KEY_LETTERS and value[:1].isalpha()
    if not letters_fit or len(value) > _KEY_LENGTH:
        message = "a key is made of a-z, 0-9 and _, starts with a letter and has at most 40 of them"
        raise BadInput(message, where=f"{type(instance).__name__}.key")


@frozen(kw_only=True, repr=False)
class CustomField(Record):
    """The definition of a field the shop added to a kind, for all pipelines or for one.

    ``record_type`` narrows it to one custom record type. ``block`` groups fields on the card.
    The type of a defined field never changes.
    """

    kind: ClassVar[str] = "custom_field"

    id: CustomFieldId
    of_kind: str
    key: str = field(validator=_is_key)
    title: str = title()
    type: CustomType
    choices: tuple[str, ...] = ()
    required: bool = False
    block: str | None = None
    pipeline_id: PipelineId | None = None
    record_type: str | None = None


@frozen(kw_only=True, repr=False)
class RecordType(Record):
    """A kind of record the shop invented: warranty cases, purchases, service calls."""

    kind: ClassVar[str] = "record_type"

    id: RecordTypeId
    key: str = field(validator=_is_key)
    title: str = title()
    pipeline_id: PipelineId | None = None


@frozen(kw_only=True, repr=False)
class CustomRecord(Customisable):
    """A record of a type the shop invented; ``type`` is the key of its RecordType."""

    kind: ClassVar[str] = "record"
    relations: ClassVar[tuple[Relation, ...]] = (
        Relation(name="owner", target="employee", local="owner_id"),
        Relation(name="contact", target="contact", local="contact_id"),
        Relation(name="company", target="company", local="company_id"),
        Relation(name="deal", target="deal", local="deal_id"),
        Relation(name="order", target="order", local="order_id"),
        Relation(name="pipeline", target="pipeline", local="pipeline_id"),
        *activities("record_id"),
        *LINKS,
    )

    id: CustomRecordId
    type: str
    title: str = title()
    contact_id: ContactId | None = None
    company_id: CompanyId | None = None
    deal_id: DealId | None = None
    order_id: OrderId | None = None
    pipeline_id: PipelineId | None = None
    stage: str | None = None
    owner_id: EmployeeId | None = None
    tags: tuple[str, ...] = ()


@frozen(kw_only=True, repr=False)
class Link(Record):
    """A typed link between two records; ``type`` reads from the first to the second.

    ``inverse`` reads the other way («repairs» / «is repaired by»). The link is seen from both
    ends by anybody who may see both.
    """

    kind: ClassVar[str] = "link"
    relations: ClassVar[tuple[Relation, ...]] = tuple(
        Relation(name=f"{side}_{kind}", target=kind, local=f"{side}_id")
        for side in ("from", "to")
        for kind in LINKED
    )

    id: LinkId
    type: str
    inverse: str
    from_kind: str
    from_id: Id
    to_kind: str
    to_id: Id


@frozen(kw_only=True, repr=False)
class Segment(Record):
    """A saved question; ``question`` is its JSON form."""

    kind: ClassVar[str] = "segment"
    relations: ClassVar[tuple[Relation, ...]] = (
        Relation(name="owner", target="employee", local="owner_id"),
    )

    id: SegmentId
    name: str = title()
    of_kind: str
    question: str
    owner_id: EmployeeId | None = None
