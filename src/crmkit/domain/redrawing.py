"""Redrawing: what a new drawing of a pipeline changes, and where those in it are resettled."""

from collections.abc import Iterator, Mapping
from typing import Literal

from attrs import field, frozen

from crmkit.domain.pipelines import Pipeline, Stage


@frozen(kw_only=True)
class Difference:
    """One difference of two drawings: of what, before and after; None where it is not there."""

    of: str
    before: str | None = None
    after: str | None = None

    @property
    def how(self) -> Literal["added", "removed", "changed"]:
        """What happens to it."""
        if self.before is None:
            return "added"
        return "removed" if self.after is None else "changed"


@frozen(kw_only=True)
class Resettled:
    """Those who stood in one stage and go to another.

    ``refused`` counts those whom a guard keeps out of it, by what the guard says; with ``stage_to``
    None nobody has said where to.
    """

    stage: str
    stage_to: str | None = None
    deals: int = 0
    records: int = 0
    refused: Mapping[str, int] = field(factory=dict)


@frozen(kw_only=True)
class Redrawing:
    """What a new drawing comes to: the pipeline, its differences, and who is resettled."""

    pipeline: Pipeline
    differences: tuple[Difference, ...] = ()
    resettled: tuple[Resettled, ...] = ()

    @property
    def refused(self) -> int:
        """How many have nowhere to go; while there are any, the drawing is not applied."""
        return sum(sum(each.refused.values()) for each in self.resettled)


def diff(old: Pipeline | None, new: Pipeline) -> tuple[Difference, ...]:
    """What the new drawing changes, stage by stage and way by way; nothing where they are alike."""
    before = {} if old is None else dict(_told(old))
    after = dict(_told(new))
    return tuple(
        Difference(of=of, before=before.get(of), after=after.get(of))
        for of in {**before, **after}
        if before.get(of) != after.get(of)
    )


def _told(pipeline: Pipeline) -> Iterator[tuple[str, str]]:
    """Everything that a drawing says, each thing under a name of its own."""
    yield "name", pipeline.name
    yield "currency", pipeline.currency
    yield "teams", ", ".join(map(str, pipeline.team_ids)) or "all"
    yield "reasons of losing", ", ".join(pipeline.lost_reasons) or "any"
    yield "reasons of failing", ", ".join(pipeline.fail_reasons) or "any"
    yield "order of stages", ", ".join(stage.key for stage in pipeline.stages)
    for stage in pipeline.stages:
        yield from _told_of(stage)
    for source in pipeline.stages:
        for target in pipeline.stages:
            if pipeline.permits(source.key, target.key):
                yield f"way {source.key} → {target.key}", "open"


def _told_of(stage: Stage) -> Iterator[tuple[str, str]]:
    here = f"stage {stage.key}"
    yield here, f"{stage.title} ({stage.kind})"
    if stage.requires:
        yield f"{here}, requires", ", ".join(stage.requires)
    if stage.norm_hours is not None:
        yield f"{here}, norm", f"{stage.norm_hours} h"
    for number, task in enumerate(stage.tasks, start=1):
        hours = "no day" if task.due_hours is None else f"{task.due_hours} h"
        due = f"{task.due_field} or {hours}" if task.due_field else hours
        yield f"{here}, task {number}", f"{task.title} (due: {due}; for: {task.role or 'owner'})"
