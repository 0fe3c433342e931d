"""What type-checks: this file is read by mypy and never run."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import assert_type

from crmkit.domain.clients import Company, Contact
from crmkit.domain.deals import Deal
from crmkit.domain.orders import OrderLine
from crmkit.fields import company, contact, deal, employee, order, order_line, product
from crmkit.ids import ContactId
from crmkit.money import Money
from crmkit.query.conditions import Condition
from crmkit.query.names import Field
from crmkit.query.questions import (
    ByField,
    ByPeriod,
    Columns,
    Function,
    Measure,
    Order,
    Page,
    Period,
    Question,
    Sheet,
    Span,
    Tally,
    TallyRow,
)
from crmkit.query.reading import Reading

APRIL, JUNE = datetime(2016, 4, 1, tzinfo=UTC), datetime(2016, 6, 1, tzinfo=UTC)

# Fields know the type of their values, and conditions the kind they are about.
assert_type(contact.city == "Москва", Condition[Contact])
assert_type(contact.id == ContactId(b""), Condition[Contact])
assert_type(contact.birth_date < date(2000, 1, 1), Condition[Contact])
assert_type(contact.name.contains("анна") | contact.tags.has("vip"), Condition[Contact])
assert_type(~(deal.outcome == "won"), Condition[Deal])
assert_type(deal.outcome.is_in(["won", "lost"]), Condition[Deal])
assert_type(deal.amount >= Money(70_000, "USD"), Condition[Deal])
assert_type(deal.lost_reason.absent, Condition[Deal])
assert_type(company.employees.from_to(10, 50), Condition[Company])

# A shop's own fields are named by key, with the type that their definition says.
assert_type(contact.custom("weight", Decimal) > Decimal("1.5"), Condition[Contact])

# Relations take conditions about the kind at their other end.
dear_phones = order_line.product.any(product.category == "mobile phone") & (
    order_line.price > Money(70_000, "USD")
)
assert_type(dear_phones, Condition[OrderLine])
in_spring = order.placed_at.from_to(APRIL, JUNE) & order.lines.any(dear_phones)
assert_type(contact.orders.any(in_spring), Condition[Contact])
assert_type(contact.orders.all(order.status == "done"), Condition[Contact])
assert_type(contact.orders.count(">=", 3, order.status == "paid"), Condition[Contact])
assert_type(deal.owner.any(), Condition[Deal])

# A field at the other end of a to-one relation belongs to the kind that the way started from.
assert_type(deal.contact.its(contact.city), Field[Deal, str])
assert_type(order_line.order.its(order.contact.its(contact.birth_date)), Field[OrderLine, date])
assert_type(deal.contact.its(contact.city).down, Order[Deal])

# Questions and answers keep the kind.
question = Question(
    kind="contact",
    where=contact.orders.any(in_spring),
    order=(contact.city.up, contact.name.down),
    size=50,
)
assert_type(question, Question[Contact])
by_month = Tally(
    kind="deal",
    where=deal.outcome == "won",
    by=(ByPeriod(deal.closed_at.path, Period.MONTH, "Europe/Kyiv"), ByField(deal.stage.path)),
    measures=(
        Measure(name="deals"),
        Measure(name="middle", function=Function.QUANTILE, of=deal.amount.path, q=0.5),
        Measure(
            name="days", function=Function.MEAN, of=Span(deal.created_at.path, deal.closed_at.path)
        ),
    ),
)
assert_type(by_month, Tally[Deal])


def ask(reading: Reading, contacts: list[Contact], deals: list[Deal]) -> None:
    """Answers hold records of the kind that was asked about."""
    assert_type(reading.page(question, contacts), Page[Contact])
    listed = Columns(
        question=question, paths=(contact.name.path, contact.owner.its(employee.login).path)
    )
    assert_type(reading.sheet(listed, contacts), Sheet)
    assert_type(reading.tally(by_month, deals), tuple[TallyRow, ...])
