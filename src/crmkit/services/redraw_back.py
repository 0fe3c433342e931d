"""Redraw back: the pipeline as it was before the last drawing, with those whom it resettled."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TypeVar

from attrs import evolve

from crmkit.domain.custom import CustomRecord
from crmkit.domain.deals import Deal
from crmkit.domain.journal import JournalEntry
from crmkit.domain.permissions import everything
from crmkit.domain.pipelines import Pipeline
from crmkit.domain.redrawing import Redrawing, Resettled, diff
from crmkit.errors import RuleViolation
from crmkit.ids import JournalEntryId
from crmkit.query.conditions import And, Compare, Op
from crmkit.query.questions import Question
from crmkit.services.desk import Desk
from crmkit.services.redraw import CHUNK, COMMAND, DRAWING, write
from crmkit.services.restore import with_value

R = TypeVar("R", Deal, CustomRecord)
Way = tuple[str, str]
BACK = "redraw back"


def redraw_back(desk: Desk, key: str) -> Redrawing:
    """Undoes the last drawing of the pipeline.

    Whom it resettled goes back, unless it was moved since; nothing else of a record changes.
    Raises RuleViolation when the pipeline was changed otherwise since, or when somebody stands
    in a stage that was not there before.
    """
    new = desk.directory.pipeline(key)
    desk.rights.demand_all("change", Pipeline.kind)
    last = _last_drawing(desk, new)
    old = new
    for name, change in last.changes.items():
        old = with_value(old, name, change.before)
    deals, records = Counter[Way](), Counter[Way]()
    for entries in _entries(desk, last):
        deals.update(_brought_back(desk, Deal, entries, last))
        records.update(_brought_back(desk, CustomRecord, entries, last))
    resettled = tuple(
        Resettled(stage=way[0], stage_to=way[1], deals=deals[way], records=records[way])
        for way in dict.fromkeys((*deals, *records))
    )
    back = desk.change(new, old, BACK)
    return Redrawing(pipeline=back, differences=diff(new, back), resettled=resettled)


def _last_drawing(desk: Desk, pipeline: Pipeline) -> JournalEntry:
    entries = desk.everywhere(JournalEntry, Compare("record_id", Op.IS, pipeline.id))
    changes = [entry for entry in entries if entry.action in {"create", "change"}]
    last = max(changes, key=lambda entry: entry.id, default=None)
    if last is None or last.command != COMMAND or last.action != "change":
        message = "the last change of this pipeline was not a drawing of it"
        hint = "draw it as it is to be"
        raise RuleViolation(message, rule="redraw", where=f"pipeline {pipeline.key}", hint=hint)
    return last


def _entries(desk: Desk, last: JournalEntry) -> Iterator[tuple[JournalEntry, ...]]:
    """What the drawing did to records, chunk by chunk: between its first id and its last."""
    first = JournalEntryId.parse((last.rule or "").removeprefix(DRAWING))
    where = And[JournalEntry](
        (
            Compare("action", Op.IS, "change"),
            Compare("id", Op.MORE, first),
            Compare("id", Op.LESS, last.id),
            Compare("command", Op.IS, COMMAND),
        )
    )
    question = Question(kind=JournalEntry.kind, where=where, size=CHUNK)
    while True:
        desk.flush()
        page = desk.unit.find(everything().question(question, desk.directory.schema))
        yield page.records
        if page.after is None:
            return
        question = evolve(question, after=page.after)


def _brought_back(
    desk: Desk, kind: type[R], entries: Sequence[JournalEntry], last: JournalEntry
) -> list[Way]:
    """Brings back the records of the kind that the entries tell of; from where to where."""
    told = {entry.record_id: entry for entry in entries if entry.record_kind == kind.kind}
    if not told:
        return []
    desk.rights.demand_all("change", kind.kind)
    pairs = []
    for record in desk.everywhere_among(kind, "id", told):
        entry = told[record.id]
        if record.stage != entry.changes["stage"].after or _moved_since(record, last):
            continue
        back = record
        for name, change in entry.changes.items():
            back = with_value(back, name, change.before)
        pairs.append((record, back))
    write(desk, pairs, BACK)
    return [(str(record.stage), str(back.stage)) for record, back in pairs]


def _moved_since(record: Deal | CustomRecord, last: JournalEntry) -> bool:
    """Whether a deal came to its stage by a move of its own, maybe back to where it had been."""
    since = record.stage_since if isinstance(record, Deal) else None
    return since is not None and since > last.created_at
