"""W1 to W7 as a program does them with crmkit."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

from bench import _dataset as data
from bench._ours.base import BENCH, PIPELINE, client_id
from crmkit import Crm, Question
from crmkit.domain.deals import Deal
from crmkit.domain.imports import ImportMapping
from crmkit.domain.leads import Lead
from crmkit.domain.plans import Plan
from crmkit.domain.record import Record
from crmkit.domain.staff import Employee
from crmkit.domain.tasks import Task
from crmkit.fields import contact, deal, lead
from crmkit.ids import LeadId
from crmkit.money import Money
from crmkit.query.questions import ByField, ByPeriod, Function, Measure, Period, Sheet, Span, Tally
from crmkit.services.work import Work

R = TypeVar("R", bound=Record)
MANAGER, PER_PAGE, BATCH = "m3", 20, 100
COLUMNS = {
    "name": "name",
    "phone1": "phone",
    "phone2": "phone_2",
    "email": "email",
    "company": "comment",  # the floor keeps it as text too
    "source": "source",
}
_PAGE = Question(
    kind="deal", where=deal.stage == "negotiation", order=(deal.amount.down,), size=PER_PAGE
)
_LISTED = tuple(
    column.path
    for column in (
        *(deal.id, deal.title, deal.amount, deal.created_at, deal.source),
        deal.contact.its(contact.name),
    )
)


def import_file(crm: Crm, path: Path) -> tuple[int, int]:
    """W1: the numbers of new and known people in the file."""
    reader = crm.plugins.table_reader("csv", {})
    mapping = ImportMapping(kind="contacts", columns=COLUMNS)
    with reader.open(path) as table, crm.work(BENCH) as work:
        result = work.import_table(table, mapping)
    return result.created, result.matched + result.updated


def take_lead(crm: Crm, each: data.Asking) -> bool:
    """W2: one lead in a transaction of its own; whether the client is known."""
    with crm.work(BENCH) as work:
        found = work.lookup(phone=each.phone, email=each.email)
        client = found.contact.id if found else None
        asked = {"title": each.name, "name": each.name, "contact_id": client}
        work.create(Lead, **asked, phone=each.phone, email=each.email, source=each.source)
    return found is not None


def open_leads(crm: Crm, count: int) -> Sequence[LeadId]:
    """The ids of the youngest open leads."""
    with crm.work(BENCH, writes=False) as work:
        found = work.find(Lead, lead.status == "open", order=(lead.id.down,), limit=count)
    return [each.id for each in found]


def win(crm: Crm, key: LeadId) -> None:
    """W3: converts a lead and moves its deal to «won», in five transactions."""
    with crm.work(BENCH) as work:
        made = work.convert(key, pipeline=PIPELINE, amount=Money(100_000, "RUB"))
    for stage in data.MOVES:
        with crm.work(BENCH) as work:
            work.move(made.id, stage)


def page(crm: Crm, after: str | None = None) -> Sheet:
    """W4: a page of the third manager's deals in negotiation, with the clients' names."""
    with crm.work(MANAGER, writes=False) as work:
        return work.sheet(_PAGE if after is None else _after(after), *_LISTED)


def shown(found: Sheet) -> list[tuple[object, int, object]]:
    """What the page says, as the floor's does."""
    return [
        (title, amount.minor if isinstance(amount, Money) else 0, name)
        for _, title, amount, _, _, name in found.rows
    ]


def deep_page(crm: Crm, number: int) -> str | None:
    """The cursor of the page of this number."""
    after: str | None = None
    for _ in range(number - 1):
        after = page(crm, after).after
    return after


def _after(cursor: str) -> Question[Deal]:
    return Question(
        kind=_PAGE.kind, where=_PAGE.where, order=_PAGE.order, size=PER_PAGE, after=cursor
    )


def card(crm: Crm) -> list[int]:
    """W5: the card of the first client; how many rows each part has."""
    with crm.work(BENCH, writes=False) as work:
        found = work.card(client_id(0))
    parts = (found.handles, found.deals, found.timeline, found.tasks)
    return [1, *(len(part) for part in parts)]


def sweep(crm: Crm) -> int:
    """W7: how many due reminders were handed over and marked, in batches of a hundred."""
    fired = 0
    while True:
        with crm.work(BENCH) as work:
            found = len(work.fire_reminders(BATCH))
        if not found:
            return fired
        fired += found


def outcome(crm: Crm) -> tuple[int, int]:
    """How many leads are converted, and how many tasks there are."""
    with crm.work(BENCH, writes=False) as work:
        return work.count(Lead, lead.status == "converted"), work.count(Task)


def figures() -> dict[str, Callable[[Work], Sequence[Sequence[object]]]]:
    """W6: the five reports."""
    return {
        "r1 leads by month": _of(_LEADS),
        "r2 average won deal": _of(_WON),
        "r3 lost reasons": _of(_LOST),
        "r4 days to close": _of(_DAYS),
        "r5 plan and fact": _plan_and_fact,
    }


def figure(
    crm: Crm, ask: Callable[[Work], Sequence[Sequence[object]]]
) -> Sequence[Sequence[object]]:
    """The rows of one report."""
    with crm.work(BENCH, writes=False) as work:
        return ask(work)


def owners(crm: Crm) -> dict[object, int]:
    """The floor's number of every manager."""
    with crm.work(BENCH, writes=False) as work:
        return {each.id: int(each.login[1:]) for each in work.find(Employee)}


_NUMBER: Measure[Deal] = Measure(name="number")
_LEADS: Tally[Lead] = Tally(
    kind="lead",
    by=(ByPeriod(lead.created_at.path, Period.MONTH), ByField(lead.source.path)),
    measures=(Measure(name="number"), Measure(name="converted", where=lead.status == "converted")),
)
_WON: Tally[Deal] = Tally(
    kind="deal",
    where=deal.stage == "won",
    measures=(_NUMBER, Measure(name="mean", function=Function.MEAN, of=deal.amount.path)),
)
_LOST: Tally[Deal] = Tally(
    kind="deal",
    where=deal.stage == "lost",
    by=(ByField(deal.lost_reason.path),),
    measures=(_NUMBER, Measure(name="sum", function=Function.SUM, of=deal.amount.path)),
)
_DAYS: Tally[Deal] = Tally(
    kind="deal",
    where=deal.stage.is_in(["won", "lost"]),
    by=(ByField(deal.owner_id.path),),
    measures=(
        _NUMBER,
        Measure(
            name="days",
            function=Function.MEAN,
            of=Span(deal.created_at.path, deal.closed_at.path),
        ),
    ),
)
_FACT: Tally[Deal] = Tally(
    kind="deal",
    where=deal.stage == "won",
    by=(ByField(deal.owner_id.path), ByPeriod(deal.closed_at.path, Period.MONTH)),
    measures=(Measure(name="sum", function=Function.SUM, of=deal.amount.path),),
)


def _of(tally: Tally[R]) -> Callable[[Work], Sequence[Sequence[object]]]:
    return lambda work: [(*row.keys, *row.figures) for row in work.tally(tally)]


def _plan_and_fact(work: Work) -> Sequence[Sequence[object]]:
    fact = {row.keys: row.figures[0] for row in work.tally(_FACT)}
    return [
        (plan.owner_id, plan.starts_on, plan.target, fact.get((plan.owner_id, plan.starts_on)))
        for plan in work.find(Plan)
    ]
