"""Pipelines: graphs that make sense, and the ways in them."""

import pytest

from crmkit.domain.pipelines import Pipeline, Stage, Transition
from crmkit.domain.presets import sales_pipeline
from crmkit.errors import BadInput, RuleViolation
from crmkit.ids import PipelineId
from crmkit.testing.builders import NOON, an_id

OPEN, MORE = Stage(key="a", title="A"), Stage(key="b", title="B")
WON, LOST = Stage(key="won", title="W", kind="won"), Stage(key="lost", title="L", kind="lost")
AFTER = Stage(key="after", title="R", kind="after")
SALES = sales_pipeline(an_id(PipelineId), NOON, "UAH")


def drawn(*stages: Stage, transitions: tuple[Transition, ...] = ()) -> Pipeline:
    return Pipeline(
        id=an_id(PipelineId),
        created_at=NOON,
        key="k",
        name="K",
        stages=stages,
        transitions=transitions,
    )


@pytest.mark.parametrize("stages", [(), (WON, OPEN), (OPEN, OPEN)])
def test_a_graph_that_makes_no_sense_is_refused(stages: tuple[Stage, ...]) -> None:
    with pytest.raises(BadInput, match="pipeline k"):
        drawn(*stages)


def test_a_transition_joins_stages_that_are_there() -> None:
    with pytest.raises(BadInput, match="nowhere"):
        drawn(OPEN, MORE, transitions=(Transition(source="a", target="nowhere"),))


@pytest.mark.parametrize("key", ["x" * 500, "", None])
def test_an_unknown_stage_is_refused_with_the_known_ones(key: str) -> None:
    with pytest.raises(RuleViolation, match="known: a, b") as caught:
        drawn(OPEN, MORE).stage(key)
    assert len(str(caught.value)) < 200


@pytest.mark.parametrize(
    ("source", "target", "permitted"),
    [
        ("a", "b", True),
        ("b", "a", True),
        ("a", "a", False),
        ("a", "won", True),
        ("a", "lost", True),
        ("a", "after", False),
        ("won", "after", True),
        ("won", "a", False),
        ("won", "lost", False),
        ("lost", "after", False),
        ("lost", "a", False),
    ],
)
def test_without_transitions_the_kinds_of_the_stages_decide(
    source: str, target: str, *, permitted: bool
) -> None:
    assert drawn(OPEN, MORE, WON, LOST, AFTER).permits(source, target) is permitted


def test_with_transitions_they_alone_decide() -> None:
    one_way = drawn(OPEN, MORE, WON, transitions=(Transition(source="a", target="b"),))
    assert one_way.permits("a", "b")
    assert not one_way.permits("b", "a")
    assert not one_way.permits("a", "won")


def test_the_ready_pipeline_starts_open_and_reaches_every_stage() -> None:
    reached, wave = {SALES.first.key}, {SALES.first.key}
    while wave:
        wave = {way.target for way in SALES.transitions if way.source in wave} - reached
        reached |= wave
    assert reached == {stage.key for stage in SALES.stages}


def test_the_ready_pipeline_leads_back_from_the_quote_and_past_the_sale() -> None:
    assert SALES.permits("quote", "working")
    assert SALES.permits("won", "delivery")
    assert not SALES.permits("new", "won")


def test_the_ready_pipeline_asks_for_an_amount_and_reasons_and_takes_the_shops_currency() -> None:
    assert SALES.stage("won").requires == ("amount",)
    assert SALES.lost_reasons
    assert SALES.fail_reasons
    assert SALES.currency == "UAH"
