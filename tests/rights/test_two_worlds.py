"""Noninterference: what an actor is told depends on what the actor may see, and on nothing else.

Two shops are alike in all that Anna may see and differ in what she may not; whatever she asks must
be answered alike in both. The one thing declared to tell more is the running client number.
"""

from collections.abc import Callable, Sequence
from datetime import date

import pytest
from attrs import frozen
from hypothesis import given, settings
from hypothesis import strategies as st

from crmkit.app import Crm
from crmkit.domain.clients import Company, Contact, Handle
from crmkit.domain.conversations import Interaction, Note
from crmkit.domain.deals import Deal
from crmkit.domain.drawings import Drawing, Landing
from crmkit.domain.leads import Lead
from crmkit.domain.orders import Order
from crmkit.domain.pipelines import Stage
from crmkit.domain.schema import schema
from crmkit.domain.tasks import Task
from crmkit.errors import CrmError
from crmkit.fields import contact, deal, note, task
from crmkit.ids import ContactId, DealId, EmployeeId
from crmkit.query.questions import (
    ByField,
    ByPeriod,
    Function,
    Measure,
    Period,
    Question,
    Tally,
)
from crmkit.reports import REPORTS, Options
from crmkit.services.work import Work
from crmkit.testing.builders import NOON, rubles
from tests.unit.services.shop import TEST, Shop

AMOUNTS = st.integers(0, 9).map(lambda n: rubles(n * 100))
DRAWN = Drawing(
    key="sales",
    name="Sales",
    stages=(
        Stage(key="start", title="Start"),
        Stage(key="won", title="Won", kind="won"),
    ),
    moved={"new": Landing(stage="start")},
)
NAMES = st.sampled_from(["Анна", "Яна", "Пётр", "Ёлкин"])


@frozen
class Hidden:
    """One thing that Anna may not see: of what kind, and about her client and deal or not."""

    kind: str
    name: str
    amount: object
    about_hers: bool


HIDDEN = st.lists(
    st.builds(
        Hidden,
        st.sampled_from(["contact", "deal", "lead", "task", "note", "call", "order", "handle"]),
        NAMES,
        AMOUNTS,
        st.booleans(),
    ),
    max_size=5,
)


def visible(shop: Shop) -> tuple[ContactId, DealId]:
    """What Anna has, the same in every world."""
    with shop.crm.work("anna") as work:
        client = work.recognise(name="Смирнова Вера", phone="89211234567")
        sale = work.open_deal(client.id, "Заказ Веры", amount=rubles(500))
        work.create(Note, text="любит синее", contact_id=client.id, deal_id=sale.id)
        work.create(Lead, title="Заявка Веры", contact_id=client.id, owner_id=shop.anna.id)
        return client.id, sale.id


def hide(shop: Shop, things: Sequence[Hidden], hers: tuple[ContactId, DealId]) -> None:
    """What Boris and the shop have beside her."""
    with shop.crm.work(TEST) as work:
        other = work.create(Contact, name="Чужой", owner_id=shop.boris.id)
        sale = work.create(
            Deal,
            title="Чужой заказ",
            contact_id=other.id,
            owner_id=shop.boris.id,
            pipeline_id=work.get(Deal, hers[1]).pipeline_id,
            stage="new",
        )
        for thing in things:
            _MAKERS[thing.kind](work, thing, shop.boris.id, (other.id, sale.id), hers)


Maker = Callable[
    [Work, Hidden, EmployeeId, tuple[ContactId, DealId], tuple[ContactId, DealId]], object
]


def _contact(work: Work, thing: Hidden, owner: EmployeeId, *_: object) -> None:
    work.create(Contact, name=thing.name, owner_id=owner, city=thing.name)


