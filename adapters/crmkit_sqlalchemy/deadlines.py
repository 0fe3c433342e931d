"""How long a database server is waited for: no call hangs, whatever becomes of the network."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy import URL, Dialect, Engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.pool import ConnectionPoolEntry

from crmkit.errors import AdapterError

if TYPE_CHECKING:
    from psycopg.abc import PQGen

RV = TypeVar("RV")
CONNECT = "connect_timeout"
ANSWER = "read_timeout"
ANSWER_SECONDS = 60
"""How long the answer to one statement may take to arrive, unless the URL says otherwise."""

_MYSQL = {CONNECT: 10, ANSWER: ANSWER_SECONDS, "write_timeout": 30}
_DEFAULTS: Mapping[str, Mapping[str, int]] = {
    "postgresql": {
        CONNECT: 10,
        "keepalives_idle": 30,
        "keepalives_interval": 10,
        "keepalives_count": 3,
        "tcp_user_timeout": 30_000,
    },
    "mysql": _MYSQL,
    "mariadb": _MYSQL,
}


def deadlines(address: URL) -> dict[str, int]:
    """The limits of the waits for a server that the address does not name itself."""
    known = _DEFAULTS.get(address.get_backend_name(), {})
    return {key: value for key, value in known.items() if key not in address.query}


def answer_limit(address: URL) -> float:
    """The seconds that the address allows an answer to take."""
    given = address.query.get(ANSWER, str(ANSWER_SECONDS))
    try:
        return float(given)  # type: ignore[arg-type]  # a tuple is refused like other nonsense
    except (TypeError, ValueError) as exc:
        message = f"{ANSWER} is a number of seconds"
        raise AdapterError(message, where="url", hint=f"for example ?{ANSWER}=60") from exc


def limit_answers(engine: Engine, seconds: float) -> None:
    """Lets psycopg, which waits for an answer for ever, give up after so many seconds."""
    from psycopg import Connection  # noqa: PLC0415 - an extra brings it

    class Impatient(Connection[Any]):
        """A connection whose every wait for the server ends."""

        def wait(self, gen: "PQGen[RV]", interval: float = 0.1, timeout: float | None = None) -> RV:
            return super().wait(gen, interval, seconds if timeout is None else timeout)

    @event.listens_for(engine, "do_connect")
    def connect(
        _dialect: Dialect,
        _entry: ConnectionPoolEntry,
        args: tuple[str, ...],
        settings: dict[str, Any],
    ) -> DBAPIConnection:
        made: Any = Impatient.connect(*args, **settings)  # a DBAPI connection, if not by its types
        return made  # type: ignore[no-any-return]  # as the line above says
