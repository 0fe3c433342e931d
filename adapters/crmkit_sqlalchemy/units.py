"""A unit of work: one transaction, in which questions are answered and changes written."""

from collections.abc import Mapping, Sequence
from types import TracebackType
from typing import Self, TypeVar

from crmkit.domain.record import Record
from crmkit.domain.seals import Seal
from crmkit.errors import BadInput, NotSupported
from crmkit.ids import ContactId, JournalEntryId
from crmkit.ports.storage import Writing
from crmkit.query.questions import Page, Sheet, TallyRow
from crmkit.query.scope import ConfinedColumns, ConfinedQuestion, ConfinedSearch, ConfinedTally
from crmkit_sqlalchemy.claiming import Claiming
from crmkit_sqlalchemy.doors import Door
from crmkit_sqlalchemy.finding import Finding
from crmkit_sqlalchemy.identities import profiles, sharing
from crmkit_sqlalchemy.kinds import Kinds
from crmkit_sqlalchemy.names import Names
from crmkit_sqlalchemy.searching import Searching
from crmkit_sqlalchemy.series import last_number, take_numbers
from crmkit_sqlalchemy.tallying import Tallying
from crmkit_sqlalchemy.turns import Turn
from crmkit_sqlalchemy.writes import Writer

R = TypeVar("R", bound=Record)


class SqlUnit:
    """One transaction on a database; use it in a ``with`` block."""

    def __init__(self, door: Door, kinds: Kinds, *, tenant: int, writes: bool) -> None:
        """Made by ``SqlStorage.open``."""
        self._door = door
        self._kinds = kinds
        self._tenant = tenant
        self._writes = writes
        self._turn: Turn | None = None

    def find(self, question: ConfinedQuestion[R]) -> Page[R]:
        """Answers with the records asked for."""
        return self._finding.page(question)

    def sheet(self, columns: ConfinedColumns[R]) -> Sheet:
        """Answers with the values asked for of a page of records."""
        return self._finding.sheet(columns)

    def claim(self, question: ConfinedQuestion[R]) -> tuple[R, ...]:
        """Answers with records that nobody else can claim until the unit ends."""
        return Claiming(self._kinds, self._tenant, self._writing.rows).records(question)

    def count(self, question: ConfinedQuestion[R]) -> int:
        """Counts the records that fulfil the condition."""
        return self._finding.count(question)

    def search(self, search: ConfinedSearch[R]) -> tuple[R, ...]:
        """Answers with the records most like the text."""
        run = self._going.rows
        names = Names(self._kinds.database, self._kinds.statements, run)
        return Searching(self._kinds, self._tenant, run, names).records(search)

    def tally(self, tally: ConfinedTally[R]) -> tuple[TallyRow, ...]:
        """Answers with the figures asked for."""
        return Tallying(self._kinds, self._tenant, self._going.rows).rows(tally)

    def write(self, writing: Writing) -> None:
        """Stores every change with its journal entry, or raises and stores none."""
        Writer(self._kinds, self._tenant, self._writing).write(writing)

    def seal(self, seal: Seal, entries: Sequence[JournalEntryId]) -> None:
        """Stores a seal and marks its entries, or raises and does neither."""
        Writer(self._kinds, self._tenant, self._writing).seal(seal, entries)

    def sharing(self, keys: Sequence[int], most: int) -> Mapping[int, tuple[ContactId, ...]]:
        """Who has each of the keys, at most ``most`` clients."""
        return sharing(self._going, self._kinds, (self._tenant, keys, most))

    def profiles(self, contacts: Sequence[ContactId]) -> Mapping[ContactId, bytes]:
        """The profiles of these clients."""
        return profiles(self._going, self._kinds, (self._tenant, contacts))

    def take_numbers(self, series: str, count: int = 1) -> int:
        """Takes the next ``count`` numbers of a series and answers with the first."""
        turn = self._writing
        if count < 1:
            message = "at least one number is to be taken"
            raise BadInput(message, where=f"series {series[:60]!r}")
        return take_numbers(turn, self._kinds, (self._tenant, series, count))

    def last_number(self, series: str) -> int:
        """The last number taken from a series, 0 before the first."""
        return last_number(self._going, self._kinds, (self._tenant, series))

    def commit(self) -> None:
        """Makes every write of the unit lasting."""
        turn, self._turn = self._going, None
        self._door.leave(turn, keep=True, writes=self._writes)

    def __enter__(self) -> Self:
        """The unit itself, once the turn to write has come."""
        if self._turn is not None:
            message = "the unit of work was entered already"
            raise NotSupported(message, where="unit of work", hint="open another one")
        self._turn = self._door.enter(writes=self._writes)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Undoes what was not committed, and gives the connection back."""
        if self._turn is not None:
            turn, self._turn = self._turn, None
            self._door.leave(turn, keep=False, writes=self._writes)

    @property
    def _finding(self) -> Finding:
        turn = self._going
        return Finding(self._kinds, self._tenant, turn.rows, still=turn.still)

    @property
    def _going(self) -> Turn:
        if self._turn is None:
            message = "the unit of work is over, or not entered yet"
            raise NotSupported(message, where="unit of work", hint="use it in a with block")
        return self._turn

    @property
    def _writing(self) -> Turn:
        if not self._writes:
            message = "this unit of work was opened for reading alone"
            raise NotSupported(message, where="unit of work", hint="open it with writes=True")
        return self._going
