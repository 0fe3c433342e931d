"""A storage in memory: for tests, demonstrations, and shops that keep their records elsewhere.

One unit writes at a time, the others wait; a reader sees the state at which it was opened and
disturbs nobody. A commit changes the state in place where nobody reads it, else it makes a fork.
"""

from collections.abc import Iterable, Mapping, Sequence
from threading import Lock
from types import TracebackType
from typing import Self, TypeVar

from attrs import field, frozen, mutable

from crmkit.domain.record import Record
from crmkit.domain.seals import Seal
from crmkit.errors import AdapterError, BadInput, NotSupported, TemporaryFailure
from crmkit.ids import ContactId, JournalEntryId
from crmkit.memory.identities import Identities, IdentityLayer
from crmkit.memory.narrowing import Narrowing
from crmkit.memory.rows import Layer, Table
from crmkit.memory.writing import Batch
from crmkit.ports.storage import UnitOfWork, Writing
from crmkit.ports.transfer import Transfer
from crmkit.query.conditions import Condition
from crmkit.query.likeness import most_like, sought
from crmkit.query.questions import Page, Sheet, TallyRow
from crmkit.query.reading import Reading
from crmkit.query.schema import Relation, Schema
from crmkit.query.scope import ConfinedColumns, ConfinedQuestion, ConfinedSearch, ConfinedTally

R = TypeVar("R", bound=Record)


@frozen
class Changes:
    """What a unit has changed: records, number series, and what clients are recognised by."""

    layers: dict[str, Layer]
    numbers: dict[str, int]
    identities: IdentityLayer | None

    def __bool__(self) -> bool:
        """Whether anything was changed."""
        return bool(self.layers or self.numbers or self.identities)


@mutable(eq=False)
class State:
    """Everything committed at one moment; ``users`` are the units that look at it."""

    tables: dict[str, Table] = field(factory=dict)
    numbers: dict[str, int] = field(factory=dict)
    identities: Identities = field(factory=Identities)
    users: int = 0

    def table(self, kind: str) -> Table:
        """The records of a kind."""
        return self.tables.get(kind) or self.tables.setdefault(kind, Table())

    def fork(self, kinds: Iterable[str], *, identities: bool) -> "State":
        """A copy in which these kinds can be changed while this state is read."""
        forked = {kind: self.table(kind).fork() for kind in kinds}
        known = self.identities.fork() if identities else self.identities
        return State({**self.tables.copy(), **forked}, self.numbers.copy(), known)


class MemoryStorage:
    """Keeps the records of one tenant in memory, as long as it lives itself; thread-safe.

    ``patience`` is how many seconds a unit waits for another one to finish writing before it
    gives up with TemporaryFailure.
    """

    def __init__(self, tenant: int = 0, *, patience: float = 5.0) -> None:
        """Starts empty."""
        self.tenant = tenant
        self._patience = patience
        self._state: State | None = State()
        self._swap = Lock()
        self._writer = Lock()

    def open(self, *, writes: bool) -> UnitOfWork:
        """Opens a unit of work."""
        self._present()
        return MemoryUnit(self, writes=writes)

    def transfer(self, *, writes: bool) -> Transfer:
        """Opens a unit of work that can also lay records down as they are."""
        from crmkit.memory.transfer import MemoryTransfer  # noqa: PLC0415 - it builds on this module

        self._present()
        return MemoryTransfer(self, writes=writes)

    def close(self) -> None:
        """Forgets everything."""
        with self._swap:
            self._state = None

    def begin(self, *, writes: bool) -> State:
        """For units: the present state, after the turn to write has come."""
        if writes and not self._writer.acquire(timeout=self._patience):
            message = "another unit of work is still writing"
            hint = "finish it first; is one open in this very thread?"
            raise TemporaryFailure(message, where="memory storage", hint=hint)
        try:
            with self._swap:
                state = self._present()
                state.users += 1
                return state
        except AdapterError:
            if writes:
                self._writer.release()
            raise

    def publish(self, seen: State, changes: Changes) -> None:
        """For units: lays the changes over the state that the writer has seen."""
        layers, identities = changes.layers, changes.identities
        with self._swap:
            self._present()
            alone = seen.users == 1
            state = seen if alone else seen.fork(layers, identities=identities is not None)
            for kind, layer in layers.items():
                layer.pour_into(state.table(kind))
            if identities is not None:
                identities.pour_into(state.identities)
            state.numbers.update(changes.numbers)
            self._state = state

    def end(self, state: State, *, writes: bool) -> None:
        """For units: the unit looks at the state no more."""
        with self._swap:
            state.users -= 1
        if writes:
            self._writer.release()

    def _present(self) -> State:
        if self._state is None:
            message = "the storage is closed"
            raise AdapterError(message, where="memory storage", hint="open a new one")
        return self._state


