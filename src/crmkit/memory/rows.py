"""Records in dicts, with indexes built when they are first asked for, and changes laid over them.

A table is never changed while anybody reads it: a writer lays its changes over it, and at commit
they go into a fork. A fork copies two levels of dicts and shares the rest.
"""

from collections.abc import Iterable, Iterator
from typing import Protocol

from crmkit.domain.record import Record
from crmkit.ids import Id


class Rows(Protocol):
    """Records of one kind, to look at."""

    def get(self, key: Id) -> Record | None:
        """The record of this id."""
        ...

    def spent(self, key: Id) -> bool:
        """Whether a record of this id was here and was deleted."""
        ...

    def where(self, field: str, value: object) -> Iterable[Record]:
        """The records whose field equals the value (present and hashable)."""
        ...

    def all(self) -> Iterable[Record]:
        """Every record."""
        ...


class Index:
    """The ids of records by the value of one field; records without a value are not in it.

    A value of one record holds its id, a value of several a dict of them. After a fork the
    dicts are shared, and one is copied before its first change.
    """

    __slots__ = ("_buckets", "_own", "field")

    def __init__(self, field: str, records: Iterable[Record]) -> None:
        """Reads the field of every record."""
        self.field = field
        self._buckets: dict[object, Id | dict[Id, None]] = {}
        self._own: set[object] | None = None
        for record in records:
            self.add(record)

    def fork(self) -> "Index":
        """A copy that can be changed while this one is read."""
        twin = Index(self.field, ())
        twin._buckets = self._buckets.copy()
        twin._own = set()
        return twin

    def ids(self, value: object) -> Iterable[Id]:
        """The ids under the value."""
        bucket = self._buckets.get(value, ())
        return (bucket,) if isinstance(bucket, Id) else bucket

    def add(self, record: Record) -> None:
        """Puts the record under its value."""
        value = getattr(record, self.field)
        if value is None:
            return
        bucket = self._buckets.get(value)
        if bucket is None:
            self._buckets[value] = record.id
        elif isinstance(bucket, Id):
            self._buckets[value] = {bucket: None, record.id: None}
            self._mark(value)
        else:
            self._changeable(value, bucket)[record.id] = None

    def remove(self, record: Record) -> None:
        """Takes the record from under its value."""
        value = getattr(record, self.field)
        if value is None:
            return
        bucket = self._buckets[value]
        if isinstance(bucket, Id):
            del self._buckets[value]
        else:
            mine = self._changeable(value, bucket)
            del mine[record.id]
            if not mine:
                del self._buckets[value]

    def _changeable(self, value: object, bucket: dict[Id, None]) -> dict[Id, None]:
        if self._own is None or value in self._own:
            return bucket
        self._buckets[value] = mine = bucket.copy()
        self._mark(value)
        return mine

    def _mark(self, value: object) -> None:
        if self._own is not None:
            self._own.add(value)


class Table:
    """The records of one kind, and the ids of those deleted, which are never given again."""

    __slots__ = ("_indexes", "gone", "rows")

    def __init__(self) -> None:
        """Starts empty."""
        self.rows: dict[Id, Record] = {}
        self.gone: set[Id] = set()
        self._indexes: dict[str, Index] = {}

    def fork(self) -> "Table":
        """A copy that can be changed while this one is read."""
        twin = Table()
        twin.rows = self.rows.copy()
        twin.gone = self.gone.copy()
        # A reader may be adding an index to this very dict; copying it is one step.
        twin._indexes = {name: index.fork() for name, index in self._indexes.copy().items()}
        return twin

    def get(self, key: Id) -> Record | None:
        """The record of this id."""
        return self.rows.get(key)

    def spent(self, key: Id) -> bool:
        """Whether a record of this id was here and was deleted."""
        return key in self.gone

    def where(self, field: str, value: object) -> Iterable[Record]:
        """The records whose field equals the value."""
        if field == "id":
            return self._of((value,))
        index = self._indexes.get(field)
        if index is None:
            index = self._indexes[field] = Index(field, self.rows.values())
        return self._of(index.ids(value))

    def all(self) -> Iterable[Record]:
        """Every record."""
        return self.rows.values()

    def put(self, record: Record) -> None:
        """Keeps the record in the place of the one with its id."""
        old = self.rows.get(record.id)
        self.rows[record.id] = record
        self.gone.discard(record.id)
        for index in self._indexes.values():
            if old is not None:
                index.remove(old)
            index.add(record)

    def drop(self, key: Id) -> None:
        """Forgets the record and remembers that its id is spent."""
        old = self.rows.pop(key, None)
        self.gone.add(key)
        if old is not None:
            for index in self._indexes.values():
                index.remove(old)

    def _of(self, ids: Iterable[object]) -> list[Record]:
        rows = self.rows
        return [rows[key] for key in ids if key in rows]


class Layer:
    """Changes laid over records, which are left as they are until the changes are absorbed."""

    __slots__ = ("_own", "_under")

    def __init__(self, under: Rows) -> None:
        """Starts without changes."""
        self._under = under
        self._own = Table()

    @property
    def changed(self) -> bool:
        """Whether it holds any change."""
        return bool(self._own.rows or self._own.gone)

    def get(self, key: Id) -> Record | None:
        """The record of this id."""
        own = self._own.rows.get(key)
        if own is not None:
            return own
        return None if key in self._own.gone else self._under.get(key)

    def spent(self, key: Id) -> bool:
        """Whether a record of this id was here and was deleted."""
        return key in self._own.gone or self._under.spent(key)

    def where(self, field: str, value: object) -> Iterable[Record]:
        """The records whose field equals the value."""
        under = self._under.where(field, value)
        if not self.changed:
            return under
        return [*self._untouched(under), *self._own.where(field, value)]

    def all(self) -> Iterable[Record]:
        """Every record."""
        under = self._under.all()
        if not self.changed:
            return under
        return [*self._untouched(under), *self._own.all()]

    def put(self, record: Record) -> None:
        """Lays the record over the one with its id."""
        self._own.put(record)

    def drop(self, key: Id) -> None:
        """Lays its absence over the record."""
        self._own.drop(key)

    def pour_into(self, below: "Table | Layer") -> None:
        """Makes the same changes there."""
        for record in self._own.rows.values():
            below.put(record)
        for key in self._own.gone:
            below.drop(key)

    def _untouched(self, records: Iterable[Record]) -> Iterator[Record]:
        rows, gone = self._own.rows, self._own.gone
        return (record for record in records if record.id not in rows and record.id not in gone)
