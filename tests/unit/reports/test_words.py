"""What one can group by, and what a wrong word is answered with."""

from datetime import UTC, date, datetime

import pytest

from crmkit.domain.record import Record
from crmkit.errors import BadQuestion
from crmkit.query.questions import Figure
from crmkit.reports import ColumnType, run_report
from crmkit.testing.builders import (
    NOON,
    a_company,
    a_contact,
    a_custom_field,
    a_deal,
    a_lead,
    a_product,
    a_task,
    a_team,
    an_employee,
)
from tests.unit.reports.books import asked, by, rows

SHOP: list[Record] = [
    a_team(head_id=an_employee(2).id),
    an_employee(1, name="Анна", office="Юг"),
    an_employee(2, name="Борис"),
    a_contact(city="Тверь"),
    a_company(name="Ромашка"),
    a_product(name="Телефон", category="Связь"),
    a_custom_field(key="size"),
    a_deal(
        outcome="won",
        company_id=a_company().id,
        product_id=a_product().id,
        closed_at=datetime(2026, 2, 28, 22, tzinfo=UTC),
        expected_on=date(2026, 4, 5),
        custom={"size": "XL"},
    ),
]


@pytest.mark.parametrize(
    ("word", "key"),
    [
        ("owner", "Анна"),
        ("owner.office", "Юг"),
        ("owner.team.head", "Борис"),
        ("contact.city", "Тверь"),
        ("company", "Ромашка"),
        ("product.category", "Связь"),
        ("custom.size", "XL"),
        ("channel", None),
        ("day", date(2026, 3, 1)),
        ("week", date(2026, 2, 23)),
        ("month", date(2026, 3, 1)),
        ("quarter", date(2026, 1, 1)),
        ("year", date(2026, 1, 1)),
        ("closed_at", date(2026, 3, 1)),
        ("created_at:month", date(2026, 3, 1)),
        ("expected_on:quarter", date(2026, 4, 1)),
    ],
)
def test_a_word_groups_by_what_it_says(word: str, key: Figure) -> None:
    (row,) = rows("sales", SHOP, by(word))
    assert row[word] == key


def test_a_relation_shows_the_name_and_keeps_the_id_for_programs() -> None:
    table = run_report("sales", asked(SHOP), by("owner"))
    assert [(column.name, column.type) for column in table.columns[:2]] == [
        ("owner", ColumnType.TEXT),
        ("owner.id", ColumnType.ID),
    ]


@pytest.mark.parametrize(
    "word",
    [
        "colour",
        "owner.colour",
        "contact.deals",
        "contact.deals.stage",
        "custom.weight",
        "tags",
        "channel:month",
        "owner:month",
        "closed_at:decade",
        "",
        "owner.",
        ":month",
        "contact.month",
    ],
)
def test_a_wrong_word_is_refused_with_those_that_are_known(word: str) -> None:
    with pytest.raises(BadQuestion, match="known: ") as refused:
        rows("sales", SHOP, by(word))
    assert refused.value.where == "by"


def test_the_known_words_hold_periods_relations_and_fields() -> None:
    with pytest.raises(BadQuestion) as refused:
        rows("sales", SHOP, by("colour"))
    known = str(refused.value.hint).removeprefix("known: ").split(", ")
    assert {"month", "owner", "channel", "created_at:month", "custom.size"} <= {*known}


def test_a_word_must_mean_something_in_every_part_of_a_report() -> None:
    with pytest.raises(BadQuestion, match="inquiry cannot be grouped by 'owner'"):
        rows("channels", SHOP, by("owner"))


def test_a_word_said_twice_groups_once() -> None:
    table = run_report("sales", asked(SHOP), by("channel", "channel"))
    assert [column.name for column in table.columns].count("channel") == 1


def test_names_are_ordered_as_people_do_and_those_without_one_come_last() -> None:
    channels = ["ель", "Ёж", None, "абвг"]
    leads = [
        a_lead(nth, channel=channel, created_at=NOON) for nth, channel in enumerate(channels, 1)
    ]
    found = [row["channel"] for row in rows("new_leads", leads)]
    assert found == ["абвг", "Ёж", "ель", None]


def test_a_report_is_grouped_by_what_it_is_about_whatever_else_is_asked() -> None:
    (row,) = rows("overdue_tasks", [a_task(due_at=NOON.replace(hour=1))], by("due_at:week"))
    assert row["due_at:week"] == date(2026, 3, 2)
