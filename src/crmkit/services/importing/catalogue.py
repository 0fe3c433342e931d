"""Products and companies of a file, found again by their names."""

from collections.abc import Sequence
from typing import TypeVar

from attrs import evolve, field, mutable

from crmkit.domain.clients import Company, Employment, Handle
from crmkit.domain.orders import Product
from crmkit.domain.record import Record
from crmkit.ids import EmploymentId, HandleId
from crmkit.services.create import built, created_fields
from crmkit.services.desk import Desk
from crmkit.services.importing.clients import COMMAND, Clients, handles_of
from crmkit.services.importing.references import References, company_key, squashed
from crmkit.services.importing.rows import Draft

R = TypeVar("R", bound=Record)

_COMPANY_FIELDS = (
    *("name", "legal_name", "inn", "kpp", "ogrn", "edrpou", "legal_address", "actual_address"),
    *("site", "activity", "city", "employees", "revenue", "founded", "source", "comment"),
    *("tags", "created_at"),
)
_PRODUCT_FIELDS = ("name", "sku", "category", "price", "cost", "external_id")
_OF_COMPANY = frozenset({"phone", "email"})


@mutable(kw_only=True)
class Products:
    """Brings a price list in; a product is known by its article, or else by its name."""

    desk: Desk
    references: References = field(init=False)

    def __attrs_post_init__(self) -> None:
        """Reads nothing before the first chunk."""
        self.references = References(desk=self.desk)

    def bring(self, drafts: Sequence[Draft]) -> None:
        """Gives every draft of the chunk its outcome."""
        known = self.references.price_list()
        for draft in drafts:
            if draft.outcome is not None:
                continue
            if draft.text("name") is None:
                draft.reject("a product without a name")
                continue
            product = known.get(squashed(draft.text("sku") or draft.text("name") or ""))
            fields = given_fields(draft, _PRODUCT_FIELDS)
            stored = store(self.desk, draft, Product, known=product, fields=fields)
            self.references.remember_product(stored)


@mutable(kw_only=True)
class Companies:
    """Brings companies in; one is known by its tax number, or else by its name."""

    desk: Desk
    references: References = field(init=False)
    clients: Clients = field(init=False)
    by_tax_number: dict[str, Company] = field(factory=dict)
    parents: list[tuple[Company, str]] = field(factory=list)

    def __attrs_post_init__(self) -> None:
        """Reads nothing before the first chunk."""
        self.references = References(desk=self.desk)
        self.clients = Clients(desk=self.desk)

    def bring(self, drafts: Sequence[Draft]) -> None:
        """Gives every draft of the chunk its outcome; parents are joined at the chunk's end."""
        self.clients = Clients(desk=self.desk, numbers=self.clients.numbers)
        self.clients.load(drafts)
        for company in self.references.known_companies().values():
            self._remember(company)
        for draft in drafts:
            if draft.outcome is None:
                self._bring(draft)
        self._join_parents()

    def _bring(self, draft: Draft) -> None:
        name = draft.text("name")
        if name is None:
            draft.reject("a company without a name")
            return
        owner_id = self.references.owner(draft)
        if draft.outcome is not None:
            return
        known = self._known(draft, name)
        fields = given_fields(draft, _COMPANY_FIELDS)
        if owner_id is not None:
            fields["owner_id"] = owner_id
        company = store(self.desk, draft, Company, known=known, fields=fields)
        self._remember(company)
        if known is None:
            self._add_handles(draft, company)
            self._add_person(draft, company)
        if parent := draft.text("parent"):
            self.parents.append((company, parent))

    def _known(self, draft: Draft, name: str) -> Company | None:
        numbers = (draft.text("inn"), draft.text("edrpou"))
        by_number = [self.by_tax_number[n] for n in numbers if n and n in self.by_tax_number]
        if by_number:
            return by_number[0]
        by_name = self.references.company(name)
        if by_name is not None and by_name.inn and draft.text("inn"):
            return by_name if by_name.inn == draft.text("inn") else None
        return by_name

    def _remember(self, company: Company) -> None:
        self.references.known_companies()[company_key(company.name)] = company
        for number in (company.inn, company.edrpou):
            if number:
                self.by_tax_number[number] = company

    def _add_handles(self, draft: Draft, company: Company) -> None:
        for typed in handles_of(draft):
            if typed.key.type in _OF_COMPANY:
                handle = Handle(
                    id=self.desk.new_id(HandleId),
                    created_at=self.desk.now,
                    company_id=company.id,
                    type="phone" if typed.key.type == "phone" else "email",
                    value=typed.key.value,
                    raw=typed.raw,
                    extension=typed.extension,
                )
                self.desk.add_trusted(handle, COMMAND)

    def _add_person(self, draft: Draft, company: Company) -> None:
        name = draft.text("contact")
        if name is None:
            return
        person = Draft(number=draft.number, values={**draft.values, "name": name})
        contact = self.clients.match(person) or self.clients.create(person, {})
        employment = Employment(
            id=self.desk.new_id(EmploymentId),
            created_at=self.desk.now,
            contact_id=contact.id,
            company_id=company.id,
            position=draft.text("position"),
        )
        self.desk.add_trusted(employment, COMMAND)

    def _join_parents(self) -> None:
        for child, name in self.parents:
            company = self.references.company(child.name) or child
            parent_id = self.references.company_or_new(name, company.owner_id)
            if company.parent_id is None and parent_id != company.id:
                joined = evolve(company, parent_id=parent_id)
                self._remember(self.desk.change_trusted(company, joined, COMMAND))
        self.parents.clear()


def given_fields(draft: Draft, names: Sequence[str]) -> dict[str, object]:
    """The fields that the row gives, custom ones included."""
    fields = {name: draft.values[name] for name in names if name in draft.values}
    custom = {
        target.removeprefix("custom."): value
        for target, value in draft.values.items()
        if target.startswith("custom.")
    }
    return {**fields, "custom": custom} if custom else fields


def store(
    desk: Desk, draft: Draft, record: type[R], *, known: R | None, fields: dict[str, object]
) -> R:
    """Stores a new record, or fills what is empty in the known one; tells the draft which."""
    if known is None:
        draft.outcome = "created"
        fresh = built(record, created_fields(desk, record, fields))
        desk.add_trusted(fresh, COMMAND)
        return evolve(fresh, version=1)
    missing = {
        name: value
        for name, value in fields.items()
        if name not in {"custom", "created_at"} and getattr(known, name) in {None, ()}
    }
    draft.outcome = "updated" if missing else "matched"
    if not missing:
        return known
    filled = evolve(known, **missing)  # type: ignore[arg-type]  # checked at the door
    return desk.change_trusted(known, filled, COMMAND)
