"""The one transition function: what it lets through, what it refuses and why."""

from datetime import date, timedelta

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from crmkit.domain.deals import Deal
from crmkit.domain.decisions import CreateTask
from crmkit.domain.moves import MoveRequest, move, tasks_on_entry
from crmkit.domain.pipelines import Pipeline, Stage, TaskTemplate, Transition
from crmkit.errors import BadInput, RuleViolation
from crmkit.testing.builders import NOON, a_deal, a_pipeline, an_employee, rubles

LATER = NOON + timedelta(hours=3)
STAGES = tuple(stage.key for stage in a_pipeline().stages)


def to(stage: str, **more: object) -> MoveRequest:
    return MoveRequest(stage=stage, **more)  # type: ignore[arg-type]  # a test names what it needs


def refusal(request: MoveRequest, **deal: object) -> RuleViolation:
    with pytest.raises(RuleViolation) as caught:
        move(a_deal(**deal), a_pipeline(), request, LATER)
    return caught.value


def test_a_move_along_a_transition_changes_the_stage_and_touches_the_deal() -> None:
    moved = move(a_deal(), a_pipeline(), to("working"), LATER)
    assert (moved.stage, moved.stage_since, moved.touched_at) == ("working", LATER, LATER)


def test_a_move_without_a_transition_is_refused_and_names_the_ways_there_are() -> None:
    refused = refusal(to("delivery"))
    assert refused.rule == "transition"
    assert "working" in str(refused.hint)


def test_a_stage_is_not_entered_without_the_fields_it_requires() -> None:
    assert refusal(to("quote"), stage="working").rule == "required"


def test_a_stage_is_entered_with_the_fields_it_requires() -> None:
    deal = a_deal(stage="working", amount=rubles(100))
    assert move(deal, a_pipeline(), to("quote"), LATER).stage == "quote"


def test_an_unknown_stage_is_refused_by_name() -> None:
    assert refusal(to("nowhere")).rule == "stage"


def test_a_won_deal_is_closed_at_the_moment_of_the_move() -> None:
    won = move(a_deal(stage="quote", amount=rubles(1)), a_pipeline(), to("won"), LATER)
    assert (won.outcome, won.closed_at) == ("won", LATER)


def test_the_stages_after_the_sale_keep_the_moment_it_was_won() -> None:
    won = a_deal(stage="won", outcome="won", closed_at=NOON)
    delivered = move(won, a_pipeline(), to("delivery"), LATER)
    assert (delivered.outcome, delivered.closed_at) == ("won", NOON)


@pytest.mark.parametrize("reason", [None, "", "because"])
def test_a_deal_is_lost_for_a_reason_of_its_pipeline_only(reason: str | None) -> None:
    assert refusal(to("lost", lost_reason=reason)).rule == "lost_reason"


def test_a_lost_deal_keeps_its_reason() -> None:
    lost = move(a_deal(), a_pipeline(), to("lost", lost_reason="price"), LATER)
    assert (lost.outcome, lost.lost_reason) == ("lost", "price")


def test_a_closed_deal_does_not_move_back_unless_it_is_reopened() -> None:
    lost = {"stage": "lost", "outcome": "lost", "closed_at": NOON, "lost_reason": "price"}
    assert refusal(to("working"), **lost).rule == "closed"


def test_a_reopened_deal_is_open_again_and_has_lost_its_reason() -> None:
    lost = a_deal(stage="lost", outcome="lost", closed_at=NOON, lost_reason="price")
    opened = move(lost, a_pipeline(), to("working", reopen=True), LATER)
    assert (opened.outcome, opened.closed_at, opened.lost_reason) == ("open", None, None)


@given(
    start=st.sampled_from(STAGES),
    path=st.lists(st.tuples(st.sampled_from(STAGES), st.booleans()), max_size=8),
    amount=st.sampled_from([None, rubles(5)]),
)
def test_no_path_avoids_a_guard(start: str, path: list[tuple[str, bool]], amount: object) -> None:
    pipeline = a_pipeline()
    deal = move_start(pipeline, start, amount)
    for stage, reopen in path:
        request = to(stage, lost_reason="price", reopen=reopen)
        try:
            after = move(deal, pipeline, request, LATER)
        except RuleViolation:
            continue
        assert_kept(pipeline, deal.stage, after.stage, reopened=reopen and deal.outcome != "open")
        assert not (pipeline.stage(after.stage).requires and after.amount is None)
        deal = after


def move_start(pipeline: Pipeline, start: str, amount: object) -> Deal:
    kind = pipeline.stage(start).kind
    outcome = {"won": "won", "after": "won", "lost": "lost"}.get(kind, "open")
    closed = None if outcome == "open" else NOON
    return a_deal(stage=start, outcome=outcome, closed_at=closed, amount=amount)


def assert_kept(pipeline: Pipeline, source: str, target: str, *, reopened: bool) -> None:
    back_to_work = reopened and pipeline.stage(target).kind == "open"
    assert back_to_work or Transition(source=source, target=target) in pipeline.transitions


def test_a_pipeline_without_transitions_lets_open_stages_change_freely() -> None:
    free = evolve(a_pipeline(), transitions=())
    assert free.permits("new", "quote")
    assert not free.permits("lost", "new")
    assert not free.permits("new", "delivery")


def test_a_transition_to_an_unknown_stage_is_refused_when_the_pipeline_is_made() -> None:
    with pytest.raises(BadInput, match="unknown stage"):
        evolve(a_pipeline(), transitions=(Transition(source="new", target="moon"),))


def test_two_stages_of_one_key_are_refused_when_the_pipeline_is_made() -> None:
    with pytest.raises(BadInput, match="one key"):
        evolve(a_pipeline(), transitions=(), stages=(Stage(key="a", title="A"),) * 2)


def entered(template: TaskTemplate, *staff: object, **deal: object) -> CreateTask:
    stage = Stage(key="visit", title="Visit", tasks=(template,))
    (task,) = tasks_on_entry(a_deal(**deal), stage, NOON, staff)  # type: ignore[arg-type]  # employees
    return task


def test_a_stage_asks_for_its_tasks_by_the_clock() -> None:
    task = entered(TaskTemplate(title="Call", due_hours=2))
    assert (task.title, task.due_at) == ("Call", NOON + timedelta(hours=2))


def test_a_task_may_be_due_on_a_day_written_in_the_deal() -> None:
    task = entered(
        TaskTemplate(title="Visit", due_field="expected_on"), expected_on=date(2026, 4, 1)
    )
    assert task.due_at is not None
    assert task.due_at.date() == date(2026, 4, 1)


def test_a_task_for_a_role_goes_to_the_colleague_who_has_it() -> None:
    measurer = an_employee(7, role="measurer")
    assert entered(TaskTemplate(title="Measure", role="measurer"), measurer).owner_id == measurer.id


def test_a_task_for_a_role_nobody_has_waits_without_an_owner() -> None:
    assert entered(TaskTemplate(title="Measure", role="measurer")).owner_id is None
