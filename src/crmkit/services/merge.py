"""Merge: two records of one client become one, and can be parted again at any later time.

The journal is the memory of it: whatever a merge changes is written under its own command, so
parting undoes exactly that, field by field, where nobody has changed it since.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime
from typing import TypeVar

from attrs import evolve, frozen

from crmkit.domain.clients import Company, Contact
from crmkit.domain.journal import FieldChange, JournalEntry
from crmkit.domain.merging import Merge, Prefer, combined
from crmkit.domain.record import Record
from crmkit.domain.schema import id_type
from crmkit.errors import NotFound, RuleViolation
from crmkit.ids import Id, MergeId
from crmkit.query.conditions import And, Compare, Op
from crmkit.query.schema import KindSpec
from crmkit.services.desk import Desk
from crmkit.services.restore import with_value
from crmkit.text import clean

Client = TypeVar("Client", Contact, Company)
Party = TypeVar("Party", bound=Contact | Company)
R = TypeVar("R", bound=Record)

_APART = frozenset({"merge", "erasure"})
_FOLLOWED = ("lead_id", "deal_id", "order_id", "record_id")


@frozen(kw_only=True)
class Parted:
    """Two clients again, and the fields of the survivor that stay as they were changed since."""

    survivor: Contact | Company
    absorbed: Contact | Company
    kept: tuple[str, ...]


def get(desk: Desk, record: type[R], key: Id) -> R:
    """The visible record of this id; one that was merged into another answers as that one."""
    if record not in {Contact, Company}:
        return desk.get(record, key)
    try:
        found = desk.get(record, key)
    except NotFound:
        answering = settled_id(desk, key)
        if answering == key:
            raise
        return desk.get(record, answering)
    return found if found.archived_at is None else desk.get(record, settled_id(desk, key))


def merge(
    desk: Desk,
    survivor: Client,
    absorbed: Client,
    *,
    reason: str,
    prefer: Prefer = "survivor",
    take: Collection[str] = (),
) -> Client:
    """The survivor, completed; every record of the absorbed one is now the survivor's."""
    kept: Client = settled(desk, survivor)
    gone: Client = settled(desk, absorbed)
    if kept.id == gone.id:
        message = "these are one client already"
        raise RuleViolation(message, rule="merge", where=f"{kept.kind} {kept.id}", hint=None)
    if prefer == "newest":
        take = {*take, *_newer(desk, kept, gone)}
    following = list(_following(desk, kept, gone))
    made = Merge(
        id=desk.new_id(MergeId),
        created_at=desk.now,
        survivor_kind=kept.kind,
        survivor_id=kept.id,
        absorbed_kind=gone.kind,
        absorbed_id=gone.id,
        reason=clean(reason, where="merge.reason"),
        moved=tuple(f"{before.kind}:{before.id}" for before, _ in following),
    )
    whole = desk.change(kept, combined(kept, gone, take), made.command)
    if gone.archived_at is None:
        desk.change(gone, evolve(gone, archived_at=desk.now), made.command)
    _rewrite(desk, following, made.command)
    desk.add(made, made.command)
    return whole


def unmerge(desk: Desk, merge_id: MergeId) -> Parted:
    """Parts the two again; what was added or changed since stays, with whom it belongs to."""
    made = desk.get(Merge, merge_id)
    if made.undone_at is not None:
        message = "this merge was undone already"
        raise RuleViolation(message, rule="merge", where=f"merge {made.id}", hint=None)
    kind: type[Contact | Company] = Contact if made.survivor_kind == Contact.kind else Company
    absorbed = _one(desk, kind, made.absorbed_id)
    current = settled(desk, _one(desk, kind, made.survivor_id))
    moved = [(name, desk.directory.schema.kind(name).record, key) for name, key in _moved(made)]
    changes = _changes_of(desk, made, [key for _, _, key in moved])
    returned = list(_returned(desk, moved, changes, current.id))
    back = {after.id: after for _, after in returned}
    returned.extend(_newcomers(desk, back, (current.id, absorbed.id)))
    kept = _give_up(desk, made, kind, changes.get(made.survivor_id, {}))
    if undo := changes.get(absorbed.id):
        parted = _undone(absorbed, undo)
        absorbed = desk.change(absorbed, parted, f"un{made.command}")
    _rewrite(desk, returned, f"un{made.command}")
    _strike(desk, made.survivor_id, {f"{each.kind}:{each.id}" for each, _ in returned})
    desk.change(made, evolve(made, undone_at=desk.now), f"un{made.command}")
    return Parted(survivor=_one(desk, kind, current.id), absorbed=absorbed, kept=kept)


