"""Redraw: a pipeline becomes what a file draws, and nobody who stands in it is lost on the way."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TypeVar

from attrs import evolve, frozen

from crmkit.domain.custom import CustomRecord
from crmkit.domain.deals import Deal
from crmkit.domain.drawings import Drawing, Landing
from crmkit.domain.faults import faults
from crmkit.domain.moves import MoveRequest, settle, settle_record
from crmkit.domain.permissions import everything
from crmkit.domain.pipelines import Pipeline
from crmkit.domain.record import Record
from crmkit.domain.redrawing import Redrawing, Resettled, diff
from crmkit.errors import BadInput, Conflict, RuleViolation
from crmkit.ids import JournalEntryId, PipelineId, TeamId
from crmkit.query.conditions import And, Compare, Condition, Op
from crmkit.query.questions import Question
from crmkit.services.desk import Desk

R = TypeVar("R", Deal, CustomRecord)
Standing = Deal | CustomRecord

COMMAND = "redraw"
DRAWING = "drawing "
"""In the journal a drawing is named by this and an id; whatever it changes has a later one."""
CHUNK = 10_000
"""How many records are held at once."""
_NOWHERE = "nobody has said where to"


def preview(desk: Desk, drawing: Drawing) -> Redrawing:
    """What the drawing comes to: the same guards are asked as when it is applied."""
    old = _stored(desk, drawing)
    return _redrawn(desk, old, _drawn(desk, drawing, old), drawing.moved)


def redraw(desk: Desk, drawing: Drawing) -> Redrawing:
    """The pipeline as drawn, with those who stood in removed stages where the drawing says.

    Raises RuleViolation while anybody has nowhere to go; nothing has changed then.
    """
    made = preview(desk, drawing)
    if made.refused:
        raise _homeless(made)
    old, drawn = _stored(desk, drawing), f"{DRAWING}{desk.new_id(JournalEntryId)}"
    if old is None:
        return evolve(made, pipeline=desk.add(made.pipeline, COMMAND, drawn))
    for each in made.resettled:
        leaving = _Leaving(old=old, new=made.pipeline, stage=each.stage)
        for chunk in _standing(desk, leaving):
            landing = drawing.moved[each.stage]
            write(desk, [(one, _landed(one, leaving, landing, desk)) for one in chunk], COMMAND)
    return evolve(made, pipeline=desk.change(old, made.pipeline, COMMAND, drawn))


def write(desk: Desk, pairs: Iterable[tuple[Record, Record]], command: str) -> None:
    """Stores what has become of a chunk; whoever was read before is read anew."""
    desk.write_trusted(pairs, command)
    desk.flush()
    desk.known.clear()


def _redrawn(
    desk: Desk, old: Pipeline | None, new: Pipeline, moved: Mapping[str, Landing]
) -> Redrawing:
    if old is None:
        desk.rights.demand_all("create", Pipeline.kind)
        return Redrawing(pipeline=new, differences=diff(None, new))
    desk.rights.demand_all("change", Pipeline.kind)
    left = old.left_by(new.stages)
    known = {stage.key for stage in new.stages}
    # Somebody who had not heard of an earlier drawing may have come to a stage that it removed.
    late = (stage for stage in moved if stage not in known)
    resettled = (
        _resettled(desk, _Leaving(old=old, new=new, stage=stage), moved.get(stage))
        for stage in dict.fromkeys((*left, *late))
    )
    told = (each for each in resettled if each.stage in left or each.deals or each.records)
    return Redrawing(pipeline=new, differences=diff(old, new), resettled=tuple(told))


def _stored(desk: Desk, drawing: Drawing) -> Pipeline | None:
    """The pipeline of this key, if there is one; Conflict if it is not the one drawn from."""
    found = next(
        (
            each
            for each in desk.directory.pipelines.values()
            if each.key == drawing.key and each.archived_at is None
        ),
        None,
    )
    if drawing.version is not None and found is not None and found.version != drawing.version:
        message = "the pipeline was redrawn meanwhile"
        raise Conflict(
            message,
            expected=drawing.version,
            found=found.version,
            where=f"pipeline {drawing.key}",
            hint="export it and draw again",
        )
    return found


def _drawn(desk: Desk, drawing: Drawing, old: Pipeline | None) -> Pipeline:
    teams = teams_by_name(desk)
    unknown = [name for name in drawing.teams if name not in teams]
    if unknown:
        message = f"there is no team {unknown[0][:60]!r}"
        raise BadInput(message, where=f"pipeline {drawing.key}")
    if old is None:
        new = drawing.pipeline(desk.new_id(PipelineId), desk.now, teams)
    else:
        new = evolve(old, **drawing.fields(teams))  # type: ignore[arg-type]  # the pipeline's own fields
    found = faults(new)
    if found:
        raise BadInput(found[0].message, where=f"pipeline {drawing.key}")
    return new


def teams_by_name(desk: Desk) -> dict[str, TeamId]:
    """The ids of the shop's teams that are still there, by their names."""
    teams = desk.directory.teams.values()
    return {team.name: team.id for team in teams if team.archived_at is None}


