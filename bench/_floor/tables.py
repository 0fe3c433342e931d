"""The floor's tables, its engine, and its base of so many clients."""

import itertools
import os
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from bench import _dataset as data

PHONE, EMAIL = 1, 2
CHUNK = 5_000
_META = sa.MetaData()


class Iso(sa.TypeDecorator[datetime]):
    """Moments: text on SQLite, whose functions read it, and the server's own type elsewhere."""

    impl = sa.DateTime
    cache_ok = True

    def load_dialect_impl(self, dialect: sa.Dialect) -> sa.types.TypeEngine[Any]:
        """Which of the two."""
        kept: sa.types.TypeEngine[Any] = sa.DateTime(timezone=True)
        return dialect.type_descriptor(sa.Text() if dialect.name == "sqlite" else kept)

    def process_bind_param(self, value: datetime | None, dialect: sa.Dialect) -> object:
        """The text, or the moment as it is."""
        return value.strftime("%Y-%m-%dT%H:%M:%S") if value and dialect.name == "sqlite" else value


def _text(*names: str) -> list[sa.Column[str]]:
    return [
        sa.Column(name, sa.Text().with_variant(sa.Text(collation="C"), "postgresql"))
        for name in names
    ]


def _id(name: str = "id", **how: bool) -> sa.Column[bytes]:
    return sa.Column(name, sa.LargeBinary, primary_key=name == "id", **how)  # type: ignore[arg-type]  # flags


CLIENT = sa.Table(
    "client",
    _META,
    _id(),
    *_text("name", "company", "source"),
    sa.Column("owner", sa.Integer),
    sa.Column("created", Iso),
)
KEY = sa.Table(
    "client_key",
    _META,
    *(
        sa.Column(name, of, primary_key=True)
        for name, of in (
            ("value", sa.Text().with_variant(sa.Text(collation="C"), "postgresql")),
            ("kind", sa.Integer),
        )
    ),
    sa.Column("client", sa.LargeBinary, primary_key=True, index=True),
    sqlite_with_rowid=False,
)
LEAD = sa.Table(
    "lead",
    _META,
    _id(),
    *_text("name", "phone", "email", "company", "source", "status"),
    sa.Column("owner", sa.Integer),
    sa.Column("created", Iso),
    sa.Column("converted", Iso),
    _id("client"),
    _id("deal"),
)
DEAL = sa.Table(
    "deal",
    _META,
    _id(),
    _id("client", index=True),
    *_text("title", "stage", "source", "lost"),
    sa.Column("owner", sa.Integer),
    sa.Column("amount", sa.BigInteger),
    sa.Column("created", Iso),
    sa.Column("closed", Iso),
)
sa.Index("deal_list", DEAL.c.owner, DEAL.c.stage, DEAL.c.amount.desc(), DEAL.c.id.desc())
AUDIT = sa.Table(
    "audit",
    _META,
    _id(),
    _id("entity"),
    sa.Column("at", Iso),
    sa.Column("actor", sa.Integer),
    *_text("field", "old", "new"),
)
sa.Index("audit_of", AUDIT.c.entity, AUDIT.c.at)
CALL = sa.Table("call", _META, _id(), _id("client"), sa.Column("at", Iso), *_text("text"))
sa.Index("call_of_client", CALL.c.client, CALL.c.at.desc())
TASK = sa.Table(
    "task",
    _META,
    _id(),
    _id("client", index=True),
    _id("deal"),
    *_text("title", "status"),
    sa.Column("owner", sa.Integer),
)
REMINDER = sa.Table(
    "reminder",
    _META,
    _id(),
    _id("client"),
    *_text("title"),
    sa.Column("owner", sa.Integer),
    sa.Column("due", Iso),
    sa.Column("fired", Iso),
)
_WAITING = REMINDER.c.fired.is_(None)
sa.Index("waiting", REMINDER.c.due, sqlite_where=_WAITING, postgresql_where=_WAITING)
PLAN = sa.Table(
    "plan",
    _META,
    sa.Column("owner", sa.Integer, primary_key=True),
    sa.Column("month", sa.Text, primary_key=True),
    sa.Column("amount", sa.BigInteger),
)
_PRAGMAS = ("journal_mode=WAL", "synchronous=FULL", "cache_size=-65536", "busy_timeout=10000")


