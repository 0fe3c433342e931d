"""PostgreSQL with every table hash-partitioned by tenant: what a distributed database would be.

It refuses the same mistakes in tables (a unique index without the tenant), and the plan of a
statement shows how many of the partitions, there machines, it asks.
"""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import psycopg
from sqlalchemy import Connection, text

from crmkit_sqlalchemy import unguarded
from crmkit_sqlalchemy.tables import metadata
from tests.support.servers import Tenants, a_postgresql_database, tenants

PARTITIONS = 8
_ASKED = re.compile(r"\bcrm_\w+_p(\d)\b")


@contextmanager
def partitioned_tenants() -> Iterator[Tenants]:
    """Empty storages on PostgreSQL, whose tables are partitioned."""
    with a_postgresql_database() as url, tenants(url) as made:
        with made.engine.begin() as connection, unguarded(connection, "a test of partitions"):
            for name in metadata().tables:
                _partition(connection, name)
        yield made


def _partition(connection: Connection, name: str) -> None:
    """The empty table again, with the indexes that the revisions made, in partitions."""
    steps = [
        f"ALTER TABLE {name} RENAME TO {name}_whole",
        f"CREATE TABLE {name} (LIKE {name}_whole INCLUDING ALL) PARTITION BY HASH (tenant)",
        f"DROP TABLE {name}_whole",
        *(
            f"CREATE TABLE {name}_p{nth} PARTITION OF {name} "
            f"FOR VALUES WITH (MODULUS {PARTITIONS}, REMAINDER {nth})"
            for nth in range(PARTITIONS)
        ),
    ]
    for step in steps:
        connection.execute(text(step))


def asked_partitions(
    connection: psycopg.Connection[object], statement: str, values: Sequence[object]
) -> set[str]:
    """The numbers of the partitions that the plan of the statement reads or writes."""
    with psycopg.ClientCursor(connection) as cursor:
        cursor.execute(f"EXPLAIN {statement}".encode(), values)
        plan = "\n".join(str(row[0]) for row in cursor.fetchall())  # type: ignore[index]  # rows are tuples
    return set(_ASKED.findall(plan))
