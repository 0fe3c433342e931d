"""Drawings: what a pipeline's file says, and on which line it is wrong."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crmkit.domain.diagrams import mermaid
from crmkit.domain.drawings import Landing, as_toml, examine, read_drawing
from crmkit.domain.faults import Known, faults
from crmkit.domain.pipelines import Pipeline, Stage, TaskTemplate, Transition
from crmkit.domain.presets import sales_pipeline
from crmkit.domain.redrawing import diff
from crmkit.errors import BadInput
from crmkit.ids import PipelineId
from crmkit.testing.builders import NOON, an_id

REPAIR = """\
key = "repair"
name = "Repair"
lost_reasons = [
    "price",      # they said it is too dear
    "cannot_be_mended",
]

[[stages]]
key = "taken"
title = "Taken in"
to = ["repair", "refused"]
norm_hours = 4

[[stages]]
key = "repair"
title = "In repair"
to = ["handed", "refused", "taken"]
requires = ["amount"]

[[stages.tasks]]
title = "Call when it is done"
due_field = "expected_on"

[[stages.tasks]]
title = "Look again"
due_hours = "none"
role = "head"

[[stages]]
key = "handed"
title = "Handed over"
kind = "won"

[[stages]]
key = "refused"
title = "Refused"
kind = "lost"

