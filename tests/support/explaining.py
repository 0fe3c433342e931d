"""What the statements of the SQL storage read, told by the database before it carries them out."""

import json
import re
import sqlite3
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from typing import Any

import psycopg
import pymysql
import pytest
from attrs import asdict, field, frozen
from sqlalchemy import ClauseElement

from crmkit_sqlalchemy.building import Row
from crmkit_sqlalchemy.dialects import Database
from crmkit_sqlalchemy.shapes import Fixed
from crmkit_sqlalchemy.statements import Statement, Statements
from crmkit_sqlalchemy.tables import PREFIX
from crmkit_sqlalchemy.turns import Turn

_ALIAS = re.compile(rf'{PREFIX}(\w+)["`]? AS ["`]?(t\d+)\b')
_SQLITE = re.compile(r"(?:SCAN|SEARCH) (\w+)(?:.*\((.*)\))?")
_LEADING = re.compile(r"\((\w+) (?!IS NOT)|ROW\((\w+),")


@frozen(eq=False)
class Plans:
    """Statements explained, one of each shape, and those that read all that a tenant has.

    Small kinds, of which a shop has a few dozen records, are not looked at.
    """

    small: frozenset[str]
    shapes: set[type] = field(factory=set)
    wide: dict[str, str] = field(factory=dict)
    _made_of: dict[str, object] = field(factory=dict)
    _seen: set[str] = field(factory=set)

    def watch(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Explains every statement from now on."""
        of, rows, many = Statements.of, Turn.rows, Turn.many

        def noted(
            statements: Statements,
            shape: Hashable,
            write: Callable[[Hashable, Database], ClauseElement],
        ) -> Statement:
            found = of(statements, shape, write)
            self.shapes.add(type(shape))
            self._made_of[found.text] = shape
            return found

        def explained_rows(turn: Turn, statement: Statement, values: Sequence[object]) -> list[Row]:
            self._explain(turn, statement.text, statement.parameters(values))
            return rows(turn, statement, values)

        def explained_many(turn: Turn, text: str, given: Sequence[Sequence[object]]) -> int:
            self._explain(turn, text, given[0])
            return many(turn, text, given)

        monkeypatch.setattr(Statements, "of", noted)
        monkeypatch.setattr(Turn, "rows", explained_rows)
        monkeypatch.setattr(Turn, "many", explained_many)

    def _explain(self, turn: Turn, text: str, values: Sequence[object]) -> None:
        if text in self._seen or text.startswith("INSERT"):
            return
        self._seen.add(text)
        shape = self._made_of[text]
        if asks_for_all(shape):
            return
        told, read = explained(turn.connection.driver_connection, text, values)
        if found := read - self.small:
            self.wide[f"{name_of(shape)}: {', '.join(sorted(found))}"] = f"{told}\n{text}"


def explained(driver: object, text: str, values: Sequence[object]) -> tuple[str, set[str]]:
    """The plan of a statement, and the kinds of which it reads all that the tenant has.

    SQLite goes by the statistics that crmkit ships. A server counts, and joins a thousand records
    whole with a hundred, as it would not join a million: there one table at a time is looked at.
    """
    named = {alias: kind for kind, alias in _ALIAS.findall(text)}
    if not isinstance(driver, sqlite3.Connection) and len(_ALIAS.findall(text)) > 1:
        return "", set()
    if isinstance(driver, sqlite3.Connection):
        steps = [row[3] for row in driver.execute(f"EXPLAIN QUERY PLAN {text}", values)]
        return "\n".join(steps), {_kind(name, named) for name in _sqlite(steps)} - {""}
    if isinstance(driver, pymysql.Connection):
        told = str(_answer(driver.cursor(), f"EXPLAIN FORMAT=JSON {text}", values))
        return told, {_kind(name, named) for name in _mariadb(json.loads(told))} - {""}
    assert isinstance(driver, psycopg.Connection)
    driver.execute("SET LOCAL enable_seqscan = off")  # at some size an index would be taken
    told = json.dumps(
        _answer(psycopg.ClientCursor(driver), f"EXPLAIN (FORMAT JSON) {text}", values)
    )
    driver.execute("SET LOCAL enable_seqscan = on")
    return told, {_kind(name, named) for name in _postgresql(json.loads(told)[0]["Plan"])}


def asks_for_all(shape: object) -> bool:
    """Whether every record of a kind is asked for, by a question without conditions."""
    where = getattr(getattr(shape, "listing", shape), "where", None)
    return where == Fixed(truth=True) or type(shape).__name__ == "Emptying"


def name_of(shape: object) -> str:
    """The class and kind of a shape, and the fields that its condition holds."""
    shape, outer = getattr(shape, "listing", shape), type(shape).__name__
    where = getattr(shape, "where", None)
    fields = dict.fromkeys(_fields(asdict(where))) if where is not None else ()
    return f"{outer} {getattr(shape, 'kind', '')}({', '.join(fields)})"


def _fields(part: object) -> Iterator[str]:
    if isinstance(part, Mapping):
        if "kept" in part:
            yield part["name"]
        for each in part.values():
            yield from _fields(each)
    elif isinstance(part, list | tuple):
        for each in part:
            yield from _fields(each)


def _kind(name: str, named: Mapping[str, str]) -> str:
    return named.get(name, name.removeprefix(PREFIX) if name.startswith(PREFIX) else "")


def _answer(cursor: Any, text: str, values: Sequence[object]) -> object:  # noqa: ANN401 - of any driver
    with cursor:
        cursor.execute(text, values)
        return cursor.fetchone()[0]


def _sqlite(steps: Sequence[str]) -> Iterator[str]:
    for step in steps:
        found = _SQLITE.match(step)
        if found and (step.startswith("SCAN") or found[2] == "tenant=?"):
            yield found[1]


def _mariadb(part: object) -> Iterator[str]:
    if isinstance(part, Mapping):
        if "table_name" in part and (
            part.get("access_type") in {"ALL", "index"} or part.get("used_key_parts") == ["tenant"]
        ):
            yield part["table_name"]
        for each in part.values():
            yield from _mariadb(each)
    elif isinstance(part, list):
        for each in part:
            yield from _mariadb(each)


def _postgresql(node: Mapping[str, Any], heap: str = "") -> Iterator[str]:
    name = node.get("Relation Name", heap)
    led = {found[1] or found[2] for found in _LEADING.finditer(node.get("Index Cond", ""))}
    by_index = node["Node Type"].startswith(("Index", "Bitmap Index"))
    if node["Node Type"] == "Seq Scan" or (by_index and led <= {"tenant"}):
        yield name
    for each in node.get("Plans", ()):
        yield from _postgresql(each, name)
