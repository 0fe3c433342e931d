"""The price list: which product a row of a deal or an order means."""

import re

from attrs import field, frozen, mutable

from crmkit.domain.orders import Product
from crmkit.ids import ProductId
from crmkit.money import Money
from crmkit.services.desk import Desk
from crmkit.services.importing.asking import every
from crmkit.text import fold

_JOINTS = re.compile(r"[\W_]+")


@frozen(kw_only=True)
class Item:
    """What deals and orders need to know of a product."""

    id: ProductId
    name: str
    price: Money | None
    cost: Money | None


@mutable(kw_only=True)
class PriceList:
    """All products by article and name; read when the first one is looked up."""

    desk: Desk
    items: dict[ProductId, Item] | None = None
    words: dict[str, list[ProductId]] = field(factory=dict)
    squashed: dict[str, list[ProductId]] = field(factory=dict)

    def item(self, written: str) -> Item | None:
        """The product of this article or name.

        Where no product is spelt so, «GTXPro» is taken for «GTX Pro», unless several fit.
        """
        items = self._all()
        for found in self.words.get(fold(written), ()):
            return items[found]
        alike = self.squashed.get(_squashed(written), ())
        return items[alike[0]] if len(alike) == 1 else None

    def spelt(self, written: str) -> list[ProductId]:
        """The products of which this is the article or the name, the oldest first."""
        self._all()
        return self.words.get(fold(written), [])

    def learn(self, product: Product) -> None:
        """Takes in a product as a row has left it."""
        self._learn(self._all(), product)

    def _all(self) -> dict[ProductId, Item]:
        if self.items is None:
            self.items = {}
            for product in every(self.desk, Product):
                self._learn(self.items, product)
        return self.items

    def _learn(self, items: dict[ProductId, Item], product: Product) -> None:
        items[product.id] = Item(
            id=product.id, name=product.name, price=product.price, cost=product.cost
        )
        for word in {product.sku or product.name, product.name}:
            _add(self.words, fold(word), product.id)
            _add(self.squashed, _squashed(word), product.id)


def _add(known: dict[str, list[ProductId]], word: str, product: ProductId) -> None:
    same = known.setdefault(word, [])
    if product not in same:
        same.append(product)


def _squashed(name: str) -> str:
    return _JOINTS.sub("", fold(name))
