"""Products, orders with their lines and cost, and payments."""

from datetime import datetime
from decimal import Decimal
from typing import ClassVar, Literal

from attrs import frozen

from crmkit.domain.record import LINKS, Customisable, Record, activities, title, words
from crmkit.ids import (
    CompanyId,
    ContactId,
    DealId,
    EmployeeId,
    OrderId,
    OrderLineId,
    PaymentId,
    ProductId,
)
from crmkit.money import Money
from crmkit.query.schema import Relation

OrderStatus = Literal["new", "paid", "shipped", "done", "cancelled", "returned"]


@frozen(kw_only=True, repr=False)
class Product(Customisable):
    """Something the shop sells; ``cost`` is what it pays for it."""

    kind: ClassVar[str] = "product"
    relations: ClassVar[tuple[Relation, ...]] = (
        Relation(name="lines", target="order_line", remote="product_id"),
        Relation(name="deals", target="deal", remote="product_id"),
    )

    id: ProductId
    name: str = title()
    sku: str | None = None
    category: str | None = words()
    price: Money | None = None
    cost: Money | None = None
    external_id: str | None = None


@frozen(kw_only=True, repr=False)
class Order(Customisable):
    """What a client bought, with its number in the shop. ``total`` is what the client pays."""

    kind: ClassVar[str] = "order"
    relations: ClassVar[tuple[Relation, ...]] = (
        Relation(name="contact", target="contact", local="contact_id"),
        Relation(name="company", target="company", local="company_id"),
        Relation(name="deal", target="deal", local="deal_id"),
        Relation(name="owner", target="employee", local="owner_id"),
        Relation(name="lines", target="order_line", remote="order_id"),
        Relation(name="payments", target="payment", remote="order_id"),
        *activities("order_id"),
        *LINKS,
    )

    id: OrderId
    number: str
    contact_id: ContactId | None = None
    company_id: CompanyId | None = None
    deal_id: DealId | None = None
    owner_id: EmployeeId | None = None
    placed_at: datetime
    status: OrderStatus = "new"
    total: Money | None = None
    discount: Money | None = None
    promo_code: str | None = None
    source: str | None = None
    external_id: str | None = None


@frozen(kw_only=True, repr=False)
class OrderLine(Record):
    """One line: what, how many, at which price, and what it cost the shop (for all of them)."""

    kind: ClassVar[str] = "order_line"
    relations: ClassVar[tuple[Relation, ...]] = (
        Relation(name="order", target="order", local="order_id"),
        Relation(name="product", target="product", local="product_id"),
    )

    id: OrderLineId
    order_id: OrderId
    product_id: ProductId | None = None
    name: str = title()
    quantity: Decimal = Decimal(1)
    price: Money
    total: Money
    cost: Money | None = None


@frozen(kw_only=True, repr=False)
class Payment(Record):
    """Money received (or, with a negative amount, given back)."""

    kind: ClassVar[str] = "payment"
    relations: ClassVar[tuple[Relation, ...]] = (
        Relation(name="order", target="order", local="order_id"),
        Relation(name="deal", target="deal", local="deal_id"),
        Relation(name="contact", target="contact", local="contact_id"),
        Relation(name="company", target="company", local="company_id"),
    )

    id: PaymentId
    order_id: OrderId | None = None
    deal_id: DealId | None = None
    contact_id: ContactId | None = None
    company_id: CompanyId | None = None
    amount: Money
    paid_at: datetime
    method: str | None = None
    external_id: str | None = None
