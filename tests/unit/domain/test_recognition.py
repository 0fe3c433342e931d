"""Recognition by exact keys: who is behind them, and when the names say otherwise."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmkit.domain.clients import Contact
from crmkit.domain.recognition import Key, contradicts, matches
from crmkit.ids import ContactId
from crmkit.testing.builders import a_contact, an_id

PHONE = Key(type="phone", value="+79211234567")
MAIL = Key(type="email", value="anna@example.org")


def clients(*names: str) -> dict[ContactId, Contact]:
    known = [a_contact(nth, name=name) for nth, name in enumerate(names, 1)]
    return {contact.id: contact for contact in known}


def found(
    name: str | None, keys: dict[int, list[Key]], known: dict[ContactId, Contact]
) -> list[int]:
    by_client = {an_id(ContactId, nth): held for nth, held in keys.items()}
    order = list(known)
    return [order.index(match.contact.id) + 1 for match in matches(name, by_client, known)]


def test_the_client_of_most_keys_comes_first() -> None:
    known = clients("Анна", "Анна", "Анна")
    assert found(None, {1: [PHONE], 2: [PHONE, MAIL], 3: [MAIL]}, known) == [2, 1, 3]


def test_a_client_without_a_key_or_a_record_is_nobody() -> None:
    assert found(None, {1: [], 2: [PHONE]}, clients("Анна")) == []


def test_one_key_twice_counts_once() -> None:
    known = clients("Анна", "Анна")
    assert found(None, {1: [PHONE], 2: [PHONE, PHONE]}, known) == [1, 2]


@given(st.permutations([1, 2, 3]))
def test_the_order_of_what_was_found_does_not_matter(order: list[int]) -> None:
    known = clients("Анна", "Анна", "Анна")
    assert found(None, {nth: [PHONE] for nth in order}, known) == [1, 2, 3]


@pytest.mark.parametrize(
    ("name", "known", "by", "verdict"),
    [
        ("Иван Петров", "Анна Петрова", [PHONE], True),
        ("Иван Петров", "Анна Петрова", [MAIL], False),
        ("Иван Петров", "Анна Петрова", [PHONE, MAIL], False),
        ("Иван Петров", "Петров Иван", [PHONE], False),
        ("Фёдор Петров", "Федор Петров", [PHONE], False),
        ("Иван", "Анна Петрова", [PHONE], False),
        ("Петров И.", "Анна Петрова", [PHONE], True),
        ("Петрова А.", "Анна Петрова", [PHONE], False),
        (None, "Анна Петрова", [PHONE], False),
        ("", "Анна Петрова", [PHONE], False),
    ],
)
def test_people_who_share_a_phone_are_told_apart_by_full_names_only(
    name: str | None, known: str, by: list[Key], *, verdict: bool
) -> None:
    assert contradicts(name, known, by) is verdict


def test_another_person_on_the_same_phone_is_not_recognised() -> None:
    assert found(
        "Иван Петров", {1: [PHONE], 2: [PHONE]}, clients("Анна Сидорова", "Иван Петров")
    ) == [2]
