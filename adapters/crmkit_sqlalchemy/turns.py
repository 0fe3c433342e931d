"""One transaction on a driver's connection: statements go to the driver as they are."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import PoolProxiedConnection
from sqlalchemy.engine.interfaces import DBAPICursor

from crmkit.errors import AdapterError
from crmkit_sqlalchemy.building import Row
from crmkit_sqlalchemy.failures import (
    failure,
    is_duplicate,
    is_lost,
    is_too_long,
    too_long,
    unknown_outcome,
)
from crmkit_sqlalchemy.statements import Statement

Run = Callable[[Statement, Sequence[object]], list[Row]]
"""Executes a statement with the values of its slots."""
_OVERFLOW = "integer overflow"


class Duplicate(Exception):
    """A key or number was there already; the writer finds out which."""


class Overflow(Exception):
    """A sum exceeded 64 bits, which SQLite refuses."""


class Turn:
    """A transaction under way. ``savepoint`` names the place in it where the unit began.

    ``lost`` tells that the connection broke: what was not committed is undone, and the connection
    is of no more use. ``losses_before`` counts the connections lost before this one was taken.
    ``still`` tells that what it sees is changed by nobody else.
    """

    def __init__(
        self, connection: PoolProxiedConnection, errors: type[Exception], name: str
    ) -> None:
        """Takes the connection, the driver's errors, and the name of the database for ours."""
        self.connection = connection
        self.savepoint: str | None = None
        self.lost = False
        self.still = False
        self.losses_before = 0
        self._errors = errors
        self._name = name
        self._is_broken = False
        self._savepoints: set[str] = set()
        self._cursor: DBAPICursor = connection.cursor()

    def rows(self, statement: Statement, values: Sequence[object]) -> list[Row]:
        """Executes a statement that reads."""
        if self._is_broken:
            raise self._undone()
        try:  # `_telling` without its price: this is what is done most
            self._cursor.execute(statement.text, statement.parameters(values))
            return self._cursor.fetchall()  # type: ignore[return-value]  # rows are sequences
        except self._errors as exc:
            raise self._noted(exc) from exc

    def many(self, text: str, rows: Sequence[Sequence[object]]) -> int:
        """Executes a statement that writes, once per row; answers with the rows it touched."""
        with self._telling():
            if len(rows) == 1:
                self._cursor.execute(text, rows[0])
            else:
                self._cursor.executemany(text, rows)
        return int(self._cursor.rowcount)

    def copy(self, text: str, rows: Sequence[Sequence[object]]) -> None:
        """Gives rows to psycopg's COPY."""
        cursor: Any = self._cursor
        with self._telling(), cursor.copy(text) as copying:
            for row in rows:
                copying.write_row(row)

    def do(self, text: str) -> None:
        """Executes a statement without parameters or rows."""
        with self._telling():
            self._cursor.execute(text)

    @contextmanager
    def all_or_nothing(self, savepoint: str) -> Iterator[None]:
        """What is written inside stays if nothing is raised; else it is undone.

        The end of the transaction takes the savepoint away, or the next one of its name.
        """
        again = f"RELEASE SAVEPOINT {savepoint}" if savepoint in self._savepoints else None
        if again is not None:
            self.do(again)
        self._savepoints.add(savepoint)
        self.do(f"SAVEPOINT {savepoint}")
        try:
            yield
        except BaseException:
            self._savepoints.discard(savepoint)
            self.go_back(savepoint)
            raise

    def go_back(self, savepoint: str) -> None:
        """Undoes what came after the savepoint, even where a statement has failed since.

        On a full disk SQLite has undone the whole transaction by then; the unit is over.
        """
        if self.lost:
            return
        try:
            self._cursor.execute(f"ROLLBACK TO SAVEPOINT {savepoint}")
            self._cursor.execute(f"RELEASE SAVEPOINT {savepoint}")
        except self._errors:
            self._is_broken = True
        else:
            self._is_broken = False

    def commit(self) -> None:
        """Makes it lasting.

        Raises AdapterError where the database has given it up, and UnknownOutcome where the
        connection broke before the database's answer came.
        """
        with self._telling():
            try:
                self.connection.commit()
            except self._errors as exc:
                if not is_lost(exc):
                    raise
                self.lost = True
                raise unknown_outcome(self._name) from exc

    def rollback(self) -> None:
        """Undoes it; a lost connection has done so already."""
        if self.lost:
            return
        try:
            self.connection.rollback()
        except self._errors as exc:
            self.lost = is_lost(exc)
            if not self.lost:
                raise failure(exc, self._name) from exc

    @contextmanager
    def _telling(self) -> Iterator[None]:
        """Turns the driver's errors into crmkit's; after one, a transaction may be no more."""
        if self._is_broken:
            raise self._undone()
        try:
            yield
        except self._errors as exc:
            raise self._noted(exc) from exc

    def _undone(self) -> AdapterError:
        message = "the database has undone the transaction after an error"
        return AdapterError(message, where=self._name, hint="repeat the whole unit of work")

    def _noted(self, exc: Exception) -> Exception:
        """The driver's error in our words; what it tells of transaction and connection is kept."""
        self._is_broken = not getattr(self.connection, "in_transaction", False)
        self.lost = self.lost or is_lost(exc)
        if is_duplicate(exc):
            return Duplicate()
        if is_too_long(exc):
            return too_long(self._name)
        return Overflow() if str(exc) == _OVERFLOW else failure(exc, self._name)