def merges(desk: Desk, client: Contact | Company) -> tuple[Merge, ...]:
    """The merges that made the client what it is, the oldest first."""
    into: And[Merge] = And(
        (Compare("survivor_id", Op.IS, client.id), Compare("undone_at", Op.IS, None))
    )
    return desk.find(Merge, into)


def settled(desk: Desk, client: Party) -> Party:
    """The client that this one was merged into, if it was; NotFound where that is hidden."""
    key = settled_id(desk, client.id)
    return client if key == client.id else desk.get(type(client), key)


def settled_id(desk: Desk, key: Id) -> Id:
    """The id of the client that answers for this id."""
    while (into := _absorption(desk, key)) is not None:
        key = into.survivor_id
    return key


def _absorption(desk: Desk, key: Id) -> Merge | None:
    """The merge in which the client was absorbed, and has not been parted since."""
    where: And[Merge] = And((Compare("absorbed_id", Op.IS, key), Compare("undone_at", Op.IS, None)))
    return next(iter(desk.everywhere(Merge, where)), None)


def _one(desk: Desk, kind: type[R], key: Id) -> R:
    """The record, as the merge may have left it: archived, and not always in sight."""
    found = desk.everywhere(kind, Compare("id", Op.IS, key))
    if not found:
        message = "a client of this merge is gone"
        raise NotFound(message, where=f"{kind.kind} {key}", hint="it cannot be undone any more")
    return found[0]


def _following(
    desk: Desk, kept: Contact | Company, gone: Contact | Company
) -> Iterator[tuple[Record, Record]]:
    """Every record about the absorbed client, and how it is about the survivor.

    What joins the two with each other stays as it is.
    """
    found: dict[Id, tuple[Record, Record]] = {}
    for kind in desk.directory.schema.kinds.values():
        for name in _references(kind, kept):
            of: type[Record] = kind.record
            for record in desk.everywhere(of, Compare(name, Op.IS, gone.id)):
                before, after = found.get(record.id, (record, record))
                found[record.id] = before, with_value(after, name, kept.id)
    for before, after in found.values():
        if before.id != kept.id and not _joins(before, after, kept.id):
            yield before, after


def _references(kind: KindSpec, client: Contact | Company) -> Iterator[str]:
    """The fields of a kind that may hold the client's id."""
    record: type[Record] = kind.record
    if kind.name in _APART or not record.keeps_history or kind.name == JournalEntry.kind:
        return
    for name, spec in kind.fields.items():
        if name != "id" and spec.python in {type(client.id), Id}:
            yield name


def _joins(before: Record, after: Record, kept: Id) -> bool:
    """Whether the record would lead from the survivor to itself."""
    ends = (getattr(after, "from_id", None), getattr(after, "to_id", None))
    return ends == (kept, kept) and getattr(before, "from_id", None) != getattr(
        before, "to_id", None
    )


def _rewrite(desk: Desk, pairs: Sequence[tuple[Record, Record]], command: str) -> None:
    desk.write_trusted(pairs, command)
    for before, _ in pairs:
        desk.known.pop(before.id, None)
    desk.flush()


def _newer(desk: Desk, kept: Client, gone: Client) -> set[str]:
    """The fields that were changed later in the absorbed client than in the survivor."""
    mine, other = _changed_at(desk, kept), _changed_at(desk, gone)
    return {name for name, at in other.items() if at > mine.get(name, kept.created_at)}


