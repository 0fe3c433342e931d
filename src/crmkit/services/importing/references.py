"""References: the employees, companies, products and stages that the rows of a file name."""

import re

from attrs import mutable

from crmkit.domain.clients import Company
from crmkit.domain.orders import Product
from crmkit.domain.pipelines import Pipeline, Stage
from crmkit.ids import CompanyId, EmployeeId
from crmkit.query.conditions import Compare, Op
from crmkit.services.create import built, created_fields
from crmkit.services.desk import Desk
from crmkit.services.importing.rows import Draft
from crmkit.text import fold

COMMAND = "import"
_JOINTS = re.compile(r"[\W_]+")
_LEGAL_FORM = re.compile(
    r"^(ооо|оао|зао|пао|ао|ип|тов|фоп|пп|llc|ltd|inc|ооо)\s+|\s+(llc|ltd|inc|corp|gmbh)$"
)
_STAGE_WORDS: dict[str, tuple[str, ...]] = {
    "new": ("новая", "новый", "новое", "prospecting", "нова", "первичный контакт", "заявка"),
    "working": ("в работе", "engaging", "in progress", "в роботі", "переговоры", "qualified"),
    "quote": ("кп", "предложение", "proposal", "negotiation", "счет", "пропозиція", "расчет"),
    "won": ("успешно", "продажа", "выиграна", "оплачено", "closed won", "успішно", "продано"),
    "lost": ("отказ", "проиграна", "не реализовано", "closed lost", "відмова", "закрыто"),
    "delivery": ("доставка", "отгрузка"),
    "review": ("отзыв",),
}


def squashed(name: str) -> str:
    """A name without spaces and punctuation, so that «GTXPro» and «GTX Pro» are one."""
    return _JOINTS.sub("", fold(name))


def company_key(name: str) -> str:
    """A company's name without its legal form and quotes: «ООО "Ромашка"» and «Ромашка» are one."""
    plain = _JOINTS.sub(" ", fold(name)).strip()
    return _LEGAL_FORM.sub("", plain).replace(" ", "")


@mutable(kw_only=True)
class References:
    """Finds what rows refer to by name; companies of deals and orders are made where missing."""

    desk: Desk
    companies: dict[str, Company] | None = None
    products: dict[str, Product] | None = None
    staff: dict[str, EmployeeId] | None = None

    def owner(self, draft: Draft) -> EmployeeId | None:
        """The employee whom the row names; the row is rejected when there is none."""
        name = draft.text("owner")
        if name is None:
            return None
        if self.staff is None:
            everybody = self.desk.directory.staff.values()
            self.staff = {fold(person.name): person.id for person in everybody}
            self.staff.update((fold(person.login), person.id) for person in everybody)
        found = self.staff.get(fold(name))
        if found is None:
            draft.reject("no employee of this name or login: import the employees first", "owner")
        return found

    def product(self, draft: Draft) -> Product | None:
        """The product that the row names, spaces and case aside, by name or article."""
        name = draft.text("product") or draft.text("sku")
        if name is None:
            return None
        found = self.price_list().get(squashed(name))
        if found is None:
            reason = "no product of this name or article: import the price list first"
            draft.reject(reason, "product")
        return found

    def price_list(self) -> dict[str, Product]:
        """Every product by its squashed name and article."""
        if self.products is None:
            self.products = {}
            for product in self.desk.everywhere(Product, Compare("archived_at", Op.IS, None)):
                self.remember_product(product)
        return self.products

    def remember_product(self, product: Product) -> None:
        """Adds a product to those that rows may name."""
        known = self.products = self.products if self.products is not None else {}
        known[squashed(product.name)] = product
        if product.sku:
            known[squashed(product.sku)] = product

    def known_companies(self) -> dict[str, Company]:
        """Every company by its name, legal forms, quotes and case aside."""
        if self.companies is None:
            everybody = self.desk.everywhere(Company, Compare("archived_at", Op.IS, None))
            self.companies = {company_key(company.name): company for company in everybody}
        return self.companies

    def company(self, name: str | None) -> Company | None:
        """The company of this name, if there is one."""
        return None if name is None else self.known_companies().get(company_key(name))

    def company_or_new(self, name: str | None, owner_id: EmployeeId | None) -> CompanyId | None:
        """The company of this name, made with this owner where it is missing."""
        if name is None:
            return None
        found = self.company(name)
        if found is None:
            given = created_fields(self.desk, Company, {"name": name, "owner_id": owner_id})
            found = built(Company, given)
            self.desk.add_trusted(found, COMMAND)
            self.known_companies()[company_key(name)] = found
        return found.id

    def stage(self, pipeline: Pipeline, written: str) -> Stage | None:
        """The stage that the words mean: its key, its title, or a usual name of it."""
        wanted = fold(written)
        for stage in pipeline.stages:
            usual = _STAGE_WORDS.get(stage.key, ())
            if wanted in {fold(stage.key), fold(stage.title), *usual}:
                return stage
        return None
