"""Commands of the outbox, the inbox, piles, personal data and pipelines, and what they need."""

from collections.abc import Callable, Mapping

from attrs import evolve

from crmkit.app import Crm, System
from crmkit.domain.clients import Contact
from crmkit.domain.drawings import Drawing
from crmkit.domain.leads import Lead
from crmkit.domain.outbox import Outgoing
from crmkit.domain.pipelines import Stage
from crmkit.domain.policy import Policy
from crmkit.domain.retention import Retention
from crmkit.domain.secrets import Secret
from crmkit.domain.staff import Employee, Grant, Role
from crmkit.ports.sending import Sent
from crmkit.query.conditions import Compare, Not, Op
from crmkit.services.work import Work
from crmkit.testing.builders import an_erasure

Command = Callable[[Work], object]
POLICY = Policy(
    secret=Secret("reliability, and long enough to be a secret of a shop"),
    retention=(Retention(purpose="sales", days=30),),
)
"""Erased people are kept from coming back, and some are due."""
_TEST = System("reliability")
REPAIR = "repair"
EMPLOYEES: Mapping[str, str] = {"claim": "boris"}
"""Who carries out what the shop's own program cannot."""
_MAY = tuple(Grant(action=each, kind="lead", reach="all") for each in ("read", "assign", "change"))
_DRAWN = Drawing(
    key=REPAIR,
    name="Ремонт",
    stages=(
        Stage(key="new", title="Новая"),
        Stage(key="won", title="Готово", kind="won"),
        Stage(key="lost", title="Отказ", kind="lost"),
    ),
    lost_reasons=("price",),
)
_STAGES = (Stage(key="made", title="Чинится"), *_DRAWN.stages)


def long_ago(crm: Crm) -> None:
    """What the shop has from a time that is over."""
    with crm.work(_TEST) as work:
        work.receive("1c", "old", "<order/>")
        work.recognise(name="Давний", phone="+79210000099", email="old@x.ru")


def equip(crm: Crm) -> None:
    """What the commands here are carried out with."""
    with crm.work(_TEST) as work:
        work.create(Role, key="caller", name="Обзвон", grants=_MAY)
        work.create(Employee, login="boris", name="Борис", role="caller")
        work.redraw_pipeline(_DRAWN)
        work.redraw_pipeline(evolve(_DRAWN, name="Ремонт часов"))
        client = _client(work)
        work.consent(client.id, purpose="ads", channel="sms", text_version="1")
        work.send("sms", {"text": "Здравствуйте"}, contact=client.id)
        work.send("mail", {"text": "Здравствуйте"})
        work.take_outgoing(["mail"])
        work.create(Lead, title="Ничей")


def _client(work: Work) -> Contact:
    found = next((each for each in work.find(Contact) if each.name == "Вера"), None)
    return found or work.find(Contact)[0]


def _settle(work: Work) -> object:
    (taken,) = work.find(Outgoing, Not(Compare("claimed_by", Op.IS, None)))
    return work.settle(taken, Sent())


OFFICE: Mapping[str, Command] = {
    "claim": lambda work: work.claim(Lead),
    "send": lambda work: work.send("mail", {"text": "Ещё"}, key="7"),
    "settle": _settle,
    "take_outgoing": lambda work: work.take_outgoing(["sms"]),
    "receive": lambda work: work.receive("1c", "7", "<order/>"),
    "purge_received": lambda work: work.purge_received(),
    "redraw_pipeline": lambda work: work.redraw_pipeline(evolve(_DRAWN, stages=_STAGES)),
    "redraw_pipeline_back": lambda work: work.redraw_pipeline_back(REPAIR),
    "consent": lambda work: work.consent(
        _client(work).id, purpose="news", channel="email", text_version="2"
    ),
    "withdraw": lambda work: work.withdraw(_client(work).id, "ads"),
    "export_subject": lambda work: work.export_subject(_client(work).id),
    "hold": lambda work: work.hold(_client(work).id, "суд"),
    "erase": lambda work: work.erase(_client(work).id, ground="по просьбе"),
    "request_erasure": lambda work: work.request_erasure(_client(work).id),
    "erase_due": lambda work: work.erase_due(),
    "reapply": lambda work: work.reapply([an_erasure(subject_id=_client(work).id)]),
}
"""Each changes the base once it is carried out."""
