"""Builders of sales: leads, deals, pipelines, what is to be done, what was bought."""

from datetime import date, timedelta

from attrs import evolve

from crmkit.domain.deals import Deal
from crmkit.domain.leads import Lead
from crmkit.domain.orders import Order, OrderLine, Payment, Product
from crmkit.domain.pipelines import Pipeline
from crmkit.domain.plans import Plan
from crmkit.domain.presets import sales_pipeline
from crmkit.domain.tasks import Reminder, Task
from crmkit.ids import (
    ContactId,
    DealId,
    EmployeeId,
    LeadId,
    OrderId,
    OrderLineId,
    PaymentId,
    PipelineId,
    PlanId,
    ProductId,
    ReminderId,
    TaskId,
)
from crmkit.testing.builders._anchors import NOON, an_id, built, rubles


def a_lead(nth: int = 1, /, **changes: object) -> Lead:
    """An open lead from the site, touched at noon."""
    return built(
        Lead(
            id=an_id(LeadId, nth),
            created_at=NOON,
            title=f"Заявка {nth}",
            channel="site",
            owner_id=an_id(EmployeeId),
            touched_at=NOON,
        ),
        changes,
    )


def a_deal(nth: int = 1, /, **changes: object) -> Deal:
    """An open deal with the first contact, in the first stage since noon."""
    return built(
        Deal(
            id=an_id(DealId, nth),
            created_at=NOON,
            title=f"Заказ {nth}",
            contact_id=an_id(ContactId),
            pipeline_id=an_id(PipelineId),
            stage="new",
            owner_id=an_id(EmployeeId),
            stage_since=NOON,
            touched_at=NOON,
        ),
        changes,
    )


def a_pipeline(nth: int = 1, /, **changes: object) -> Pipeline:
    """The shop's usual pipeline: new, working, quote, won, lost, delivery, review."""
    pipeline = sales_pipeline(an_id(PipelineId, nth), NOON)
    key = pipeline.key if nth == 1 else f"{pipeline.key}{nth}"
    return built(evolve(pipeline, key=key), changes)


def a_task(nth: int = 1, /, **changes: object) -> Task:
    """An open task about the first deal, due in a day."""
    return built(
        Task(
            id=an_id(TaskId, nth),
            created_at=NOON,
            title=f"Позвонить {nth}",
            deal_id=an_id(DealId),
            owner_id=an_id(EmployeeId),
            due_at=NOON + timedelta(days=1),
        ),
        changes,
    )


def a_reminder(nth: int = 1, /, **changes: object) -> Reminder:
    """A reminder about the first deal, due in two hours."""
    return built(
        Reminder(
            id=an_id(ReminderId, nth),
            created_at=NOON,
            text=f"Перезвонить {nth}",
            deal_id=an_id(DealId),
            owner_id=an_id(EmployeeId),
            due_at=NOON + timedelta(hours=2),
        ),
        changes,
    )


def a_product(nth: int = 1, /, **changes: object) -> Product:
    """A phone for 30 000 rubles that costs the shop 20 000."""
    return built(
        Product(
            id=an_id(ProductId, nth),
            created_at=NOON,
            name=f"Телефон {nth}",
            sku=f"PH-{nth}",
            price=rubles(30_000),
            cost=rubles(20_000),
        ),
        changes,
    )


def an_order(nth: int = 1, /, **changes: object) -> Order:
    """A new order of the first contact for 30 000 rubles."""
    return built(
        Order(
            id=an_id(OrderId, nth),
            created_at=NOON,
            number=str(nth),
            contact_id=an_id(ContactId),
            placed_at=NOON,
            total=rubles(30_000),
        ),
        changes,
    )


def an_order_line(nth: int = 1, /, **changes: object) -> OrderLine:
    """One phone in the first order."""
    return built(
        OrderLine(
            id=an_id(OrderLineId, nth),
            created_at=NOON,
            order_id=an_id(OrderId),
            product_id=an_id(ProductId),
            name="Телефон",
            price=rubles(30_000),
            total=rubles(30_000),
        ),
        changes,
    )


def a_payment(nth: int = 1, /, **changes: object) -> Payment:
    """The first order paid whole."""
    return built(
        Payment(
            id=an_id(PaymentId, nth),
            created_at=NOON,
            order_id=an_id(OrderId),
            contact_id=an_id(ContactId),
            amount=rubles(30_000),
            paid_at=NOON,
        ),
        changes,
    )


def a_plan(nth: int = 1, /, **changes: object) -> Plan:
    """A million rubles in March, promised by the first employee."""
    return built(
        Plan(
            id=an_id(PlanId, nth),
            created_at=NOON,
            owner_id=an_id(EmployeeId),
            starts_on=date(2026, 3, 1),
            ends_on=date(2026, 3, 31),
            target=rubles(1_000_000),
        ),
        changes,
    )
