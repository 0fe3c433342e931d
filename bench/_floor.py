"""The floor: the same work written by hand in SQLAlchemy Core on SQLite, as fast as is sensible.

It keeps no journal, knows no rights and has one table per thing; whoever needs only this much can
have it at this price. Indexes, set-wise look-ups, executemany and keyset cursors are as they should
be.
"""

import csv
import itertools
import os
from collections.abc import Iterator, Sequence
from pathlib import Path

import phonenumbers
import sqlalchemy as sa

from bench import _dataset as data

_META = sa.MetaData()
CLIENT = sa.Table(
    "client",
    _META,
    sa.Column("id", sa.LargeBinary, primary_key=True),
    *(sa.Column(name, sa.Text) for name in ("name", "company", "source")),
    sa.Column("owner", sa.Integer),
    sa.Column("created", sa.BigInteger),
)
KEY = sa.Table(
    "client_key",
    _META,
    sa.Column("value", sa.Text, primary_key=True),
    sa.Column("kind", sa.Integer, primary_key=True),
    sa.Column("client", sa.LargeBinary, primary_key=True, index=True),
    sqlite_with_rowid=False,
)
DEAL = sa.Table(
    "deal",
    _META,
    sa.Column("id", sa.LargeBinary, primary_key=True),
    sa.Column("client", sa.LargeBinary, index=True),
    sa.Column("title", sa.Text),
    sa.Column("owner", sa.Integer),
    sa.Column("stage", sa.Text),
    sa.Column("amount", sa.BigInteger),
    sa.Column("created", sa.BigInteger),
)
sa.Index("deal_list", DEAL.c.owner, DEAL.c.stage, DEAL.c.amount.desc(), DEAL.c.id.desc())
CALL = sa.Table(
    "call",
    _META,
    sa.Column("id", sa.LargeBinary, primary_key=True),
    sa.Column("client", sa.LargeBinary),
    sa.Column("at", sa.BigInteger),
    sa.Column("text", sa.Text),
)
sa.Index("call_of_client", CALL.c.client, CALL.c.at.desc())
TASK = sa.Table(
    "task",
    _META,
    sa.Column("id", sa.LargeBinary, primary_key=True),
    sa.Column("client", sa.LargeBinary, index=True),
    *(sa.Column(name, sa.Text) for name in ("title", "status")),
    sa.Column("owner", sa.Integer),
)
PHONE, EMAIL = 1, 2
CHUNK, KEYS_AT_ONCE, MANAGER = 5_000, 500, 3


def opened(path: Path) -> sa.Engine:
    """The database, set up as an embedded one should be."""
    engine = sa.create_engine(f"sqlite:///{path}")

    @sa.event.listens_for(engine, "connect")
    def _set_up(connection: object, _record: object) -> None:
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "cache_size=-65536"):
            connection.execute(f"PRAGMA {pragma}")  # type: ignore[attr-defined]  # sqlite3's own

    return engine


def build(path: Path, people: int) -> None:
    """The base of so many clients."""
    engine = opened(path)
    _META.create_all(engine)
    keys = [_id(number) for number in range(people)]
    with engine.begin() as connection:
        for part in _parts(people):
            persons = [(number, data.person(number)) for number in part]
            connection.execute(CLIENT.insert(), [_client(keys[n], each) for n, each in persons])
            found = [(k, v, keys[n]) for n, p in persons for k, v in _keys_of(p)]
            connection.execute(KEY.insert(), [_key_row(*row) for row in found])
        rows = [_deal(number, sale, keys) for number, sale in enumerate(data.sales(people))]
        connection.execute(DEAL.insert(), rows)
        calls = [*range(people), *([0] * data.CALLS_OF_FIRST)]
        connection.execute(CALL.insert(), [_call(n, keys[c]) for n, c in enumerate(calls)])
        tasks = [_task(n, keys[0 if n < data.DEALS_OF_FIRST else n]) for n in range(people)]
        connection.execute(TASK.insert(), tasks)
    with engine.begin() as connection:
        connection.exec_driver_sql("ANALYZE")
    engine.dispose()


def import_file(engine: sa.Engine, path: Path) -> tuple[int, int]:
    """W1: the numbers of new and known people in the file."""
    new = known = 0
    with engine.begin() as connection:
        for chunk in _read(path):
            found = _look_up(connection, [value for row in chunk for _, value in row[3]])
            clients, keys = [], []
            for name, company, source, row_keys in chunk:
                hit = next((found[key] for key in row_keys if key in found), None)
                if hit is None:
                    hit = _fresh_id()
                    clients.append(
                        {"id": hit, "name": name, "company": company, "source": source}
                        | {"owner": 1, "created": 0}
                    )
                    new += 1
                else:
                    known += 1
                for key in row_keys:
                    if key not in found:
                        found[key] = hit
                        keys.append(_key_row(*key, hit))
            connection.execute(CLIENT.insert(), clients)
            connection.execute(KEY.insert(), keys)
    return new, known


