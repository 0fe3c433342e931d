"""Companies, products and employees of a file."""

import pytest

from crmkit.domain.clients import Company, Contact, Employment, Handle
from crmkit.domain.imports import ImportMapping
from crmkit.domain.orders import Product
from crmkit.domain.staff import Employee, Team
from crmkit.money import Money
from tests.unit.services.sheets import bring, counts, reasons, sheet
from tests.unit.services.shop import TEST, Shop


def companies(shop: Shop) -> dict[str, Company]:
    with shop.crm.work(TEST, writes=False) as work:
        return {company.name: company for company in work.find(Company)}


def products(shop: Shop) -> tuple[Product, ...]:
    with shop.crm.work(TEST, writes=False) as work:
        return work.find(Product)


def staff(shop: Shop) -> dict[str, Employee]:
    with shop.crm.work(TEST, writes=False) as work:
        return {person.name: person for person in work.find(Employee)}


def test_a_company_is_known_by_its_name_whatever_form_and_quotes(shop: Shop) -> None:
    rows = ('ООО "Ромашка"', "Ромашка", "«РОМАШКА», ООО", "АО Ромашка")
    assert counts(bring(shop, "companies", sheet("Компания", *rows), chunk=1)) == (2, 0, 2, 0)


def test_a_company_is_known_by_its_tax_number_under_another_name(shop: Shop) -> None:
    rows = ("Ромашка;7707083893;", "Лютик;ИНН 7707 083 893;Псков")
    result = bring(shop, "companies", sheet("Компания;ИНН;Город", *rows), chunk=1)
    assert counts(result) == (1, 1, 0, 0)
    assert companies(shop)["Ромашка"].city == "Псков"


def test_tax_numbers_tell_companies_of_one_name_apart(shop: Shop) -> None:
    rows = ("Ромашка;7707083893;773601001", "Ромашка;7736050003;", "Ромашка;7707083893;770701001")
    result = bring(shop, "companies", sheet("Компания;ИНН;КПП", *rows), chunk=1)
    assert counts(result) == (3, 0, 0, 0)


def test_a_wrong_tax_number_rejects_its_row(shop: Shop) -> None:
    rows = ("Ромашка;7707083890", "Лютик;7707083893")
    result = bring(shop, "companies", sheet("Компания;ИНН", *rows))
    assert reasons(result) == [
        (
            2,
            "ИНН",
            "this is no INN (compare with the document; a digit is missing, doubled or swapped)",
        ),
    ]
    assert companies(shop).keys() == {"Лютик"}


@pytest.mark.parametrize("chunk", [1, 2, 100])
def test_parents_are_joined_whatever_the_order_of_rows(shop: Shop, chunk: int) -> None:
    rows = ("Лютик;Ромашка", "Ромашка;", "Василёк;Ромашка", "Мак;Поле", "Поле;Поле")
    result = bring(shop, "companies", sheet("Компания;Холдинг", *rows), chunk=chunk)
    known = companies(shop)
    assert counts(result) == (5, 0, 0, 0)
    assert known["Лютик"].parent_id == known["Василёк"].parent_id == known["Ромашка"].id
    assert (known["Мак"].parent_id, known["Поле"].parent_id) == (known["Поле"].id, None)


def test_the_contact_person_works_there_and_has_the_phone(shop: Shop) -> None:
    header = "Компания;Контактное лицо;Должность;Телефон"
    rows = ("Ромашка;Анна Петрова;директор;89211234567", "Ромашка;Игорь Смирнов;;89211234567")
    assert counts(bring(shop, "companies", sheet(header, *rows))) == (1, 1, 0, 0)
    assert counts(bring(shop, "companies", sheet(header, *rows))) == (0, 0, 2, 0)
    with shop.crm.work(TEST, writes=False) as work:
        assert {each.name for each in work.find(Contact)} == {"Анна Петрова", "Игорь Смирнов"}
        assert (work.count(Employment), work.count(Handle)) == (2, 3)


def test_namesakes_without_a_phone_at_two_companies_are_two_people(shop: Shop) -> None:
    rows = ("Ромашка;Анна Петрова", "Лютик;Анна Петрова", "Ромашка;Анна Петрова")
    table = sheet("Компания;Контактное лицо", *rows)
    assert counts(bring(shop, "companies", table, chunk=1)) == (2, 0, 1, 0)
    with shop.crm.work(TEST, writes=False) as work:
        assert work.count(Contact) == 2


def test_a_product_is_known_by_its_article_or_name(shop: Shop) -> None:
    rows = ("Чехол;C-1;100;", "чехол;C-1;200;50", "Чехол;C-2;100;", "ЧЕХОЛ;;1;1", "Плёнка;;1;")
    header = "Товар;Артикул;Цена;Себестоимость"
    result = bring(shop, "products", sheet(header, *rows), chunk=1)
    assert counts(result) == (3, 1, 1, 0)
    assert products(shop)[0].cost == Money(50_00, "RUB")


def test_names_that_differ_in_a_point_are_two_products(shop: Shop) -> None:
    assert bring(shop, "products", sheet("Товар", "iPhone 13", "iPhone 1.3")).created == 2


def test_prices_take_the_currency_of_their_row(shop: Shop) -> None:
    bring(shop, "products", sheet("Товар;Цена;Валюта", "Чехол;1,234.50;USD"))
    assert products(shop)[0].price == Money.of("1234.50", "USD")


def test_employees_come_with_teams_and_heads_in_any_order(shop: Shop) -> None:
    header = "Сотрудник;Руководитель;Офис;Телефон"
    rows = ("Вера Ким;Дина Ли;Псков;89211234567", "Дина Ли;;Псков;", "Олег Цой;Дина Ли;;")
    assert counts(bring(shop, "employees", sheet(header, *rows), chunk=1)) == (3, 0, 0, 0)
    assert counts(bring(shop, "employees", sheet(header, *rows))) == (0, 0, 3, 0)
    known = staff(shop)
    with shop.crm.work(TEST, writes=False) as work:
        teams = {team.name: team for team in work.find(Team)}
    assert teams["Дина Ли"].head_id == known["Дина Ли"].id
    assert known["Вера Ким"].team_id == known["Олег Цой"].team_id == teams["Дина Ли"].id
    assert (known["Дина Ли"].role, known["Вера Ким"].role) == ("head", "manager")
    assert known["Вера Ким"].phone == "+79211234567"


def test_a_head_who_has_no_row_is_made(shop: Shop) -> None:
    bring(shop, "employees", sheet("Сотрудник;Руководитель", "Вера Ким;Дина Ли"))
    assert (staff(shop)["Дина Ли"].role, staff(shop)["Дина Ли"].login) == ("head", "дина.ли")


def test_a_role_is_understood_but_never_guessed(shop: Shop) -> None:
    rows = ("Вера;РОП", "Олег;Главный по складу")
    result = bring(shop, "employees", sheet("Сотрудник;Должность", *rows))
    assert staff(shop)["Вера"].role == "head"
    reason = "no role of this name; map it to one of: manager, head, analyst, admin, privacy"
    assert reasons(result) == [(3, "Должность", reason)]


def test_a_new_employee_may_act_at_once(shop: Shop) -> None:
    mapping = ImportMapping(kind="employees", defaults={"role": "admin"})
    bring(shop, "employees", sheet("ФИО;Логин", "Вера;vera"), mapping=mapping)
    with shop.crm.work("vera") as work:
        assert work.import_table(sheet("ФИО", "Анна"), ImportMapping(kind="contacts")).created == 1
