"""The tripwire: no statement reaches crmkit's tables past crmkit.

crmkit's own statements run on the driver's cursor, with the actor's scope in them. Anything that
comes through SQLAlchemy and names a table of crmkit's did not, whether it is text, an expression
or ORM, and is refused. It guards against mistakes; a program that opens the driver itself goes
round it.
"""

import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine, event

from crmkit.errors import NotAllowed
from crmkit_sqlalchemy.tables import PREFIX

_MENTION = re.compile(rf"\b{PREFIX}\w+", re.IGNORECASE)
_LIFTED = "crmkit_unguarded"
_log = logging.getLogger("crmkit.sqlalchemy")


def guard(engine: Engine) -> None:
    """Sets the tripwire on an engine; twice is once."""
    if not event.contains(engine, "before_cursor_execute", _refuse):
        event.listen(engine, "before_cursor_execute", _refuse)


@contextmanager
def unguarded(connection: Connection, reason: str) -> Iterator[None]:
    """Lets statements of one connection through, for a reason that is written to the log."""
    _log.info("the tripwire is lifted for one connection: %s", reason)
    outer = connection.info.get(_LIFTED)
    connection.info[_LIFTED] = reason
    try:
        yield
    finally:
        connection.info[_LIFTED] = outer


def _refuse(connection: Connection, _cursor: object, statement: str, *_more: object) -> None:
    table = _MENTION.search(statement)
    if table is not None and connection.info.get(_LIFTED) is None:
        message = "a statement past crmkit names one of its tables"
        hint = "ask through crm.work(actor), or lift the tripwire by unguarded(connection, reason)"
        raise NotAllowed(message, where=table.group(), hint=hint)
