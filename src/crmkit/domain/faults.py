"""Faults of a pipeline: stages that nobody reaches, ways that end nowhere, words nobody knows."""

from collections.abc import Collection, Iterator

from attrs import frozen

from crmkit.domain._toml_lines import Place
from crmkit.domain.moves import outcome_of
from crmkit.domain.pipelines import Pipeline, Stage
from crmkit.query.schema import CUSTOM_PREFIX


@frozen
class Fault:
    """What is wrong with a pipeline, and where: ``("stages", 2, "requires")``."""

    at: Place
    message: str


@frozen(kw_only=True)
class Known:
    """The words that a pipeline may use, as far as they are known; None asks no question.

    Without ``custom`` the shop's own fields are not among ``fields``, and any such name will do.
    """

    fields: Collection[str] | None = None
    custom: bool = True
    roles: Collection[str] | None = None
    teams: Collection[str] | None = None

    def field(self, name: str) -> bool:
        """Whether a deal may have this field."""
        if self.fields is None or name in self.fields:
            return True
        return not self.custom and name.startswith(CUSTOM_PREFIX)


def faults(pipeline: Pipeline, known: Known | None = None) -> tuple[Fault, ...]:
    """Everything that is wrong with the pipeline; nothing means that every deal gets through."""
    return tuple(
        fault
        for found in (_lost_stages(pipeline), _dead_ends(pipeline), _bad_ways(pipeline))
        for fault in found
    ) + tuple(_bad_words(pipeline, known or Known()))


def _lost_stages(pipeline: Pipeline) -> Iterator[Fault]:
    reached = _reached(pipeline, {pipeline.first.key}, backwards=False)
    for at, stage in enumerate(pipeline.stages):
        if stage.key not in reached:
            yield Fault(("stages", at), f"no way leads to the stage {stage.key!r}")


def _dead_ends(pipeline: Pipeline) -> Iterator[Fault]:
    outcomes = {stage.key for stage in pipeline.stages if stage.kind in {"won", "lost"}}
    ending = _reached(pipeline, outcomes, backwards=True)
    for at, stage in enumerate(pipeline.stages):
        if stage.kind == "open" and stage.key not in ending:
            message = f"from the stage {stage.key!r} no way leads to a won or lost one"
            yield Fault(("stages", at), message)


def _reached(pipeline: Pipeline, start: Collection[str], *, backwards: bool) -> set[str]:
    keys = [stage.key for stage in pipeline.stages]
    ways = {
        (target, source) if backwards else (source, target)
        for source in keys
        for target in keys
        if pipeline.permits(source, target)
    }
    reached, wave = set(start), set(start)
    while wave:
        wave = {target for source, target in ways if source in wave} - reached
        reached |= wave
    return reached


def _bad_ways(pipeline: Pipeline) -> Iterator[Fault]:
    """A closed deal leaves its outcome by reopening alone, which needs no way."""
    places = {stage.key: at for at, stage in enumerate(pipeline.stages)}
    for way in pipeline.transitions:
        source, target = pipeline.stage(way.source), pipeline.stage(way.target)
        after_a_sale = outcome_of(source) == outcome_of(target) == "won"
        early = source.kind == "open" and target.kind == "after"
        if early or (source.kind != "open" and not after_a_sale):
            message = (
                f"there can be no way from {source.key!r} to {target.key!r}: "
                f"{'it would miss the sale' if early else 'a closed deal is reopened instead'}"
            )
            yield Fault(("stages", places[source.key], "to"), message)


def _bad_words(pipeline: Pipeline, known: Known) -> Iterator[Fault]:
    for at, stage in enumerate(pipeline.stages):
        yield from _bad_words_of(stage, ("stages", at), known)


def _bad_words_of(stage: Stage, at: Place, known: Known) -> Iterator[Fault]:
    if stage.norm_hours is not None and stage.norm_hours <= 0:
        yield Fault((*at, "norm_hours"), f"the norm of the stage {stage.key!r} is no time at all")
    for place, name in enumerate(stage.requires):
        if not known.field(name):
            message = f"the stage {stage.key!r} asks for the unknown field {name[:60]!r}"
            yield Fault((*at, "requires", place), message)
    for place, task in enumerate(stage.tasks):
        inside = (*at, "tasks", place)
        if task.due_hours is not None and task.due_hours < 0:
            yield Fault((*inside, "due_hours"), "a task cannot be due before it is given")
        if task.due_field and not known.field(task.due_field):
            message = f"a task is due by the unknown field {task.due_field[:60]!r}"
            yield Fault((*inside, "due_field"), message)
        if task.role and known.roles is not None and task.role not in known.roles:
            message = f"a task is for the unknown role {task.role[:60]!r}"
            yield Fault((*inside, "role"), message)
