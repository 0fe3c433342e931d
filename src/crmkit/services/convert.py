"""Convert: the two outcomes of a lead, and deals that are opened without one."""

from attrs import evolve, frozen

from crmkit.domain.deals import Deal
from crmkit.domain.leads import Lead
from crmkit.errors import BadInput, RuleViolation
from crmkit.ids import CompanyId, ContactId, DealId, EmployeeId, LeadId, PipelineId, ProductId
from crmkit.money import Money
from crmkit.services.decide import give_tasks
from crmkit.services.desk import Desk
from crmkit.services.recognise import person, recognise


@frozen(kw_only=True)
class NewDeal:
    """What is known of a deal when it is opened; the pipeline is given by id or key."""

    title: str
    contact_id: ContactId | None = None
    company_id: CompanyId | None = None
    pipeline: PipelineId | str | None = None
    amount: Money | None = None
    owner_id: EmployeeId | None = None
    product_id: ProductId | None = None
    lead: Lead | None = None


def open_deal(desk: Desk, new: NewDeal, command: str = "open_deal") -> Deal:
    """A deal in the first stage of its pipeline, with the tasks which that stage asks for."""
    if new.contact_id is None and new.company_id is None:
        message = "a deal needs a contact or a company"
        raise BadInput(message, where="deal", hint="recognise the client first")
    pipeline = desk.directory.pipeline(new.pipeline)
    lead = new.lead
    deal = Deal(
        id=desk.new_id(DealId),
        created_at=desk.now,
        title=new.title,
        contact_id=new.contact_id,
        company_id=new.company_id,
        lead_id=lead.id if lead else None,
        product_id=new.product_id,
        pipeline_id=pipeline.id,
        stage=pipeline.first.key,
        amount=new.amount,
        owner_id=new.owner_id or desk.own_id,
        channel=lead.channel if lead else None,
        source=lead.source if lead else None,
        stage_since=desk.now,
        touched_at=desk.now,
    )
    stored = desk.add(deal, command)
    give_tasks(desk, stored, pipeline.first, command)
    return stored


def convert(
    desk: Desk,
    lead_id: LeadId,
    *,
    pipeline: PipelineId | str | None = None,
    title: str | None = None,
    amount: Money | None = None,
) -> Deal:
    """The one deal that the lead becomes; RuleViolation when the lead has had its outcome.

    A lead without a client gets the one behind its name, phone and e-mail, known or new.
    """
    lead = _open_lead(desk, lead_id)
    before, lead = lead, _with_client(desk, lead)
    new = NewDeal(
        title=title or lead.title,
        contact_id=lead.contact_id,
        company_id=lead.company_id,
        pipeline=pipeline or lead.pipeline_id,
        amount=amount,
        owner_id=lead.owner_id,
        lead=lead,
    )
    deal = open_deal(desk, new, "convert")
    closed = evolve(
        lead,
        status="converted",
        qualification=lead.qualification or "target",
        deal_id=deal.id,
        closed_at=desk.now,
        touched_at=desk.now,
    )
    desk.change(before, closed, "convert", commanded=True)
    return deal


def fail(desk: Desk, lead_id: LeadId, reason: str, *, pipeline: str | None = None) -> Lead:
    """The lead, failed for one of the pipeline's reasons."""
    lead = _open_lead(desk, lead_id)
    known = desk.directory.pipeline(pipeline or lead.pipeline_id).fail_reasons
    if not reason or not reason.strip() or (known and reason not in known):
        message = "a lead fails for a reason of its pipeline"
        hint = f"one of: {', '.join(known)}" if known else "say why in a word"
        raise RuleViolation(message, rule="fail_reason", where="lead", hint=hint)
    failed = evolve(
        lead, status="failed", fail_reason=reason, closed_at=desk.now, touched_at=desk.now
    )
    return desk.change(lead, failed, "fail", commanded=True)


def _with_client(desk: Desk, lead: Lead) -> Lead:
    if lead.contact_id is not None or lead.company_id is not None:
        return lead
    if not (lead.name or lead.phone or lead.email):
        return lead
    told = person(lead.name, lead.phone, lead.email, source=lead.source)
    someone = evolve(told, owner_id=lead.owner_id)
    return evolve(lead, contact_id=recognise(desk, someone, "convert").contact.id)


def _open_lead(desk: Desk, lead_id: LeadId) -> Lead:
    lead = desk.get(Lead, lead_id)
    if lead.status != "open":
        message = f"the lead is {lead.status} already"
        raise RuleViolation(message, rule="lead_outcome", where=f"lead {lead.id}")
    return lead
