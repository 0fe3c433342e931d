"""Who is one client, and who is not, on cases that a shop knows."""

import pytest

from crmkit.duplicates import Duplicates, find_duplicates, profile, shipped_weights
from crmkit.matching.kinds import ColumnKind

Person = dict[ColumnKind, str]


def _found(*people: Person) -> Duplicates:
    return find_duplicates([profile([*person.items()]) for person in people])


def _decision(one: Person, other: Person) -> str:
    pairs = _found(one, other).pairs
    return shipped_weights().decision(pairs[0].score, pairs[0].codes) if pairs else "new"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (
            {"name": "Иванов Иван", "phone": "8 (912) 340-12-85"},
            {"name": "Ваня Иванов", "phone": "+79123401285"},
        ),
        (
            {"name": "Шевченко Ганна", "email": "hanna.shevchenko@gmail.com"},
            {"name": "Анна Шевченко", "email": "hannashevchenko+shop@googlemail.com"},
        ),
        (
            {"name": "Bdfyjd Bdfy", "phone": "89123401285"},
            {"name": "Иванов Иван Петрович", "phone": "9123401285"},
        ),
        (
            {"name": "Петрова Анна", "telegram": "@anna_petrova_91"},
            {"name": "Анна", "messenger": "https://t.me/Anna_Petrova_91"},
        ),
    ],
)
def test_one_person_in_two_spellings_is_the_same(one: Person, other: Person) -> None:
    assert _decision(one, other) == "same"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (
            {"name": "Иванов Иван Петрович", "phone": "89123401285"},
            {"name": "Иванова Мария Сергеевна", "phone": "89123401285"},
        ),
        (
            {"name": "Иванов Иван Петрович", "birth_date": "05.03.1980"},
            {"name": "Иванов Иван Петрович", "birth_date": "17.11.1991"},
        ),
        ({"name": "Анна", "city": "Москва"}, {"name": "Анна", "city": "Москва"}),
    ],
)
def test_relatives_namesakes_and_first_names_are_never_merged_unasked(
    one: Person, other: Person
) -> None:
    assert _decision(one, other) != "same"


def test_a_family_on_one_phone_stays_a_family() -> None:
    phone = "89123401285"
    family: list[Person] = [
        {"name": f"{name} Кузнецовский", "phone": phone} for name in ("Олег", "Роман", "Денис")
    ]
    assert _found(*family).groups == ()


def test_a_number_that_too_many_use_makes_no_pairs() -> None:
    people: list[Person] = [{"name": "", "phone": "89123401285"} for _ in range(51)]
    assert _found(*people).pairs == ()


def test_a_threshold_moves_the_clusters_and_not_the_pairs() -> None:
    people = [
        profile([("name", "Иванов Иван"), ("phone", "89123401285")]),
        profile([("name", "Ваня Иванов"), ("phone", "89123401285")]),
    ]
    strict = find_duplicates(people, threshold=5_000)
    assert strict.pairs == find_duplicates(people).pairs
    assert strict.groups == ()


def test_no_score_makes_up_for_another_first_name() -> None:
    weights = shipped_weights()
    assert weights.decision(10_000, ["phone.mobile.2.1", "name.both.SS-"]) == "same"
    assert weights.decision(10_000, ["phone.mobile.2.1", "name.both.DS-"]) == "maybe"


def test_a_surname_alone_is_the_surname_of_a_full_name_even_if_it_may_be_a_first_name() -> None:
    (pair,) = _found(
        {"name": "Кулик", "phone": "+375 33 790-27-99"},
        {"name": "Олена Кулік", "phone": "+375 33 790-27-99"},
    ).pairs
    assert "name.phone.-S-" in pair.codes


def test_a_made_up_mailbox_links_nobody() -> None:
    assert profile([("email", "test@test.ru, anna.kim@mail.ru")]).emails == ("anna.kim@mail.ru",)


def test_a_made_up_birthday_tells_nobody_apart() -> None:
    phone = "89123401285"
    (pair,) = _found(
        {"name": "Анна Ким", "phone": phone, "birth_date": "01.01.1970"},
        {"name": "Анна Ким", "phone": phone, "birth_date": "17.11.1991"},
    ).pairs
    assert not any(code.startswith("birth.") for code in pair.codes)


def test_a_made_up_number_links_a_few_and_not_a_crowd() -> None:
    phone = "8 912 345-67-89"
    few: list[Person] = [{"name": "Анна Ким", "phone": phone} for _ in range(2)]
    many: list[Person] = [{"name": "Анна Ким", "phone": phone} for _ in range(5)]
    assert "phone.mobile.2.1" in _found(*few).pairs[0].codes
    assert "phone.mobile.x" in _found(*many).pairs[0].codes