def _read(path: Path) -> Iterator[list[tuple[str, str, str, list[tuple[int, str]]]]]:
    with path.open(newline="", encoding="utf-8") as file:
        rows = csv.reader(file)
        next(rows)
        while chunk := list(itertools.islice(rows, CHUNK)):
            yield [(r[0], r[4], r[5], _row_keys(r)) for r in chunk]


def _row_keys(row: list[str]) -> list[tuple[int, str]]:
    phones = [(PHONE, _phone(raw)) for raw in row[1:3] if raw]
    return [*phones, (EMAIL, row[3].strip().casefold())]


def _phone(raw: str) -> str:
    number = phonenumbers.parse(raw, "RU")
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


_FIND = sa.select(KEY.c.kind, KEY.c.value, KEY.c.client).where(
    KEY.c.value.in_(sa.bindparam("values", expanding=True))
)


def _look_up(connection: sa.Connection, values: list[str]) -> dict[tuple[int, str], bytes]:
    found: dict[tuple[int, str], bytes] = {}
    for start in range(0, len(values), KEYS_AT_ONCE):
        part = values[start : start + KEYS_AT_ONCE]
        for kind, value, client in connection.execute(_FIND, {"values": part}):
            found[kind, value] = client
    return found


_LISTED = (DEAL.c.id, DEAL.c.title, DEAL.c.amount, DEAL.c.created, CLIENT.c.name)
_PAGE = (
    sa.select(*_LISTED)
    .join(CLIENT, CLIENT.c.id == DEAL.c.client)
    .where(DEAL.c.owner == MANAGER, DEAL.c.stage == "negotiation")
    .order_by(DEAL.c.amount.desc(), DEAL.c.id.desc())
    .limit(20)
)
_NEXT = _PAGE.where(
    sa.tuple_(DEAL.c.amount, DEAL.c.id) < sa.tuple_(sa.bindparam("amount"), sa.bindparam("id"))
)


def page(engine: sa.Engine, after: tuple[int, bytes] | None = None) -> Sequence[object]:
    """W4: a page of the third manager's deals in negotiation, the dearest first."""
    with engine.connect() as connection:
        if after is None:
            return connection.execute(_PAGE).all()
        return connection.execute(_NEXT, {"amount": after[0], "id": after[1]}).all()


def deep_page(engine: sa.Engine, number: int) -> tuple[int, bytes]:
    """The cursor of the page of this number: the last row of the one before."""
    with engine.connect() as connection:
        row = connection.execute(_PAGE.limit(1).offset(20 * (number - 1) - 1)).one()
    return row.amount, row.id


_OF_CLIENT: sa.BindParameter[bytes] = sa.bindparam("client")
_CARD = (
    sa.select(CLIENT).where(CLIENT.c.id == _OF_CLIENT),
    sa.select(KEY.c.kind, KEY.c.value).where(KEY.c.client == _OF_CLIENT),
    sa.select(DEAL).where(DEAL.c.client == _OF_CLIENT),
    sa.select(CALL).where(CALL.c.client == _OF_CLIENT).order_by(CALL.c.at.desc()).limit(50),
    sa.select(TASK).where(TASK.c.client == _OF_CLIENT),
)


def card(engine: sa.Engine) -> list[int]:
    """W5: the card of the first client; how many rows each part has."""
    with engine.connect() as connection:
        return [len(connection.execute(each, {"client": _id(0)}).all()) for each in _CARD]


def _client(key: bytes, each: data.Person) -> dict[str, object]:
    named = {"id": key, "name": each.name, "company": each.company, "source": each.source}
    return {**named, "owner": 1, "created": 0}


def _keys_of(each: data.Person) -> list[tuple[int, str]]:
    return [*((PHONE, phone) for phone in each.phones), (EMAIL, each.email)]


def _key_row(kind: int, value: str, client: bytes) -> dict[str, object]:
    return {"kind": kind, "value": value, "client": client}


def _deal(number: int, sale: data.Sale, keys: list[bytes]) -> dict[str, object]:
    written = {"id": _id(number), "client": keys[sale.client], "title": f"Сделка {number}"}
    figures = {"owner": sale.owner, "stage": sale.stage, "amount": sale.amount}
    return {**written, **figures, "created": int(sale.created.timestamp() * 1e6)}


def _call(number: int, client: bytes) -> dict[str, object]:
    return {"id": _id(number), "client": client, "at": number, "text": "Спрашивал о доставке"}


def _task(number: int, client: bytes) -> dict[str, object]:
    named = {"id": _id(number), "client": client, "title": f"Перезвонить {number}"}
    return {**named, "status": "open", "owner": 1 + number % data.OWNERS}


def _id(number: int) -> bytes:
    return number.to_bytes(16, "big")


_FRESH = itertools.count(int.from_bytes(b"\x7f" + os.urandom(7), "big"))


def _fresh_id() -> bytes:
    return next(_FRESH).to_bytes(16, "big")


def _parts(people: int) -> Iterator[range]:
    return (range(start, min(start + CHUNK, people)) for start in range(0, people, CHUNK))
