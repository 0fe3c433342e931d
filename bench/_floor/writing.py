"""The floor's writing work: W1 import, W2 leads, W3 conversions, W7 reminders."""

import csv
import itertools
from collections.abc import Iterator, Sequence
from pathlib import Path

import phonenumbers
import sqlalchemy as sa

from bench import _dataset as data
from bench._floor.tables import (
    AUDIT,
    CHUNK,
    CLIENT,
    DEAL,
    EMAIL,
    KEY,
    LEAD,
    PHONE,
    REMINDER,
    TASK,
    fresh_id,
    key_row,
)

KEYS_AT_ONCE, BATCH = 500, 100
_FIND = sa.select(KEY.c.kind, KEY.c.value, KEY.c.client).where(
    KEY.c.value.in_(sa.bindparam("values", expanding=True))
)
_Row = tuple[str, str, str, list[tuple[int, str]]]


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
                    hit = fresh_id()
                    named = {"id": hit, "name": name, "company": company, "source": source}
                    clients.append({**named, "owner": 1, "created": data.NOW})
                    new += 1
                else:
                    known += 1
                for key in row_keys:
                    if key not in found:
                        found[key] = hit
                        keys.append(key_row(*key, hit))
            connection.execute(CLIENT.insert(), clients)
            connection.execute(KEY.insert(), keys)
    return new, known


def _read(path: Path) -> Iterator[list[_Row]]:
    with path.open(newline="", encoding="utf-8") as file:
        rows = csv.reader(file)
        next(rows)
        while chunk := list(itertools.islice(rows, CHUNK)):
            yield [(r[0], r[4], r[5], _row_keys(r)) for r in chunk]


def _row_keys(row: list[str]) -> list[tuple[int, str]]:
    phones = [(PHONE, _phone(raw)) for raw in row[1:3] if raw]
    return [*phones, (EMAIL, _email(row[3]))]


def _phone(raw: str) -> str:
    number = phonenumbers.parse(raw, "RU")
    if not phonenumbers.is_possible_number(number):
        raise ValueError(raw)
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def _email(raw: str) -> str:
    return raw.strip().casefold()


def _look_up(connection: sa.Connection, values: list[str]) -> dict[tuple[int, str], bytes]:
    found: dict[tuple[int, str], bytes] = {}
    for start in range(0, len(values), KEYS_AT_ONCE):
        part = values[start : start + KEYS_AT_ONCE]
        for kind, value, client in connection.execute(_FIND, {"values": part}):
            found[kind, value] = client
    return found


_EITHER = (
    sa.select(KEY.c.client)
    .where(
        sa.or_(
            sa.and_(KEY.c.value == sa.bindparam("phone"), KEY.c.kind == PHONE),
            sa.and_(KEY.c.value == sa.bindparam("email"), KEY.c.kind == EMAIL),
        )
    )
    .limit(1)
)
_NEW_LEAD, _NEW_AUDIT, _NEW_TASK = LEAD.insert(), AUDIT.insert(), TASK.insert()
_NEW_CLIENT, _NEW_KEY, _NEW_DEAL = CLIENT.insert(), KEY.insert(), DEAL.insert()


def take_lead(engine: sa.Engine, each: data.Asking) -> bool:
    """W2: one lead in a transaction of its own; whether the client is known."""
    phone, email = _phone(each.phone), _email(each.email)
    with engine.begin() as connection:
        client = connection.execute(_EITHER, {"phone": phone, "email": email}).scalar()
        key = fresh_id()
        named = {"id": key, "name": each.name, "phone": phone, "email": email}
        more = {"company": None, "source": each.source, "owner": 1, "status": "new"}
        row = {**named, **more, "created": data.NOW, "client": client}
        connection.execute(_NEW_LEAD, row)
        connection.execute(_NEW_AUDIT, _audited(key, "status", None, "new"))
    return client is not None


def open_leads(engine: sa.Engine, count: int) -> Sequence[bytes]:
    """The ids of the youngest open leads."""
    asked = sa.select(LEAD.c.id).where(LEAD.c.status == "new").order_by(LEAD.c.id.desc())
    with engine.connect() as connection:
        return connection.execute(asked.limit(count)).scalars().all()


