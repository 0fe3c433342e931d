"""Deals and leads of a file, as they stand, each with its client."""

from datetime import UTC, datetime

import pytest

from crmkit.domain.clients import Company, Contact
from crmkit.domain.deals import Deal
from crmkit.domain.imports import ImportMapping
from crmkit.domain.leads import Lead
from crmkit.domain.orders import Product
from crmkit.domain.pipelines import Pipeline, Stage
from crmkit.money import Money
from crmkit.testing.builders import rubles
from tests.unit.services.sheets import bring, counts, reasons, sheet
from tests.unit.services.shop import TEST, Shop

HEADER = "ID;Сделка;Клиент;Телефон;Этап;Сумма"


def deals(shop: Shop) -> list[Deal]:
    with shop.crm.work(TEST, writes=False) as work:
        return sorted(work.find(Deal), key=lambda deal: deal.external_id or "")


def leads(shop: Shop) -> tuple[Lead, ...]:
    with shop.crm.work(TEST, writes=False) as work:
        return work.find(Lead)


def test_a_deal_stands_where_the_file_says_with_its_client(shop: Shop) -> None:
    row = "7;Чехол;Анна Петрова;89211234567;Продажа;1 990,50 ₽"
    result = bring(shop, "deals", sheet(HEADER, row))
    (deal,) = deals(shop)
    assert counts(result) == (1, 0, 0, 0)
    assert (deal.title, deal.stage, deal.outcome) == ("Чехол", "won", "won")
    assert deal.amount == Money.of("1990.50", "RUB")
    with shop.crm.work(TEST, writes=False) as work:
        assert work.find(Contact)[0].id == deal.contact_id


@pytest.mark.parametrize(
    ("written", "stage"),
    [
        ("working", "working"),
        ("In work", "working"),
        ("В РАБОТЕ", "working"),
        ("Prospecting", "new"),
        ("closed won", "won"),
        ("Отказ", "lost"),
    ],
)
def test_usual_words_of_stages_are_understood(shop: Shop, written: str, stage: str) -> None:
    bring(shop, "deals", sheet(HEADER, f"1;Чехол;;;{written};"))
    assert deals(shop)[0].stage == stage


def test_an_unknown_stage_is_rejected_with_those_that_there_are(shop: Shop) -> None:
    result = bring(shop, "deals", sheet(HEADER, "1;Чехол;;;На паузе;"))
    stages = "new, working, quote, won, lost, delivery, review"
    assert reasons(result) == [(2, "Этап", f"no stage of this name; map it to one of: {stages}")]


def test_the_mapping_says_which_stage_is_meant(shop: Shop) -> None:
    mapping = ImportMapping(kind="deals", values={"stage": {"На паузе": "quote"}})
    bring(shop, "deals", sheet(HEADER, "1;Чехол;;;на  паузе;"), mapping=mapping)
    assert deals(shop)[0].stage == "quote"


def test_a_pipeline_is_named_by_its_key_or_name(shop: Shop) -> None:
    with shop.crm.work(TEST) as work:
        stages = (Stage(key="new", title="New"), Stage(key="won", title="Won", kind="won"))
        repairs = work.create(Pipeline, key="repair", name="Ремонт", stages=stages)
    rows = ("1;Часы;repair", "2;Часы;РЕМОНТ", "3;Часы;Sales", "4;Часы;Опт")
    result = bring(shop, "deals", sheet("ID;Сделка;Воронка", *rows))
    assert [deal.pipeline_id == repairs.id for deal in deals(shop)] == [True, True, False]
    assert reasons(result) == [(5, "Воронка", "no pipeline of this key or name")]


def test_the_currency_of_a_column_or_a_sign_overrides_that_of_the_file(shop: Shop) -> None:
    rows = ("1;Чехол;100;USD", "2;Чехол;€100;", "3;Чехол;100;", "4;Чехол;$100;руб")
    mapping = ImportMapping(kind="deals", currency="UAH")
    result = bring(shop, "deals", sheet("ID;Сделка;Сумма;Валюта", *rows), mapping=mapping)
    amounts = [deal.amount for deal in deals(shop)]
    assert amounts == [Money(100_00, "USD"), Money(100_00, "EUR"), Money(100_00, "UAH")]
    assert reasons(result) == [
        (5, "Сумма", "the sign of the amount contradicts the row's currency")
    ]


def test_days_and_months_of_a_column_are_not_swapped_midway(shop: Shop) -> None:
    rows = ("1;Чехол;2/3/2026;won", "2;Чехол;2/28/2026;won")
    bring(shop, "deals", sheet("ID;Сделка;Close date;Stage", *rows))
    days = [deal.closed_at and deal.closed_at.day for deal in deals(shop)]
    assert days == [2, 27]  # midnight in Moscow is the evening before in UTC


