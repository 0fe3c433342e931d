"""A shop in one script: orders and forms come in, a rule acts, the head of sales looks.

Run it as it stands: ``python shop.py``. Give it ``sqlite:///shop.db`` to keep the client base.
"""

import sys
from collections.abc import Iterator
from datetime import datetime, timedelta

from crmkit import Crm, Money, NewInquiry, System
from crmkit.domain.deals import Deal
from crmkit.domain.decisions import Remind
from crmkit.domain.staff import Employee
from crmkit.domain.tasks import Reminder
from crmkit.fields import deal
from crmkit.reports import Options

SHOP = System("shop script")
DAY = (
    NewInquiry(channel="site", name="Анна Смирнова", phone="8 (921) 123-45-67", text="Чехол"),
    NewInquiry(channel="call", name="Пётр Иванов", phone="+7 911 765-43-21", text="Ремонт"),
    NewInquiry(channel="site", phone="89211234567", text="Ещё и стекло"),  # Анна again
)


def call_back_dear_deal(each: Deal, now: datetime) -> Iterator[Remind]:
    """A deal over 5,000 rubles is called about the next day."""
    if each.amount and each.amount > Money.of(5000, "RUB"):
        yield Remind(each.owner_id, each.id, f"Call about «{each.title}»", now + timedelta(days=1))


def main(url: str) -> None:
    """Works one day and prints what came of it."""
    crm = Crm.open(url)
    with crm.work(SHOP) as work:
        if not work.find(Employee):
            work.create(Employee, login="olga", name="Ольга")
    for number, inquiry in enumerate(DAY, start=1):
        with crm.work("olga") as work:
            lead = work.take_inquiry(inquiry).lead
            work.convert(lead.id, amount=Money.of(number * 2500, "RUB"))
    with crm.work(SHOP) as work:
        for each in work.find(Deal, deal.outcome == "open"):
            work.apply(call_back_dear_deal(each, work.now), rule="call back a dear deal")
    with crm.work("olga", writes=False) as work:
        for reminder in work.find(Reminder):
            print(f"{reminder.text}, because of the rule «{reminder.cause}»")
        for row in work.report("funnel", Options(zone="Europe/Moscow")).as_dicts():
            print(f"{row['stage']:<10} {row['deals']:>2} deals  {row['sum'] or ''}")
    crm.close()


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "memory:")
