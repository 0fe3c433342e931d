"""Chapters: what the demo shows of the base once the week is over."""

import shlex
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from attrs import evolve, frozen

from crmkit import Crm, CrmError, System, Work
from crmkit.domain.clients import Contact, Handle
from crmkit.domain.deals import Deal
from crmkit.domain.pipelines import Pipeline
from crmkit.domain.staff import Employee
from crmkit.domain.tasks import Task
from crmkit.fields import contact, deal, employee, handle, order, task
from crmkit.money import Money
from crmkit.reports.options import Options
from crmkit_cli.demo.folder import DemoFolder
from crmkit_cli.demo.screens import Screens
from crmkit_cli.demo.week import DAYS, RULE
from crmkit_cli.printing import shown

READER = System("demo: reports")
_SHOWN = 4


@frozen(kw_only=True)
class Told:
    """Where the chapters are about: the base, the week and the screens."""

    crm: Crm
    screens: Screens
    monday: date
    zone: ZoneInfo

    @property
    def options(self) -> Options:
        """The week as a report's range of days."""
        sunday = self.monday + timedelta(days=DAYS - 1)
        return Options(zone=self.zone.key, starts=self.monday, ends=sunday)


def funnel(told: Told) -> None:
    """The deals by stage, as bars."""
    told.screens.chapter("The funnel on Sunday evening")
    with told.crm.work(READER, writes=False) as work:
        kinds = {stage.key: stage.kind for each in work.find(Pipeline) for stage in each.stages}
        found = work.report("funnel", told.options).as_dicts()
    told.screens.bars(
        [
            (
                str(row["stage"]),
                kinds[str(row["stage.key"])],
                int(str(row["deals"])),
                shown(row["sum"], told.zone) if isinstance(row["sum"], Money) else "",
            )
            for row in found
        ]
    )


def due(told: Told) -> None:
    """What somebody ought to do: due reminders, late tasks."""
    told.screens.chapter("What is due")
    with told.crm.work(READER, writes=False) as work:
        waiting = work.due_reminders()
        is_late = (task.status == "open") & (task.due_at < work.now)
        late = work.find(Task, is_late, order=[task.due_at.up])
        logins = {each.id: each.login for each in work.find(Employee)}
        titles = {each.id: each.title for each in work.find(Deal)}
    told.screens.say(f"{len(waiting)} reminders by the rule «{RULE}»; {len(late)} late tasks:")
    rows = [(each.due_at, each.owner_id, each.text) for each in waiting[:_SHOWN]]
    for each in late[:_SHOWN]:
        about = titles[each.deal_id] if each.deal_id else ""
        rows.append((each.due_at or each.created_at, each.owner_id, f"{each.title}: «{about}»"))
    told.screens.rows(
        ("due", "whose", "what"),
        [(at, logins[owner] if owner else "", what) for at, owner, what in rows],
    )


def reports(told: Told) -> None:
    """The reports of the week."""
    told.screens.chapter("The head of sales reads the week")
    week = told.options
    with told.crm.work(READER, writes=False) as work:
        leads = work.report("new_leads", evolve(week, by=("channel",)))
        conversion = work.report("conversion", evolve(week, by=("channel",)))
        sales = work.report("sales", evolve(week, by=("owner",), totals=True))
        lost = work.report("lost_reasons", week)
        average = work.report("average_deal", week)
    told.screens.reports(conversion)
    told.screens.reports(leads, lost)
    told.screens.reports(sales)
    told.screens.reports(average)


def rights(told: Told) -> None:
    """What each employee sees of the same base."""
    told.screens.chapter("Everybody sees what their role grants")
    with told.crm.work(READER, writes=False) as work:
        staff = work.find(Employee, order=[employee.login.up])
        everything = _seen(work)
    rows = []
    for person in staff:
        with told.crm.work(person, writes=False) as work:
            seen = _seen(work)
        part = (f"{mine} of {all_}" for mine, all_ in zip(seen, everything, strict=True))
        rows.append((person.login, person.role, *part))
    told.screens.rows(("login", "role", "clients", "deals", "open tasks"), rows)


def _seen(work: Work) -> tuple[int, int, int]:
    return work.count(Contact), work.count(Deal), work.count(Task, task.status == "open")


def journal(told: Told) -> None:
    """A phone is wiped, and comes back out of the journal."""
    told.screens.chapter("A wiped phone comes back")
    with told.crm.work(READER, writes=False) as work:
        sale = work.find(Deal, deal.outcome == "won", order=[deal.closed_at.up], limit=1)[0]
        people = {each.id: each for each in work.find(Employee)}
    owner = next(each for each in people.values() if each.id == sale.owner_id)
    with told.crm.work(owner) as work:
        phone = work.find(
            Handle, handle.contact_id == sale.contact_id, handle.type == "phone", limit=1
        )[0]
        told.screens.say(f"{owner.login} tries to delete {phone.value}: {_refusal(work, phone)}")
        wiped = work.change(phone, value="", raw="")
    with told.crm.work("marina") as work:
        entry = work.history(wiped)[-1]
        before = entry.changes["value"].before
        told.screens.say(
            f"{owner.login} wipes it instead. The journal keeps the change: {before} → nothing."
        )
        restored = work.restore(work.restore(wiped, "raw", entry), "value", entry)
        told.screens.say(f"marina, the head, restores it from there: {restored.value}")


def _refusal(work: Work, phone: Handle) -> str:
    try:
        work.delete(phone)
    except CrmError as refused:
        return refused.message
    return "it is gone"


def what_next(told: Told, folder: DemoFolder) -> None:
    """Commands that work on this base."""
    told.screens.chapter("What to try next")
    with told.crm.work(READER, writes=False) as work:
        quoted = work.find(Deal, deal.stage == "quote", order=[deal.amount.down], limit=1)[0]
        old = contact.deals.any(deal.outcome == "won") & contact.orders.any(order.status == "done")
        client = next(iter(work.find(Contact, old, order=[contact.number.up], limit=1)), quoted)
    where = shlex.quote('{"stage": "quote"}')
    clients = shlex.quote((folder.path / "clients.csv").as_posix())
    told.screens.say(f"export CRMKIT_DB={folder.quoted_url}")
    for command, remark in (
        (
            f"crmkit show {client.number if isinstance(client, Contact) else client.id}",
            "the card of an old client",
        ),
        (f"crmkit list deals --where {where} --order -amount --as olga", "what olga may see"),
        (f"crmkit move {quoted.id} won", "the largest quote is sold"),
        ("crmkit report sales --by owner --from 2026-11-16", "who sold how much"),
        ("crmkit report repeat", "who of the clients comes back"),
        ("crmkit list tasks --order due_at --limit 5 --json", "for programs"),
        (f"crmkit import {clients} --kind contacts --dry-run", "again: nobody is doubled"),
    ):
        told.screens.command(command, remark)
