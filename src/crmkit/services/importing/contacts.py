"""Contacts of a client file: one person, one client, however the rows spell it."""

from collections.abc import Mapping, Sequence

from attrs import mutable

from crmkit.domain.clients import Contact
from crmkit.domain.record import Record
from crmkit.ids import CompanyId
from crmkit.services.importing.books import Books
from crmkit.services.importing.clients import News
from crmkit.services.importing.rows import Draft

_PARTS = ("last_name", "first_name", "middle_name")
_FIELDS = (
    *_PARTS,
    *("birth_date", "sex", "city", "region", "address", "preferences", "behaviour", "solvency"),
    *("discount", "source", "comment", "tags", "created_at"),
)


@mutable(kw_only=True)
class Contacts:
    """Brings contacts in, each with the company where the row says that the person works."""

    books: Books

    def load(self, drafts: Sequence[Draft]) -> None:
        """Reads what the chunk needs."""
        for draft in drafts:
            draft.person = draft.text("name") or _composed_name(draft)
        self.books.clients.load(drafts, jobs=any(draft.text("company") for draft in drafts))

    def bring(self, draft: Draft) -> None:
        """Gives the row its outcome."""
        if not draft.handles and draft.person is None:
            draft.reject("neither a name nor a phone, e-mail or other handle")
            return
        given = draft.given(_FIELDS)
        if (owner_id := self.books.staff.owner(draft)) is not None:
            given["owner_id"] = owner_id
        if draft.outcome is not None:
            return
        company = draft.text("company")
        employer = self._employer(company)
        known = None if company and not (employer or draft.handles) else self._known(draft, given)
        if known is None:
            contact = self.books.clients.create(draft, given)
            draft.outcome = "created"
        else:
            draft.known, draft.by = known.contact.id, self._led_by(draft, known.contact)
            contact = self.books.clients.enrich(known)
            news = known.any or self._is_new_job(draft, contact, employer)
            draft.outcome = "updated" if news else "matched"
        if company:
            employer = employer or self.books.companies.of(company, owner_id)
            self.books.jobs.take(contact.id, employer, draft.text("position"))

    def learn(self, record: Record) -> None:
        """Takes in what a row has made."""
        self.books.learn(record)

    def finish(self) -> None:
        """Leaves nothing for the end."""

    def _employer(self, company: str | None) -> CompanyId | None:
        """The company, if it is there already."""
        found = self.books.companies.named(company) if company else []
        return found[0] if found else None

    def _known(self, draft: Draft, given: Mapping[str, object]) -> News | None:
        """The likeliest client whom the row means; one for whom it has nothing new comes first.

        So a row means the same client again when the file comes a second time.
        """
        employer = self._employer(draft.text("company"))
        news = [
            self.books.clients.news(contact, draft, given)
            for contact in self.books.clients.candidates(draft, employer)
        ]
        for each in news:
            if not each.any and not self._is_new_job(draft, each.contact, employer):
                return each
        return news[0] if news else None

    def _led_by(self, draft: Draft, contact: Contact) -> tuple[str, ...]:
        """The kinds of handles that led to the client, or else the name."""
        owners = self.books.clients.owners
        keys = [each.key for each in draft.handles]
        found = [key.type for key in keys if contact.id in owners.get((key.type, key.value), ())]
        return tuple(dict.fromkeys(found)) or ("name",)

    def _is_new_job(self, draft: Draft, contact: Contact, employer: CompanyId | None) -> bool:
        if draft.text("company") is None:
            return False
        position = draft.text("position")
        return employer is None or self.books.jobs.is_news(contact.id, employer, position)


def _composed_name(draft: Draft) -> str | None:
    """The shown name, of its parts where the file keeps them apart."""
    parts = (draft.text(part) for part in _PARTS)
    return " ".join(part for part in parts if part) or None
