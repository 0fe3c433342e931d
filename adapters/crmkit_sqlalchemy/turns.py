"""One transaction on a driver's connection: statements go to the driver as they are."""

from collections.abc import Callable, Sequence

from sqlalchemy import PoolProxiedConnection
from sqlalchemy.engine.interfaces import DBAPICursor

from crmkit_sqlalchemy.building import Row
from crmkit_sqlalchemy.failures import failure, is_duplicate
from crmkit_sqlalchemy.statements import Statement

Run = Callable[[Statement, Sequence[object]], list[Row]]
"""Executes a statement with the values of its slots."""
_OVERFLOW = "integer overflow"


class Duplicate(Exception):
    """A key or number was there already; the writer finds out which."""


class Overflow(Exception):
    """A sum exceeded 64 bits, which SQLite refuses."""


class Turn:
    """A transaction under way. ``savepoint`` names the place in it where the unit began."""

    def __init__(
        self, connection: PoolProxiedConnection, errors: type[Exception], name: str
    ) -> None:
        """Takes the connection, the driver's errors, and the name of the database for ours."""
        self.connection = connection
        self.savepoint: str | None = None
        self._errors = errors
        self._name = name
        self._cursor: DBAPICursor = connection.cursor()

    def rows(self, statement: Statement, values: Sequence[object]) -> list[Row]:
        """Executes a statement that reads."""
        try:
            self._cursor.execute(statement.text, statement.parameters(values))
            return self._cursor.fetchall()  # type: ignore[return-value]  # rows are sequences
        except self._errors as exc:
            raise self._told(exc) from exc

    def many(self, text: str, rows: Sequence[Sequence[object]]) -> int:
        """Executes a statement that writes, once per row; answers with the rows it touched."""
        try:
            if len(rows) == 1:
                self._cursor.execute(text, rows[0])
            else:
                self._cursor.executemany(text, rows)
        except self._errors as exc:
            raise self._told(exc) from exc
        return int(self._cursor.rowcount)

    def do(self, text: str) -> None:
        """Executes a statement without parameters or rows."""
        try:
            self._cursor.execute(text)
        except self._errors as exc:
            raise self._told(exc) from exc

    def commit(self) -> None:
        """Makes it lasting."""
        try:
            self.connection.commit()
        except self._errors as exc:
            raise self._told(exc) from exc

    def rollback(self) -> None:
        """Undoes it."""
        try:
            self.connection.rollback()
        except self._errors as exc:
            raise self._told(exc) from exc

    def _told(self, exc: Exception) -> Exception:
        if is_duplicate(exc):
            return Duplicate()
        return Overflow() if str(exc) == _OVERFLOW else failure(exc, self._name)
