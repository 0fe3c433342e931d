"""How much room records take, and so how much a base of up to 10⁸ clients would.

Run ``python -m bench.capacity [--people 10000 100000] [--server URL]``. Bases of the speed figures'
shop are built and measured table by table, data and indexes; then the bytes of the largest are
multiplied by what a client brings along. Whatever is larger than the largest base is extrapolated.
"""

import argparse
import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

from attrs import frozen
from sqlalchemy import make_url

from bench._bases import Bases
from bench._ours.base import build
from crmkit_sqlalchemy import unguarded
from crmkit_sqlalchemy.opening import engine_for

PER_CLIENT: Mapping[str, float] = {
    "contact": 1,
    "handle": 3,
    "lead": 2,
    "deal": 3.3,
    "interaction": 20,
    "task": 3,
    "reminder": 3,
    "journal": 45,
}
"""What a client of some years has: each record came with one entry of the journal, and a
third was changed once more."""
SIZES = (10_000, 100_000, 1_000_000, 10_000_000, 100_000_000)
NODE, SLACK = 200e9, 1.5
"""The bytes that one machine is to hold, so that backup and vacuum fit into a night; and how much
a table grows between two of them."""
_POSTGRESQL = """
    SELECT pg_table_size('{0}'), pg_indexes_size('{0}'), (SELECT count(*) FROM {0})
"""
_SQLITE = """
    SELECT total(CASE WHEN m.type = 'table' THEN s.pgsize END),
        total(CASE WHEN m.type = 'index' THEN s.pgsize END), (SELECT count(*) FROM {0})
    FROM dbstat('main', 1) s JOIN sqlite_master m ON m.name = s.name WHERE m.tbl_name = '{0}'
"""


@frozen
class Room:
    """The bytes of one record, on the average: its row, and its share of the indexes."""

    row: float
    indexes: float

    @property
    def all(self) -> float:
        """Both."""
        return self.row + self.indexes


Measured = Mapping[str, Sequence[Mapping[str, Room]]]
"""By database, then by size: the room that each kind takes."""


def main() -> None:
    """Builds the bases, measures them, prints the tables."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--people", type=int, nargs="+", default=[10_000, 100_000])
    options.add_argument("--server", help="postgresql+psycopg://…/postgres, if any")
    given = options.parse_args()
    people: Sequence[int] = sorted(given.people)
    with TemporaryDirectory() as folder:
        sides = {"SQLite": Bases(None, Path(folder))}
        if given.server:
            sides["PostgreSQL"] = Bases(given.server, Path(folder))
        measured = {
            name: [_measured(bases, size) for size in people] for name, bases in sides.items()
        }
    _tell_records(people, measured)
    _tell_clients(people[-1], {name: rooms[-1] for name, rooms in measured.items()})


def _measured(bases: Bases, people: int) -> Mapping[str, Room]:
    with bases.made("capacity") as url:
        build(url, people)
        return {kind: _room(url, f"crm_{kind}") for kind in PER_CLIENT}


def _room(url: str, table: str) -> Room:
    if url.startswith("sqlite"):
        with closing(sqlite3.connect(str(make_url(url).database))) as file:
            row, indexes, count = file.execute(_SQLITE.format(table)).fetchone()
    else:
        engine = engine_for(url)
        with engine.connect() as connection, unguarded(connection, "measuring tables"):
            found = connection.exec_driver_sql(_POSTGRESQL.format(table)).one()
            row, indexes, count = map(int, found)
        engine.dispose()
    return Room(row / count, indexes / count)


def _tell_records(people: Sequence[int], measured: Measured) -> None:
    print("Bytes of a record, row + indexes, measured\n")
    titles = [f"{name}, {size:,} clients" for name in measured for size in people]
    print(f"| record | of a client | {' | '.join(titles)} |\n|{'---|' * (2 + len(titles))}")
    for kind, number in PER_CLIENT.items():
        rooms = [each[kind] for sizes in measured.values() for each in sizes]
        cells = [f"{room.row:.0f} + {room.indexes:.0f}" for room in rooms]
        print(f"| {kind} | {number:g} | {' | '.join(cells)} |")


def _tell_clients(largest: int, measured: Mapping[str, Mapping[str, Room]]) -> None:
    each = {
        name: sum(rooms[kind].all * number for kind, number in PER_CLIENT.items())
        for name, rooms in measured.items()
    }
    told = ", ".join(f"{room / 1000:.1f} kB on {name}" for name, room in each.items())
    print(f"\nA client with all that is theirs takes {told}.\n")
    print(f"| clients | records | {' | '.join(each)} | machines of 200 GB | from |")
    print(f"|{'---|' * (4 + len(each))}")
    for size in SIZES:
        records = size * sum(PER_CLIENT.values())
        rooms = [f"{_bytes(size * room)}" for room in each.values()]
        machines = -(-size * max(each.values()) * SLACK // NODE)
        origin = "bytes measured at this size" if size <= largest else "extrapolated"
        print(f"| {size:,} | {records:.1e} | {' | '.join(rooms)} | {machines:.0f} | {origin} |")


def _bytes(number: float) -> str:
    for unit, size in (("TB", 1e12), ("GB", 1e9), ("MB", 1e6)):
        if number >= size:
            return f"{number / size:.1f} {unit}"
    return f"{number:.0f} bytes"


if __name__ == "__main__":
    main()
