"""Rules of a mapping: what a row does to a known record, field by field."""

import pytest

from crmkit.domain.clients import Company, Contact
from crmkit.domain.custom import CustomField
from crmkit.domain.imports import ImportMapping, Rule, from_toml
from crmkit.domain.journal import JournalEntry
from crmkit.domain.orders import Product
from crmkit.errors import BadInput
from crmkit.money import Money
from tests.unit.services.sheets import bring, counts, sheet
from tests.unit.services.shop import TEST, Shop

PHONE = "89211234567"


def mapping(**rules: Rule) -> ImportMapping:
    return ImportMapping(kind="contacts", rules=rules)


@pytest.fixture
def anna(shop: Shop) -> Contact:
    with shop.crm.work(TEST) as work:
        anna = work.recognise(name="Анна", phone=PHONE)
        return work.change(anna, city="Псков")


def now(shop: Shop) -> Contact:
    with shop.crm.work(TEST, writes=False) as work:
        (found,) = work.find(Contact)
    return found


@pytest.mark.usefixtures("anna")
def test_what_no_rule_names_is_filled_and_never_overwritten(shop: Shop) -> None:
    table = sheet("Телефон;Город;Регион", f"{PHONE};Тверь;Псковская")
    bring(shop, "contacts", table, mapping=mapping(region="overwrite"))
    assert (now(shop).city, now(shop).region) == ("Псков", "Псковская")


@pytest.mark.usefixtures("anna")
def test_the_files_value_takes_the_place_of_the_one_that_is_there(shop: Shop) -> None:
    table = sheet("Телефон;Город;Менеджер", f"{PHONE};Тверь;Борис", f"{PHONE};;")
    result = bring(shop, "contacts", table, mapping=mapping(city="overwrite", owner="overwrite"))
    assert counts(result) == (0, 1, 1, 0)
    assert (now(shop).city, now(shop).owner_id) == ("Тверь", shop.boris.id)


@pytest.mark.usefixtures("anna")
def test_the_newer_value_stays_whoever_has_it(shop: Shop) -> None:
    shop.clock.advance(days=10)
    rules = mapping(city="newest", comment="newest")
    old = sheet("Телефон;Город;Изменён", f"{PHONE};Тверь;01.03.2026")
    assert counts(bring(shop, "contacts", old, mapping=rules)) == (0, 0, 1, 0)
    new = sheet("Телефон;Город;Изменён", f"{PHONE};Тверь;10.03.2026")
    assert counts(bring(shop, "contacts", new, mapping=rules)) == (0, 1, 0, 0)
    assert now(shop).city == "Тверь"


def test_custom_fields_companies_and_products_have_rules_too(shop: Shop) -> None:
    with shop.crm.work(TEST) as work:
        work.create(CustomField, of_kind="product", key="rest", title="Остаток", type="number")
        price = Money.of("5", "RUB")
        work.create(Product, name="Чехол", sku="A-1", price=price, custom={"rest": 3})
        work.create(Company, name="Лютик", city="Псков")
    columns = {"Остаток": "custom.rest"}
    rules: dict[str, Rule] = {"custom.rest": "overwrite", "price": "overwrite"}
    table = sheet("Товар;Артикул;Цена;Остаток", "Чехол;A-1;7;4")
    bring(
        shop,
        "products",
        table,
        mapping=ImportMapping(kind="products", columns=columns, rules=rules),
    )
    companies = ImportMapping(kind="companies", rules={"city": "overwrite"})
    bring(shop, "companies", sheet("Компания;Город", "Лютик;Тверь"), mapping=companies)
    with shop.crm.work(TEST, writes=False) as work:
        (product,), (company,) = work.find(Product), work.find(Company)
    assert (product.price, product.custom) == (Money.of("7", "RUB"), {"rest": 4})
    assert company.city == "Тверь"


@pytest.mark.usefixtures("anna")
def test_a_file_that_contradicts_itself_ends_with_its_last_row(shop: Shop) -> None:
    table = sheet("Телефон;Город", f"{PHONE};Тверь", f"{PHONE};Уфа")
    for _ in range(2):
        bring(shop, "contacts", table, mapping=mapping(city="overwrite"))
    with shop.crm.work(TEST, writes=False) as work:
        entries = [each for each in work.find(JournalEntry) if "city" in each.changes]
    assert (now(shop).city, len(entries)) == ("Уфа", 2)


@pytest.mark.usefixtures("anna")
def test_what_was_overwritten_comes_back_when_the_import_is_taken_back(shop: Shop) -> None:
    table = sheet("Телефон;Город", f"{PHONE};Тверь")
    result = bring(shop, "contacts", table, mapping=mapping(city="overwrite"))
    assert result.import_id is not None
    with shop.crm.work(TEST) as work:
        work.revert_import(result.import_id)
    assert now(shop).city == "Псков"


def test_a_mapping_file_has_its_rules_and_is_written_as_it_is_read() -> None:
    written = '[rules]\ncity = "overwrite"\n[values."custom.a"]\n"Да\\"" = "yes"\n'
    read = from_toml("contacts", written)
    assert read.rules == {"city": "overwrite"}
    assert from_toml("contacts", read.to_toml()) == read


@pytest.mark.parametrize(
    ("kind", "written", "said"),
    [
        ("contacts", 'phone = "overwrite"', "no rule for 'phone'"),
        ("contacts", 'city = "always"', "a rule is fill, overwrite, newest"),
        ("orders", 'total = "overwrite"', "known: none"),
    ],
)
def test_a_rule_that_cannot_be_is_refused(kind: str, written: str, said: str) -> None:
    with pytest.raises(BadInput, match=said):
        from_toml(kind, f"[rules]\n{written}")  # type: ignore[arg-type]  # a kind in words


def test_the_newest_needs_a_column_that_says_when(shop: Shop) -> None:
    table = sheet("Телефон;Город", f"{PHONE};Тверь")
    with pytest.raises(BadInput, match="changed_at"):
        bring(shop, "contacts", table, mapping=mapping(city="newest"))