@frozen(kw_only=True)
class _Leaving:
    """A stage that those who stand in it are to leave."""

    old: Pipeline
    new: Pipeline
    stage: str


def _resettled(desk: Desk, leaving: _Leaving, landing: Landing | None) -> Resettled:
    refused, counts = Counter[str](), Counter[str]()
    for chunk in _standing(desk, leaving):
        for record in chunk:
            counts[record.kind] += 1
            try:
                _landed(record, leaving, landing, desk)
            except RuleViolation as exc:
                refused[exc.message] += 1
    return Resettled(
        stage=leaving.stage,
        stage_to=None if landing is None else landing.stage,
        deals=counts[Deal.kind],
        records=counts[CustomRecord.kind],
        refused=dict(refused),
    )


def _standing(desk: Desk, leaving: _Leaving) -> Iterator[Sequence[Standing]]:
    """Whoever stands in the stage, archived or not, chunk by chunk."""
    yield from chunks(desk, Deal, leaving.old, leaving.stage)
    yield from chunks(desk, CustomRecord, leaving.old, leaving.stage)


def chunks(desk: Desk, kind: type[R], pipeline: Pipeline, stage: str) -> Iterator[tuple[R, ...]]:
    """The records of a kind in a stage, whoever may see them; it may be emptied on the way."""
    where: Condition[R] = And(
        (Compare("pipeline_id", Op.IS, pipeline.id), Compare("stage", Op.IS, stage))
    )
    question = Question(kind=kind.kind, where=where, size=CHUNK)
    while True:
        desk.flush()
        confined = everything().question(question, desk.directory.schema)
        page = desk.unit.find(confined)
        if page.records:
            desk.rights.demand_all("change", kind.kind)
            yield page.records
        if page.after is None:
            return
        question = evolve(question, after=page.after)


def _landed(record: Standing, leaving: _Leaving, landing: Landing | None, desk: Desk) -> Standing:
    if landing is None:
        raise RuleViolation(_NOWHERE, rule="stage", where=f"stage {leaving.stage}")
    request = MoveRequest(stage=landing.stage, lost_reason=landing.lost_reason)
    if isinstance(record, Deal):
        return desk.fit(settle(record, leaving.new, request, desk.now))
    return desk.fit(settle_record(record, leaving.new, request))


def _homeless(made: Redrawing) -> RuleViolation:
    first = next(each for each in made.resettled if each.refused)
    why = "; ".join(f"{count}: {said}" for said, count in first.refused.items())
    message = f"{made.refused} would have no stage to stand in; from {first.stage!r} {why}"
    where = f"pipeline {made.pipeline.key}"
    return RuleViolation(message, rule="stage", where=where, hint="say where to under [moved]")
