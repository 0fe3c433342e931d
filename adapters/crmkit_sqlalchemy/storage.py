"""The storage: opened by a URL, on the host's engine, or inside the host's transaction."""

from crmkit.ports.storage import UnitOfWork
from crmkit.ports.transfer import Transfer
from crmkit_sqlalchemy.doors import Door
from crmkit_sqlalchemy.kinds import Kinds
from crmkit_sqlalchemy.transfer import SqlTransfer
from crmkit_sqlalchemy.units import SqlUnit


class SqlStorage:
    """Keeps the records of one tenant in a database; thread-safe, unless on one connection."""

    def __init__(self, door: Door, *, tenant: int = 0) -> None:
        """Made by `open_storage`."""
        self.tenant = tenant
        self._door = door
        self._kinds = Kinds(door.database)

    def open(self, *, writes: bool) -> UnitOfWork:
        """Opens a unit of work."""
        return SqlUnit(self._door, self._kinds, tenant=self.tenant, writes=writes)

    def transfer(self, *, writes: bool) -> Transfer:
        """Opens a unit of work that can also lay records down as they are."""
        return SqlTransfer(self._door, self._kinds, tenant=self.tenant, writes=writes)

    def close(self) -> None:
        """Gives back connections and files."""
        self._door.close()
