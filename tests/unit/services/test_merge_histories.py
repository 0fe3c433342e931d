"""Merges, edits and undoing in any order: what is left is what never merging would have left."""

from collections.abc import Callable, Iterator, Mapping
from itertools import count
from random import Random
from typing import ClassVar

from attrs import frozen
from hypothesis import given
from hypothesis import strategies as st

from crmkit.domain.clients import Contact
from crmkit.domain.conversations import Note
from crmkit.domain.deals import Deal
from crmkit.domain.merging import Merge
from crmkit.ids import ContactId, DealId, MergeId
from crmkit.services.work import Work
from tests.unit.services.shop import TEST, Shop

CLIENTS, SALES = 4, 4
CITIES = (None, "Тверь", "Псков")


@frozen
class Step:
    """One thing that is done: with which client, sale and other client, and which value."""

    kind: str
    client: int
    other: int
    sale: int
    city: str | None


STEPS = st.lists(
    st.builds(
        Step,
        st.sampled_from(["merge", "merge", "undo", "note", "title"]),
        st.integers(0, CLIENTS - 1),
        st.integers(0, CLIENTS - 1),
        st.integers(0, SALES - 1),
        st.sampled_from(CITIES),
    ),
    max_size=14,
)
ORDERS = st.randoms(use_true_random=False)


class World:
    """A shop of four clients with a sale each; ``merges`` says whether it ever merges."""

    def __init__(self, cities: list[str | None], *, merges: bool) -> None:
        """Sets the clients and their sales up."""
        self.shop = Shop()
        self.merges = merges
        self._numbers = count()
        with self.shop.crm.work(TEST) as work:
            made = [
                work.create(Contact, name=f"Клиент {n}", city=city) for n, city in enumerate(cities)
            ]
            self.clients: list[ContactId] = [each.id for each in made]
            self.sales: list[DealId] = [
                work.open_deal(key, f"Заказ {n}").id for n, key in enumerate(self.clients)
            ]

    def take(self, step: Step) -> None:
        """Takes the step; a world without merges leaves those out."""
        with self.shop.crm.work(TEST) as work:
            self._does[step.kind](self, work, step)

    def undo_all(self, order: Callable[[list[MergeId]], None]) -> None:
        """Undoes what is left of the merges, in this order."""
        with self.shop.crm.work(TEST) as work:
            left = [each.id for each in work.find(Merge) if each.undone_at is None]
            order(left)
            for key in left:
                work.unmerge(key)

    def told(self) -> Iterator[tuple[object, ...]]:
        """What the shop says of its clients and sales, by the places of both."""
        with self.shop.crm.work(TEST, writes=False) as look:
            for client in look.find(Contact):
                yield "client", self.clients.index(client.id), client.city, client.archived_at
            for sale in look.find(Deal):
                yield "sale", self.sales.index(sale.id), self._place(sale.contact_id), sale.title
            for note in look.find(Note):
                yield "note", note.text, self._place(note.contact_id)

    def _place(self, key: ContactId | None) -> int | None:
        return None if key is None else self.clients.index(key)

    def _merge(self, work: Work, step: Step) -> None:
        one, two = (work.get(Contact, self.clients[n]) for n in (step.client, step.other))
        if self.merges and one.id != two.id:
            work.merge(one, two, reason="проба")

    def _undo(self, work: Work, step: Step) -> None:
        """One of the merges, not always the last."""
        live = [each for each in work.find(Merge) if each.undone_at is None]
        if live:
            work.unmerge(live[step.sale % len(live)].id)

    def _note(self, work: Work, step: Step) -> None:
        """A note on a sale is about whoever the sale is with."""
        sale = work.get(Deal, self.sales[step.sale])
        text = f"заметка {next(self._numbers)}"
        work.create(Note, text=text, contact_id=sale.contact_id, deal_id=sale.id)

    def _title(self, work: Work, step: Step) -> None:
        sale = work.get(Deal, self.sales[step.sale])
        work.change(sale, title=f"Заказ {step.sale} {step.city}")

    _does: ClassVar[Mapping[str, Callable[["World", Work, Step], None]]] = {
        "merge": _merge,
        "undo": _undo,
        "note": _note,
        "title": _title,
    }


@given(st.lists(st.sampled_from(CITIES), min_size=CLIENTS, max_size=CLIENTS), STEPS, ORDERS)
def test_undoing_every_merge_leaves_what_never_merging_would(
    cities: list[str | None], steps: list[Step], orders: Random
) -> None:
    merging, twin = World(cities, merges=True), World(cities, merges=False)
    for step in steps:
        merging.take(step)
        twin.take(step)
    merging.undo_all(orders.shuffle)
    assert sorted(merging.told(), key=repr) == sorted(twin.told(), key=repr)
