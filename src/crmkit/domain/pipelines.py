"""Pipelines: the stages of a sale, the moves between them and what each stage asks for."""

from typing import ClassVar, Literal

from attrs import field, frozen

from crmkit.domain.record import Record, title
from crmkit.errors import BadInput, RuleViolation
from crmkit.ids import PipelineId, TeamId
from crmkit.query.schema import Relation

StageKind = Literal["open", "won", "lost", "after"]


@frozen(kw_only=True)
class TaskTemplate:
    """A task to create when a deal enters a stage.

    ``due_hours`` counts from the entry; ``due_field`` names a day or moment of the deal (or of
    its custom fields) to be due at instead. ``role`` names who gets it where it is not the
    deal's owner.
    """

    title: str
    due_hours: int | None = 24
    due_field: str | None = None
    role: str | None = None


@frozen(kw_only=True)
class Stage:
    """One stage. ``requires`` names the fields of the deal that must be filled on entry.

    ``after`` stages follow the sale (delivery, review). ``norm_hours`` is how long a deal may
    stay.
    """

    key: str
    title: str
    kind: StageKind = "open"
    requires: tuple[str, ...] = ()
    tasks: tuple[TaskTemplate, ...] = ()
    norm_hours: int | None = None


@frozen(kw_only=True)
class Transition:
    """A permitted move between two stages, by their keys."""

    source: str
    target: str


@frozen(kw_only=True, repr=False)
class Pipeline(Record):
    """A sale's way from the first stage on, as a graph with loops and branches.

    Deals start in the first stage. An empty ``transitions`` permits every move between open
    stages, from them to an outcome, and from a won deal to the stages after the sale. The
    employees of ``team_ids`` work in it; with no team everybody does. A deal is lost, and a lead
    fails, for one of the reasons listed.
    """

    kind: ClassVar[str] = "pipeline"
    relations: ClassVar[tuple[Relation, ...]] = (
        Relation(name="deals", target="deal", remote="pipeline_id"),
    )

    id: PipelineId
    key: str
    name: str = title()
    stages: tuple[Stage, ...] = field()
    transitions: tuple[Transition, ...] = ()
    team_ids: tuple[TeamId, ...] = ()
    lost_reasons: tuple[str, ...] = ()
    fail_reasons: tuple[str, ...] = ()
    currency: str = "RUB"

    @stages.validator
    def _stages_make_sense(self, _attribute: object, stages: tuple[Stage, ...]) -> None:
        keys = [stage.key for stage in stages]
        if not stages or stages[0].kind != "open":
            message = "the first stage must be an open one"
            raise BadInput(message, where=f"pipeline {self.key}")
        if len(set(keys)) != len(keys):
            message = "two stages have one key"
            raise BadInput(message, where=f"pipeline {self.key}")

    def __attrs_post_init__(self) -> None:
        """Refuses a transition from or to a stage that is not there."""
        keys = {stage.key for stage in self.stages}
        for transition in self.transitions:
            unknown = {transition.source, transition.target} - keys
            if unknown:
                message = f"a transition names the unknown stage {min(unknown)!r}"
                raise BadInput(message, where=f"pipeline {self.key}")

    @property
    def first(self) -> Stage:
        """The stage where deals start."""
        return self.stages[0]

    def stage(self, key: str) -> Stage:
        """The stage of this key; RuleViolation if the pipeline has none."""
        for stage in self.stages:
            if stage.key == key:
                return stage
        known = ", ".join(stage.key for stage in self.stages)
        message = f"there is no stage {str(key)[:60]!r}"
        raise RuleViolation(
            message, rule="stage", where=f"pipeline {self.key}", hint=f"known: {known}"
        )

    def left_by(self, stages: tuple[Stage, ...]) -> tuple[str, ...]:
        """The stages that a new drawing takes away, or gives another kind."""
        kept = {(stage.key, stage.kind) for stage in stages}
        return tuple(stage.key for stage in self.stages if (stage.key, stage.kind) not in kept)

    def permits(self, source: str, target: str) -> bool:
        """Whether a deal may go from one stage straight to the other."""
        if source == target:
            return False
        if self.transitions:
            return any((move.source, move.target) == (source, target) for move in self.transitions)
        leaving, entering = self.stage(source).kind, self.stage(target).kind
        if entering == "after":
            return leaving in {"won", "after"}
        return leaving == "open"
