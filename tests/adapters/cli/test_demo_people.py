"""The people of the made-up shop: as many as claimed, named as people are, and nobody real."""

from collections import Counter
from datetime import date

import phonenumbers
import pytest
from stdnum.ru import inn, ogrn
from stdnum.ua import edrpou

from crmkit_cli.demo_data import ShopRows, make_shop_rows
from crmkit_cli.demo_data.chance import Chance
from crmkit_cli.demo_data.clients import ClientRow
from crmkit_cli.demo_data.people import Person
from crmkit_cli.demo_data.words import home_made_latin, latin

MANY = 2_000


@pytest.fixture(scope="module")
def shop() -> ShopRows:
    return make_shop_rows(people=MANY)


def _every_phone(shop: ShopRows) -> set[str]:
    return {phone for person in (*shop.people, *shop.newcomers) for phone in person.phones}


def _rows_of(shop: ShopRows, person: Person) -> list[ClientRow]:
    return [row for row in (*shop.clients, *shop.old_clients) if row.person == person.id]


def test_the_same_seed_gives_the_same_rows() -> None:
    assert make_shop_rows(seed=4, people=50) == make_shop_rows(seed=4, people=50)


def test_there_are_as_many_people_as_asked_for(shop: ShopRows) -> None:
    assert [person.id for person in shop.people] == [*range(1, MANY + 1)]


def test_the_newer_file_has_well_over_three_rows_for_two_people(shop: ShopRows) -> None:
    assert MANY * 1.5 < len(shop.clients) < MANY * 1.8


def test_every_phone_is_valid_and_plainly_made_up(shop: ShopRows) -> None:
    for phone in _every_phone(shop):
        assert phonenumbers.is_valid_number(phonenumbers.parse(phone)), phone
        assert "555" in phone[3:]


def test_a_phone_of_two_people_is_a_shared_one(shop: ShopRows) -> None:
    whose = Counter(phone for person in shop.people for phone in person.phones)
    shared = {person.shared for person in shop.people}
    assert {phone for phone, people in whose.items() if people > 1} <= shared


def test_relatives_with_one_phone_have_different_first_names(shop: ShopRows) -> None:
    families: dict[str, list[str]] = {}
    for person in shop.people:
        if person.shared and not person.extension:
            families.setdefault(person.shared, []).append(person.first)
    assert {len(names) for names in families.values()} == {2, 3}
    assert all(len(set(names)) >= 2 for names in families.values())


def test_colleagues_at_one_switchboard_have_their_own_extensions(shop: ShopRows) -> None:
    desks = [(each.shared, each.extension) for each in shop.people if each.extension]
    assert len(desks) == len(set(desks)) > len({number for number, _ in desks})


def test_the_most_frequent_surname_is_many_times_the_median_one(shop: ShopRows) -> None:
    counts = sorted(Counter(person.last.removesuffix("а") for person in shop.people).values())
    assert counts[-1] > 5 * counts[len(counts) // 2]


def test_a_married_woman_has_rows_under_both_names(shop: ShopRows) -> None:
    both = 0
    for person in shop.people:
        if person.maiden:
            names = " ".join(row.name for row in _rows_of(shop, person))
            both += person.maiden in names and person.last in names
    assert both > 10


def test_ukrainian_clients_have_their_own_letters_and_operators(shop: ShopRows) -> None:
    ukrainians = [each for each in shop.people if each.country == "uk"]
    assert any(phone.startswith("+38067") for each in ukrainians for phone in each.phones)
    assert any("ї" in each.full_name for each in ukrainians)
    assert 0.04 < len(ukrainians) / MANY < 0.14


def test_nobody_is_born_too_late_to_shop(shop: ShopRows) -> None:
    assert all(person.born <= date(2006, 1, 1) for person in shop.people)


def test_tax_numbers_are_right_in_all_rows_but_the_wrong_ones(shop: ShopRows) -> None:
    wrong = []
    for number, row in enumerate(shop.companies, start=2):
        checks = zip((inn, ogrn, edrpou), (row[1], row[3], row[4]), strict=True)
        if not all(check.is_valid(written) for check, written in checks if written):
            wrong.append(number)
    assert wrong == [*shop.wrong_companies]
    assert wrong


def test_the_first_of_a_ranked_list_comes_twice_as_often_as_the_fourth() -> None:
    chance = Chance(1)
    drawn = Counter(chance.ranked("abcdefgh") for _ in range(20_000))
    assert drawn["a"] / drawn["d"] == pytest.approx(2, rel=0.1)
    assert [*drawn.elements()].count("h") > 0


def test_two_schemes_spell_a_name_in_latin_letters() -> None:
    assert latin("Женя Юрьевна Щукина") == "Zhenya Yurevna Shchukina"
    assert home_made_latin("Женя Юрьевна Щукина") == "Jenia Iurevna Schukina"
