"""The tenant in every statement: looked for once, when the statement is compiled.

A statement that forgets the tenant of one of its tables shows a shop the records of another, and
on tables that are distributed by tenant it asks every machine, or is refused. So none is compiled.
"""

from collections.abc import Iterator, Mapping
from itertools import chain
from typing import Any, TypeGuard

from sqlalchemy import (
    Alias,
    BindParameter,
    ClauseElement,
    ColumnClause,
    ColumnElement,
    CompoundSelect,
    Delete,
    FromClause,
    Insert,
    Join,
    Select,
    TableClause,
    Update,
)
from sqlalchemy.sql.elements import (
    AsBoolean,
    BinaryExpression,
    BooleanClauseList,
    False_,
    Grouping,
    True_,
)
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.sql.operators import and_ as both
from sqlalchemy.sql.operators import eq, is_false
from sqlalchemy.sql.visitors import iterate

from crmkit.errors import NotAllowed
from crmkit_sqlalchemy.shapes import TENANT
from crmkit_sqlalchemy.sources import SLOT

COLUMN = "tenant"
VOLATILE = frozenset(
    {
        *("now", "current_timestamp", "current_date", "current_time", "localtime", "sysdate"),
        *("localtimestamp", "clock_timestamp", "statement_timestamp", "transaction_timestamp"),
        *("timeofday", "unixepoch", "strftime", "date", "time", "datetime", "julianday"),
        *("random", "rand", "randomblob", "uuid", "gen_random_uuid", "nextval", "currval"),
        *("last_insert_rowid", "last_insert_id", "pg_sleep", "sleep"),
        *("set_config", "current_setting"),
    }
)
"""Functions that a distributed database refuses in a write, or answers differently on each node."""

_PARAMETER = f"{SLOT}{TENANT}"
Sources = frozenset[FromClause]
_NONE: Sources = frozenset()


def demand_one_tenant(clause: ClauseElement) -> None:
    """Raises NotAllowed, which names the fault, unless the statement is of one tenant."""
    fault = next(faults(clause), None)
    if fault is not None:
        message = f"a statement of the storage {fault}"
        hint = "compare the tenant of each of its tables with slot 0"
        raise NotAllowed(message, where="statement", hint=hint)


def faults(clause: ClauseElement) -> Iterator[str]:
    """What keeps the statement from being one of one tenant, in words."""
    for part in iterate(clause):
        if isinstance(part, FunctionElement) and part.name.lower() in VOLATILE:
            yield f"asks the server for {part.name}()"
    yield from _faults(clause, _NONE)


def _faults(clause: ClauseElement, outer: Sources) -> Iterator[str]:
    match clause:
        case Select():
            yield from _of_select(clause, outer)
        case CompoundSelect():
            for part in clause.selects:
                yield from _faults(part, outer)
        case Insert():
            yield from _of_insert(clause)
        case Update() | Delete():
            yield from _of_change(clause)


def _of_select(query: Select[Any], outer: Sources) -> Iterator[str]:
    """Outer tables are confined where they stand; a join may confine the right side alone."""
    leaves: list[FromClause] = []
    joins = [join for source in query.get_final_froms() for join in _taken_apart(source, leaves)]
    tables = frozenset(leaf for leaf in leaves if _has_tenant(leaf)) - outer
    never = _is_never(query.whereclause)
    confined = tables if never else _confined(query.whereclause, _NONE)
    for join in joins:
        sides = _sides(join)
        never = _is_never(join.onclause)
        confined |= sides if never else _confined(join.onclause, confined) & sides
    yield from (f"reads {_name(table)} of every tenant" for table in tables - confined)
    for leaf in leaves:
        yield from _inside(leaf, _NONE)
    seen = frozenset(leaves) | outer
    tests = (join.onclause for join in joins)
    others = (query._having_criteria, query._order_by_clauses, query._group_by_clauses)  # noqa: SLF001 - Core names them so
    for part in (*query.selected_columns, query.whereclause, *tests, *chain(*others)):
        if part is not None:
            yield from _inside(part, seen)


