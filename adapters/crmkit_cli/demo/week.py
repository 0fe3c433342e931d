"""The week: inquiries arrive, people work, reminders fire, on the demo's clock."""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from attrs import field, frozen, mutable

from crmkit import Crm, Money, NewInquiry, System, Work
from crmkit.domain.conversations import Interaction, InteractionType
from crmkit.domain.deals import Deal
from crmkit.domain.decisions import Remind
from crmkit.domain.leads import Lead
from crmkit.domain.staff import Employee
from crmkit.domain.tasks import Task
from crmkit.fields import deal, task
from crmkit.ids import DealId, EmployeeId, LeadId
from crmkit_cli.demo.clock import DemoClock
from crmkit_cli.demo.story import Asked, Step, Week
from crmkit_cli.printing import money

DAYS = 7
RULE = "call back after a silent day"
_MORNING, _EVENING = time(9, 30), time(20, 0)
_SILENCE = timedelta(hours=24)
_NIGHT = timedelta(hours=13)
_ARRIVALS: Mapping[str, InteractionType] = {
    "site": "form",
    "call": "call",
    "telegram": "message",
    "mail": "mail",
    "shop": "meeting",
}
_TALKS: Mapping[str, tuple[InteractionType, str]] = {
    "working": ("call", "Talked it over"),
    "quote": ("mail", "Sent the quote: {amount}"),
    "won": ("call", "Agreed: {amount}"),
    "lost": ("call", "Refused: {moved.lost_reason}"),
    "delivery": ("message", "The parcel is on its way"),
}


def call_back_after_a_silent_day(each: Deal, now: datetime) -> Iterator[Remind]:
    """An open deal that nobody has touched for a day is called about the next morning."""
    if each.outcome == "open" and each.touched_at and now - each.touched_at >= _SILENCE:
        yield Remind(each.owner_id, each.id, f"Call about «{each.title}»", now + _NIGHT)


@frozen(kw_only=True)
class Happening:
    """Something at a moment: an inquiry, a step of its way, or (without one) a bell."""

    at: datetime
    asked: Asked | None = None
    step: Step | None = None