[moved]
diagnosis = "taken"
junk = { to = "refused", reason = "price" }
"""
KNOWN = Known(fields=frozenset({"amount", "expected_on"}), roles=frozenset({"head"}), teams=())


def found(old: str, new: str) -> tuple[tuple[int, str], ...]:
    """The faults after one change of the file."""
    assert old in REPAIR
    return examine(REPAIR.replace(old, new, 1), KNOWN)[1]


def test_a_file_draws_stages_ways_tasks_and_where_deals_go() -> None:
    drawing = read_drawing(REPAIR, KNOWN)
    pipeline = drawing.pipeline()
    assert [stage.key for stage in pipeline.stages] == ["taken", "repair", "handed", "refused"]
    assert pipeline.permits("repair", "taken")
    assert not pipeline.permits("taken", "handed")
    assert pipeline.stage("repair").tasks == (
        TaskTemplate(title="Call when it is done", due_field="expected_on"),
        TaskTemplate(title="Look again", due_hours=None, role="head"),
    )
    assert drawing.moved == {
        "diagnosis": Landing(stage="taken"),
        "junk": Landing(stage="refused", lost_reason="price"),
    }


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        ('to = ["handed", "refused", "taken"]', "to = []", 14, "from the stage 'repair'"),
        ('to = ["repair", "refused"]', 'to = ["refused"]', 14, "no way leads to the stage 'repai"),
        ('"handed", "refused", "taken"', '"handed", "nowhere"', 17, "unknown stage 'nowhere'"),
        ('requires = ["amount"]', 'requires = ["amuont"]', 18, "unknown field 'amuont'"),
        ('due_field = "expected_on"', 'due_field = "day"', 22, "unknown field 'day'"),
        ('role = "head"', 'role = "hed"', 27, "unknown role 'hed'"),
        ("norm_hours = 4", 'norm_hours = "4"', 12, "expected `int | null`"),
        ("norm_hours = 4", "norm_hours = 0", 12, "no time at all"),
        ("norm_hours = 4", "norm_huors = 4", 12, "unknown field `norm_huors`"),
        ('key = "handed"', "", 29, "missing required field `key`"),
        ('kind = "won"', 'kind = "sold"', 32, "invalid enum value 'sold'"),
        ('kind = "lost"', 'kind = "lost"\nto = ["taken"]', 38, "reopened instead"),
        ('diagnosis = "taken"', 'diagnosis = "diagnosis"', 40, "cannot be moved"),
        ('name = "Repair"', 'name = " "', 2, "name is empty"),
        ('name = "Repair"', 'name = "Repair"\nteams = ["Nobody"]', 3, "no team 'Nobody'"),
        ('"price",', '"price"', 5, "this is not TOML"),
        ('key = "refused"', 'key = "taken"', 35, "two stages have the key 'taken'"),
    ],
)
def test_a_fault_is_told_with_its_line(old: str, new: str, line: int, said: str) -> None:
    told = found(old, new)
    assert any(at == line and said in message for at, message in told), told


def test_a_fault_is_raised_with_the_file_the_line_and_how_many_more() -> None:
    wrong = REPAIR.replace('"amount"', '"amuont"').replace('"expected_on"', '"day"')
    with pytest.raises(BadInput, match=r"repair.toml, line 18: .*amuont.* \(and 1 more\)"):
        read_drawing(wrong, KNOWN, "repair.toml")


def test_a_file_too_long_to_be_a_pipeline_is_refused_unread() -> None:
    with pytest.raises(BadInput, match="at most"):
        examine("\n" * 3_000)


def test_what_is_no_table_of_stages_is_told() -> None:
    assert examine('key = "a"\nname = "A"\nstages = 3\n')[1][0][0] == 3
    assert "stages" in examine('key = "a"\nname = "A"\n')[1][0][1]
    assert examine('key = "a"\nname = "A"\nstages = []\n')[1][0][1].startswith("the first stage")


def test_the_ready_pipeline_has_no_fault_and_comes_back_from_its_file() -> None:
    sales = sales_pipeline(an_id(PipelineId), NOON)
    assert not faults(sales)
    assert not diff(sales, read_drawing(as_toml(sales)).pipeline())


WORDS = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=6)
KEYS = st.sampled_from("abcdefgh")
TASKS = st.builds(
    TaskTemplate,
    title=WORDS.map(lambda word: f"t{word}"),
    due_hours=st.none() | st.integers(0, 99),
    due_field=st.none() | st.just("expected_on"),
    role=st.none() | st.just("head"),
)
STAGES = st.builds(
    Stage,
    key=KEYS,
    title=WORDS.map(lambda word: f"t{word}"),
    kind=st.sampled_from(["open", "won", "lost", "after"]),
    requires=st.just(()) | st.just(("amount", "custom.size")),
    tasks=st.lists(TASKS, max_size=2).map(tuple),
    norm_hours=st.none() | st.integers(1, 99),
)


@st.composite
def pipelines(draw: st.DrawFn) -> Pipeline:
    """A pipeline that is a pipeline, sound or not."""
    stages = draw(st.lists(STAGES, max_size=6, unique_by=lambda stage: stage.key))
    stages.insert(0, Stage(key="start", title="Start"))
    keys = st.sampled_from([stage.key for stage in stages])
    ways = draw(st.lists(st.builds(Transition, source=keys, target=keys), max_size=12))
    return Pipeline(
        id=an_id(PipelineId),
        created_at=NOON,
        key="drawn",
        name=draw(WORDS.map(lambda word: f"n{word}")),
        stages=tuple(stages),
        transitions=tuple(ways),
        lost_reasons=draw(st.lists(WORDS, max_size=2).map(tuple)),
    )


@settings(deadline=None)
@given(pipelines())
def test_whatever_is_written_down_is_read_as_it_was(pipeline: Pipeline) -> None:
    drawing, told = examine(as_toml(pipeline))
    assert drawing is not None
    assert not diff(pipeline, drawing.pipeline())
    assert drawing.stages == pipeline.stages
    assert {message for _, message in told} == {fault.message for fault in faults(pipeline)}


@settings(deadline=None)
@given(pipelines())
def test_without_faults_every_stage_is_reached_and_leads_to_an_outcome(pipeline: Pipeline) -> None:
    if faults(pipeline):
        return
    outcomes = {stage.key for stage in pipeline.stages if stage.kind in {"won", "lost"}}
    assert _walked(pipeline, pipeline.first.key) == {stage.key for stage in pipeline.stages}
    for stage in pipeline.stages:
        assert stage.kind != "open" or _walked(pipeline, stage.key) & outcomes


def _walked(pipeline: Pipeline, start: str) -> set[str]:
    seen, wave = {start}, [start]
    while wave:
        here = wave.pop()
        onward = [stage.key for stage in pipeline.stages if pipeline.permits(here, stage.key)]
        wave += [key for key in onward if key not in seen]
        seen.update(onward)
    return seen


@settings(deadline=None)
@given(pipelines())
def test_a_pipeline_differs_from_itself_in_nothing(pipeline: Pipeline) -> None:
    assert not diff(pipeline, pipeline)


def test_differences_name_the_stage_the_way_and_the_task() -> None:
    old = read_drawing(REPAIR, KNOWN).pipeline()
    changed = REPAIR.replace("norm_hours = 4", "norm_hours = 8").replace(', "taken"]', "]")
    told = {each.of: each.how for each in diff(old, read_drawing(changed, KNOWN).pipeline())}
    assert told == {"stage taken, norm": "changed", "way repair → taken": "removed"}


def test_a_diagram_shows_stages_ways_norms_and_needs() -> None:
    drawn = mermaid(read_drawing(REPAIR, KNOWN).pipeline())
    assert drawn.startswith('flowchart LR\n    s0["Taken in<br>≤ 4 h"]\n')
    assert 's1["In repair<br>needs amount"]' in drawn
    assert "s1 --> s0" in drawn
    assert "s0 --> s2" not in drawn


def test_no_title_breaks_out_of_the_diagram() -> None:
    nasty = read_drawing(REPAIR.replace('"Taken in"', '"a\\"] --> <b> # \\n x"'), KNOWN).pipeline()
    assert 's0["a#quot;] --#gt; #lt;b#gt; #35;   x<br>' in mermaid(nasty)
