"""Leads and deals of a file, each with the client behind it."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from attrs import field, mutable

from crmkit.domain.deals import Deal, Outcome
from crmkit.domain.leads import Lead, LeadStatus
from crmkit.domain.pipelines import Pipeline, Stage
from crmkit.ids import DealId, LeadId
from crmkit.services.create import built
from crmkit.services.desk import Desk
from crmkit.services.importing.catalogue import given_fields
from crmkit.services.importing.clients import COMMAND, Clients
from crmkit.services.importing.references import References
from crmkit.services.importing.rows import Draft
from crmkit.text import fold

_LEAD_STATUS: Mapping[str, LeadStatus] = {
    **dict.fromkeys(("open", "new", "новый", "новая", "в работе", "открыт", "новий"), "open"),
    **dict.fromkeys(
        ("converted", "конвертирован", "сделка", "успешно", "квалифицирован", "успішно"),
        "converted",
    ),
    **dict.fromkeys(("failed", "отказ", "неудача", "брак", "спам", "закрыт", "відмова"), "failed"),
}
_OUTCOMES: Mapping[str, Outcome] = {"won": "won", "after": "won", "lost": "lost"}


@mutable(kw_only=True)
class Deals:
    """Brings deals in, as they stood; one with an external id is known by it.

    An import says where a deal stands, it does not move it: stages need not be passed in order.
    """

    desk: Desk
    references: References = field(init=False)
    clients: Clients = field(init=False)
    known: set[str] = field(factory=set)

    def __attrs_post_init__(self) -> None:
        """Reads nothing before the first chunk."""
        self.references = References(desk=self.desk)
        self.clients = Clients(desk=self.desk)

    def bring(self, drafts: Sequence[Draft]) -> None:
        """Gives every draft of the chunk its outcome."""
        for draft in drafts:
            draft.values.setdefault("name", draft.text("contact"))
        self.clients = Clients(desk=self.desk, numbers=self.clients.numbers)
        self.clients.load(drafts)
        ids = external_ids(drafts)
        found = self.desk.everywhere_among(Deal, "external_id", ids) if ids else ()
        self.known.update(deal.external_id for deal in found if deal.external_id)
        for draft in drafts:
            if draft.outcome is None:
                self._bring(draft)

    def _bring(self, draft: Draft) -> None:
        external_id = draft.text("external_id")
        if external_id in self.known:
            draft.outcome = "matched"
            return
        pipeline = self._pipeline(draft)
        stage = self._stage(draft, pipeline) if pipeline else None
        owner_id, product = self.references.owner(draft), self.references.product(draft)
        if draft.outcome is not None or pipeline is None or stage is None:
            return
        contact = self.clients.find_or_create(draft)
        company_id = self.references.company_or_new(draft.text("company"), owner_id)
        fields: dict[str, object] = {
            "id": self.desk.new_id(DealId),
            "title": self._title(draft),
            "contact_id": contact.id if contact else None,
            "company_id": company_id,
            "product_id": product.id if product else None,
            "pipeline_id": pipeline.id,
            "stage": stage.key,
            "outcome": _OUTCOMES.get(stage.kind, "open"),
            "owner_id": owner_id,
            **_when(self.desk, draft, closed=stage.kind != "open"),
            **given_fields(draft, _DEAL_FIELDS),
        }
        self.desk.add_trusted(built(Deal, fields), COMMAND)
        draft.outcome = "created"
        if external_id is not None:
            self.known.add(external_id)

    def _pipeline(self, draft: Draft) -> Pipeline | None:
        name = draft.text("pipeline")
        if name is None:
            return self.desk.directory.pipeline(None)
        for pipeline in self.desk.directory.pipelines.values():
            if fold(name) in {fold(pipeline.key), fold(pipeline.name)}:
                return pipeline
        draft.reject("no pipeline of this key or name", "pipeline")
        return None

    def _stage(self, draft: Draft, pipeline: Pipeline) -> Stage | None:
        written = draft.text("stage")
        if written is None:
            return pipeline.first
        stage = self.references.stage(pipeline, written)
        if stage is None:
            known = ", ".join(each.key for each in pipeline.stages)
            draft.reject(f"no stage of this name; map it to one of: {known}", "stage")
        return stage

    def _title(self, draft: Draft) -> str:
        subject = draft.text("title") or draft.text("product")
        client = draft.text("company") or draft.text("contact")
        parts = [part for part in (subject, client) if part]
        return " — ".join(parts) or f"Deal {draft.text('external_id') or draft.number}"


_DEAL_FIELDS = (
    "amount",
    "channel",
    "source",
    "comment",
    "expected_on",
    "lost_reason",
    "external_id",
    "tags",
)


@mutable(kw_only=True)
class Leads:
    """Brings leads in, with the client recognised behind each."""

    desk: Desk
    references: References = field(init=False)
    clients: Clients = field(init=False)
    known: set[tuple[str, str | None, datetime]] = field(factory=set)

    def __attrs_post_init__(self) -> None:
        """Reads nothing before the first chunk."""
        self.references = References(desk=self.desk)
        self.clients = Clients(desk=self.desk)

    def bring(self, drafts: Sequence[Draft]) -> None:
        """Gives every draft of the chunk its outcome."""
        self.clients = Clients(desk=self.desk, numbers=self.clients.numbers)
        self.clients.load(drafts)
        titles = tuple({_lead_title(draft) for draft in drafts if draft.outcome is None})
        found = self.desk.everywhere_among(Lead, "title", titles) if titles else ()
        self.known.update((lead.title, str(lead.contact_id), lead.created_at) for lead in found)
        for draft in drafts:
            if draft.outcome is None:
                self._bring(draft)

    def _bring(self, draft: Draft) -> None:
        owner_id = self.references.owner(draft)
        status = self._status(draft)
        if draft.outcome is not None or status is None:
            return
        contact = self.clients.find_or_create(draft)
        when = _when(self.desk, draft, closed=status != "open")
        same = (_lead_title(draft), str(contact.id if contact else None), when["created_at"])
        if same in self.known and "created_at" in draft.values:
            draft.outcome = "matched"
            return
        del when["stage_since"]
        fields: dict[str, object] = {
            "id": self.desk.new_id(LeadId),
            "title": _lead_title(draft),
            "contact_id": contact.id if contact else None,
            "status": status,
            "owner_id": owner_id or (contact.owner_id if contact else None),
            **when,
            **given_fields(draft, _LEAD_FIELDS),
        }
        self.desk.add_trusted(built(Lead, fields), COMMAND)
        self.known.add(same)
        draft.outcome = "created"

    def _status(self, draft: Draft) -> LeadStatus | None:
        written = draft.text("status")
        if written is None:
            return "failed" if draft.text("fail_reason") else "open"
        status = _LEAD_STATUS.get(fold(written))
        if status is None:
            draft.reject("the status is none of: open, converted, failed", "status")
        return status


_LEAD_FIELDS = (
    "name",
    "company_name",
    "request",
    "comment",
    "channel",
    "source",
    "fail_reason",
    "tags",
)


def external_ids(drafts: Sequence[Draft]) -> tuple[str, ...]:
    """The external ids that the rows give, each once."""
    found = (draft.text("external_id") for draft in drafts)
    return tuple(dict.fromkeys(each for each in found if each))


def _lead_title(draft: Draft) -> str:
    subject = draft.text("title") or (draft.text("request") or "")[:60].strip()
    parts = [part for part in (subject, draft.text("name")) if part]
    return " — ".join(parts) or f"Lead {draft.text('external_id') or draft.number}"


def _when(desk: Desk, draft: Draft, *, closed: bool) -> dict[str, datetime]:
    created = draft.typed("created_at", datetime) or desk.now
    when = {"created_at": created, "touched_at": created, "stage_since": created}
    if closed:
        ended = draft.typed("closed_at", datetime) or created
        when |= {"closed_at": ended, "touched_at": ended, "stage_since": ended}
    return when
