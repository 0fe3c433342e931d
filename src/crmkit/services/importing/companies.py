"""Companies of a file, known by their id, their tax number or their name."""

from collections.abc import Iterator, Mapping, Sequence

from attrs import field, frozen, mutable

from crmkit.domain.clients import Company, Contact
from crmkit.domain.record import Record
from crmkit.ids import CompanyId
from crmkit.services.importing.books import Books
from crmkit.services.importing.clients import is_bare_id, is_called
from crmkit.services.importing.company_names import split_name
from crmkit.services.importing.rows import Draft

_FIELDS = (
    *("legal_name", "inn", "kpp", "ogrn", "edrpou", "legal_address", "actual_address", "site"),
    *("activity", "city", "employees", "founded", "source", "comment", "tags", "created_at"),
)
_NUMBERS = ("inn", "edrpou")
_TELL_APART = ("inn", "kpp", "ogrn", "edrpou")


@frozen(kw_only=True)
class News:
    """What a row says of a known company that is new: fields, and other things."""

    company: Company
    fields: Mapping[str, object]
    others: bool

    @property
    def any(self) -> bool:
        """Whether there is any."""
        return bool(self.fields) or self.others


@mutable(kw_only=True)
class Companies:
    """Brings companies in, each with its person; parents are joined when all rows are there."""

    books: Books
    companies: dict[CompanyId, Company] = field(factory=dict)
    numbered: dict[tuple[str, str], list[CompanyId]] = field(factory=dict)
    parents: dict[CompanyId, str] = field(factory=dict)

    def load(self, drafts: Sequence[Draft]) -> None:
        """Reads the companies that the chunk may mean, and their people."""
        self.companies, self.numbered = {}, {}
        going = [draft for draft in drafts if draft.outcome is None]
        for draft in going:
            draft.person = draft.text("contact")
            draft.values.setdefault("name", draft.text("legal_name"))
        people = [person for draft in going if (person := _person_of(draft)) is not None]
        self.books.clients.load([*going, *people], jobs=bool(people))
        desk = self.books.desk
        for name in _NUMBERS:
            numbers = (number for draft in going if (number := draft.text(name)))
            for company in desk.everywhere_among(Company, name, numbers):
                self._learn(company)
        ids = {found for draft in going for found in self._ids(draft)}
        for company in desk.everywhere_among(Company, "id", ids - self.companies.keys()):
            self._learn(company)
        self.books.rules.load(self.companies)

    def bring(self, draft: Draft) -> None:
        """Gives the row its outcome."""
        if draft.text("name") is None:
            draft.reject("a company without a name", "name")
            return
        given = {**draft.given(_FIELDS), **self._owner_and_revenue(draft)}
        if draft.outcome is not None:
            return
        news = [self._news(draft, company, given) for company in self._candidates(draft)]
        if news:
            known = next((each for each in news if not each.any), news[0])
            draft.outcome = "updated" if known.any else "matched"
            company, draft.known = known.company, known.company.id
            if known.fields:
                company = self.books.writes.change(company, known.fields)
        else:
            company = self.books.companies.create({"name": draft.text("name"), **given})
            draft.outcome = "created"
        self._add_the_rest(draft, company)

    def learn(self, record: Record) -> None:
        """Takes in what a row has made."""
        self.books.learn(record)
        if isinstance(record, Company):
            self._learn(record)

    def finish(self) -> None:
        """Joins each company with its parent, made where the file and the base lack it."""
        for company in self.books.desk.everywhere_among(Company, "id", self.parents):
            parent_id = self.books.companies.of(self.parents[company.id], company.owner_id)
            if company.parent_id is None and parent_id != company.id:
                self.books.writes.change(company, {"parent_id": parent_id})
            for record in self.books.writes.keep():
                self.books.learn(record)

    def _owner_and_revenue(self, draft: Draft) -> dict[str, object]:
        found = {
            "owner_id": self.books.staff.owner(draft),
            "revenue": self.books.money(draft, "revenue"),
        }
        return {name: value for name, value in found.items() if value is not None}

    def _candidates(self, draft: Draft) -> Iterator[Company]:
        for found in dict.fromkeys(self._ids(draft)):
            company = self.companies[found]
            if _may_be(company, draft):
                yield company

    def _ids(self, draft: Draft) -> Iterator[CompanyId]:
        """The companies that the row may mean: by its id, its tax number, and its name."""
        for handle in draft.handles:
            if handle.key.type == "external":
                owners = self.books.clients.owners.get((handle.key.type, handle.key.value), ())
                yield from (owner for owner in owners if isinstance(owner, CompanyId))
        for name in _NUMBERS:
            yield from sorted(self.numbered.get((name, draft.text(name) or ""), ()))
        yield from self.books.companies.named(draft.text("name") or "")

    def _news(self, draft: Draft, company: Company, given: Mapping[str, object]) -> News:
        others = (
            self._has_new_handles(draft, company)
            or self._has_new_parent(draft, company)
            or self._has_new_person(draft, company)
        )
        fields = self.books.rules.news(company, given, draft)
        return News(company=company, fields=fields, others=others)

    def _has_new_handles(self, draft: Draft, company: Company) -> bool:
        return any(not self._owns(company, draft, place) for place in range(len(draft.handles)))

    def _owns(self, company: Company, draft: Draft, place: int) -> bool:
        key = draft.handles[place].key
        return company.id in self.books.clients.owners.get((key.type, key.value), ())

    def _has_new_parent(self, draft: Draft, company: Company) -> bool:
        parent = draft.text("parent")
        if parent is None or company.parent_id is not None or company.id in self.parents:
            return False
        return split_name(parent)[1] != split_name(company.name)[1]

    def _has_new_person(self, draft: Draft, company: Company) -> bool:
        person = _person_of(draft)
        if person is None:
            return False
        known = self._known_person(person, company)
        if known is None or self.books.clients.news(known, person, {}).any:
            return True
        return self.books.jobs.is_news(known.id, company.id, draft.text("position"))

    def _known_person(self, person: Draft, company: Company) -> Contact | None:
        """The client of this very name behind the handles, or, without any, who works there."""
        likely = self.books.clients.candidates(person, company.id)
        return next((each for each in likely if is_called(each, person.person or "")), None)

    def _add_the_rest(self, draft: Draft, company: Company) -> None:
        clients = self.books.clients
        for place, handle in enumerate(draft.handles):
            if not self._owns(company, draft, place):
                clients.add_handle(handle, company.id)
        if self._has_new_parent(draft, company):
            self.parents[company.id] = draft.text("parent") or ""
        person = _person_of(draft)
        if person is not None:
            known = self._known_person(person, company)
            given = {"owner_id": company.owner_id}
            contact = (
                clients.create(person, given)
                if known is None
                else clients.enrich(clients.news(known, person, {}))
            )
            self.books.jobs.take(contact.id, company.id, draft.text("position"))

    def _learn(self, company: Company) -> None:
        self.companies[company.id] = company
        for name in _NUMBERS:
            number = getattr(company, name)
            known = self.numbered.setdefault((name, number), []) if number else []
            if company.id not in known:
                known.append(company.id)


def _may_be(company: Company, draft: Draft) -> bool:
    """Whether no number tells them apart, and more than the id of an unknown program fits."""
    for name in _TELL_APART:
        if getattr(company, name) and draft.text(name) not in {None, getattr(company, name)}:
            return False
    named = split_name(company.name)[1] == split_name(draft.text("name") or "")[1]
    numbered = any(draft.text(name) and getattr(company, name) for name in _NUMBERS)
    by_id = any(each.key.type == "external" and not is_bare_id(each.key) for each in draft.handles)
    return named or numbered or by_id


def _person_of(draft: Draft) -> Draft | None:
    """The contact person of the row, reached by the company's handles."""
    if draft.person is None:
        return None
    handles = tuple(each for each in draft.handles if each.key.type != "external")
    return Draft(
        number=draft.number,
        headings=draft.headings,
        values={},
        handles=handles,
        person=draft.person,
    )
