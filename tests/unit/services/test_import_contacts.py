"""Contacts of a client file: one person, one client, however the rows spell it."""

import pytest

from crmkit.domain.clients import Company, Contact, Employment, Handle
from crmkit.domain.imports import ImportMapping
from crmkit.fields import contact
from tests.unit.services.sheets import bring, counts, reasons, sheet
from tests.unit.services.shop import TEST, Shop

HEADER = "ФИО;Телефон;E-mail"


def clients(shop: Shop) -> tuple[Contact, ...]:
    with shop.crm.work(TEST, writes=False) as work:
        return work.find(Contact)


def handles(shop: Shop) -> set[tuple[str, str, str | None]]:
    with shop.crm.work(TEST, writes=False) as work:
        return {(each.type, each.value, each.extension) for each in work.find(Handle)}


def test_a_row_becomes_a_client_with_the_parts_of_the_name(shop: Shop) -> None:
    result = bring(shop, "contacts", sheet(HEADER, "Петрова Анна Сергеевна;89211234567;"))
    (made,) = clients(shop)
    assert counts(result) == (1, 0, 0, 0)
    assert (made.last_name, made.first_name, made.middle_name) == ("Петрова", "Анна", "Сергеевна")
    assert (made.name, made.sex) == ("Петрова Анна Сергеевна", "female")


def test_parts_in_columns_of_their_own_are_taken_as_they_stand(shop: Shop) -> None:
    bring(shop, "contacts", sheet("Фамилия;Имя;Телефон", "Ким;Саша;89211234567"))
    (made,) = clients(shop)
    assert (made.name, made.last_name, made.first_name) == ("Ким Саша", "Ким", "Саша")


def test_a_lone_column_of_first_names_may_hold_whole_names(shop: Shop) -> None:
    bring(shop, "contacts", sheet("Имя;Телефон", "Анна Петрова;89211234567"))
    assert clients(shop)[0].last_name == "Петрова"


@pytest.mark.parametrize(
    "again",
    [
        "Петрова Анна;8 (921) 123-45-67;",
        "ПЕТРОВА АННА;+7 921 123-45-67;",
        "Анна;79211234567;",
        ";9211234567;",
        "Петрова А.;89211234567, 89211234567;",
    ],
)
def test_a_phone_in_another_spelling_is_the_same_client(shop: Shop, again: str) -> None:
    result = bring(shop, "contacts", sheet(HEADER, "Петрова Анна;89211234567;", again))
    assert counts(result) == (1, 0, 1, 0)


def test_yo_and_ye_are_one_letter_of_a_name(shop: Shop) -> None:
    rows = ("Семёнов Пётр;89211234567;", "Семенов Петр;89211234567;")
    assert counts(bring(shop, "contacts", sheet(HEADER, *rows))) == (1, 0, 1, 0)


def test_a_family_that_shares_a_phone_stays_apart(shop: Shop) -> None:
    rows = ("Петрова Анна;89211234567;", "Петров Игорь;89211234567;")
    assert counts(bring(shop, "contacts", sheet(HEADER, *rows))) == (2, 0, 0, 0)
    assert counts(bring(shop, "contacts", sheet(HEADER, *rows))) == (0, 0, 2, 0)


def test_every_phone_of_a_cell_and_of_further_columns_is_kept(shop: Shop) -> None:
    table = sheet(
        "ФИО;Телефон;Мобильный;Рабочий телефон;Почта;E-mail 2",
        "Анна;8 495 123-45-67 доб. 12, 89211234567;89217654321;84957654321;a@x.ru;b@x.ru",
    )
    assert bring(shop, "contacts", table).created == 1
    assert handles(shop) == {
        ("phone", "+74951234567", "12"),
        ("phone", "+79211234567", None),
        ("phone", "+79217654321", None),
        ("phone", "+74957654321", None),
        ("email", "a@x.ru", None),
        ("email", "b@x.ru", None),
    }


def test_what_is_empty_is_filled_and_what_is_there_stays(shop: Shop) -> None:
    table = "ФИО;Телефон;Город;Комментарий;Теги"
    bring(shop, "contacts", sheet(table, "Анна;89211234567;Псков;;опт"))
    result = bring(shop, "contacts", sheet(table, "Анна;89211234567;Тверь;звонить утром;vip"))
    (made,) = clients(shop)
    assert counts(result) == (0, 1, 0, 0)
    assert (made.city, made.comment, made.tags) == ("Псков", "звонить утром", ("опт", "vip"))


