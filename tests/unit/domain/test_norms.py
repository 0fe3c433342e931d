"""Norms in working time: who is told, when, and that they are told the same again."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

from crmkit.domain.decisions import Remind
from crmkit.domain.norms import (
    Norm,
    deadline,
    stage_deadline,
    stage_norm,
    waiting_since,
    watch_answer,
    watch_stage,
)
from crmkit.domain.pipelines import Pipeline
from crmkit.domain.working_time import WorkingCalendar, working_between
from crmkit.errors import BadInput
from crmkit.ids import EmployeeId, TeamId
from crmkit.testing.builders import NOON, a_deal, a_pipeline, an_employee, an_id, an_interaction

MOSCOW = ZoneInfo("Europe/Moscow")
OFFICE = WorkingCalendar(zone=MOSCOW)
FRIDAY = datetime(2026, 3, 6, 16, tzinfo=MOSCOW)
PIPELINE = a_pipeline()
OWNER = an_employee(1, team_id=an_id(TeamId))
HEAD = an_employee(2, role="head", team_id=an_id(TeamId))
OTHER_HEAD = an_employee(3, role="head", team_id=an_id(TeamId, 2))
DEAL = a_deal(stage="working", stage_since=FRIDAY, owner_id=OWNER.id)


def four_hours(pipeline: Pipeline) -> Pipeline:
    stages = tuple(
        evolve(stage, norm_hours=4) if stage.key == "working" else stage
        for stage in pipeline.stages
    )
    return evolve(pipeline, stages=stages)


def watched(now: datetime) -> list[Remind]:
    staff = (OWNER, HEAD, OTHER_HEAD)
    return [*watch_stage(DEAL, four_hours(PIPELINE), OFFICE, now, staff=staff)]


def test_a_norm_passes_over_the_weekend() -> None:
    due = stage_deadline(DEAL, stage_norm(DEAL, four_hours(PIPELINE)), OFFICE)
    assert due is not None
    assert due.warns_at == datetime(2026, 3, 9, 10, 12, tzinfo=MOSCOW)
    assert due.breaks_at == datetime(2026, 3, 9, 11, tzinfo=MOSCOW)


def test_the_owner_is_warned_and_then_the_head_of_the_owners_team_is_told_too() -> None:
    monday = datetime(2026, 3, 9, 10, tzinfo=MOSCOW)
    assert not watched(monday)
    (warning,) = watched(monday + timedelta(minutes=12))
    assert (warning.owner_id, warning.text) == (OWNER.id, "«In work»: soon overdue")
    breach = watched(monday + timedelta(hours=1))
    assert [each.owner_id for each in breach] == [OWNER.id, HEAD.id]
    assert {each.at for each in breach} == {monday + timedelta(hours=1)}


def test_what_is_asked_again_is_decided_again_word_for_word() -> None:
    late = datetime(2026, 3, 20, tzinfo=MOSCOW)
    assert watched(late) == watched(late + timedelta(days=9))


def test_a_stage_without_a_norm_and_an_archived_deal_are_not_watched() -> None:
    late = FRIDAY + timedelta(days=99)
    assert not [*watch_stage(evolve(DEAL, stage="new"), PIPELINE, OFFICE, late)]
    assert not [*watch_stage(evolve(DEAL, archived_at=FRIDAY), PIPELINE, OFFICE, late)]
    assert not [*watch_stage(evolve(DEAL, stage_since=None), PIPELINE, OFFICE, late)]


def test_a_client_waits_since_the_first_word_that_nobody_answered() -> None:
    said = [
        an_interaction(n, direction=direction, at=NOON + timedelta(minutes=minute))
        for n, (direction, minute) in enumerate(
            [("in", 9), ("out", 5), ("in", 0), ("in", 7), ("out", 0)], start=1
        )
    ]
    assert waiting_since(said) == NOON + timedelta(minutes=7)
    assert (
        waiting_since([*said, an_interaction(9, direction="out", at=NOON + timedelta(1))]) is None
    )
    assert waiting_since([]) is None


def test_an_answer_that_is_late_is_told_like_a_stage() -> None:
    norm = Norm(limit=timedelta(minutes=30), warn_percent=50)
    asked = [an_interaction(direction="in", at=FRIDAY)]
    now = FRIDAY + timedelta(minutes=30)
    (late,) = watch_answer(DEAL, asked, norm, OFFICE, now=now)
    assert late == Remind(OWNER.id, DEAL.id, "answer: overdue", now)
    early = FRIDAY + timedelta(minutes=14)
    assert not [*watch_answer(DEAL, asked, norm, OFFICE, now=early)]
    assert not [*watch_answer(DEAL, [], norm, OFFICE, now=now)]


@pytest.mark.parametrize(("hours", "percent"), [(0, 80), (1, 0), (1, 101)])
def test_a_norm_that_makes_no_sense_is_refused(hours: int, percent: int) -> None:
    with pytest.raises(BadInput, match="a norm is some time"):
        Norm(limit=timedelta(hours=hours), warn_percent=percent)


@settings(deadline=None)
@given(st.integers(1, 500), st.integers(1, 100), st.integers(0, 20_000))
def test_a_deadline_is_so_much_working_time_away(hours: int, percent: int, minutes: int) -> None:
    since = NOON + timedelta(minutes=minutes)
    norm = Norm(limit=timedelta(hours=hours), warn_percent=percent)
    due = deadline(since, norm, OFFICE)
    assert since < due.warns_at <= due.breaks_at
    assert working_between(OFFICE, since, due.breaks_at) == norm.limit
    assert working_between(OFFICE, since, due.warns_at) == norm.limit * percent / 100


def test_without_a_head_in_the_team_every_head_is_told() -> None:
    lonely = evolve(OWNER, team_id=an_id(TeamId, 9))
    late = FRIDAY + timedelta(days=9)
    told = watch_stage(DEAL, four_hours(PIPELINE), OFFICE, late, staff=(lonely, HEAD, OTHER_HEAD))
    assert [each.owner_id for each in told] == [OWNER.id, HEAD.id, OTHER_HEAD.id]
    assert an_id(EmployeeId) == OWNER.id
