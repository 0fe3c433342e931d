"""Reports about the shop's own people equal what one counts by hand."""

from collections import Counter
from datetime import date, timedelta

import pytest
from attrs import evolve
from hypothesis import given

from crmkit.domain.deals import Deal
from crmkit.domain.leads import Lead
from crmkit.domain.tasks import Task
from crmkit.errors import BadQuestion
from crmkit.fields import deal
from crmkit.ids import EmployeeId
from crmkit.reports import Options
from crmkit.testing.builders import NOON, a_deal, a_plan, an_employee, an_id, rubles
from tests.unit.reports.books import ZONE, Books, by, figures, local, rows, some_books

MARCH = Options(zone=ZONE, starts=date(2026, 3, 1), ends=date(2026, 3, 31))
PLANNED = (
    an_employee(),
    a_plan(),
    a_deal(outcome="won", closed_at=NOON, amount=rubles(250_000)),
)


def is_going(deal: Deal) -> bool:
    return deal.outcome == "open" and deal.archived_at is None


@given(some_books)
def test_a_manager_is_told_by_leads_and_deals(shop: Books) -> None:
    leads = Counter(lead.owner_id for lead in shop.of(Lead))
    closed = Counter((deal.owner_id, deal.outcome) for deal in shop.of(Deal))
    opened = Counter(deal.owner_id for deal in shop.of(Deal) if is_going(deal))
    owners = {*leads, *opened, *(owner for owner, outcome in closed if outcome != "open")}
    assert {
        row["owner.id"]: (row["leads"], row["open"], row["won"], row["lost"])
        for row in shop.rows("managers")
    } == {
        owner: (leads[owner], opened[owner], closed[owner, "won"], closed[owner, "lost"])
        for owner in owners
    }


@given(some_books)
def test_the_share_of_won_is_of_the_deals_that_ended(shop: Books) -> None:
    for row in shop.rows("managers"):
        ended = row["won"] + row["lost"]
        assert row["won_share"] == (row["won"] / ended if ended else None)


@given(some_books)
def test_the_range_of_days_is_about_outcomes_and_the_open_deals_are_those_of_now(
    shop: Books,
) -> None:
    def of_march(deal: Deal) -> bool:
        if deal.closed_at is None:
            return is_going(deal)
        return date(2026, 3, 1) <= local(deal.closed_at) <= date(2026, 3, 31)

    counted = sum(map(of_march, shop.of(Deal)))
    found = shop.rows("managers", options=MARCH)
    assert sum(row["open"] + row["won"] + row["lost"] for row in found) == counted


@given(some_books)
def test_overdue_tasks_are_open_and_their_moment_has_passed(shop: Books) -> None:
    late = [
        task
        for task in shop.of(Task)
        if task.status == "open" and task.archived_at is None and task.due_at and task.due_at < NOON
    ]
    found = shop.rows("overdue_tasks")
    assert {row["owner.id"]: row["tasks"] for row in found} == Counter(t.owner_id for t in late)


@given(some_books)
def test_the_oldest_overdue_task_is_named_by_its_moment(shop: Books) -> None:
    for row in shop.rows("overdue_tasks"):
        due = [
            task.due_at
            for task in shop.of(Task)
            if task.owner_id == row["owner.id"] and task.status == "open" and not task.archived_at
        ]
        assert row["oldest"] == min(moment for moment in due if moment is not None)


def test_a_plan_stands_beside_what_was_done() -> None:
    found = rows("managers", PLANNED, MARCH)
    assert figures(found, "revenue", "plan", "plan_share") == [
        {"revenue": rubles(250_000), "plan": rubles(1_000_000), "plan_share": 0.25}
    ]


@pytest.mark.parametrize(
    "options",
    [
        pytest.param(evolve(MARCH, ends=date(2026, 3, 30)), id="the plan reaches beyond the range"),
        pytest.param(evolve(MARCH, where=deal.channel.absent), id="only some deals count"),
        pytest.param(by("channel"), id="a plan is not of a channel"),
    ],
)
def test_no_plan_is_shown_that_the_figures_cannot_be_held_against(options: Options) -> None:
    (row, *_) = rows("managers", PLANNED, options)
    assert "plan" not in row


def test_a_manager_with_a_plan_alone_is_in_the_report() -> None:
    lazy = an_employee(2)
    found = rows("managers", [*PLANNED, lazy, a_plan(2, owner_id=lazy.id)], MARCH)
    assert figures(found, "owner.id", "won", "plan_share") == [
        {"owner.id": an_id(EmployeeId), "won": 1, "plan_share": 0.25},
        {"owner.id": lazy.id, "won": 0, "plan_share": 0.0},
    ]


def test_managers_are_not_told_by_month_for_open_deals_are_of_none() -> None:
    with pytest.raises(BadQuestion, match="cannot be grouped by 'month'"):
        rows("managers", [], by("owner", "month"))


def test_the_days_to_close_are_of_won_deals() -> None:
    started = NOON - timedelta(days=3)
    ended = [
        a_deal(1, outcome="won", created_at=started, closed_at=NOON),
        a_deal(2, outcome="lost", created_at=NOON, closed_at=NOON),
    ]
    assert figures(rows("managers", ended), "days") == [{"days": 3.0}]
