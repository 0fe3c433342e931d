"""What holds of every report: days, conditions, totals, rights, names."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmkit.errors import BadQuestion
from crmkit.fields import deal
from crmkit.reports import REPORTS, Options, ReportTable, run_report
from crmkit.reports.titles import Title
from crmkit.testing.builders import NOON, a_deal, a_lead, a_pipeline, an_employee, rubles
from tests.unit.reports.books import ZONE, Books, asked, by, rows, some_books

every_report = st.sampled_from(sorted(REPORTS))


def on(moment: datetime) -> list[dict[str, object]]:
    first_of_march = Options(zone=ZONE, starts=date(2026, 3, 1), ends=date(2026, 3, 1))
    return rows("sales", [a_deal(outcome="won", closed_at=moment)], first_of_march)


@pytest.mark.parametrize(
    ("moment", "days"),
    [
        (datetime(2026, 2, 28, 20, 59, 59, 999_999, tzinfo=UTC), 0),
        (datetime(2026, 2, 28, 21, tzinfo=UTC), 1),
        (datetime(2026, 3, 1, 20, 59, 59, 999_999, tzinfo=UTC), 1),
        (datetime(2026, 3, 1, 21, tzinfo=UTC), 0),
    ],
)
def test_a_day_is_a_day_in_the_zone_from_its_first_to_its_last_moment(
    moment: datetime, days: int
) -> None:
    assert len(on(moment)) == days


def test_the_last_day_of_the_calendar_is_a_day_too() -> None:
    ever = Options(zone=ZONE, starts=date.min, ends=date.max)
    assert rows("sales", [a_deal(outcome="won", closed_at=NOON)], ever)


def test_a_range_that_ends_before_it_starts_is_refused() -> None:
    with pytest.raises(BadQuestion, match="ends before it starts"):
        Options(zone=ZONE, starts=date(2026, 3, 2), ends=date(2026, 3, 1))


def test_an_unknown_zone_is_refused() -> None:
    with pytest.raises(BadQuestion, match="time zone"):
        Options(zone="Europe/Nowhere")


def test_a_condition_narrows_what_is_counted() -> None:
    deals = [a_deal(nth, outcome="won", closed_at=NOON, amount=rubles(nth)) for nth in (1, 2, 3)]
    (row,) = rows("sales", deals, Options(zone=ZONE, where=deal.amount > rubles(1)))
    assert row["deals"] == 2


def test_an_unknown_report_is_refused_with_those_that_are_known() -> None:
    with pytest.raises(BadQuestion, match=r"known: new_leads, .*repeat"):
        run_report("profit", asked([]), by())


@given(some_books, every_report)
def test_the_totals_are_the_report_over_everything(shop: Books, name: str) -> None:
    table = run_report(name, shop.work, Options(zone=ZONE, totals=True))
    assert table.totals is not None
    counted = [nth for nth, column in enumerate(table.columns) if column.name in COUNTED[name]]
    assert [table.totals[nth] for nth in counted] == [
        sum(row[nth] for row in numbers(table)) for nth in counted
    ]


COUNTED = {
    "average_deal": {"deals", "priced"},
    "channels": {"inquiries", "leads", "target", "won"},
    "conversion": {"leads", "converted", "failed", "open", "won"},
    "funnel": {"deals"},
    "lost_reasons": {"deals"},
    "managers": {"leads", "converted", "open", "won", "lost"},
    "new_leads": {"leads", "target", "non_target"},
    "overdue_tasks": {"tasks"},
    "portrait": {"clients"},
    "repeat": {"clients", "orders", "one", "two", "more"},
    "sales": {"deals"},
    "time_to_close": {"deals"},
}


def numbers(table: ReportTable) -> list[list[int]]:
    return [[value if isinstance(value, int) else 0 for value in row] for row in table.rows]


@pytest.mark.parametrize("name", REPORTS)
def test_an_empty_shop_has_a_report_all_the_same(name: str) -> None:
    table = run_report(name, asked([]), Options(zone=ZONE, totals=True))
    assert table.totals is None or len(table.totals) == len(table.columns)


@pytest.mark.parametrize("name", REPORTS)
def test_every_report_speaks_three_languages(name: str) -> None:
    report = REPORTS[name]
    texts = [report.title, report.description, *(column.title for column in report.columns)]
    assert all(text.en.isascii() and not text.ru.isascii() for text in texts if text.ru != text.uk)
    assert all(text.in_language("uk_UA") == text.uk for text in texts)


def test_a_language_that_is_not_spoken_is_english() -> None:
    assert Title("Deals", "Сделки", "Угоди").in_language("de") == "Deals"


def test_a_manager_sees_own_figures_and_the_head_those_of_the_team() -> None:
    people = [an_employee(1), an_employee(2), an_employee(3, role="head")]
    leads = [a_lead(nth, owner_id=person.id) for nth, person in enumerate(people, 1)]
    counted = [
        run_report("new_leads", asked([*people, *leads], person), by("month")).rows
        for person in people
    ]
    assert [row[1] for ((row),) in counted] == [1, 1, 3]


def test_the_funnel_of_a_pipeline_of_others_is_hidden_from_a_manager() -> None:
    manager = an_employee(team_id=None)
    others = a_pipeline(team_ids=(an_employee(2).team_id,))
    work = asked([manager, an_employee(2), others, a_deal()], manager)
    assert run_report("funnel", work, by()).rows == ()


@pytest.mark.parametrize("name", REPORTS)
def test_the_reference_tells_of_every_report_with_its_words_and_columns(name: str) -> None:
    page = Path(__file__).resolve().parents[3] / "docs" / "reference" / "reports.md"
    if not page.is_file():
        pytest.skip("no pages here")
    _, _, section = page.read_text(encoding="utf-8").partition(f"## `{name}`")
    report = REPORTS[name]
    told = section.partition("\n## ")[0]
    wanted = [report.kind, report.date, *report.by, *report.always]
    wanted += [column.name for column in report.columns]
    assert not [word for word in wanted if f"`{word}`" not in told]
