"""Orders of a file: rows of one number are the lines of one order."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal

from attrs import field, frozen, mutable

from crmkit.domain.orders import Order, OrderLine, OrderStatus
from crmkit.domain.record import Record
from crmkit.ids import Id, OrderId, OrderLineId
from crmkit.money import Money
from crmkit.services.create import built
from crmkit.services.importing.books import Books
from crmkit.services.importing.price_list import Item
from crmkit.services.importing.rows import Draft

STATUSES: Mapping[str, OrderStatus] = {
    **dict.fromkeys(("new", "новый", "принят", "новий"), "new"),
    **dict.fromkeys(("paid", "оплачен", "оплачено", "сплачено"), "paid"),
    **dict.fromkeys(("shipped", "отправлен", "отгружен", "в пути"), "shipped"),
    **dict.fromkeys(("done", "выполнен", "доставлен", "завершен", "получен", "виконано"), "done"),
    **dict.fromkeys(("cancelled", "отменен", "отмена", "скасовано"), "cancelled"),
    **dict.fromkeys(("returned", "возврат", "возвращен", "повернення"), "returned"),
}


@frozen(kw_only=True)
class Line:
    """What a row says of one line of its order."""

    name: str
    item: Item | None
    quantity: Decimal
    price: Money
    total: Money
    cost: Money | None


@mutable(kw_only=True)
class Orders:
    """Brings orders in, known by their numbers; one that was there before is left as it is."""

    books: Books
    made: set[Id] = field(factory=set)
    orders: dict[str, Order] = field(factory=dict)

    def load(self, drafts: Sequence[Draft]) -> None:
        """Reads the orders of the chunk, and the clients of those not known before."""
        going = [draft for draft in drafts if draft.outcome is None]
        for draft in going:
            draft.person = draft.text("name")
        numbers = (number for draft in going if (number := draft.text("number")))
        found = self.books.desk.everywhere_among(Order, "number", numbers)
        self.orders = {order.number: order for order in found}
        self.made |= self.books.made_before(order.id for order in found)
        new = [draft for draft in going if draft.text("number") not in self.orders]
        self.books.clients.load(new)

    def bring(self, draft: Draft) -> None:
        """Gives the row its outcome."""
        number = draft.text("number")
        if number is None:
            draft.reject("an order without a number", "number")
            return
        line = self._line(draft)
        if line is None or draft.outcome is not None:
            return
        known = self.orders.get(number)
        if known is not None and known.id not in self.made:
            draft.known, draft.outcome = known.id, "matched"
            return
        order = self._order(draft, number, line) if known is None else self._grown(known, line)
        if order is not None:
            self._write(draft, line, order)
            draft.outcome = "created"

    def learn(self, record: Record) -> None:
        """Takes in what a row has made."""
        self.books.learn(record)
        if isinstance(record, Order):
            self.orders[record.number] = record
            self.made.add(record.id)

    def finish(self) -> None:
        """Leaves nothing for the end."""

    def _order(self, draft: Draft, number: str, line: Line) -> Order | None:
        """The order that its first line begins."""
        owner_id = self.books.staff.owner(draft)
        placed_at = draft.typed("placed_at", datetime)
        if placed_at is None and draft.outcome is None:
            draft.reject("an order needs its date", "placed_at")
        if placed_at is None or draft.outcome is not None:
            return None
        fields: dict[str, object] = {
            "id": self.books.desk.new_id(OrderId),
            "created_at": placed_at,
            "placed_at": placed_at,
            "number": number,
            "status": draft.text("status") or "done",
            "total": line.total,
            **draft.given(("source", "external_id")),
            **self.books.parties(draft, owner_id),
        }
        return self.books.writes.add(built(Order, fields))

    def _grown(self, order: Order, line: Line) -> Order:
        """The order with one more line; BadInput where the currencies differ."""
        total = line.total if order.total is None else order.total + line.total
        return self.books.writes.change(order, {"total": total})

    def _line(self, draft: Draft) -> Line | None:
        name = draft.text("product") or draft.text("sku") or "Order"
        item = self.books.prices.item(draft.text("sku") or name)
        item = item or self.books.prices.item(name)
        quantity = draft.typed("quantity", Decimal)
        quantity = Decimal(1) if quantity is None else quantity
        price, total, cost = (self.books.money(draft, each) for each in ("price", "total", "cost"))
        listed = item.price if item else None
        total = total or _times(price or listed, quantity)
        if total is None:
            draft.reject("neither a price nor a sum", "price")
            return None
        return Line(
            name=item.name if item else name,
            item=item,
            quantity=quantity,
            price=price or _of_currency(listed, total) or total,
            total=total,
            cost=_times(cost or _of_currency(item.cost if item else None, total), quantity),
        )

    def _write(self, draft: Draft, line: Line, order: Order) -> None:
        fields: dict[str, object] = {
            "id": self.books.desk.new_id(OrderLineId),
            "created_at": draft.moment("placed_at", order.placed_at),
            "order_id": order.id,
            "product_id": line.item.id if line.item else None,
            "name": line.name,
            "quantity": line.quantity,
            "price": line.price,
            "total": line.total,
            "cost": line.cost,
        }
        self.books.writes.add(built(OrderLine, fields))


def _times(amount: Money | None, quantity: Decimal) -> Money | None:
    return None if amount is None else amount * quantity


def _of_currency(amount: Money | None, like: Money) -> Money | None:
    """The amount, unless it is in another currency than the line."""
    return amount if amount is not None and amount.currency == like.currency else None
