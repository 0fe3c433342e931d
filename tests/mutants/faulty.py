"""A storage that stands before a sound one and passes everything on; a fault spoils one thing."""

from collections.abc import Callable, Mapping, Sequence
from types import TracebackType
from typing import Self, TypeVar

from attrs import evolve, mutable

from crmkit.domain.record import Record
from crmkit.domain.seals import Seal
from crmkit.ids import ContactId, JournalEntryId
from crmkit.memory.storage import MemoryStorage
from crmkit.ports.storage import Storage, UnitOfWork, Writing
from crmkit.query.conditions import And, Condition, Not, Or
from crmkit.query.questions import Page, Question, Sheet, TallyRow
from crmkit.query.scope import ConfinedColumns, ConfinedQuestion, ConfinedSearch, ConfinedTally

R = TypeVar("R", bound=Record)


@mutable
class FaultyUnit:
    """A unit that passes everything on to a sound one."""

    unit: UnitOfWork
    storage: Storage

    def find(self, question: ConfinedQuestion[R]) -> Page[R]:
        return self.unit.find(question)

    def sheet(self, columns: ConfinedColumns[R]) -> Sheet:
        return self.unit.sheet(columns)

    def claim(self, question: ConfinedQuestion[R]) -> tuple[R, ...]:
        return self.unit.claim(question)

    def count(self, question: ConfinedQuestion[R]) -> int:
        return self.unit.count(question)

    def search(self, search: ConfinedSearch[R]) -> tuple[R, ...]:
        return self.unit.search(search)

    def tally(self, tally: ConfinedTally[R]) -> tuple[TallyRow, ...]:
        return self.unit.tally(tally)

    def write(self, writing: Writing) -> None:
        self.unit.write(writing)

    def seal(self, seal: Seal, entries: Sequence[JournalEntryId]) -> None:
        self.unit.seal(seal, entries)

    def sharing(self, keys: Sequence[int], most: int) -> Mapping[int, tuple[ContactId, ...]]:
        return self.unit.sharing(keys, most)

    def profiles(self, contacts: Sequence[ContactId]) -> Mapping[ContactId, bytes]:
        return self.unit.profiles(contacts)

    def take_numbers(self, series: str, count: int = 1) -> int:
        return self.unit.take_numbers(series, count)

    def last_number(self, series: str) -> int:
        return self.unit.last_number(series)

    def commit(self) -> None:
        self.unit.commit()

    def __enter__(self) -> Self:
        """Begins."""
        self.unit.__enter__()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Ends."""
        self.leave(kind, error, trace)

    def leave(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.unit.__exit__(kind, error, trace)


@mutable
class FaultyStorage:
    """A storage whose units are of the faulty class."""

    make: type[FaultyUnit]
    sound: Storage

    def open(self, *, writes: bool) -> UnitOfWork:
        return self.make(self.sound.open(writes=writes), self.sound)

    def close(self) -> None:
        self.sound.close()


def faulty(make: type[FaultyUnit]) -> Storage:
    """A fresh storage with the fault."""
    return FaultyStorage(make, MemoryStorage())


def asked(
    confined: ConfinedQuestion[R], change: Callable[[Question[R]], Question[R]]
) -> ConfinedQuestion[R]:
    """The question changed behind the caller's back."""
    return evolve(confined, question=change(confined.question))


def rewritten(where: Condition[R], change: Callable[[Condition[R]], Condition[R]]) -> Condition[R]:
    """The condition with each of its simple parts changed."""
    match where:
        case And(parts) | Or(parts):
            return evolve(where, parts=tuple(rewritten(part, change) for part in parts))
        case Not(inner):
            return Not(rewritten(inner, change))
        case _:
            return change(where)