@mutable(kw_only=True)
class Shop:
    """The shop's people at work; ``days`` counts what they did on each day.

    ``people`` is how many people the shop's files are about: inquiries of these, whose ids come
    first, ought to be recognised, and ``by_known`` counts how many were.
    """

    crm: Crm
    clock: DemoClock
    zone: ZoneInfo
    people: int
    by_known: Counter[str] = field(factory=Counter)
    days: dict[date, Counter[str]] = field(factory=dict)
    logins: dict[EmployeeId, str] = field(factory=dict)
    leads: dict[str, tuple[LeadId, str]] = field(factory=dict)
    deals: dict[str, DealId] = field(factory=dict)
    reminded: set[tuple[DealId, datetime | None]] = field(factory=set)

    def work_through(self, week: Week) -> None:
        """The whole week, moment by moment, until Sunday evening."""
        with self.crm.work(System("demo"), writes=False) as work:
            self.logins = {each.id: each.login for each in work.find(Employee)}
        for at in sorted(_happenings(week, self.zone), key=lambda each: each.at):
            self.clock.set(at.at)
            self._do(at)

    def on(self, day: date) -> Counter[str]:
        """What happened on the day, by its name."""
        return self.days.get(day, Counter())

    def _do(self, happening: Happening) -> None:
        if happening.asked is None:
            self._ring(happening.at)
        elif happening.step is None:
            self._take(happening.asked)
        else:
            self._act(happening.asked, happening.step)

    def _take(self, asked: Asked) -> None:
        """An inquiry comes in, and a newcomer is given to a manager."""
        inquiry = NewInquiry(
            channel=asked.channel,
            name=asked.name,
            phone=asked.phone,
            email=asked.email,
            handles={"telegram": asked.telegram} if asked.telegram else {},
            text=asked.text,
            goal=asked.goal,
            source=asked.source,
            external_id=asked.id,
        )
        with self.crm.work(System(f"inquiry by {asked.channel}")) as work:
            intake = work.take_inquiry(inquiry)
            lead, client = intake.lead, intake.contact
            if lead.owner_id is None:
                (lead,) = work.assign([lead], asked.manager)
            if client.owner_id is None:
                work.assign([client], asked.manager)
            work.create(
                Interaction,
                type=_ARRIVALS[asked.channel],
                direction="in",
                at=asked.at,
                channel=asked.channel,
                text=asked.text,
                contact_id=client.id,
                lead_id=lead.id,
                owner_id=lead.owner_id,
            )
        owner = self.logins[lead.owner_id] if lead.owner_id else asked.manager
        self.leads[asked.id] = (lead.id, owner)
        self._count("inquiries", "known" if intake.known else "new")
        if asked.person <= self.people:
            self.by_known["recognised" if intake.known else "missed"] += 1

    def _act(self, asked: Asked, step: Step) -> None:
        """The owner of the sale does the next thing, with the owner's own rights."""
        lead_id, owner = self.leads[asked.id]
        with self.crm.work(owner) as work:
            match step.do:
                case "call":
                    _note_call(work, lead_id, step)
                case "convert":
                    amount = Money.of(step.amount or "0", "RUB")
                    self.deals[asked.id] = work.convert(lead_id, amount=amount).id
                    self._count("deals")
                case "fail":
                    work.fail(lead_id, step.reason or "silent")
                    self._count("failed")
                case "move":
                    deal_id = self.deals[asked.id]
                    _finish_tasks(work, deal_id)
                    moved = work.move(deal_id, step.stage, lost_reason=step.reason)
                    _note_down(work, moved)
                    self._count(step.stage)

    def _ring(self, at: datetime) -> None:
        """Reminders fire in the morning, except on Sunday; the rule looks at the evening."""
        if at.astimezone(self.zone).time() == _EVENING:
            self._look_for_silence()
            return
        with self.crm.work(System("demo: morning")) as work:
            self._count("reminders", many=len(work.fire_reminders()))

    def _look_for_silence(self) -> None:
        with self.crm.work(System("demo: evening")) as work:
            for each in work.find(Deal, deal.outcome == "open"):
                once = (each.id, each.touched_at)
                wanted = [*call_back_after_a_silent_day(each, work.now)]
                if wanted and once not in self.reminded:
                    work.apply(wanted, rule=RULE)
                    self.reminded.add(once)

    def _count(self, *names: str, many: int = 1) -> None:
        day = self.clock.now().astimezone(self.zone).date()
        counted = self.days.setdefault(day, Counter())
        for name in names:
            counted[name] += many


def _note_call(work: Work, lead_id: LeadId, step: Step) -> None:
    """A call that came to nothing, on the lead's card."""
    lead = work.get(Lead, lead_id)
    work.create(
        Interaction,
        type="call",
        direction="out",
        at=work.now,
        outcome=step.result,
        contact_id=lead.contact_id,
        lead_id=lead.id,
        owner_id=lead.owner_id,
    )


def _finish_tasks(work: Work, deal_id: DealId) -> None:
    """What the stage asked for is done before the deal leaves it."""
    for each in work.find(Task, task.deal_id == deal_id, task.status == "open"):
        work.complete(each.id)


def _note_down(work: Work, moved: Deal) -> None:
    """The talk with the client that the move came from."""
    kind, text = _TALKS[moved.stage]
    work.create(
        Interaction,
        type=kind,
        direction="out",
        at=work.now,
        text=text.format(amount=money(moved.amount) if moved.amount else "", moved=moved),
        contact_id=moved.contact_id,
        deal_id=moved.id,
        owner_id=moved.owner_id,
    )


def _happenings(week: Week, zone: ZoneInfo) -> Iterator[Happening]:
    for asked in week.inquiries:
        yield Happening(at=asked.at, asked=asked)
        for step in asked.steps:
            yield Happening(at=step.at, asked=asked, step=step)
    for number in range(DAYS):
        day = week.monday + timedelta(days=number)
        bells = (_MORNING, _EVENING) if number < DAYS - 1 else ()
        for bell in bells:
            yield Happening(at=datetime.combine(day, bell, zone).astimezone(UTC))
