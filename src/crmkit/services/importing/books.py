"""The books of one import: what all kinds of files look things up in and write through."""

from collections.abc import Iterable

from attrs import field, mutable

from crmkit.domain.clients import Company, Contact, Employment, Handle
from crmkit.domain.imports import ImportMapping
from crmkit.domain.journal import JournalEntry
from crmkit.domain.orders import Product
from crmkit.domain.record import Record
from crmkit.errors import BadInput
from crmkit.ids import EmployeeId, Id, OrderId
from crmkit.money import Money
from crmkit.services.desk import Desk
from crmkit.services.importing.clients import Clients
from crmkit.services.importing.company_names import CompanyNames
from crmkit.services.importing.jobs import Jobs
from crmkit.services.importing.numbers import Amount
from crmkit.services.importing.price_list import PriceList
from crmkit.services.importing.rows import Draft
from crmkit.services.importing.rules import Rules
from crmkit.services.importing.staff_names import StaffNames
from crmkit.services.importing.writes import Writes


@mutable(kw_only=True)
class Books:
    """Made once per transaction of an import; nothing in them is read before it is needed.

    ``goes_on`` says that the import of this ``command`` has committed something before.
    """

    desk: Desk
    mapping: ImportMapping
    command: str
    goes_on: bool = False
    writes: Writes = field(init=False)
    jobs: Jobs = field(init=False)
    rules: Rules = field(init=False)
    clients: Clients = field(init=False)
    companies: CompanyNames = field(init=False)
    prices: PriceList = field(init=False)
    staff: StaffNames = field(init=False)

    def __attrs_post_init__(self) -> None:
        """Opens them."""
        self.writes = Writes(desk=self.desk, command=self.command)
        self.jobs = Jobs(desk=self.desk, writes=self.writes)
        self.rules = Rules(desk=self.desk, rules=self.mapping.rules)
        self.clients = Clients(desk=self.desk, writes=self.writes, jobs=self.jobs, rules=self.rules)
        self.companies = CompanyNames(desk=self.desk, writes=self.writes)
        self.prices = PriceList(desk=self.desk)
        self.staff = StaffNames(desk=self.desk)

    def money(self, draft: Draft, target: str) -> Money | None:
        """The amount of a target: in the currency of its sign, of the row, or of the mapping."""
        amount = draft.typed(target, Amount)
        if amount is None:
            return None
        stated = draft.text("currency")
        if stated and amount.currency not in {None, stated}:
            draft.reject("the sign of the amount contradicts the row's currency", target)
            return None
        currency = stated or self.mapping.currency or self.desk.policy.currency
        try:
            return amount.money(currency)
        except BadInput as exc:
            draft.reject(exc.message, target)
            return None

    def parties(self, draft: Draft, owner_id: EmployeeId | None) -> dict[str, object]:
        """The client, the company and the owner (the row's, else the client's) of a sale."""
        contact = self.clients.behind(draft, {"owner_id": owner_id})
        company = draft.text("company")
        return {
            "contact_id": contact.id if contact else None,
            "company_id": self.companies.of(company, owner_id) if company else None,
            "owner_id": owner_id or (contact.owner_id if contact else self.desk.own_id),
        }

    def made_before(self, keys: Iterable[OrderId]) -> set[Id]:
        """Which of these records an earlier transaction of this import has made."""
        if not self.goes_on:
            return set()
        entries = self.desk.everywhere_among(JournalEntry, "record_id", keys)
        return {
            entry.record_id
            for entry in entries
            if entry.action == "create" and entry.command == self.command
        }

    def learn(self, record: Record) -> None:
        """Takes in a record that a row has written."""
        match record:
            case Handle():
                self.clients.learn_handle(record)
            case Contact():
                self.clients.learn_contact(record)
            case Employment():
                self.jobs.learn(record)
            case Company():
                self.companies.learn(record)
            case Product():
                self.prices.learn(record)