def _deal(
    work: Work, thing: Hidden, owner: EmployeeId, other: tuple[ContactId, DealId], *hers: object
) -> None:
    about = hers[0] if thing.about_hers else other
    assert isinstance(about, tuple)
    pipeline = work.get(Deal, other[1]).pipeline_id
    work.create(
        Deal,
        title=thing.name,
        contact_id=about[0],
        owner_id=owner,
        amount=thing.amount,
        pipeline_id=pipeline,
        stage="new",
        parent_id=about[1],
    )


def _lead(
    work: Work, thing: Hidden, owner: EmployeeId, other: tuple[ContactId, DealId], *hers: object
) -> None:
    about = hers[0] if thing.about_hers else other
    assert isinstance(about, tuple)
    work.create(Lead, title=thing.name, contact_id=about[0], owner_id=owner, channel=thing.name)


def _order(
    work: Work, thing: Hidden, owner: EmployeeId, other: tuple[ContactId, DealId], *hers: object
) -> None:
    about = hers[0] if thing.about_hers else other
    assert isinstance(about, tuple)
    work.create(
        Order,
        number=thing.name,
        contact_id=about[0],
        owner_id=owner,
        total=thing.amount,
        placed_at=NOON,
    )


def _about_hidden_deal(kind: type, **fields: object) -> Maker:
    def make(  # noqa: PLR0917 - the five facts every maker is given
        work: Work,
        thing: Hidden,
        owner: EmployeeId,
        other: tuple[ContactId, DealId],
        hers: tuple[ContactId, DealId],
    ) -> None:
        client = hers[0] if thing.about_hers else other[0]
        said = {name: thing.name if value is None else value for name, value in fields.items()}
        work.create(kind, contact_id=client, deal_id=other[1], owner_id=owner, **said)

    return make


def _handle(
    work: Work, thing: Hidden, owner: EmployeeId, other: tuple[ContactId, DealId], *_: object
) -> None:
    del owner
    work.create(Handle, contact_id=other[0], type="telegram", value=thing.name, raw=thing.name)


_MAKERS: dict[str, Maker] = {
    "contact": _contact,
    "deal": _deal,
    "lead": _lead,
    "order": _order,
    "handle": _handle,
    "task": _about_hidden_deal(Task, title=None),
    "note": _about_hidden_deal(Note, text=None),
    "call": _about_hidden_deal(Interaction, type="call", direction="in", at=NOON, text=None),
}


def _everything_of(kind: str) -> Callable[[Work], object]:
    return lambda work: work.page(Question(kind=kind)).records


def _page_by_contact_name(work: Work) -> object:
    question = Question(kind="deal", order=(deal.contact.its(contact.name).down,), size=1)
    return work.page(question)


def _sheet_of_deals(work: Work) -> object:
    by_name = deal.contact.its(contact.name)
    question = Question(kind="deal", order=(by_name.up,), size=1)
    columns = (deal.title.path, by_name.path, deal.parent.its(deal.title).path)
    return work.sheet(question, *columns)


def _tally_deals(work: Work) -> object:
    by = (ByField(deal.contact.its(contact.city).path), ByPeriod(deal.created_at.path, Period.DAY))
    measures = (
        Measure[Deal](name="count"),
        Measure[Deal](name="sum", function=Function.SUM, of=deal.amount.path),
        Measure[Deal](name="share", function=Function.SHARE, where=deal.tasks.any()),
    )
    return work.tally(Tally(kind="deal", by=by, measures=measures))


def _with_relations(work: Work) -> object:
    return (
        work.count(Contact, contact.deals.count(">=", 2)),
        work.count(Contact, contact.notes.all(note.text == "любит синее")),
        work.count(Contact, contact.orders.any()),
        work.count(Deal, deal.parts.any()),
        work.count(Task, task.deal.any(deal.contact.any(contact.owner.any()))),
        work.find(Deal, deal.contact.any(contact.leads.count("=", 1))),
    )


def _card(work: Work) -> object:
    return [work.card(each.id) for each in work.find(Contact)]


def _histories(work: Work) -> object:
    return [work.history(each) for each in work.find(Deal)]


