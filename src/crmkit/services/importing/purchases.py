"""Orders of a file: rows of one number are the lines of one order."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from attrs import evolve, field, mutable

from crmkit.domain.orders import Order, OrderLine, OrderStatus
from crmkit.ids import OrderId, OrderLineId
from crmkit.money import Money
from crmkit.services.desk import Desk
from crmkit.services.importing.catalogue import given_fields
from crmkit.services.importing.clients import COMMAND, Clients
from crmkit.services.importing.references import References, squashed
from crmkit.services.importing.rows import Draft
from crmkit.text import fold

_STATUS: dict[str, OrderStatus] = {
    **dict.fromkeys(("new", "новый", "принят", "новий"), "new"),
    **dict.fromkeys(("paid", "оплачен", "оплачено", "сплачено"), "paid"),
    **dict.fromkeys(("shipped", "отправлен", "отгружен", "в пути"), "shipped"),
    **dict.fromkeys(("done", "выполнен", "доставлен", "завершен", "получен", "виконано"), "done"),
    **dict.fromkeys(("cancelled", "отменен", "отмена", "скасовано"), "cancelled"),
    **dict.fromkeys(("returned", "возврат", "возвращен", "повернення"), "returned"),
}


@mutable(kw_only=True)
class Orders:
    """Brings orders in; an order is known by its number, and a known one is left as it is."""

    desk: Desk
    references: References = field(init=False)
    clients: Clients = field(init=False)
    known: set[str] = field(factory=set)
    open: dict[str, Order] = field(factory=dict)
    written: dict[str, Money | None] = field(factory=dict)

    def __attrs_post_init__(self) -> None:
        """Reads nothing before the first chunk."""
        self.references = References(desk=self.desk)
        self.clients = Clients(desk=self.desk)

    def bring(self, drafts: Sequence[Draft]) -> None:
        """Gives every draft of the chunk its outcome."""
        self.clients = Clients(desk=self.desk, numbers=self.clients.numbers)
        self.clients.load(drafts)
        numbers = {number for draft in drafts if (number := draft.text("number"))}
        unseen = tuple(sorted(numbers - self.known - set(self.open)))
        if unseen:
            found = self.desk.everywhere_among(Order, "number", unseen)
            self.known.update(order.number for order in found)
        for draft in drafts:
            if draft.outcome is None:
                self._bring(draft)
        self._write_totals()

    def _bring(self, draft: Draft) -> None:
        number = draft.text("number")
        if number is None:
            draft.reject("an order without a number", "number")
            return
        if number in self.known:
            draft.outcome = "matched"
            return
        line = self._line(draft)
        order = self.open.get(number) or (self._order(draft, number) if line else None)
        if line is None or order is None:
            return
        self.desk.add_trusted(evolve(line, order_id=order.id), COMMAND)
        total = line.total if order.total is None else order.total + line.total
        self.open[number] = evolve(order, total=total)
        draft.outcome = "created"

    def _order(self, draft: Draft, number: str) -> Order | None:
        status = _STATUS.get(fold(draft.text("status") or "done"))
        if status is None:
            known = ", ".join(sorted(set(_STATUS.values())))
            draft.reject(f"the status is none of: {known}", "status")
        owner_id = self.references.owner(draft)
        placed_at = draft.typed("placed_at", datetime)
        if placed_at is None and draft.outcome is None:
            draft.reject("an order needs its date", "placed_at")
        if status is None or placed_at is None or draft.outcome is not None:
            return None
        contact = self.clients.find_or_create(draft)
        company_id = self.references.company_or_new(draft.text("company"), owner_id)
        order = Order(
            id=self.desk.new_id(OrderId),
            created_at=placed_at,
            placed_at=placed_at,
            number=number,
            contact_id=contact.id if contact else None,
            company_id=company_id,
            owner_id=owner_id or (contact.owner_id if contact else None),
            status=status,
            **given_fields(draft, ("source", "external_id")),  # type: ignore[arg-type]  # checked at the door
        )
        self.desk.add_trusted(order, COMMAND)
        self.open[number] = order = evolve(order, version=1)
        return order

    def _line(self, draft: Draft) -> OrderLine | None:
        name = draft.text("product") or draft.text("sku") or "Order"
        product = self.references.price_list().get(squashed(name))
        quantity = draft.typed("quantity", Decimal) or Decimal(1)
        price = draft.typed("price", Money) or (product.price if product else None)
        total = draft.typed("total", Money) or (price * quantity if price else None)
        if total is None:
            draft.reject("neither a price nor a sum", "price")
            return None
        cost = draft.typed("cost", Money) or (product.cost if product else None)
        return OrderLine(
            id=self.desk.new_id(OrderLineId),
            created_at=draft.typed("placed_at", datetime) or self.desk.now,
            order_id=OrderId(bytes(16)),
            product_id=product.id if product else None,
            name=product.name if product else name,
            quantity=quantity,
            price=price or total,
            total=total,
            cost=cost * quantity if cost else None,
        )

    def _write_totals(self) -> None:
        """Writes the sums that the chunk's lines came to."""
        for number, order in self.open.items():
            before = evolve(order, total=self.written.get(number))
            if before.total != order.total:
                stored = self.desk.change_trusted(before, order, COMMAND)
                self.open[number] = stored
                self.written[number] = stored.total
