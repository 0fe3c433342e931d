"""Opening a storage: by a URL, on the host's engine, or inside the host's transaction."""

from collections.abc import Callable, Mapping

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import ArgumentError, NoSuchModuleError
from sqlalchemy.pool import ConnectionPoolEntry

from crmkit.errors import AdapterError
from crmkit_sqlalchemy.claiming import demand_claims
from crmkit_sqlalchemy.deadlines import ANSWER, answer_limit, deadlines, limit_answers
from crmkit_sqlalchemy.dialects import database_of
from crmkit_sqlalchemy.doors import Door, EngineDoor, HostDoor
from crmkit_sqlalchemy.maintenance import (
    SqlMaintenance,
    begin,
    chained,
    is_current,
    is_empty,
    pending,
    upgrade,
)
from crmkit_sqlalchemy.policies import spoken_to
from crmkit_sqlalchemy.storage import SqlStorage
from crmkit_sqlalchemy.tripwire import guard

_SQLITE = (
    "PRAGMA busy_timeout = 5000",
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    "PRAGMA secure_delete = ON",  # what is erased is overwritten in the file
    "PRAGMA foreign_keys = ON",
    "PRAGMA cache_size = -32768",
)
_EXTRAS: Mapping[str, str] = {
    "sqlite": "sql",
    "postgresql": "postgres",
    "mysql": "mysql",
    "mariadb": "mysql",
}
_MYSQL = frozenset({"mysql", "mariadb"})
# Else PostgreSQL would wait for a lock for ever, even for one of its own thread.
_PATIENCE = {
    "postgresql": "SET lock_timeout = '5s'",
    "mysql": "SET innodb_lock_wait_timeout = 5",
    "mariadb": "SET innodb_lock_wait_timeout = 5",
}
_A_DAY = "86400"
_SETTINGS = frozenset({"url", "tenant"})


def open_storage(where: str | Engine | Connection, *, tenant: int = 0) -> SqlStorage:
    """Opens the storage of one tenant.

    ``where`` is a URL, the host's engine, or a connection of the host's: then every unit of work
    is part of the host's transaction, and what the host rolls back leaves no trace. An empty
    SQLite database at a URL gets its tables at once; any other is brought up to date by
    ``crmkit db upgrade`` or `upgrade`. Raises AdapterError saying so when that was not done.
    """
    if isinstance(where, Connection):
        demand_claims(where, database_of(where.dialect))
        _demand_tables(where, "the host's database")
        return SqlStorage(HostDoor(where, spoken_to(where, tenant)), tenant=tenant)
    if isinstance(where, Engine):
        return SqlStorage(_door(where, tenant, owned=False), tenant=tenant)
    engine = engine_for(where)
    try:
        return SqlStorage(_door(engine, tenant, owned=True), tenant=tenant)
    except BaseException:
        engine.dispose()
        raise


def engine_for(url: str) -> Engine:
    """An engine of crmkit's own, set up for safety and with the tripwire on."""
    address = _address(url)
    seconds = answer_limit(address)
    if address.get_backend_name() == "postgresql":
        address = address.difference_update_query([ANSWER])
    try:
        engine = create_engine(
            address, pool_size=8, max_overflow=64, connect_args=deadlines(address)
        )
    except ModuleNotFoundError as exc:
        message = f"the driver {exc.name!r} is not installed"
        hint = f"pip install 'crmkit[{_EXTRAS[address.get_backend_name()]}]'"
        raise AdapterError(message, where="url", hint=hint) from exc
    except NoSuchModuleError as exc:
        message = f"there is no driver {address.get_driver_name()[:60]!r}"
        raise AdapterError(message, where="url", hint="leave the driver out of the URL") from exc
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _set_up)
    else:
        event.listen(engine, "connect", _saying(_PATIENCE[engine.dialect.name]))
    if engine.dialect.driver == "psycopg":
        limit_answers(engine, seconds)
    guard(engine)
    return engine


def _address(url: str) -> URL:
    try:
        address = make_url(url)
        name = address.get_backend_name()
    except ArgumentError as exc:
        message = "not a database URL"
        raise AdapterError(message, where="url", hint="for example sqlite:///shop.db") from exc
    if name not in _EXTRAS:
        message = f"crmkit keeps no records in {name[:60]!r}"
        raise AdapterError(message, where="url", hint=f"use one of: {', '.join(_EXTRAS)}")
    if name == "sqlite" and (not address.database or ":memory:" in address.database):
        message = "SQLite needs a file: in memory each thread would have a database of its own"
        raise AdapterError(message, where="url", hint="sqlite:///shop.db, or memory:")
    # The driver that crmkit's extra installs, where SQLAlchemy would take another one.
    return address.set(drivername=f"{name}+pymysql") if address.drivername in _MYSQL else address


def storage_of(settings: Mapping[str, object]) -> SqlStorage:
    """The storage as a plugin's settings say it: ``url`` and ``tenant``."""
    url, tenant = _settled(settings)
    return open_storage(url, tenant=tenant)


def maintenance_of(settings: Mapping[str, object]) -> SqlMaintenance:
    """The maintenance of the tables at the ``url`` of the settings."""
    address = _address(_settled(settings)[0])
    if address.get_backend_name() != "sqlite" and ANSWER not in address.query:
        address = address.update_query_dict({ANSWER: _A_DAY})  # an index takes as long as it takes
    return SqlMaintenance(engine_for(address.render_as_string(hide_password=False)))


def _door(engine: Engine, tenant: int, *, owned: bool) -> Door:
    with chained(engine), engine.connect() as connection:
        demand_claims(connection, database_of(engine.dialect))
        if owned and engine.dialect.name == "sqlite" and is_empty(connection):
            connection.rollback()
            begin(connection)
            upgrade(connection)
            connection.commit()
        else:
            _demand_tables(connection, engine.url.render_as_string(hide_password=True))
        database = spoken_to(connection, tenant)
    return EngineDoor(engine, database, owned=owned)


def _demand_tables(connection: Connection, name: str) -> None:
    if not is_current(connection):
        missing = pending(connection)
        message = f"the tables are not up to date: {', '.join(missing)} is pending"
        hint = "crmkit db upgrade --db URL, or crmkit_sqlalchemy.upgrade(connection)"
        raise AdapterError(message, where=name, hint=hint)


def _settled(settings: Mapping[str, object]) -> tuple[str, int]:
    unknown = set(settings) - _SETTINGS
    url, tenant = settings.get("url"), settings.get("tenant", 0)
    if unknown or not isinstance(url, str) or not isinstance(tenant, int):
        wrong = min(unknown) if unknown else "tenant" if isinstance(url, str) else "url"
        message = "the setting is unknown or of a wrong type"
        raise AdapterError(message, where=wrong, hint="url is text, tenant a whole number")
    return url, tenant


def _set_up(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in _SQLITE:
        cursor.execute(pragma)
    cursor.close()


def _saying(statement: str) -> Callable[[DBAPIConnection, ConnectionPoolEntry], None]:
    def say(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
        cursor = connection.cursor()
        cursor.execute(statement)
        cursor.close()
        connection.commit()

    return say