def test_a_closed_deal_keeps_its_moments(shop: Shop) -> None:
    table = sheet("ID;Сделка;Создана;Закрыта;Этап", "1;Чехол;01.02.2026;05.02.2026 12:30;lost")
    mapping = ImportMapping(kind="deals", zone="UTC", columns={"Создана": "created_at"})
    bring(shop, "deals", table, mapping=mapping)
    (deal,) = deals(shop)
    assert deal.created_at == datetime(2026, 2, 1, tzinfo=UTC)
    assert deal.closed_at == deal.stage_since == datetime(2026, 2, 5, 12, 30, tzinfo=UTC)


def test_a_product_is_found_in_the_price_list_however_it_is_spaced(shop: Shop) -> None:
    with shop.crm.work(TEST) as work:
        gtx = work.create(Product, name="GTX Pro", sku="G-2")
        work.create(Product, name="iPhone 13")
        work.create(Product, name="iPhone 1.3")
    rows = ("1;GTXPro", "2;g-2", "3;iPhone13", "4;GTX Max")
    result = bring(shop, "deals", sheet("ID;Товар", *rows))
    assert [deal.product_id for deal in deals(shop)] == [gtx.id, gtx.id]
    reason = "no product of this name or article: import the price list first"
    assert reasons(result) == [(4, "Товар", reason), (5, "Товар", reason)]


def test_the_company_is_made_once_and_the_owner_follows(shop: Shop) -> None:
    rows = ("1;Чехол;ООО Ромашка;anna", "2;Ремонт;Ромашка;")
    bring(shop, "deals", sheet("ID;Сделка;Компания;Менеджер", *rows), chunk=1)
    with shop.crm.work(TEST, writes=False) as work:
        (company,) = work.find(Company)
    assert {deal.company_id for deal in deals(shop)} == {company.id}
    assert [deal.owner_id for deal in deals(shop)] == [shop.anna.id, None]


def test_deals_without_an_id_are_told_apart_by_what_they_say(shop: Shop) -> None:
    header = "Сделка;Клиент;Телефон;Сумма;Этап;Дата закрытия"
    rows = (
        "Чехол;Анна;89211234567;100;won;01.02.2026",
        "Чехол;Анна;89211234567;100;won;02.02.2026",
        "Чехол;Анна;+7 921 123 45 67;100,00;won;01.02.2026",
    )
    assert counts(bring(shop, "deals", sheet(header, *rows), chunk=1)) == (2, 0, 1, 0)


def test_a_deal_moved_since_is_known_again_and_left_alone(shop: Shop) -> None:
    table = sheet("Сделка;Клиент;Телефон;Дата создания", "Чехол;Анна;89211234567;01.02.2026")
    bring(shop, "deals", table)
    with shop.crm.work(TEST) as work:
        work.change(deals(shop)[0], title="Чехол красный", amount=rubles(5))
    assert counts(bring(shop, "deals", table)) == (0, 0, 1, 0)
    assert deals(shop)[0].title == "Чехол красный"


def test_an_amount_out_of_range_rejects_the_row(shop: Shop) -> None:
    rows = ("1;Чехол;;;;99999999999999999999", "2;Чехол;;;;1e9", "3;Чехол;;;;5 или 6")
    assert counts(bring(shop, "deals", sheet(HEADER, *rows))) == (0, 0, 0, 3)


def test_a_lead_keeps_what_was_typed_and_finds_its_client(shop: Shop) -> None:
    with shop.crm.work(TEST) as work:
        anna = work.recognise(name="Анна Петрова", phone="89211234567")
    row = "Анна;8 (921) 123-45-67;Есть чехол?;отказ;price;нецелевой"
    header = "ФИО;Телефон;Запрос;Статус;Причина отказа;Квалификация"
    assert bring(shop, "leads", sheet(header, row)).created == 1
    (lead,) = leads(shop)
    assert (lead.contact_id, lead.phone, lead.title) == (
        anna.id,
        "8 (921) 123-45-67",
        "Есть чехол? — Анна",
    )
    assert (lead.status, lead.fail_reason, lead.qualification) == ("failed", "price", "non_target")


def test_leads_with_ids_are_known_by_them(shop: Shop) -> None:
    rows = ("1;Чехол;89211234567", "2;Чехол;89211234567", "1;Ремонт;89211234567")
    assert counts(bring(shop, "leads", sheet("ID;Заявка;Телефон", *rows))) == (2, 0, 1, 0)