def _of_insert(clause: Insert) -> Iterator[str]:
    one, several = clause._values, clause._multi_values  # noqa: SLF001 - Core has no other names
    rows: list[Any] = [*chain(*several)] or [one or {}]
    if _has_tenant(clause.table) and not all(map(_is_of_tenant, rows)):
        yield f"adds to {_name(clause.table)} for no tenant"
    for part in iterate(clause):
        changed = getattr(part, "update_values_to_set", None) or getattr(part, "update", None)
        if isinstance(changed, dict) and COLUMN in map(_plain_name, changed):
            yield f"changes the tenant in {_name(clause.table)}"


def _is_of_tenant(row: object) -> bool:
    return isinstance(row, Mapping) and any(
        _plain_name(column) == COLUMN and _is_tenant(value) for column, value in row.items()
    )


def _of_change(clause: Update | Delete) -> Iterator[str]:
    where = clause.whereclause
    if _has_tenant(clause.table) and clause.table not in _confined(where, _NONE):
        yield f"changes {_name(clause.table)} of every tenant"
    values: Any = getattr(clause, "_values", None) or {}
    if COLUMN in map(_plain_name, values):
        yield f"changes the tenant in {_name(clause.table)}"
    for part in (where, *values.values()):
        if part is not None:
            yield from _inside(part, frozenset({clause.table}))


def _inside(part: ClauseElement, outer: Sources) -> Iterator[str]:
    """The faults of the queries right inside, each of which sees to those inside itself."""
    if isinstance(part, Select | CompoundSelect):
        yield from _faults(part, outer)
    elif not isinstance(part, TableClause | ColumnClause):
        for child in part.get_children():
            yield from _inside(child, outer)


def _taken_apart(source: FromClause, leaves: list[FromClause]) -> Iterator[Join]:
    if isinstance(source, Join):
        yield from _taken_apart(source.left, leaves)
        yield from _taken_apart(source.right, leaves)
        yield source
    else:
        leaves.append(source)


def _sides(join: Join) -> Sources:
    """The tables whose rows the condition of the join chooses: of an outer join, the right ones."""
    leaves: list[FromClause] = []
    for side in (join.right,) if join.isouter else (join.left, join.right):
        _ = [*_taken_apart(side, leaves)]
    return frozenset(leaves)


def _confined(test: ColumnElement[Any] | None, known: Sources) -> Sources:
    """The tables whose tenant the condition holds to the one in slot 0, or to a known table's."""
    found, pairs = known, list[tuple[object, object]]()
    for part in _conjuncts(test):
        if isinstance(part, BinaryExpression) and part.operator is eq:
            pairs += [(part.left, part.right), (part.right, part.left)]
    for _ in pairs:
        found |= {
            one.table
            for one, other in pairs
            if _names_tenant(one)
            and one.table is not None
            and (_is_tenant(other) or (_names_tenant(other) and other.table in found))
        }
    return found


def _conjuncts(test: object) -> Iterator[object]:
    match test:
        case None:
            return
        case BooleanClauseList() if test.operator is both:
            for part in test.clauses:
                yield from _conjuncts(part)
        case Grouping():
            yield from _conjuncts(test.element)
        case _:
            yield test


def _is_never(test: ColumnElement[Any] | None) -> bool:
    """Whether it is false of every row: Core leaves nothing else of a conjunction with false."""
    for part in _conjuncts(test):
        plain, turned = part, False
        while isinstance(plain, AsBoolean):
            plain, turned = plain.element, turned is not (plain.operator is is_false)
        if isinstance(plain, True_ if turned else False_):
            return True
    return False


def _names_tenant(part: object) -> TypeGuard[ColumnClause[Any]]:
    return isinstance(part, ColumnClause) and part.name == COLUMN


def _is_tenant(part: object) -> bool:
    return isinstance(part, BindParameter) and part.key == _PARAMETER


def _has_tenant(table: FromClause) -> bool:
    return _table_of(table) is not None and COLUMN in table.c


def _table_of(source: FromClause) -> TableClause | None:
    inner = source.element if isinstance(source, Alias) else source
    return inner if isinstance(inner, TableClause) else None


def _name(source: FromClause) -> str:
    table = _table_of(source)
    return "a table" if table is None else table.name


def _plain_name(column: object) -> str:
    return str(getattr(column, "name", column))