def opened(url: str) -> sa.Engine:
    """The database, set up as one should be; what writes begins so on SQLite."""
    engine = sa.create_engine(url)
    if engine.dialect.name == "sqlite":

        @sa.event.listens_for(engine, "connect")
        def _set_up(connection: object, _record: object) -> None:
            connection.isolation_level = None  # type: ignore[attr-defined]  # sqlite3's own
            for pragma in _PRAGMAS:
                connection.execute(f"PRAGMA {pragma}")  # type: ignore[attr-defined]  # sqlite3's own

        @sa.event.listens_for(engine, "begin")
        def _begin(connection: sa.Connection) -> None:
            reads = connection.get_execution_options().get("reads", False)
            connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")

    return engine


def build(url: str, people: int) -> None:
    """The base of so many clients."""
    engine = opened(url)
    _META.create_all(engine)
    with engine.begin() as connection:
        for table, rows in _rows(people):
            while chunk := list(itertools.islice(rows, CHUNK)):
                connection.execute(table.insert(), chunk)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        sqlite = engine.dialect.name == "sqlite"
        connection.exec_driver_sql("ANALYZE" if sqlite else "VACUUM ANALYZE")
    engine.dispose()


def _rows(people: int) -> Iterator[tuple[sa.Table, Iterator[dict[str, object]]]]:
    first = data.DEALS_OF_FIRST
    calls = [*range(people), *([0] * data.CALLS_OF_FIRST)]
    yield CLIENT, (_client(n, data.person(n)) for n in range(people))
    yield (
        KEY,
        (
            key_row(kind, value, base_id(n))
            for n in range(people)
            for kind, value in _keys_of(data.person(n))
        ),
    )
    yield LEAD, (_lead(n, each) for n, each in enumerate(data.leads(people)))
    yield DEAL, (_deal(n, sale) for n, sale in enumerate(data.sales(people)))
    yield CALL, (_call(n, client) for n, client in enumerate(calls))
    yield TASK, (_task(n, 0 if n < first else n) for n in range(people))
    yield REMINDER, (_reminder(n) for n in range(people))
    yield (
        PLAN,
        (
            {"owner": owner, "month": f"{year}-{month:02d}", "amount": data.TARGET}
            for owner in range(1, data.OWNERS + 1)
            for year, month in data.MONTHS
        ),
    )


def _client(number: int, each: data.Person) -> dict[str, object]:
    named = {"name": each.name, "company": each.company, "source": each.source}
    return {"id": base_id(number), **named, "owner": 1, "created": data.START}


def _keys_of(each: data.Person) -> list[tuple[int, str]]:
    return [*((PHONE, phone) for phone in each.phones), (EMAIL, each.email)]


def key_row(kind: int, value: str, client: bytes) -> dict[str, object]:
    """One key that leads to a client."""
    return {"kind": kind, "value": value, "client": client}


def _lead(number: int, each: data.Asking) -> dict[str, object]:
    named = {"name": each.name, "phone": each.phone, "email": each.email, "source": each.source}
    converted = {"status": "converted" if each.converted else "new", "converted": each.converted}
    led = {"client": base_id(number), "deal": base_id(number)} if each.converted else {}
    ids = {"client": None, "deal": None, **led}
    return {
        "id": base_id(number),
        **named,
        "owner": each.owner,
        "created": each.created,
        **converted,
        **ids,
    }


def _deal(number: int, sale: data.Sale) -> dict[str, object]:
    named = {"id": base_id(number), "client": base_id(sale.client), "title": f"Сделка {number}"}
    figures = {"owner": sale.owner, "stage": sale.stage, "amount": sale.amount}
    ends = {"created": sale.created, "closed": sale.closed, "lost": sale.lost}
    return {**named, **figures, **ends, "source": sale.source}


def _call(number: int, client: int) -> dict[str, object]:
    at = data.START + timedelta(seconds=number)
    return {"id": base_id(number), "client": base_id(client), "at": at, "text": "О доставке"}


def _task(number: int, client: int) -> dict[str, object]:
    named = {"id": base_id(number), "client": base_id(client), "title": f"Перезвонить {number}"}
    return {**named, "deal": None, "status": "open", "owner": 1 + number % data.OWNERS}


def _reminder(number: int) -> dict[str, object]:
    named = {"id": base_id(number), "client": base_id(number), "title": f"Напомнить {number}"}
    owner = 1 + number % data.OWNERS
    return {**named, "owner": owner, "due": data.due(number), "fired": None}


def base_id(number: int) -> bytes:
    """The id of a row of the base."""
    return number.to_bytes(16, "big")


_FRESH = itertools.count(int.from_bytes(b"\x7f" + os.urandom(7) + bytes(8), "big"))


def fresh_id() -> bytes:
    """The id of a new row, greater than all before."""
    return next(_FRESH).to_bytes(16, "big")
