"""Drawings: a pipeline as it is written down in a file that people review.

A file::

    key = "repair"
    name = "Repair"
    lost_reasons = ["price", "cannot_be_mended"]

    [[stages]]
    key = "taken"
    title = "Taken in"
    to = ["repair", "refused"]       # no `to` in any stage: every usual move is permitted
    norm_hours = 4

    [[stages]]
    key = "repair"
    title = "In repair"
    to = ["handed", "refused"]
    requires = ["amount"]

    [[stages.tasks]]
    title = "Call when it is done"
    due_field = "expected_on"

    [[stages]]
    key = "handed"
    title = "Handed over"
    kind = "won"

    [[stages]]
    key = "refused"
    title = "Refused"
    kind = "lost"

    [moved]                          # where deals go whose stage is no longer there
    diagnosis = "taken"
    junk = { to = "refused", reason = "price" }
"""

import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Literal
from unicodedata import normalize

import msgspec
from attrs import field, frozen

from crmkit.domain._toml_lines import Place, line_of, lines_of
from crmkit.domain.faults import Fault, Known, faults
from crmkit.domain.pipelines import Pipeline, Stage, StageKind, TaskTemplate, Transition
from crmkit.errors import BadInput
from crmkit.ids import ID_BYTES, PipelineId, TeamId

_LONGEST, _MOST_LINES = 100_000, 2_000
_FIRST_LINE = re.compile(r"line (\d+)")
_STEP = re.compile(r"\.([^.\[\]`]+)|\[(\d+)\]")
_SOME_ID, _SOME_DAY = PipelineId(bytes(ID_BYTES)), datetime(2000, 1, 1, tzinfo=UTC)


@frozen(kw_only=True)
class Landing:
    """Where the deals of a stage go that is no longer there; a lost one needs its reason."""

    stage: str
    lost_reason: str | None = None


@frozen(kw_only=True)
class Drawing:
    """A pipeline as drawn: what it is to be, and where deals of removed stages go.

    ``teams`` are their names. ``version`` is that of the stored pipeline it was drawn from, for
    those who want to be told when somebody else drew it meanwhile.
    """

    key: str
    name: str
    stages: tuple[Stage, ...]
    transitions: tuple[Transition, ...] = ()
    teams: tuple[str, ...] = ()
    lost_reasons: tuple[str, ...] = ()
    fail_reasons: tuple[str, ...] = ()
    currency: str = "RUB"
    version: int | None = None
    moved: Mapping[str, Landing] = field(factory=dict)

    def pipeline(
        self,
        pipeline_id: PipelineId = _SOME_ID,
        at: datetime = _SOME_DAY,
        teams: Mapping[str, TeamId] | None = None,
    ) -> Pipeline:
        """The pipeline that is drawn; ``teams`` are the shop's by their names."""
        return Pipeline(id=pipeline_id, created_at=at, **self.fields(teams or {}))  # type: ignore[arg-type]  # the pipeline's own fields

    def fields(self, teams: Mapping[str, TeamId]) -> dict[str, object]:
        """The fields of a pipeline that a drawing sets."""
        return {
            "key": self.key,
            "name": self.name,
            "stages": self.stages,
            "transitions": self.transitions,
            "team_ids": tuple(teams[name] for name in self.teams if name in teams),
            "lost_reasons": self.lost_reasons,
            "fail_reasons": self.fail_reasons,
            "currency": self.currency,
        }


class _Task(msgspec.Struct, forbid_unknown_fields=True):
    title: str
    due_hours: int | Literal["none"] = 24
    due_field: str | None = None
    role: str | None = None


class _Stage(msgspec.Struct, forbid_unknown_fields=True):
    key: str
    title: str
    kind: StageKind = "open"
    to: tuple[str, ...] = ()
    requires: tuple[str, ...] = ()
    norm_hours: int | None = None
    tasks: tuple[_Task, ...] = ()


class _Landing(msgspec.Struct, forbid_unknown_fields=True):
    to: str
    reason: str | None = None


class _File(msgspec.Struct, forbid_unknown_fields=True):
    key: str
    name: str
    stages: tuple[_Stage, ...]
    version: int | None = None
    currency: str = "RUB"
    teams: tuple[str, ...] = ()
    lost_reasons: tuple[str, ...] = ()
    fail_reasons: tuple[str, ...] = ()
    moved: dict[str, str | _Landing] = {}


def read_drawing(text: str, known: Known | None = None, where: str = "pipeline") -> Drawing:
    """The pipeline in the text of a file; BadInput names the line of the first fault."""
    drawing, found = examine(text, known, where)
    if drawing is None or found:
        line, message = found[0]
        more = f"and {len(found) - 1} more" if len(found) > 1 else None
        raise BadInput(message, where=f"{where}, line {line}", hint=more)
    return drawing


def examine(
    text: str, known: Known | None = None, where: str = "pipeline"
) -> tuple[Drawing | None, tuple[tuple[int, str], ...]]:
    """What is drawn, None if it cannot be told, and every fault with its line, from the top."""
    if len(text) > _LONGEST or text.count("\n") > _MOST_LINES:
        message = f"a pipeline has at most {_MOST_LINES} lines and {_LONGEST} letters"
        raise BadInput(message, where=where)
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as exc:
        line = _FIRST_LINE.search(str(exc))
        at = int(line[1]) if line else text.count("\n") + 1
        return None, ((at, f"this is not TOML: {exc}"),)
    lines = lines_of(text)
    try:
        file = msgspec.convert(document, _File)
    except msgspec.ValidationError as exc:
        fault = _mistyped(str(exc))
        return None, ((line_of(fault.at, lines), fault.message),)
    drawing = _drawing(file)
    found = tuple(_misdrawn(drawing, known or Known()))
    found = found or faults(drawing.pipeline(), known)
    told = sorted({(line_of(fault.at, lines), fault.message) for fault in found})
    return drawing, tuple(told)


