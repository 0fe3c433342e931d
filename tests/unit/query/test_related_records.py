"""The sentence that clients are filtered by: their own fields and those of related records."""

from datetime import UTC, datetime

from crmkit.domain.record import Record
from crmkit.fields import contact, order, order_line, product
from crmkit.money import Money
from crmkit.query.questions import Question
from crmkit.testing.builders import a_contact, a_product, an_order, an_order_line
from tests.unit.query.shop import Shop

PHONE, TABLE = a_product(1, category="mobile phone"), a_product(2, category="table")


def bought(nth: int, on: datetime, *, price: Money, what: Record = PHONE) -> list[Record]:
    """A client with one order of one line."""
    client = a_contact(nth)
    placed = an_order(nth, contact_id=client.id, placed_at=on)
    line = an_order_line(nth, order_id=placed.id, product_id=what.id, price=price)
    return [client, placed, line]


def test_clients_who_bought_mobile_phones_dearer_than_700_dollars_in_april_may_2016() -> None:
    april, may = datetime(2016, 4, 1, tzinfo=UTC), datetime(2016, 5, 31, 23, 59, tzinfo=UTC)
    june, dear = datetime(2016, 6, 1, tzinfo=UTC), Money(70_001, "USD")
    shop = Shop.of(
        PHONE,
        TABLE,
        *bought(1, april, price=dear),
        *bought(2, may, price=dear),
        *bought(3, june, price=dear),
        *bought(4, may, price=Money(70_000, "USD")),
        *bought(5, may, price=Money(9_000_000, "RUB")),
        *bought(6, may, price=dear, what=TABLE),
    )
    dear_phone = order_line.product.any(product.category == "mobile phone") & (
        order_line.price > Money(70_000, "USD")
    )
    in_spring = order.placed_at.from_to(april, june) & order.lines.any(dear_phone)
    question = Question(kind="contact", where=contact.orders.any(in_spring))
    assert shop.page(question).records == (a_contact(1), a_contact(2))
