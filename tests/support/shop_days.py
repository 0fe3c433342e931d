"""A day in a grown shop: every command and question that people and programs have for it."""

import pytest
from attrs import evolve

from crmkit.domain.clients import Contact
from crmkit.domain.deals import Deal
from crmkit.domain.journal import Cause
from crmkit.domain.leads import Lead, NewInquiry
from crmkit.domain.pipelines import Pipeline
from crmkit.domain.schema import schema
from crmkit.domain.tasks import Task
from crmkit.errors import Conflict
from crmkit.fields import contact, deal, handle, lead, task
from crmkit.ids import ContactId, DealId, LeadId, TaskId
from crmkit.ports.sending import Dead
from crmkit.ports.storage import Identity, Writing
from crmkit.query.questions import Question
from crmkit.services.transfer.giving import batches
from crmkit.testing.builders import NOON, an_id
from crmkit.testing.world import World
from crmkit_sqlalchemy.storage import SqlStorage

_ROWS = "Имя;Телефон\nАнна;+79210000001\nПётр;+79215550002\n"


def somebody_comes_in(world: World) -> None:
    """Inquiries, known and new, and what becomes of them."""
    with world.work(world.anna) as work:
        asked = NewInquiry(channel="site", name="Вера", phone="+79990000001", external_id="x-1")
        taken = work.take_inquiry(asked)
        assert work.take_inquiry(asked).repeated
        work.recognise(name="Пётр", phone="+79990000002", email="p@example.com")
        work.lookup(phone="+79210000004")
        made = work.convert(taken.lead.id)
        work.move(made.id, "working")
    with world.work() as work:
        (pipeline,) = work.find(Pipeline)
        work.fail(an_id(LeadId, 5), pipeline.fail_reasons[0])
        work.open_deal(an_id(ContactId, 3), "Ещё")
        work.complete(an_id(TaskId, 5))


def lists_are_opened(world: World) -> None:
    """Pages, counts and searches of whoever sees his own, his team's and everything."""
    for who in (world.anna, world.olga):
        with world.work(who, writes=False) as work:
            first = Question[Deal](
                kind="deal", where=deal.stage == "new", order=(deal.amount.down,), size=20
            )
            work.page(evolve(first, after=work.page(first).after))
            work.find(Deal, deal.outcome == "open", limit=20)
            work.find(Lead, lead.status == "open", limit=50)
            work.find(Contact, contact.archived_at.absent, order=[contact.name.up], limit=50)
            due = (task.status == "open") & (task.due_at < NOON)
            work.find(Task, due, order=[task.due_at.up], limit=50)
            work.count(Deal, deal.outcome == "open")
            work.search("Ивнова 17", Contact)
    with world.work(writes=False) as work:
        work.search("Ивнова 17", Contact)
        work.count(Contact, contact.city == "Уфа")


def a_client_is_looked_at(world: World) -> None:
    """The card, its history, links and reminders."""
    for who in (world.boris, None):
        with world.work(who, writes=False) if who else world.work(writes=False) as work:
            key = an_id(ContactId, 21)
            client = work.get(Contact, key)
            work.card(client.id)
            work.history(client)
            work.links(client)
            work.merges(client)
            work.due_reminders()
            work.find(
                Contact,
                contact.name.starts_with("Анна Иванова 17"),
                order=[contact.name.up],
                limit=50,
            )
            work.find(Contact, contact.handles.any(handle.value == "+79210000017"), limit=50)


