"""Reading the journal and its seals in order, a page at a time."""

from collections.abc import Iterator
from typing import TypeVar

from crmkit.domain.journal import JournalEntry
from crmkit.domain.permissions import everything
from crmkit.domain.record import Record
from crmkit.domain.schema import schema
from crmkit.domain.seals import Seal
from crmkit.ids import ID_BYTES, Id
from crmkit.ports.storage import UnitOfWork
from crmkit.query.cursor import Place, write_cursor
from crmkit.query.questions import Order, Page, Path, Question

R = TypeVar("R", bound=Record)
MARGIN_DAYS = 1
"""An entry may be committed so much later than its id was made, and is still sealed."""
_PAGE = 1_000
_MOMENT_BYTES = 6
_MARGIN = MARGIN_DAYS * 86_400_000


def asked(unit: UnitOfWork, question: Question[R]) -> Page[R]:
    """The page asked for, whoever may see it."""
    return unit.find(everything().question(question, schema()))


def in_order(unit: UnitOfWork, kind: type[R], *order: Order[R]) -> Iterator[R]:
    """Every record of the kind, by id where no order is given."""
    after: str | None = None
    while True:
        page = asked(unit, Question(kind=kind.kind, order=order, size=_PAGE, after=after))
        yield from page.records
        if page.after is None:
            return
        after = page.after


def newest_seal(unit: UnitOfWork) -> Seal | None:
    """The seal with the highest number."""
    order = Order[Seal](Path("number"), descending=True)
    records = asked(unit, Question(kind=Seal.kind, order=(order,), size=1)).records
    return records[0] if records else None


def entries(unit: UnitOfWork) -> int:
    """How many entries the journal has."""
    question = Question[JournalEntry](kind=JournalEntry.kind)
    return unit.count(everything().question(question, schema()))


def late(seal: Seal) -> Id:
    """Whatever has a lower id was committed before the seal, if the margin was kept.

    A seal's id is that of the last entry under it.
    """
    moment = int.from_bytes(seal.id[:_MOMENT_BYTES], "big")
    return Id(max(0, moment - _MARGIN).to_bytes(_MOMENT_BYTES, "big").ljust(ID_BYTES, b"\0"))


def after(key: Id) -> str:
    """The cursor of what comes after the id."""
    return write_cursor((), Place((), key))
