"""Leads of a file, with the client recognised behind each."""

from collections.abc import Mapping, Sequence

from attrs import field, mutable

from crmkit.domain.leads import Lead, LeadStatus, Qualification
from crmkit.domain.record import Record
from crmkit.ids import LeadId
from crmkit.services.create import built
from crmkit.services.importing.books import Books
from crmkit.services.importing.identity import external_id
from crmkit.services.importing.rows import Draft
from crmkit.services.importing.sales import moments

_FIELDS = (
    *("name", "company_name", "request", "comment", "channel", "source", "fail_reason"),
    *("qualification", "tags"),
)
_TELLING = ("title", "company_name", "request", "channel", "source", "created_at")
_SUBJECT = 60
_LONGEST_TITLE = 500

STATUSES: Mapping[str, LeadStatus] = {
    **dict.fromkeys(("open", "new", "новый", "новая", "в работе", "открыт", "новий"), "open"),
    **dict.fromkeys(
        ("converted", "конвертирован", "сделка", "успешно", "квалифицирован", "успішно"),
        "converted",
    ),
    **dict.fromkeys(("failed", "отказ", "неудача", "брак", "спам", "закрыт", "відмова"), "failed"),
}
QUALIFICATIONS: Mapping[str, Qualification] = {
    **dict.fromkeys(("target", "целевой", "целевая", "да", "yes", "1", "так"), "target"),
    **dict.fromkeys(
        ("non_target", "non target", "нецелевой", "не целевой", "нет", "no", "0", "ні"),
        "non_target",
    ),
}


@mutable(kw_only=True)
class Leads:
    """Brings leads in; a known one is left as it is."""

    books: Books
    known: set[str] = field(factory=set)

    def load(self, drafts: Sequence[Draft]) -> None:
        """Reads which leads of the chunk are known, and the clients of the others."""
        going = [draft for draft in drafts if draft.outcome is None]
        for draft in going:
            draft.person = draft.text("name")
            draft.values["external_id"] = external_id(draft, _TELLING)
        ids = (draft.text("external_id") or "" for draft in going)
        found = self.books.desk.everywhere_among(Lead, "external_id", ids)
        self.known = {lead.external_id for lead in found if lead.external_id}
        new = [draft for draft in going if draft.text("external_id") not in self.known]
        self.books.clients.load(new)

    def bring(self, draft: Draft) -> None:
        """Gives the row its outcome."""
        owner_id = self.books.staff.owner(draft)
        if draft.outcome is not None:
            return
        outer = draft.text("external_id")
        if outer in self.known:
            draft.outcome = "matched"
            return
        status = draft.text("status") or ("failed" if draft.text("fail_reason") else "open")
        when = moments(draft, self.books.writes.now, closed=status != "open")
        del when["stage_since"]
        fields: dict[str, object] = {
            "id": self.books.desk.new_id(LeadId),
            "title": _title(draft),
            "phone": _typed(draft, "phone"),
            "email": _typed(draft, "email"),
            "status": status,
            "external_id": outer,
            **when,
            **self.books.parties(draft, owner_id),
            **draft.given(_FIELDS),
        }
        self.books.writes.add(built(Lead, fields))
        draft.outcome = "created"

    def learn(self, record: Record) -> None:
        """Takes in what a row has made."""
        self.books.learn(record)
        if isinstance(record, Lead) and record.external_id:
            self.known.add(record.external_id)

    def finish(self) -> None:
        """Leaves nothing for the end."""


def _title(draft: Draft) -> str:
    if title := draft.text("title"):
        return title
    subject = (draft.text("request") or "")[:_SUBJECT].strip()
    parts = (subject, draft.person or draft.text("company_name"))
    return " — ".join(part for part in parts if part)[:_LONGEST_TITLE] or "Lead"


def _typed(draft: Draft, kind: str) -> str | None:
    """What was typed as the first handle of the kind."""
    return next((each.raw for each in draft.handles if each.key.type == kind), None)
