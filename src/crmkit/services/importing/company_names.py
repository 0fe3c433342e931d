"""Company names: «ООО "Ромашка"», «Ромашка, ООО» and «ромашка» are one."""

from attrs import field, mutable

from crmkit.domain.clients import Company
from crmkit.domain.company_names import company_form
from crmkit.ids import CompanyId, EmployeeId
from crmkit.services.create import built
from crmkit.services.desk import Desk
from crmkit.services.importing.asking import every
from crmkit.services.importing.writes import Writes
from crmkit.text import fold


@mutable(kw_only=True)
class CompanyNames:
    """The ids of all companies by their names; read when the first name is looked up."""

    desk: Desk
    writes: Writes
    known: dict[str, list[tuple[CompanyId, str]]] | None = field(default=None)

    def named(self, name: str) -> list[CompanyId]:
        """The companies that the name may mean, the oldest first.

        A legal form does not count, unless both names have one and the two differ.
        """
        form, key = split_name(name)
        return [
            found for found, other in self._all().get(key, ()) if not form or other in {"", form}
        ]

    def of(self, name: str, owner_id: EmployeeId | None) -> CompanyId:
        """The company of this name, made with this owner where it is missing."""
        found = self.named(name)
        if found:
            return found[0]
        return self.create({"name": name, "owner_id": owner_id}).id

    def create(self, fields: dict[str, object]) -> Company:
        """A new company."""
        given = {
            "id": self.desk.new_id(CompanyId),
            "created_at": self.writes.now,
            "number": self.writes.numbers.next(),
            "owner_id": self.desk.own_id,
            **{name: value for name, value in fields.items() if value is not None},
        }
        return self.writes.add(built(Company, given))

    def learn(self, company: Company) -> None:
        """Takes in a company that a row has made."""
        self._learn(self._all(), company)

    def _all(self) -> dict[str, list[tuple[CompanyId, str]]]:
        if self.known is None:
            self.known = {}
            for company in every(self.desk, Company):
                self._learn(self.known, company)
        return self.known

    def _learn(self, known: dict[str, list[tuple[CompanyId, str]]], company: Company) -> None:
        form, key = split_name(company.name)
        same = known.setdefault(key, [])
        if all(company.id != other for other, _ in same):
            same.append((company.id, form))


def split_name(name: str) -> tuple[str, str]:
    """The legal form («», where there is none), and the name without it, spaces and signs."""
    form = company_form(name)
    return (form.legal or "" if form.core else "", form.name or fold(name))
