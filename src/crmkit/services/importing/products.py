"""Products of a price list, known by their id, their article or their name."""

from collections.abc import Iterator, Sequence

from attrs import field, mutable

from crmkit.domain.orders import Product
from crmkit.domain.record import Record
from crmkit.ids import ProductId
from crmkit.services.create import built
from crmkit.services.importing.books import Books
from crmkit.services.importing.rows import Draft
from crmkit.text import fold

_FIELDS = ("sku", "category", "external_id")
_AMOUNTS = ("price", "cost")


@mutable(kw_only=True)
class Products:
    """Brings a price list in."""

    books: Books
    products: dict[ProductId, Product] = field(factory=dict)
    by_id: dict[str, ProductId] = field(factory=dict)

    def load(self, drafts: Sequence[Draft]) -> None:
        """Reads the products that the chunk may mean."""
        self.products, self.by_id = {}, {}
        going = [draft for draft in drafts if draft.outcome is None]
        desk = self.books.desk
        outer = (found for draft in going if (found := draft.text("external_id")))
        for product in desk.everywhere_among(Product, "external_id", outer):
            self._learn(product)
        ids = {found for draft in going for found in self._ids(draft)}
        for product in desk.everywhere_among(Product, "id", ids - self.products.keys()):
            self._learn(product)
        self.books.rules.load(self.products)

    def bring(self, draft: Draft) -> None:
        """Gives the row its outcome."""
        name = draft.text("name") or draft.text("sku")
        if name is None:
            draft.reject("a product without a name", "name")
            return
        amounts = {target: self.books.money(draft, target) for target in _AMOUNTS}
        if draft.outcome is not None:
            return
        stated = {target: amount for target, amount in amounts.items() if amount is not None}
        given = {**draft.given(_FIELDS), **stated}
        rules = self.books.rules
        news = [(each, rules.news(each, given, draft)) for each in self._candidates(draft)]
        if not news:
            self._create({"name": name, **given})
            draft.outcome = "created"
            return
        known, fields = next((each for each in news if not each[1]), news[0])
        draft.known, draft.outcome = known.id, "updated" if fields else "matched"
        if fields:
            self.books.writes.change(known, fields)

    def learn(self, record: Record) -> None:
        """Takes in what a row has made."""
        self.books.learn(record)
        if isinstance(record, Product):
            self._learn(record)

    def finish(self) -> None:
        """Leaves nothing for the end."""

    def _create(self, fields: dict[str, object]) -> None:
        given = {
            "id": self.books.desk.new_id(ProductId),
            "created_at": self.books.writes.now,
            **fields,
        }
        self.books.writes.add(built(Product, given))

    def _candidates(self, draft: Draft) -> Iterator[Product]:
        for found in dict.fromkeys(self._ids(draft)):
            product = self.products[found]
            if _may_be(product, draft):
                yield product

    def _ids(self, draft: Draft) -> Iterator[ProductId]:
        """The products that the row may mean: by its id, its article, and its name."""
        outer = draft.text("external_id")
        if outer in self.by_id:
            yield self.by_id[outer]
        for target in ("sku", "name"):
            written = draft.text(target)
            yield from self.books.prices.spelt(written) if written else ()

    def _learn(self, product: Product) -> None:
        self.products[product.id] = product
        if product.external_id:
            self.by_id.setdefault(product.external_id, product.id)


def _may_be(product: Product, draft: Draft) -> bool:
    """Whether neither the id nor the article tells them apart, and one of them or the name fits."""
    outer, sku = draft.text("external_id"), draft.text("sku")
    if outer and product.external_id not in {None, outer}:
        return False
    if sku and product.sku and fold(sku) != fold(product.sku):
        return False
    same_id = outer is not None and product.external_id == outer
    same_sku = sku is not None and fold(sku) == fold(product.sku or "")
    return same_id or same_sku or fold(product.name) == fold(draft.text("name") or sku or "")