def _changed_at(desk: Desk, client: Contact | Company) -> dict[str, datetime]:
    entries = desk.everywhere(JournalEntry, Compare("record_id", Op.IS, client.id))
    return {name: entry.created_at for entry in entries for name in entry.changes}


def _moved(made: Merge) -> Iterator[tuple[str, Id]]:
    for each in made.moved:
        name, _, key = each.partition(":")
        yield name, id_type(name).parse(key)


def _changes_of(
    desk: Desk, made: Merge, moved: Sequence[Id]
) -> Mapping[Id, Mapping[str, FieldChange]]:
    """What the merge changed, by record and field, as the journal has it."""
    ids = (made.survivor_id, made.absorbed_id, *moved)
    entries = desk.everywhere_among(JournalEntry, "record_id", ids)
    return {entry.record_id: entry.changes for entry in entries if entry.command == made.command}


def _returned(
    desk: Desk,
    moved: Sequence[tuple[str, type[Record], Id]],
    changes: Mapping[Id, Mapping[str, FieldChange]],
    current: Id,
) -> Iterator[tuple[Record, Record]]:
    """The records that followed and are the survivor's still, as they were before."""
    keys = defaultdict[type[Record], list[Id]](list)
    for _, kind, key in moved:
        keys[kind].append(key)
    for kind, ids in keys.items():
        for record in desk.everywhere_among(kind, "id", ids):
            after = record
            for name, change in changes.get(record.id, {}).items():
                if getattr(record, name) in {change.after, current}:
                    after = with_value(after, name, change.before)
            if after != record:
                yield record, after


def _newcomers(
    desk: Desk, back: Mapping[Id, Record], between: tuple[Id, Id]
) -> Iterator[tuple[Record, Record]]:
    """What was added since about a sale that goes back: it goes with the sale."""
    current, absorbed = between
    seen = set(back)
    for kind in desk.directory.schema.kinds.values():
        record: type[Record] = kind.record
        owner = next((name for name in ("contact_id", "company_id") if name in kind.fields), None)
        if owner is None or not record.keeps_history or not back:
            continue
        for name in (name for name in _FOLLOWED if name in kind.fields):
            sales = [key for key in back if type(key) is kind.fields[name].python]
            for each in desk.everywhere_among(record, name, sales):
                for field in ("contact_id", "company_id"):
                    if each.id not in seen and getattr(each, field, None) == current:
                        seen.add(each.id)
                        yield each, with_value(each, field, absorbed)


def _strike(desk: Desk, key: Id, gone: Collection[str]) -> None:
    """What went back is no more among what later merges moved on."""
    while (into := _absorption(desk, key)) is not None:
        left = tuple(each for each in into.moved if each not in gone)
        if left != into.moved:
            desk.write_trusted([(into, evolve(into, moved=left))], f"un{into.command}")
        key = into.survivor_id


def _give_up(
    desk: Desk, made: Merge, kind: type[Contact | Company], taken: Mapping[str, FieldChange]
) -> tuple[str, ...]:
    """Takes from the survivor, and whoever absorbed it since, what came from the absorbed.

    Answers with the fields that were changed since, which stay.
    """
    kept: dict[str, None] = {}
    key, command = made.survivor_id, f"un{made.command}"
    while taken:
        client = _one(desk, kind, key)
        own = {name: change for name, change in taken.items() if _holds(client, name, change)}
        kept |= dict.fromkeys(name for name in taken if name not in own)
        if own:
            desk.change(client, _undone(client, own), command)
        into = _absorption(desk, key)
        if into is None:
            break
        later = _changes_of(desk, into, ()).get(into.survivor_id, {})
        taken = {
            name: change
            for name, change in later.items()
            if name in taken and change.after == taken[name].after
        }
        key = into.survivor_id
    return tuple(kept)


def _holds(record: Record, name: str, change: FieldChange) -> bool:
    return bool(with_value(record, name, change.after) == record)


def _undone(record: R, changes: Mapping[str, FieldChange]) -> R:
    for name, change in changes.items():
        if _holds(record, name, change):
            record = with_value(record, name, change.before)
    return record
