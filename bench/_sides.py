"""The two sides of the comparison, with the same face."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Protocol

from bench import _dataset as data
from bench._floor import reading, tables, writing
from bench._ours import base, work
from crmkit.ids import LeadId
from crmkit.money import Money

Rows = Sequence[Sequence[object]]
Key = bytes


class Side(Protocol):
    """Whoever does the work, on a database that it has opened."""

    def page(self) -> object:
        """W4: the first page of a list."""
        ...

    def next_page(self) -> object:
        """W4: the page far behind."""
        ...

    def shown(self, found: object) -> object:
        """What a page says, told alike by both sides."""
        ...

    def card(self) -> list[int]:
        """W5: how many rows each part of a client's card has."""
        ...

    def figures(self) -> Mapping[str, Callable[[], Rows]]:
        """W6: the reports."""
        ...

    def told(self, rows: Rows) -> object:
        """What a report says, told alike by both sides."""
        ...

    def take(self, each: data.Asking) -> bool:
        """W2: one lead; whether its client is known."""
        ...

    def leads(self, count: int) -> Sequence[Key]:
        """Open leads for W3."""
        ...

    def win(self, lead: Key) -> None:
        """W3: converts a lead and wins the deal."""
        ...

    def sweep(self) -> int:
        """W7: fires the due reminders, and tells how many."""
        ...

    def bring(self, file: Path) -> tuple[int, int]:
        """W1: imports the file; how many people were new, and how many known."""
        ...

    def outcome(self) -> tuple[int, int]:
        """How many leads are converted, and how many tasks there are."""
        ...


class Floor:
    """The hand-written one."""

    def __init__(self, url: str, deep: int) -> None:
        """Opens the database; ``deep`` is the number of the page far behind."""
        self._engine = tables.opened(url)
        self._after = reading.deep_page(self._engine, deep)

    def page(self) -> object:
        """W4: the first page of a list."""
        return reading.page(self._engine)

    def next_page(self) -> object:
        """W4: the page far behind."""
        return reading.page(self._engine, self._after)

    def shown(self, found: object) -> object:
        """The page itself."""
        return found

    def card(self) -> list[int]:
        """W5: how many rows each part of a client's card has."""
        return reading.card(self._engine)

    def figures(self) -> Mapping[str, Callable[[], Rows]]:
        """W6: the reports."""
        return {
            name: lambda asked=asked: reading.figure(self._engine, asked)  # type: ignore[misc]  # bound now
            for name, asked in reading.figures(self._engine).items()
        }

    def told(self, rows: Rows) -> object:
        """The rows with plain values, in order."""
        return sorted([[_plain(value) for value in row] for row in rows], key=repr)

    def take(self, each: data.Asking) -> bool:
        """W2: one lead; whether its client is known."""
        return writing.take_lead(self._engine, each)

    def leads(self, count: int) -> Sequence[Key]:
        """Open leads for W3."""
        return writing.open_leads(self._engine, count)

    def win(self, lead: Key) -> None:
        """W3: converts a lead and wins the deal."""
        writing.win(self._engine, lead)

    def sweep(self) -> int:
        """W7: fires the due reminders, and tells how many."""
        return writing.sweep(self._engine)

    def bring(self, file: Path) -> tuple[int, int]:
        """W1: imports the file; how many people were new, and how many known."""
        return writing.import_file(self._engine, file)

    def outcome(self) -> tuple[int, int]:
        """How many leads are converted, and how many tasks there are."""
        return writing.outcome(self._engine)


class Ours:
    """crmkit."""

    def __init__(self, url: str, deep: int) -> None:
        """Opens the database; ``deep`` is the number of the page far behind."""
        self._crm = base.opened(url)
        self._after = work.deep_page(self._crm, deep)
        self._owners = work.owners(self._crm)

    def page(self) -> object:
        """W4: the first page of a list."""
        return work.page(self._crm)

    def next_page(self) -> object:
        """W4: the page far behind."""
        return work.page(self._crm, self._after)

    def shown(self, found: object) -> object:
        """The page with titles, amounts and names alone."""
        return work.shown(found)  # type: ignore[arg-type]  # a page of ours

    def card(self) -> list[int]:
        """W5: how many rows each part of a client's card has."""
        return work.card(self._crm)

    def figures(self) -> Mapping[str, Callable[[], Rows]]:
        """W6: the reports."""
        return {
            name: lambda ask=ask: work.figure(self._crm, ask)  # type: ignore[misc]  # bound now
            for name, ask in work.figures().items()
        }

    def told(self, rows: Rows) -> object:
        """The rows with plain values and the numbers of managers, in order."""
        plain = [[_plain(self._owners.get(value, value)) for value in row] for row in rows]
        return sorted(plain, key=repr)

    def take(self, each: data.Asking) -> bool:
        """W2: one lead; whether its client is known."""
        return work.take_lead(self._crm, each)

    def leads(self, count: int) -> Sequence[Key]:
        """Open leads for W3."""
        return work.open_leads(self._crm, count)

    def win(self, lead: Key) -> None:
        """W3: converts a lead and wins the deal."""
        work.win(self._crm, LeadId(lead))

    def sweep(self) -> int:
        """W7: fires the due reminders, and tells how many."""
        return work.sweep(self._crm)

    def bring(self, file: Path) -> tuple[int, int]:
        """W1: imports the file; how many people were new, and how many known."""
        return work.import_file(self._crm, file)

    def outcome(self) -> tuple[int, int]:
        """How many leads are converted, and how many tasks there are."""
        return work.outcome(self._crm)


def _plain(value: object) -> object:
    """A month as text, an amount in minor units, a mean as a whole number."""
    match value:
        case None:
            return 0
        case Money(minor=minor):
            return minor
        case date():
            return f"{value:%Y-%m}"
        case float() | Decimal():
            return round(value)
        case _:
            return value
