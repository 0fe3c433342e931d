"""The names to ask with about what `crmkit.domain.orders` holds."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from crmkit.domain.clients import Company, Contact
from crmkit.domain.conversations import Attachment, Interaction, Note
from crmkit.domain.custom import Link
from crmkit.domain.deals import Deal
from crmkit.domain.orders import Order, OrderLine, OrderStatus, Payment, Product
from crmkit.domain.staff import Employee
from crmkit.domain.tasks import Reminder, Task
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
from crmkit.query.names import Field, Many, Names, One, TextField


class ProductNames(Names[Product]):
    """The fields and relations of a product."""

    __slots__ = ()

    version: Field[Product, int] = Field("version")
    created_at: Field[Product, datetime] = Field("created_at")
    archived_at: Field[Product, datetime] = Field("archived_at")
    id: Field[Product, ProductId] = Field("id")
    name: TextField[Product] = TextField("name")
    sku: Field[Product, str] = Field("sku")
    category: TextField[Product] = TextField("category")
    price: Field[Product, Money] = Field("price")
    cost: Field[Product, Money] = Field("cost")
    external_id: Field[Product, str] = Field("external_id")
    lines: Many[Product, OrderLine] = Many("lines")
    deals: Many[Product, Deal] = Many("deals")


class OrderNames(Names[Order]):
    """The fields and relations of an order."""

    __slots__ = ()

    version: Field[Order, int] = Field("version")
    created_at: Field[Order, datetime] = Field("created_at")
    archived_at: Field[Order, datetime] = Field("archived_at")
    id: Field[Order, OrderId] = Field("id")
    number: Field[Order, str] = Field("number")
    contact_id: Field[Order, ContactId] = Field("contact_id")
    company_id: Field[Order, CompanyId] = Field("company_id")
    deal_id: Field[Order, DealId] = Field("deal_id")
    owner_id: Field[Order, EmployeeId] = Field("owner_id")
    placed_at: Field[Order, datetime] = Field("placed_at")
    status: Field[Order, OrderStatus] = Field("status")
    total: Field[Order, Money] = Field("total")
    discount: Field[Order, Money] = Field("discount")
    promo_code: Field[Order, str] = Field("promo_code")
    source: Field[Order, str] = Field("source")
    external_id: Field[Order, str] = Field("external_id")
    contact: One[Order, Contact] = One("contact")
    company: One[Order, Company] = One("company")
    deal: One[Order, Deal] = One("deal")
    owner: One[Order, Employee] = One("owner")
    lines: Many[Order, OrderLine] = Many("lines")
    payments: Many[Order, Payment] = Many("payments")
    tasks: Many[Order, Task] = Many("tasks")
    reminders: Many[Order, Reminder] = Many("reminders")
    notes: Many[Order, Note] = Many("notes")
    interactions: Many[Order, Interaction] = Many("interactions")
    attachments: Many[Order, Attachment] = Many("attachments")
    links_out: Many[Order, Link] = Many("links_out")
    links_in: Many[Order, Link] = Many("links_in")


class OrderLineNames(Names[OrderLine]):
    """The fields and relations of an order line."""

    __slots__ = ()

    version: Field[OrderLine, int] = Field("version")
    created_at: Field[OrderLine, datetime] = Field("created_at")
    archived_at: Field[OrderLine, datetime] = Field("archived_at")
    id: Field[OrderLine, OrderLineId] = Field("id")
    order_id: Field[OrderLine, OrderId] = Field("order_id")
    product_id: Field[OrderLine, ProductId] = Field("product_id")
    name: TextField[OrderLine] = TextField("name")
    quantity: Field[OrderLine, Decimal] = Field("quantity")
    price: Field[OrderLine, Money] = Field("price")
    total: Field[OrderLine, Money] = Field("total")
    cost: Field[OrderLine, Money] = Field("cost")
    order: One[OrderLine, Order] = One("order")
    product: One[OrderLine, Product] = One("product")


class PaymentNames(Names[Payment]):
    """The fields and relations of a payment."""

    __slots__ = ()

    version: Field[Payment, int] = Field("version")
    created_at: Field[Payment, datetime] = Field("created_at")
    archived_at: Field[Payment, datetime] = Field("archived_at")
    id: Field[Payment, PaymentId] = Field("id")
    order_id: Field[Payment, OrderId] = Field("order_id")
    deal_id: Field[Payment, DealId] = Field("deal_id")
    contact_id: Field[Payment, ContactId] = Field("contact_id")
    company_id: Field[Payment, CompanyId] = Field("company_id")
    amount: Field[Payment, Money] = Field("amount")
    paid_at: Field[Payment, datetime] = Field("paid_at")
    method: Field[Payment, str] = Field("method")
    external_id: Field[Payment, str] = Field("external_id")
    order: One[Payment, Order] = One("order")
    deal: One[Payment, Deal] = One("deal")
    contact: One[Payment, Contact] = One("contact")
    company: One[Payment, Company] = One("company")


product = ProductNames()
order = OrderNames()
order_line = OrderLineNames()
payment = PaymentNames()
