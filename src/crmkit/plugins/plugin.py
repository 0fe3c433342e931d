"""What a plugin gives: named adapters, a list per port."""

from collections.abc import Callable, Mapping
from typing import Generic, TypeVar

from attrs import astuple, frozen

from crmkit.ports.key_index import KeyIndexer
from crmkit.ports.maintenance import Maintenance
from crmkit.ports.storage import Storage
from crmkit.ports.tables import TableReader, TableWriter

Port = TypeVar("Port", covariant=True)


@frozen
class Adapter(Generic[Port]):
    """An adapter by its name, and how to open it.

    ``open`` takes the settings as a mapping (for a storage: ``url`` and ``tenant``) and raises
    AdapterError naming the setting that is wrong.
    """

    name: str
    open: Callable[[Mapping[str, object]], Port]


@frozen(kw_only=True)
class Plugin:
    """The adapters of one plugin. An empty list is fine: it offers none for that port."""

    storages: tuple[Adapter[Storage], ...] = ()
    maintenance: tuple[Adapter[Maintenance], ...] = ()
    table_readers: tuple[Adapter[TableReader], ...] = ()
    table_writers: tuple[Adapter[TableWriter], ...] = ()
    key_indexes: tuple[Adapter[KeyIndexer], ...] = ()

    @property
    def ports(self) -> tuple[tuple[Adapter[object], ...], ...]:
        """The adapters by port, every port in its turn."""
        ports: tuple[tuple[Adapter[object], ...], ...] = astuple(self, recurse=False)
        return ports