def clients_are_merged(world: World) -> None:
    """Merged, parted, linked, given away, restored."""
    with world.work() as work:
        one, other = (
            work.get(Contact, an_id(ContactId, 31)),
            work.get(Contact, an_id(ContactId, 32)),
        )
        work.merge(one, other, reason="один человек", prefer="newest")
        work.get(Contact, other.id)
        work.unmerge(
            max(work.merges(work.get(Contact, one.id)), key=lambda made: made.created_at).id
        )
        work.link(
            work.get(Deal, an_id(DealId, 31)),
            work.get(Deal, an_id(DealId, 32)),
            reads="a",
            inverse="b",
        )
        work.assign([work.get(Deal, an_id(DealId, nth)) for nth in (33, 34)], "boris")
        renamed = work.change(work.get(Contact, an_id(ContactId, 33)), city="Уфа")
        work.restore(renamed, "city", next(e for e in work.history(renamed) if "city" in e.changes))
        work.delete(work.get(Task, an_id(TaskId, 33)))


def programs_work(world: World) -> None:
    """Reminders, the outbox, the inbox, piles, seals, jobs."""
    with world.work() as work:
        work.fire_reminders(20)
        work.send("sms", {"text": "Готово"}, key="k-1", contact=an_id(ContactId, 41))
        work.send("sms", {"text": "Готово"}, key="k-1", contact=an_id(ContactId, 41))
        for message in work.take_outgoing(["sms"], 10):
            work.settle(message, Dead("test"))
        assert work.receive("site", "form", "body").is_new
        work.receive("site", "form", "body")
        work.purge_received(limit=5)
    with world.work(world.olga) as work:
        work.claim(Lead, lead.channel == "site", limit=2, most=1000)
        work.claim(Lead, limit=2, order=[lead.created_at.up])
    world.crm.seal(size=100)
    world.crm.newest_seal()
    world.crm.verify()


def privacy_is_kept(world: World) -> None:
    """Consents, exports, erasures, retention."""
    with world.work() as work:
        client = an_id(ContactId, 51)
        work.consent(client, purpose="ads", channel="sms", text_version="2")
        work.may_contact(client, "ads", "sms")
        work.withdraw(client, "ads")
        work.export_subject(client)
        work.hold(an_id(ContactId, 52), "налоги")
        work.erase(client, ground="отзыв")
        work.request_erasure(an_id(ContactId, 53))
        work.is_suppressed(phone="+79210000051")
        work.due_for_erasure(10)


def somebody_is_in_the_way(world: World) -> None:
    """A number that is taken, and an id that was given before."""
    with pytest.raises(Conflict), world.work() as work:
        work.create(Contact, name="Двойник", number="17")
    with world.work() as work:
        gone = work.create(Task, title="Позвонить")
    with world.work() as work:
        work.delete(work.get(Task, gone.id))
    with pytest.raises(Conflict), world.work() as work:
        work.add(evolve(gone, version=0))


def somebody_is_recognised(storage: SqlStorage) -> None:
    """What clients are recognised by: kept, asked for, renewed, removed."""
    key, cause = an_id(ContactId, 61), Cause(actor="system:test", command="test")
    with storage.open(writes=True) as unit:
        for stated in (
            Identity(contact_id=key, keys=(7, 11), profile=b"61"),
            Identity(contact_id=key, keys=(7,), dropped=(11,), profile=b"62"),
        ):
            unit.write(Writing(changes=(), cause=cause, at=NOON, identities=(stated,)))
        assert unit.sharing([7, 11], 5) == {7: (key,)}
        assert unit.profiles([key]) == {key: b"62"}
        gone = Identity(contact_id=key, dropped=(7,))
        unit.write(Writing(changes=(), cause=cause, at=NOON, identities=(gone,)))
        unit.commit()


def a_tenant_moves(storage: SqlStorage) -> None:
    """Read batch by batch, laid down, and thought better of."""
    with storage.transfer(writes=True) as unit:
        for kind in schema().kinds:
            for _ in batches(unit, kind):
                pass
        unit.lay_series({**unit.series(), "tried": 7})
        unit.clear()


DAY = (
    somebody_comes_in,
    lists_are_opened,
    a_client_is_looked_at,
    clients_are_merged,
    somebody_is_in_the_way,
    programs_work,
    privacy_is_kept,
)
"""All of it, in an order in which each finds what it needs."""
