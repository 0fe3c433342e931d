"""Orders of a file: rows of one number are the lines of one order."""

from decimal import Decimal
from itertools import permutations

import pytest

from crmkit.domain.clients import Contact
from crmkit.domain.orders import Order, OrderLine, Product
from crmkit.money import Money
from crmkit.testing.builders import rubles
from tests.unit.services.sheets import bring, counts, reasons, sheet
from tests.unit.services.shop import TEST, Shop

HEADER = "Номер заказа;Дата;Клиент;Телефон;Товар;Количество;Цена"
CASE = "A-1;01.02.2026;Анна;89211234567;Чехол;2;500"
FILM = "A-1;01.02.2026;Анна;89211234567;Плёнка;1;99,90"
OTHER = "A-2;02.02.2026;Игорь;89217654321;Чехол;1;500"


def orders(shop: Shop) -> dict[str, Order]:
    with shop.crm.work(TEST, writes=False) as work:
        return {order.number: order for order in work.find(Order)}


def lines(shop: Shop) -> tuple[OrderLine, ...]:
    with shop.crm.work(TEST, writes=False) as work:
        return work.find(OrderLine)


def test_the_lines_of_an_order_add_up_across_chunks(shop: Shop) -> None:
    result = bring(shop, "orders", sheet(HEADER, CASE, OTHER, FILM), chunk=1)
    assert counts(result) == (3, 0, 0, 0)
    assert orders(shop)["A-1"].total == Money.of("1099.90", "RUB")
    assert len(lines(shop)) == 3


@pytest.mark.parametrize("rows", [*permutations((CASE, FILM, OTHER))])
def test_the_order_of_rows_does_not_matter(shop: Shop, rows: tuple[str, ...]) -> None:
    assert counts(bring(shop, "orders", sheet(HEADER, *rows), chunk=2)) == (3, 0, 0, 0)
    assert orders(shop)["A-1"].total == Money.of("1099.90", "RUB")


def test_a_known_order_is_left_as_it_is(shop: Shop) -> None:
    bring(shop, "orders", sheet(HEADER, CASE))
    assert counts(bring(shop, "orders", sheet(HEADER, FILM, OTHER))) == (1, 0, 1, 0)
    assert orders(shop)["A-1"].total == rubles(1000)


def test_price_and_cost_come_from_the_price_list_where_the_row_has_none(shop: Shop) -> None:
    with shop.crm.work(TEST) as work:
        case = work.create(Product, name="Чехол", sku="C-1", price=rubles(500), cost=rubles(200))
    row = "A-1;01.02.2026;C-1;3"
    bring(shop, "orders", sheet("Номер;Дата;Артикул;Количество", row))
    (line,) = lines(shop)
    assert (line.product_id, line.name, line.quantity) == (case.id, "Чехол", Decimal(3))
    assert (line.price, line.total, line.cost) == (rubles(500), rubles(1500), rubles(600))


def test_an_order_has_one_currency(shop: Shop) -> None:
    rows = (f"{CASE};RUB", f"{FILM};USD")
    result = bring(shop, "orders", sheet(f"{HEADER};Валюта", *rows))
    assert counts(result) == (1, 0, 0, 1)
    assert orders(shop)["A-1"].total == rubles(1000)


def test_an_order_needs_a_number_a_date_and_a_sum(shop: Shop) -> None:
    rows = (";01.02.2026;;;Чехол;1;5", "A-1;;;;Чехол;1;5", "A-2;01.02.2026;;;Чехол;1;")
    result = bring(shop, "orders", sheet(HEADER, *rows))
    assert reasons(result) == [
        (2, "Номер заказа", "an order without a number"),
        (3, "Дата", "an order needs its date"),
        (4, "Цена", "neither a price nor a sum"),
    ]


def test_sums_beyond_64_bits_reject_the_line_alone(shop: Shop) -> None:
    huge = "A-1;01.02.2026;Анна;89211234567;Чехол;1000000;90000000000000000"
    result = bring(shop, "orders", sheet(HEADER, CASE, huge, FILM))
    assert counts(result) == (2, 0, 0, 1)
    assert orders(shop)["A-1"].total == Money.of("1099.90", "RUB")


def test_clients_known_by_name_alone_are_made_once(shop: Shop) -> None:
    rows = (f"{number};01.02.2026;Анна Петрова;;Чехол;1;5" for number in ("A-1", "A-2", "A-3"))
    bring(shop, "orders", sheet(HEADER, *rows), chunk=1)
    with shop.crm.work(TEST, writes=False) as work:
        assert work.count(Contact) == 1


def test_a_status_is_understood_or_rejected(shop: Shop) -> None:
    rows = ("A-1;01.02.2026;5;Оплачен", "A-2;01.02.2026;5;", "A-3;01.02.2026;5;?")
    result = bring(shop, "orders", sheet("Номер;Дата;Сумма;Статус", *rows))
    assert [order.status for order in orders(shop).values()] == ["paid", "done"]
    assert result.errors[0].reason.startswith("one of these is expected: cancelled, done")
