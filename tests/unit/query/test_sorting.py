"""In which order records come, and how pages follow each other."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterable
from decimal import Decimal
from typing import TypeVar

import pytest

from crmkit.domain.clients import Contact
from crmkit.domain.deals import Deal
from crmkit.domain.record import Record
from crmkit.errors import BadQuestion
from crmkit.fields import contact, deal, employee
from crmkit.money import Money
from crmkit.query.conditions import Compare, Condition, Op
from crmkit.query.questions import Order, Page, Path, Question, Step
from crmkit.testing.builders import a_contact, a_deal, an_employee, rubles
from tests.unit.query.shop import Shop

R = TypeVar("R", bound=Record)
CITIES = ("Ялта", "елабуга", "Ёлкино", None, "Енакиево")
CLIENTS = [a_contact(nth, city=city) for nth, city in enumerate(CITIES, 1)]


def asked(question: Question[R], records: Iterable[Record], *others: Record) -> Page[R]:
    return Shop.of(*records, *others).page(question)


def cities(*order: Order[Contact]) -> list[str | None]:
    page = asked(Question(kind="contact", order=order), CLIENTS)
    return [client.city for client in page.records]


def test_searchable_text_is_ordered_folded_and_absent_values_come_last() -> None:
    assert cities(contact.city.up) == ["елабуга", "Ёлкино", "Енакиево", "Ялта", None]


def test_absent_values_come_last_in_descending_order_too() -> None:
    assert cities(contact.city.down) == ["Ялта", "Енакиево", "Ёлкино", "елабуга", None]


def test_other_text_is_ordered_by_code_points() -> None:
    deals = [a_deal(nth, stage=stage) for nth, stage in enumerate(("b", "Ё", "B", "а", "Z"), 1)]
    page = asked(Question(kind="deal", order=(deal.stage.up,)), deals)
    assert [found.stage for found in page.records] == ["B", "Z", "b", "Ё", "а"]


def test_money_is_ordered_by_currency_and_then_amount() -> None:
    amounts = [Money(5, "USD"), rubles(9), Money(1, "USD"), rubles(-3), None]
    deals = [a_deal(nth, amount=amount) for nth, amount in enumerate(amounts, 1)]
    page = asked(Question(kind="deal", order=(deal.amount.down,)), deals)
    assert [found.amount for found in page.records] == [
        *amounts[::2][:1],
        amounts[2],
        *amounts[1::2],
        None,
    ]


def test_equal_records_follow_by_id_in_the_direction_of_the_last_order() -> None:
    deals = [a_deal(nth) for nth in (2, 3, 1)]
    up = asked(Question(kind="deal", order=(deal.stage.down, deal.outcome.up)), deals)
    down = asked(Question(kind="deal", order=(deal.stage.up, deal.outcome.down)), deals)
    assert up.records == down.records[::-1] == (deals[2], deals[0], deals[1])


def test_without_an_order_records_come_by_id() -> None:
    deals = [a_deal(nth) for nth in (2, 3, 1)]
    assert asked(Question(kind="deal"), deals).records == (deals[2], deals[0], deals[1])


def test_records_are_ordered_by_a_field_of_a_related_one() -> None:
    deals = [a_deal(1, owner_id=None), a_deal(2), a_deal(3, owner_id=an_employee(2).id)]
    order = (deal.owner.its(employee.name).down,)
    page = asked(Question(kind="deal", order=order), deals, an_employee(1), an_employee(2))
    assert page.records == (deals[2], deals[1], deals[0])


def test_a_related_record_outside_the_guard_of_a_step_counts_as_absent() -> None:
    deals = [a_deal(1), a_deal(2, owner_id=an_employee(2).id)]
    seen: Condition[object] = Compare("login", Op.IS, "anna2")
    path = Path[Deal]("name", (Step("owner", seen),))
    page = asked(Question(kind="deal", order=(Order(path),)), deals, an_employee(1), an_employee(2))
    assert page.records == (deals[1], deals[0])


def test_a_page_that_holds_the_rest_has_no_cursor() -> None:
    question = Question[Contact](kind="contact", size=len(CLIENTS))
    assert asked(question, CLIENTS).after is None


def test_the_next_page_goes_on_after_a_record_that_has_gone() -> None:
    question = Question(kind="contact", order=(contact.city.up,), size=2)
    first = asked(question, CLIENTS)
    left = [client for client in CLIENTS if client not in first.records]
    following = Question(kind="contact", order=(contact.city.up,), after=first.after)
    assert [client.city for client in asked(following, left).records] == ["Енакиево", "Ялта", None]


def cursor() -> str:
    """The cursor after the first contact, ordered by city."""
    page = asked(Question(kind="contact", order=(contact.city.up,), size=1), CLIENTS)
    assert page.after is not None
    return page.after


def altered(position: int, part: object) -> str:
    """The same cursor with one of its parts replaced."""
    text = cursor()
    parts = json.loads(urlsafe_b64decode(text + "=" * (-len(text) % 4)))
    parts[position] = part
    return urlsafe_b64encode(json.dumps(parts).encode()).decode()


@pytest.mark.parametrize(
    "after",
    [
        "",
        "курсор",
        "not a cursor!",
        "bm8",
        urlsafe_b64encode(b"[" * 100_000).decode(),
        altered(0, ["-city"]),
        altered(0, "city"),
        altered(1, []),
        altered(1, [7]),
        altered(1, ["a\0b"]),
        altered(1, ["\ud800"]),
        altered(2, 7),
        altered(2, "01ARZ3"),
    ],
)
def test_a_text_that_is_no_cursor_of_this_order_is_refused(after: str) -> None:
    question = Question(kind="contact", order=(contact.city.up,), after=after)
    with pytest.raises(BadQuestion, match=r"^after: "):
        asked(question, CLIENTS)


@pytest.mark.parametrize("weight", ["NaN", "1E+99", True])
def test_a_cursor_holds_sensible_values_only(weight: object) -> None:
    text = json.dumps([["custom.weight"], [weight], str(a_contact().id)])
    after = urlsafe_b64encode(text.encode()).decode()
    order = (contact.custom("weight", Decimal).up,)
    with pytest.raises(BadQuestion, match=r"^after: "):
        asked(Question(kind="contact", order=order, after=after), CLIENTS)