def _mistyped(told: str) -> Fault:
    """What msgspec says, ``Expected `int`, got `str` - at `$.stages[2].norm_hours` ``, in parts."""
    message, _, path = told.partition(" - at `$")
    place: Place = tuple(int(n) if n else name for name, n in _STEP.findall(path.rstrip("`")))
    unknown = re.search(r"unknown field `([^`]*)`", message)
    return Fault((*place, unknown[1]) if unknown else place, message[:1].lower() + message[1:])


def _misdrawn(drawing: Drawing, known: Known) -> Iterator[Fault]:
    """What makes no pipeline at all."""
    keys = [stage.key for stage in drawing.stages]
    if not drawing.name.strip():
        yield Fault(("name",), "the name is empty")
    if not drawing.stages or drawing.stages[0].kind != "open":
        yield Fault(("stages", 0, "kind"), "the first stage must be an open one")
    for at, stage in enumerate(drawing.stages):
        if stage.key in keys[:at]:
            yield Fault(("stages", at, "key"), f"two stages have the key {stage.key[:60]!r}")
        if not _is_plain(stage.key):
            yield Fault(("stages", at, "key"), "the key of a stage is plain text without line ends")
        if not stage.title.strip():
            yield Fault(("stages", at, "title"), "the title of a stage is empty")
    yield from _misled(drawing, keys)
    yield from _unknown_teams(drawing, known)


def _unknown_teams(drawing: Drawing, known: Known) -> Iterator[Fault]:
    for at, team in enumerate(drawing.teams):
        if known.teams is not None and team not in known.teams:
            yield Fault(("teams", at), f"there is no team {team[:60]!r}")


def _is_plain(key: str) -> bool:
    """Whether a deal's field keeps the key as it is written here."""
    return key.isprintable() and key == normalize("NFC", key).strip() != ""


def _misled(drawing: Drawing, keys: list[str]) -> Iterator[Fault]:
    for way in drawing.transitions:
        if way.target not in keys:
            place = ("stages", keys.index(way.source), "to")
            yield Fault(place, f"a way leads to the unknown stage {way.target[:60]!r}")
    for gone, landing in drawing.moved.items():
        if landing.stage not in keys or landing.stage == gone:
            yield Fault(("moved", gone), f"deals cannot be moved to {landing.stage[:60]!r}")


def _drawing(file: _File) -> Drawing:
    return Drawing(
        key=file.key,
        name=file.name,
        stages=tuple(map(_stage, file.stages)),
        transitions=tuple(
            Transition(source=stage.key, target=target)
            for stage in file.stages
            for target in stage.to
        ),
        teams=file.teams,
        lost_reasons=file.lost_reasons,
        fail_reasons=file.fail_reasons,
        currency=file.currency,
        version=file.version,
        moved={
            gone: Landing(stage=to)
            if isinstance(to, str)
            else Landing(stage=to.to, lost_reason=to.reason)
            for gone, to in file.moved.items()
        },
    )


def _stage(stage: _Stage) -> Stage:
    tasks = (
        TaskTemplate(
            title=task.title,
            due_hours=task.due_hours if isinstance(task.due_hours, int) else None,
            due_field=task.due_field,
            role=task.role,
        )
        for task in stage.tasks
    )
    return Stage(
        key=stage.key,
        title=stage.title,
        kind=stage.kind,
        requires=stage.requires,
        tasks=tuple(tasks),
        norm_hours=stage.norm_hours,
    )


def as_toml(pipeline: Pipeline, teams: Mapping[TeamId, str] | None = None) -> str:
    """The file that draws this pipeline as it is; ``teams`` are the shop's names of its teams."""
    names = teams or {}
    head: dict[str, object] = {
        "key": pipeline.key,
        "name": pipeline.name,
        "version": pipeline.version,
        "currency": pipeline.currency,
        "teams": [names[team] for team in pipeline.team_ids if team in names],
        "lost_reasons": pipeline.lost_reasons,
        "fail_reasons": pipeline.fail_reasons,
    }
    return "".join(
        (
            "\n".join(_settings(head)),
            "\n",
            *(_written(stage, pipeline) for stage in pipeline.stages),
        )
    )


def _written(stage: Stage, pipeline: Pipeline) -> str:
    ways = dict.fromkeys(way.target for way in pipeline.transitions if way.source == stage.key)
    told = _settings(
        {
            "key": stage.key,
            "title": stage.title,
            "kind": None if stage.kind == "open" else stage.kind,
            "to": tuple(ways),
            "requires": stage.requires,
            "norm_hours": stage.norm_hours,
        }
    )
    lines = ["", "[[stages]]", *told]
    for task in stage.tasks:
        due = "none" if task.due_hours is None else task.due_hours
        given = {"title": task.title, "due_hours": due}
        rest = {"due_field": task.due_field, "role": task.role}
        lines += ["", "[[stages.tasks]]", *_settings({**given, **rest})]
    return "\n".join(lines) + "\n"


def _settings(values: Mapping[str, object]) -> Iterator[str]:
    for name, value in values.items():
        if value is None or value in ((), []):
            continue
        # A JSON text is a TOML text but for one control sign.
        text = json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
        yield f"{name} = {text}"