def test_a_new_handle_of_a_known_client_is_added(shop: Shop) -> None:
    bring(shop, "contacts", sheet(HEADER, "Анна;89211234567;"))
    result = bring(shop, "contacts", sheet(HEADER, "Анна;89211234567;anna@example.com"))
    assert counts(result) == (0, 1, 0, 0)
    assert counts(bring(shop, "contacts", sheet(HEADER, ";;anna@example.com"))) == (0, 0, 1, 0)


def test_a_client_called_by_a_phone_gets_the_name(shop: Shop) -> None:
    bring(shop, "contacts", sheet(HEADER, ";89211234567;"))
    assert clients(shop)[0].name == "phone +79211234567"
    bring(shop, "contacts", sheet(HEADER, "Петрова Анна;89211234567;"))
    (made,) = clients(shop)
    assert (made.name, made.first_name) == ("Петрова Анна", "Анна")


def test_rows_without_handles_are_one_client_when_nothing_tells_them_apart(shop: Shop) -> None:
    rows = ("Анна Петрова;Псков", "Анна Петрова;Тверь", "Анна Петрова;")
    result = bring(shop, "contacts", sheet("ФИО;Город", *rows), chunk=1)
    assert counts(result) == (2, 0, 1, 0)


def test_a_row_that_names_nobody_is_rejected(shop: Shop) -> None:
    result = bring(shop, "contacts", sheet("ФИО;Телефон;Город", ";;Псков"))
    assert reasons(result) == [(2, None, "neither a name nor a phone, e-mail or other handle")]


def test_an_unknown_owner_is_rejected_with_what_to_do(shop: Shop) -> None:
    table = sheet("ФИО;Менеджер", "Анна;Борис", "Игорь;boris", "Олег;Пётр")
    result = bring(shop, "contacts", table)
    assert {each.owner_id for each in clients(shop)} == {shop.boris.id}
    reason = "no employee of this name or login: import the employees first"
    assert reasons(result) == [(4, "Менеджер", reason)]


def test_the_company_and_the_job_are_made_once(shop: Shop) -> None:
    table = sheet(
        "ФИО;Телефон;Компания;Должность",
        'Анна;89211234567;ООО "Ромашка";директор',
        "Игорь;89217654321;Ромашка;",
        'Анна;89211234567;"Ромашка", ООО;',
    )
    assert counts(bring(shop, "contacts", table, chunk=1)) == (2, 0, 1, 0)
    with shop.crm.work(TEST, writes=False) as work:
        (company,) = work.find(Company)
        jobs = work.find(Employment)
        assert {each.company_id for each in jobs} == {company.id}
        assert sorted(each.position or "" for each in jobs) == ["", "директор"]


def test_a_known_client_gets_the_job_and_its_position(shop: Shop) -> None:
    header = "ФИО;Телефон;Компания;Должность"
    bring(shop, "contacts", sheet(header, "Анна;89211234567;;"))
    for row, outcome in (
        ("Анна;89211234567;Ромашка;", (0, 1, 0, 0)),
        ("Анна;89211234567;Ромашка;директор", (0, 1, 0, 0)),
        ("Анна;89211234567;Ромашка;бухгалтер", (0, 0, 1, 0)),
    ):
        assert counts(bring(shop, "contacts", sheet(header, row))) == outcome


def test_a_client_is_found_again_by_its_id_in_another_program(shop: Shop) -> None:
    mapping = ImportMapping(kind="contacts", system="1c")
    bring(shop, "contacts", sheet("ID;ФИО;Телефон", "77;Анна;89211234567"), mapping=mapping)
    table = sheet("ID;ФИО;Телефон", "77;Сидорова Анна;89217654321")
    assert counts(bring(shop, "contacts", table, mapping=mapping)) == (0, 1, 0, 0)
    assert ("external", "1c:77", None) in handles(shop)


def test_an_id_of_an_unknown_program_needs_the_name_too(shop: Shop) -> None:
    bring(shop, "contacts", sheet("ID;ФИО", "77;Анна Петрова"))
    table = sheet("ID;ФИО", "77;Петрова Анна", "77;Игорь Смирнов")
    assert counts(bring(shop, "contacts", table)) == (1, 0, 1, 0)


def test_client_numbers_go_on_without_a_gap(shop: Shop) -> None:
    rows = ("Анна;89211234567;", "Кто-то;нет;", "Игорь;89217654321;")
    bring(shop, "contacts", sheet(HEADER, *rows), chunk=1)
    with shop.crm.work(TEST) as work:
        work.recognise(name="Олег", phone="89210000001")
        numbers = [each.number for each in work.find(Contact, order=(contact.number.up,))]
    assert numbers == ["260302-0001", "260302-0002", "260302-0003"]