def _lookup(work: Work) -> object:
    return [work.lookup(handles={"telegram": name}) for name in ("Анна", "Пётр")]


def _searches(work: Work) -> object:
    typed = ("Анна", "Ана", "Смирнова Анна", "веар смирнова", "н")
    people = [work.search(text, Contact, limit=limit) for text in typed for limit in (1, 20)]
    return people, [work.search(text, Company) for text in typed]


def _consents(work: Work) -> object:
    return [work.may_contact(each.id, "ads", "sms") for each in work.find(Contact)]


def _report(name: str) -> Callable[[Work], object]:
    options = Options(zone="Europe/Moscow", starts=date(2026, 1, 1), totals=True)
    return lambda work: work.report(name, options)


OPERATIONS: dict[str, Callable[[Work], object]] = {
    **{f"find {kind}": _everything_of(kind) for kind in schema().kinds},
    **{f"report {name}": _report(name) for name in REPORTS},
    "page by a related name": _page_by_contact_name,
    "sheet": _sheet_of_deals,
    "tally": _tally_deals,
    "relations": _with_relations,
    "card": _card,
    "history": _histories,
    "lookup": _lookup,
    "search": _searches,
    "board": lambda work: work.board(),
    "redrawing": lambda work: work.preview_pipeline(DRAWN),
    "consent": _consents,
    "export of a person": lambda work: work.export_subject(work.find(Contact)[0].id),
    "erasure of a person": lambda work: work.erase(work.find(Contact)[0].id, ground="asked"),
    "due for erasure": lambda work: work.due_for_erasure(),
    "suppressed": lambda work: work.is_suppressed(phone="89211234567"),
    "count": lambda work: [work.count(schema().kind(kind).record) for kind in schema().kinds],
}


def told(crm: Crm, operation: Callable[[Work], object]) -> str:
    """Everything Anna is told, refusals included, in a form that shows every value."""
    try:
        with crm.work("anna", writes=False) as work:
            return _shown(operation(work))
    except CrmError as exc:
        return f"{type(exc).__name__}: {exc}"


def _shown(value: object) -> str:
    slots = [name for kind in type(value).__mro__ for name in getattr(kind, "__slots__", ())]
    if isinstance(value, tuple | list):
        return f"[{', '.join(_shown(each) for each in value)}]"
    if hasattr(value, "__attrs_attrs__"):
        shown = (f"{name}={_shown(getattr(value, name))}" for name in slots if name[0] != "_")
        return f"{type(value).__name__}({', '.join(shown)})"
    return repr(value)


@settings(max_examples=60, deadline=None)
@given(first=HIDDEN, second=HIDDEN)
def test_nothing_anna_is_told_depends_on_what_she_may_not_see(
    first: list[Hidden], second: list[Hidden]
) -> None:
    worlds = [Shop(), Shop()]
    for world, things in zip(worlds, (first, second), strict=True):
        hide(world, things, visible(world))
    for name, operation in OPERATIONS.items():
        one, other = (told(world.crm, operation) for world in worlds)
        assert one == other, name


@pytest.mark.parametrize("kind", sorted(_MAKERS))
def test_the_oracle_sees_a_leak_of_every_kind_of_hidden_thing(kind: str) -> None:
    """The head, who may see it, is told different things: so the comparison is not blind."""
    worlds = [Shop(), Shop()]
    things = [[], [Hidden(kind, "Анна", rubles(700), about_hers=False)]]
    for world, hidden in zip(worlds, things, strict=True):
        hide(world, hidden, visible(world))
    answers = []
    for world in worlds:
        with world.crm.work("olga", writes=False) as work:
            answers.append([_shown(work.page(Question(kind=k)).records) for k in schema().kinds])
    assert answers[0] != answers[1]


def test_every_kind_of_record_is_asked_about() -> None:
    assert {f"find {kind}" for kind in schema().kinds} <= set(OPERATIONS)
