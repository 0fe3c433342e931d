"""Where a unit's transaction comes from: an engine's pool, or a connection of the host's.

SQLite takes one writer at a time, and its waiting is not fair; so the writers of one process
queue at a lock per database file before they ask SQLite.
"""

from itertools import count
from pathlib import Path
from threading import Lock
from typing import Protocol
from weakref import WeakValueDictionary

from sqlalchemy import Connection, Engine, PoolProxiedConnection
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from crmkit.errors import AdapterError, TemporaryFailure
from crmkit_sqlalchemy.dialects import Database
from crmkit_sqlalchemy.failures import failure
from crmkit_sqlalchemy.turns import Turn

PATIENCE = 5.0
"""How many seconds a unit waits for the others of this process to finish writing."""


class Door(Protocol):
    """Lets units of work in, each to a transaction of its own, and out again."""

    database: Database
    name: str

    def enter(self, *, writes: bool) -> Turn:
        """Begins a transaction."""
        ...

    def leave(self, turn: Turn, *, keep: bool, writes: bool) -> None:
        """Ends it: keeps what was written, or undoes it."""
        ...

    def close(self) -> None:
        """Gives back what it holds."""
        ...


class _Queue:
    """The writers of one database file in this process."""

    def __init__(self) -> None:
        self.lock = Lock()


# The one thing shared by storages: two on one file must stand in one queue, or one would starve.
_QUEUES: "WeakValueDictionary[str, _Queue]" = WeakValueDictionary()
_FINDING = Lock()


def _queue(engine: Engine) -> _Queue:
    file = engine.url.database if engine.dialect.name == "sqlite" else None
    if not file or file == ":memory:":
        return _Queue()
    with _FINDING:
        return _QUEUES.setdefault(str(Path(file).resolve()), _Queue())


class EngineDoor:
    """Takes connections from an engine's pool; ``owned`` engines are disposed of at the end."""

    def __init__(self, engine: Engine, database: Database, *, owned: bool) -> None:
        """Takes the engine, and how its database is spoken to; no connection is opened yet."""
        self.database = database
        self.name = name_of(engine)
        self._engine: Engine | None = engine
        self._owned = owned
        self._queue = _queue(engine)
        self._queued = self.database.one_writer
        self._losses = 0

    def enter(self, *, writes: bool) -> Turn:
        """Begins a transaction, when the turn to write has come."""
        if self._engine is None:
            raise AdapterError("the storage is closed", where=self.name, hint="open a new one")
        waits = writes and self._queued
        if waits and not self._queue.lock.acquire(timeout=PATIENCE):
            message = "another unit of work is still writing"
            hint = "finish it first; is one open in this very thread?"
            raise TemporaryFailure(message, where=self.name, hint=hint)
        try:
            return self._begun(self._engine, writes=writes)
        except BaseException:
            if waits:
                self._queue.lock.release()
            raise

    def _begun(self, engine: Engine, *, writes: bool) -> Turn:
        losses = self._losses
        connection = taken(engine)
        turn = Turn(connection, engine.dialect.loaded_dbapi.Error, self.name)
        turn.losses_before = losses
        turn.still = self.database.one_writer or not writes
        try:
            self.database.begins_in_words(connection.driver_connection, yes=True)
            begin = self.database.begin_writing if writes else self.database.begin_reading
            if begin is not None:
                turn.do(begin)
        except BaseException:
            self._give_back(turn)
            raise
        return turn

    def leave(self, turn: Turn, *, keep: bool, writes: bool) -> None:
        """Ends the transaction and gives the connection back."""
        try:
            turn.commit() if keep else turn.rollback()
        finally:
            self._give_back(turn)
            if writes and self._queued:
                self._queue.lock.release()

    def _give_back(self, turn: Turn) -> None:
        if turn.lost:
            self._part_with(turn)
            return
        self.database.begins_in_words(turn.connection.driver_connection, yes=False)
        if turn.losses_before != self._losses:
            turn.connection.invalidate()  # its pool is no more, and would not close it
        turn.connection.close()

    def _part_with(self, turn: Turn) -> None:
        """Drops a lost connection, and the idle ones, which are lost as likely as not."""
        turn.connection.invalidate()
        if self._engine is not None and turn.losses_before == self._losses:
            self._losses += 1
            self._engine.dispose()

    def close(self) -> None:
        """Disposes of an engine of its own, and lets nobody in any more."""
        engine, self._engine = self._engine, None
        if engine is not None and self._owned:
            engine.dispose()


class HostDoor:
    """Works inside a transaction of the host's: a unit is a savepoint of it, no more.

    What a unit commits is lasting when the host commits, and leaves no trace when it does not.
    """

    def __init__(self, connection: Connection, database: Database) -> None:
        """Takes the host's connection, and how its database is spoken to."""
        self.database = database
        self.name = name_of(connection.engine)
        self._connection: Connection | None = connection
        self._numbers = count(1)

    def enter(self, *, writes: bool) -> Turn:
        """Marks the place to come back to, beginning the host's transaction if need be."""
        if self._connection is None:
            raise AdapterError("the storage is closed", where=self.name, hint="open a new one")
        if not self._connection.in_transaction():
            self._connection.begin()
        shared = self._connection.connection
        turn = Turn(shared, self._connection.dialect.loaded_dbapi.Error, self.name)
        begin = self.database.begin_in(shared.driver_connection, writes=writes)
        if begin is not None:
            turn.do(begin)
        if writes:
            turn.savepoint = f"crm_unit_{next(self._numbers)}"
            turn.do(f"SAVEPOINT {turn.savepoint}")
        return turn

    def leave(self, turn: Turn, *, keep: bool, writes: bool) -> None:  # noqa: ARG002 - as an engine's
        """Takes the mark away, after going back to it where nothing is kept."""
        if turn.savepoint is None:
            return
        if keep:
            turn.do(f"RELEASE SAVEPOINT {turn.savepoint}")
        else:
            turn.go_back(turn.savepoint)

    def close(self) -> None:
        """Lets nobody in any more; the connection is the host's."""
        self._connection = None


def name_of(engine: Engine) -> str:
    """The database for errors, without its password."""
    return engine.url.render_as_string(hide_password=True)


def taken(engine: Engine) -> PoolProxiedConnection:
    """A connection of the engine's pool."""
    try:
        return engine.raw_connection()
    except engine.dialect.loaded_dbapi.Error as exc:  # the pool gives these as they are
        raise failure(exc, name_of(engine)) from exc
    except DBAPIError as exc:
        orig = exc.orig if isinstance(exc.orig, Exception) else exc
        raise failure(orig, name_of(engine)) from exc
    except PoolTimeout as exc:
        message = "every connection to the database is in use"
        raise TemporaryFailure(message, where=name_of(engine), hint="try again") from exc
