"""What clients are recognised by: a profile a client, and a row for each key that a client has."""

from collections.abc import Container, Iterator, Mapping, Sequence
from itertools import repeat
from json import dumps
from typing import TypeVar

from attrs import frozen
from sqlalchemy import (
    BigInteger,
    ClauseElement,
    TableValuedAlias,
    and_,
    cast,
    column,
    delete,
    func,
    literal_column,
    select,
    union_all,
)
from sqlalchemy.dialects import mysql, postgresql, sqlite

from crmkit.ids import ID_BYTES, ContactId, Id
from crmkit.ports.storage import Identity
from crmkit_sqlalchemy.building import Row
from crmkit_sqlalchemy.dialects import Database, MariaDb, PostgreSql
from crmkit_sqlalchemy.kinds import Kinds
from crmkit_sqlalchemy.shapes import TENANT
from crmkit_sqlalchemy.sources import parameter, parameters
from crmkit_sqlalchemy.statements import Statement
from crmkit_sqlalchemy.tables import IDENTITY, IDENTITY_KEY, metadata
from crmkit_sqlalchemy.turns import Turn
from crmkit_sqlalchemy.types import IDENT

_KEYS, _OTHERS, _LAST = 1, 2, 3
_MOST, _FIRST_KEY = 1, 2
_LAST_ID = Id(b"\xff" * ID_BYTES)
_AT_ONCE = 8_192
_BRANCHES = 256
_MANY = 100
"""So many new rows are worth a way of their own, where the database has one."""

T = TypeVar("T")
Rows = Sequence[Sequence[object]]
Keyed = Sequence[tuple[object, Identity]]
"""Identities, each with what the database knows its client by."""


@frozen
class Sharing:
    """The first few clients who have each of the keys in a list."""


@frozen
class SharingOneByOne:
    """The same for so many keys, each in a branch of its own."""

    count: int


@frozen
class Profiles:
    """The profiles of so many clients."""

    count: int


@frozen
class Putting:
    """A row in one of the tables, whether or not it is there."""

    table: str


@frozen
class Dropping:
    """A row in one of the tables, found by its whole key."""

    table: str


def sharing(
    turn: Turn, kinds: Kinds, asked: tuple[int, Sequence[int], int]
) -> Mapping[int, tuple[ContactId, ...]]:
    """The first so many clients of a tenant who have each of the keys."""
    tenant, keys, most = asked
    listed = [*dict.fromkeys(keys)]
    read = kinds.database.id_decoder(ContactId)
    found: dict[int, list[ContactId]] = {}
    for key, contact in _sharers(turn, kinds, (tenant, listed, most)) if listed else ():
        if contact is not None:
            found.setdefault(key, []).append(read(contact))
    return {key: tuple(sorted({*contacts})) for key, contacts in found.items()}


def _sharers(turn: Turn, kinds: Kinds, asked: tuple[int, Sequence[int], int]) -> Iterator[Row]:
    tenant, keys, most = asked
    if isinstance(kinds.database, MariaDb):
        for count, part in _padded(keys, _BRANCHES):
            statement = kinds.statements.of(SharingOneByOne(count), _sharing_one_by_one)
            yield from turn.rows(statement, [tenant, most, *part])
        return
    given = keys if isinstance(kinds.database, PostgreSql) else dumps(keys)
    statement = kinds.statements.of(Sharing(), _sharing)
    yield from turn.rows(statement, [tenant, given, most - 1, kinds.key(_LAST_ID)])


def profiles(
    turn: Turn, kinds: Kinds, asked: tuple[int, Sequence[ContactId]]
) -> Mapping[ContactId, bytes]:
    """The profiles of these clients of a tenant."""
    tenant, contacts = asked
    read = kinds.database.id_decoder(ContactId)
    found: dict[ContactId, bytes] = {}
    for count, part in _padded([*map(kinds.key, contacts)], _AT_ONCE):
        statement = kinds.statements.of(Profiles(count), _profiles)
        for contact, profile in turn.rows(statement, [tenant, *part]):
            found[read(contact)] = bytes(profile)
    return found


def _padded(values: Sequence[T], most: int) -> Iterator[tuple[int, list[T]]]:
    """The values in parts, the last one repeated to a power of two: a few lengths serve all."""
    for at in range(0, len(values), most):
        part = values[at : at + most]
        count = 1 << (len(part) - 1).bit_length()
        yield count, [*part, *repeat(part[-1], count - len(part))]


