"""Merging: one client out of two records of the same one, and what is kept to take it back."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import ClassVar, Literal, TypeVar

from attrs import evolve, fields, frozen

from crmkit.domain.clients import Company, Contact
from crmkit.domain.record import CustomValue, Record
from crmkit.ids import Id, MergeId
from crmkit.query.schema import CUSTOM_PREFIX, Relation

Client = TypeVar("Client", Contact, Company)
Prefer = Literal["survivor", "newest"]

_OWN = frozenset({"id", "version", "created_at", "archived_at", "number", "custom", "tags"})
_NAME = ("name", "last_name", "first_name", "middle_name")


@frozen(kw_only=True, repr=False)
class Merge(Record):
    """The absorbed client became part of the survivor, for a ``reason``, at ``created_at``.

    The absorbed record stays, archived, and its id answers as the survivor for ever. ``moved``
    names the records that followed, ``kind:ID`` each; their journals keep what the merge changed.
    ``undone_at`` is when the two were parted again.
    """

    kind: ClassVar[str] = "merge"
    relations: ClassVar[tuple[Relation, ...]] = (
        Relation(name="contact", target="contact", local="survivor_id"),
        Relation(name="company", target="company", local="survivor_id"),
    )

    id: MergeId
    survivor_kind: str
    survivor_id: Id
    absorbed_kind: str
    absorbed_id: Id
    reason: str
    moved: tuple[str, ...] = ()
    undone_at: datetime | None = None

    @property
    def command(self) -> str:
        """What the journal calls the changes of this merge."""
        return f"merge {self.id}"


def combined(survivor: Client, absorbed: Client, take: Collection[str] = ()) -> Client:
    """The survivor, completed from the absorbed: what it lacks, and the fields in ``take``.

    The parts of a name come together, from whoever has more of them. Tags are joined; custom
    fields are named ``custom.KEY`` in ``take``.
    """
    values = {
        attribute.name: getattr(absorbed, attribute.name)
        for attribute in fields(type(survivor))
        if attribute.name not in (*_OWN, *_NAME)
    }
    taken = {
        name: value
        for name, value in values.items()
        if value not in {None, survivor.id} and (name in take or getattr(survivor, name) is None)
    }
    if "name" in take or _parts(absorbed) > _parts(survivor):
        taken |= {name: getattr(absorbed, name) for name in _NAME if hasattr(absorbed, name)}
    custom = _custom(survivor.custom, absorbed.custom, take)
    tags = tuple(dict.fromkeys((*survivor.tags, *absorbed.tags)))
    cleared = {
        name: None for name in ("referrer_id", "parent_id") if _refers(survivor, name, absorbed)
    }
    return evolve(survivor, custom=custom, tags=tags, **{**taken, **cleared})


def _parts(client: Contact | Company) -> int:
    """How many parts of the name are known, initials counting less."""
    parts = (getattr(client, name, None) for name in _NAME[1:])
    return sum(1 if part.endswith(".") else 2 for part in parts if part)


def _custom(
    kept: Mapping[str, CustomValue], other: Mapping[str, CustomValue], take: Collection[str]
) -> dict[str, CustomValue]:
    taken = {key: value for key, value in other.items() if f"{CUSTOM_PREFIX}{key}" in take}
    return {**other, **kept, **taken}


def _refers(client: Contact | Company, name: str, other: Contact | Company) -> bool:
    return getattr(client, name, None) == other.id
