"""Keeps crmkit's records in a database: SQLite, PostgreSQL or MariaDB, through SQLAlchemy Core.

`Crm.open("sqlite:///shop.db")` finds it by itself. To keep the records in the host's own database,
bring the tables up to date with `upgrade(connection)`, and open a storage on the host's engine or
connection: ``Crm(open_storage(engine))``.
"""

from crmkit import Adapter, Plugin, hookimpl
from crmkit_sqlalchemy.maintenance import include_name, pending, upgrade
from crmkit_sqlalchemy.opening import maintenance_of, open_storage, storage_of
from crmkit_sqlalchemy.tripwire import guard, unguarded

__all__ = ["guard", "include_name", "open_storage", "pending", "unguarded", "upgrade"]

_NAMES = ("sqlite", "postgresql", "mysql", "mariadb")


@hookimpl
def crmkit_plugin() -> Plugin:
    """The storage and its maintenance, under the names of the databases."""
    return Plugin(
        storages=tuple(Adapter(name, storage_of) for name in _NAMES),
        maintenance=tuple(Adapter(name, maintenance_of) for name in _NAMES),
    )