_KEY: sa.BindParameter[bytes] = sa.bindparam("key")
_LEAD = sa.select(LEAD).where(LEAD.c.id == _KEY).with_for_update()
_DEAL = sa.select(DEAL.c.stage, DEAL.c.owner, DEAL.c.client).where(DEAL.c.id == _KEY)
_DEAL = _DEAL.with_for_update()
_CONVERTED = LEAD.update().where(LEAD.c.id == _KEY)
_CONVERTED = _CONVERTED.values(
    status="converted",
    converted=sa.bindparam("at"),
    client=sa.bindparam("led_to"),
    deal=sa.bindparam("made"),
)
_MOVED = DEAL.update().where(DEAL.c.id == _KEY)
_MOVED = _MOVED.values(stage=sa.bindparam("to"), closed=sa.bindparam("at"))


def win(engine: sa.Engine, lead: bytes) -> None:
    """W3: converts a lead and moves its deal to «won», in five transactions."""
    deal = _convert(engine, lead)
    for stage in data.MOVES:
        _move(engine, deal, stage)


def _convert(engine: sa.Engine, lead: bytes) -> bytes:
    deal = fresh_id()
    with engine.begin() as connection:
        found = connection.execute(_LEAD, {"key": lead}).one()
        assert found.status == "new"
        client = found.client
        if client is None:
            client = fresh_id()
            named = {"id": client, "name": found.name, "company": None, "source": found.source}
            connection.execute(_NEW_CLIENT, {**named, "owner": found.owner, "created": data.NOW})
            keys = ((PHONE, found.phone), (EMAIL, found.email))
            connection.execute(_NEW_KEY, [key_row(*key, client) for key in keys])
        made = {"id": deal, "client": client, "title": found.name, "owner": found.owner}
        more = {"stage": "new", "amount": 100_000, "source": found.source, "created": data.NOW}
        connection.execute(_NEW_DEAL, {**made, **more})
        led = {"key": lead, "at": data.NOW, "led_to": client, "made": deal}
        connection.execute(_CONVERTED, led)
        audited = [
            _audited(lead, "status", "new", "converted"),
            _audited(deal, "stage", None, "new"),
        ]
        connection.execute(_NEW_AUDIT, audited)
    return deal


def _move(engine: sa.Engine, deal: bytes, stage: str) -> None:
    with engine.begin() as connection:
        before, owner, client = connection.execute(_DEAL, {"key": deal}).one()
        at = data.NOW if stage == "won" else None
        connection.execute(_MOVED, {"key": deal, "to": stage, "at": at})
        connection.execute(_NEW_AUDIT, _audited(deal, "stage", before, stage))
        task = {"id": fresh_id(), "client": client, "deal": deal, "owner": owner}
        connection.execute(_NEW_TASK, {**task, "title": f"После {stage}", "status": "open"})


def _audited(entity: bytes, name: str, old: str | None, new: str) -> dict[str, object]:
    said = {"id": fresh_id(), "entity": entity, "at": data.NOW, "actor": 1}
    return {**said, "field": name, "old": old, "new": new}


_DUE = (
    sa.select(REMINDER.c.id, REMINDER.c.client, REMINDER.c.owner, REMINDER.c.title)
    .where(REMINDER.c.fired.is_(None), REMINDER.c.due <= sa.bindparam("at"))
    .order_by(REMINDER.c.due)
    .limit(BATCH)
    .with_for_update(skip_locked=True)
)
_FIRED = REMINDER.update().values(fired=sa.bindparam("at"))
_FIRED = _FIRED.where(REMINDER.c.id.in_(sa.bindparam("keys", expanding=True)))


def sweep(engine: sa.Engine) -> int:
    """W7: how many due reminders were handed over and marked, in batches of a hundred."""
    fired = 0
    while True:
        with engine.begin() as connection:
            rows = connection.execute(_DUE, {"at": data.NOW}).all()
            if not rows:
                return fired
            connection.execute(_FIRED, {"at": data.NOW, "keys": [row.id for row in rows]})
        fired += len(rows)


def outcome(engine: sa.Engine) -> tuple[int, int]:
    """How many leads are converted, and how many tasks there are."""
    converted = sa.select(sa.func.count()).where(LEAD.c.status == "converted")
    with engine.connect() as connection:
        tasks = connection.execute(sa.select(sa.func.count()).select_from(TASK)).scalar_one()
        return connection.execute(converted).scalar_one(), tasks