def keep(turn: Turn, kinds: Kinds, stated: tuple[int, Sequence[Identity], Container[Id]]) -> None:
    """Stores identities of a tenant; the clients named last had none before."""
    tenant, identities, new = stated
    keyed = [(kinds.key(each.contact_id), each) for each in identities]
    dropped = [[tenant, key, contact] for contact, each in keyed for key in each.dropped]
    gone = [[tenant, contact] for contact, each in keyed if not each.profile]
    _execute(turn, kinds.statements.of(Dropping(IDENTITY_KEY), _dropping), dropped)
    _execute(turn, kinds.statements.of(Dropping(IDENTITY), _dropping), gone)
    fresh = [each for each in keyed if each[1].contact_id in new]
    if len(fresh) >= _MANY and _are_copied(turn, kinds, tenant, fresh):
        keyed = [each for each in keyed if each[1].contact_id not in new]
    for table, rows in _rows(tenant, keyed):
        _execute(turn, kinds.statements.of(Putting(table), _putting), rows)


def _execute(turn: Turn, statement: Statement, rows: Rows) -> None:
    if rows:
        turn.many(statement.text, statement.all(rows))


def _rows(tenant: int, keyed: Keyed) -> Sequence[tuple[str, Rows]]:
    return (
        (IDENTITY_KEY, [[tenant, key, contact] for contact, each in keyed for key in each.keys]),
        (IDENTITY, [[tenant, contact, each.profile] for contact, each in keyed if each.profile]),
    )


def _are_copied(turn: Turn, kinds: Kinds, tenant: int, keyed: Keyed) -> bool:
    """Takes the new ones in at once, where the database has such a way."""
    for table, rows in _rows(tenant, keyed):
        target = metadata().tables[table]
        text = kinds.database.bulk(target, [*target.columns.keys()])
        if text is None:
            return False
        turn.copy(text, rows)
    return True


def _sharing(_shape: Sharing, database: Database) -> ClauseElement:
    """Of each key the rows up to the last one wanted, so that no more of them are read."""
    asked = _listed(database)
    held = metadata().tables[IDENTITY_KEY].alias("t0")
    bound = metadata().tables[IDENTITY_KEY].alias("t1")
    last = (
        select(bound.c.contact_id)
        .where(bound.c.tenant == parameter(TENANT), bound.c.key == asked.c.value)
        .order_by(bound.c.contact_id)
        .limit(literal_column("1"))
        .offset(parameter(_OTHERS))
        .scalar_subquery()
    )
    # An outer join is carried out in this order everywhere: from the keys to those who have them.
    rows = asked.outerjoin(
        held,
        and_(
            held.c.tenant == parameter(TENANT),
            held.c.key == asked.c.value,
            held.c.contact_id <= func.coalesce(last, parameter(_LAST, IDENT)),
        ),
    )
    return select(asked.c.value, held.c.contact_id).select_from(rows)


def _listed(database: Database) -> TableValuedAlias:
    """The keys asked for, as a table of one column."""
    value = column("value", BigInteger)
    if isinstance(database, PostgreSql):
        keys = postgresql.ARRAY(BigInteger)
        return func.unnest(cast(parameter(_KEYS, keys), keys)).table_valued(value).render_derived()
    return func.json_each(parameter(_KEYS)).table_valued(value)


def _sharing_one_by_one(shape: SharingOneByOne, _database: Database) -> ClauseElement:
    """MariaDB would read every sharer: the bound of another query is none to its optimiser."""
    held = metadata().tables[IDENTITY_KEY]
    branches = (
        select(held.c.key, held.c.contact_id)
        .where(held.c.tenant == parameter(TENANT), held.c.key == parameter(_FIRST_KEY + nth))
        .order_by(held.c.contact_id)
        .limit(parameter(_MOST))
        for nth in range(shape.count)
    )
    return union_all(*branches)


def _profiles(shape: Profiles, _database: Database) -> ClauseElement:
    held = metadata().tables[IDENTITY].alias("t0")
    return select(held.c.contact_id, held.c.profile).where(
        held.c.tenant == parameter(TENANT),
        held.c.contact_id.in_(parameters(1, shape.count, IDENT)),
    )


def _putting(shape: Putting, database: Database) -> ClauseElement:
    target = metadata().tables[shape.table]
    values = {each.name: parameter(nth, each.type) for nth, each in enumerate(target.columns)}
    key = [each.name for each in target.primary_key]
    others = [name for name in values if name not in key]
    if isinstance(database, MariaDb):
        said = mysql.insert(target).values(values)
        return said.on_duplicate_key_update(
            {name: said.inserted[name] for name in others or key[1:]}
        )
    make = postgresql.insert if isinstance(database, PostgreSql) else sqlite.insert
    row = make(target).values(values)
    if not others:
        return row.on_conflict_do_nothing(index_elements=key)
    kept = {name: row.excluded[name] for name in others}
    return row.on_conflict_do_update(index_elements=key, set_=kept)


def _dropping(shape: Dropping, _database: Database) -> ClauseElement:
    target = metadata().tables[shape.table]
    key = enumerate(target.primary_key)
    return delete(target).where(*(each == parameter(nth, each.type) for nth, each in key))
