"""Rows: whatever is written over or beside them, they and their indexes agree."""

from collections.abc import Callable

from hypothesis import given
from hypothesis import strategies as st

from crmkit.domain.deals import Deal
from crmkit.memory.rows import Layer, Table
from crmkit.testing.builders import a_contact, a_deal

Step = Callable[[Table | Layer], None]
_STAGES = ("new", "won", "lost")


def _put(nth: int, stage: str, contact: int) -> Step:
    about = None if contact == 0 else a_contact(contact).id
    record = a_deal(nth, stage=stage, contact_id=about)
    return lambda rows: None if rows.spent(record.id) else rows.put(record)


def _drop(nth: int) -> Step:
    return lambda rows: rows.drop(a_deal(nth).id)


numbers = st.integers(1, 5)
puts = st.builds(_put, numbers, st.sampled_from(_STAGES), st.integers(0, 2))
steps = st.lists(puts | st.builds(_drop, numbers), max_size=12)


def agrees(rows: Table | Layer) -> None:
    """Every index tells what looking at every record tells."""
    every = list(rows.all())
    for name in ("stage", "contact_id"):
        for value in {getattr(record, name) for record in every} - {None} | {"new"}:
            found = {record.id for record in rows.where(name, value)}
            assert found == {record.id for record in every if getattr(record, name) == value}


@given(steps, steps)
def test_indexes_agree_with_the_records(before: list[Step], after: list[Step]) -> None:
    table = Table()
    for step in before:
        step(table)
    agrees(table)
    for step in after:
        step(table)
    agrees(table)


@given(steps, steps)
def test_a_fork_changes_and_its_origin_does_not(before: list[Step], after: list[Step]) -> None:
    table = Table()
    for step in before:
        step(table)
    agrees(table)
    origin, fork = set(map(_content, table.all())), table.fork()
    for step in after:
        step(fork)
        agrees(fork)
    agrees(table)
    assert set(map(_content, table.all())) == origin


@given(steps, steps, steps)
def test_layers_show_what_they_do_when_poured(
    below: list[Step], middle: list[Step], above: list[Step]
) -> None:
    table = Table()
    first = Layer(table)
    second = Layer(first)
    for rows, done in ((table, below), (first, middle), (second, above)):
        for step in done:
            step(rows)
    agrees(second)
    shown = set(map(_content, second.all()))
    second.pour_into(first)
    first.pour_into(table)
    agrees(table)
    assert set(map(_content, table.all())) == shown


def _content(record: object) -> tuple[object, ...]:
    assert isinstance(record, Deal)
    return record.id, record.stage, record.contact_id