class MemoryUnit:
    """One transaction on a memory storage; use it in a ``with`` block."""

    def __init__(self, storage: MemoryStorage, *, writes: bool) -> None:
        """Made by ``MemoryStorage.open``."""
        self._storage = storage
        self._writes = writes
        self._state: State | None = None
        self._layers: dict[str, Layer] = {}
        self._numbers: dict[str, int] = {}
        self._identities: IdentityLayer | None = None

    def find(self, question: ConfinedQuestion[R]) -> Page[R]:
        """Answers with the records asked for."""
        asked = question.question
        records = self._candidates(asked.kind, asked.where, question.schema)
        return self._reading(question.schema).page(asked, records)

    def sheet(self, columns: ConfinedColumns[R]) -> Sheet:
        """Answers with the values asked for of a page of records."""
        asked = columns.columns
        records = self._candidates(asked.question.kind, asked.question.where, columns.schema)
        return self._reading(columns.schema).sheet(asked, records)

    def claim(self, question: ConfinedQuestion[R]) -> tuple[R, ...]:
        """Answers as `find` does; the turn to write keeps everybody else from claiming."""
        self._demand_writes()
        return self.find(question).records

    def count(self, question: ConfinedQuestion[R]) -> int:
        """Counts the records that fulfil the condition."""
        asked = question.question
        matches = self._reading(question.schema).matches(asked.kind, asked.where)
        return sum(map(matches, self._candidates(asked.kind, asked.where, question.schema)))

    def search(self, search: ConfinedSearch[R]) -> tuple[R, ...]:
        """Answers with the records most like the text."""
        asked = search.search
        matches = self._reading(search.schema).matches(asked.kind, asked.where)
        records = self._candidates(asked.kind, asked.where, search.schema)
        return most_like(sought(asked.text), asked.name, filter(matches, records), asked.size)

    def tally(self, tally: ConfinedTally[R]) -> tuple[TallyRow, ...]:
        """Answers with the figures asked for."""
        asked = tally.tally
        records = self._candidates(asked.kind, asked.where, tally.schema)
        return self._reading(tally.schema).tally(asked, records)

    def write(self, writing: Writing) -> None:
        """Stores every change with its journal entry, or raises and stores none."""
        self._demand_writes()
        Batch(self._changing).write(writing)
        if writing.identities:
            self._identities = self._recognised
            self._identities.put(writing.identities)

    def seal(self, seal: Seal, entries: Sequence[JournalEntryId]) -> None:
        """Stores a seal and marks its entries, or raises and does neither."""
        self._demand_writes()
        Batch(self._changing).seal(seal, entries)

    def sharing(self, keys: Sequence[int], most: int) -> Mapping[int, tuple[ContactId, ...]]:
        """Who has each of the keys, at most ``most`` clients."""
        return self._recognised.sharing(keys, most)

    def profiles(self, contacts: Sequence[ContactId]) -> Mapping[ContactId, bytes]:
        """The profiles of these clients."""
        return self._recognised.profiles(contacts)

    def take_numbers(self, series: str, count: int = 1) -> int:
        """Takes the next ``count`` numbers of a series and answers with the first."""
        self._demand_writes()
        if count < 1:
            message = "at least one number is to be taken"
            raise BadInput(message, where=f"series {series[:60]!r}")
        last = self.last_number(series)
        self._numbers[series] = last + count
        return last + 1

    def last_number(self, series: str) -> int:
        """The last number taken from a series, 0 before the first."""
        return self._numbers.get(series) or self._seen.numbers.get(series, 0)

    def commit(self) -> None:
        """Makes every write of the unit lasting."""
        changes = Changes(self._layers, self._numbers, self._identities)
        if changes:
            self._storage.publish(self._seen, changes)
        self._end()

    def __enter__(self) -> Self:
        """The unit itself, once the turn to write has come."""
        if self._state is not None:
            message = "the unit of work was entered already"
            raise NotSupported(message, where="unit of work", hint="open another one")
        self._state = self._storage.begin(writes=self._writes)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Forgets what was not committed."""
        if self._state is not None:
            self._end()

    @property
    def _seen(self) -> State:
        if self._state is None:
            message = "the unit of work is over, or not entered yet"
            raise NotSupported(message, where="unit of work", hint="use it in a with block")
        return self._state

    def _end(self) -> None:
        state = self._seen
        self._state, self._layers, self._numbers, self._identities = None, {}, {}, None
        self._storage.end(state, writes=self._writes)

    def _rows(self, kind: str) -> Layer | Table:
        return self._layers.get(kind) or self._seen.table(kind)

    def _changing(self, kind: str) -> Layer:
        return self._layers.get(kind) or self._layers.setdefault(
            kind, Layer(self._seen.table(kind))
        )

    @property
    def _recognised(self) -> IdentityLayer:
        return self._identities or IdentityLayer(self._seen.identities)

    def _demand_writes(self) -> None:
        if not self._writes:
            message = "this unit of work was opened for reading alone"
            raise NotSupported(message, where="unit of work", hint="open it with writes=True")
        self._seen  # noqa: B018 - refuses a unit that is over

    def _reading(self, schema: Schema) -> Reading:
        return Reading(schema, self._related)

    def _related(self, relation: Relation, record: object) -> Iterable[Record]:
        value = getattr(record, relation.local)
        if value is None:
            return ()
        return self._rows(relation.target).where(relation.remote, value)

    def _candidates(self, kind: str, where: Condition[R], schema: Schema) -> Iterable[R]:
        narrowing = Narrowing(schema, self._rows)
        return narrowing.records(kind, where)  # type: ignore[return-value, arg-type]  # R is the record of the kind
