"""The plugins of one Crm: given ones first, then those installed, found by the adapter's name."""

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from importlib.metadata import EntryPoint, entry_points
from typing import TypeVar

import pluggy

from crmkit.domain.events import Event
from crmkit.errors import AdapterError, CrmError
from crmkit.plugins import hooks
from crmkit.plugins.plugin import Adapter, Plugin
from crmkit.ports.key_index import KeyIndexer
from crmkit.ports.maintenance import Maintenance
from crmkit.ports.storage import Storage
from crmkit.ports.tables import TableReader, TableWriter

GROUP = "crmkit.plugins"
_EXTRAS: Mapping[str, str] = {
    "sqlalchemy": "sql",
    "alembic": "sql",
    "psycopg": "postgres",
    "pymysql": "mysql",
    "python_calamine": "files",
    "xlsxwriter": "files",
    "charset_normalizer": "files",
    "click": "cli",
    "rich": "cli",
    "babel": "i18n",
    "numpy": "batch",
}
_FAILURES = 5

Port = TypeVar("Port")
_log = logging.getLogger("crmkit.plugins")


class Plugins:
    """A typed face over pluggy. It belongs to one Crm; two Crms share nothing.

    ``given`` are modules or objects with the hooks. An installed plugin is loaded only when one
    of its adapters is asked for, by the entry point of the adapter's name, so that a broken
    plugin beside ours takes nothing down.
    """

    def __init__(self, given: Sequence[object] = ()) -> None:
        """Registers the given plugins."""
        self._manager = pluggy.PluginManager(hooks.PROJECT)
        self._manager.add_hookspecs(hooks)
        self._failures: dict[str, int] = {}
        for plugin in given:
            self._register(plugin)

    def storage(self, name: str, settings: Mapping[str, object]) -> Storage:
        """Opens the storage adapter of this name."""
        return self._open(name, settings, lambda plugin: plugin.storages)

    def maintenance(self, name: str, settings: Mapping[str, object]) -> Maintenance:
        """Opens the maintenance of the storage adapter of this name."""
        return self._open(name, settings, lambda plugin: plugin.maintenance)

    def table_reader(self, name: str, settings: Mapping[str, object]) -> TableReader:
        """Opens the reader of tabular files of this name."""
        return self._open(name, settings, lambda plugin: plugin.table_readers)

    def table_writer(self, name: str, settings: Mapping[str, object]) -> TableWriter:
        """Opens the writer of tabular files of this name."""
        return self._open(name, settings, lambda plugin: plugin.table_writers)

    def key_index(self, name: str, settings: Mapping[str, object]) -> KeyIndexer:
        """Opens the maker of key indexes of this name."""
        return self._open(name, settings, lambda plugin: plugin.key_indexes)

    def loaded(self, name: str) -> str:
        """Loads the plugin installed under this name, and answers with what it offers."""
        self._load(name)
        offered = [
            adapter.name for plugin in self._plugins() for port in plugin.ports for adapter in port
        ]
        return f"offers {', '.join(dict.fromkeys(offered)) or 'nothing'}"

    def tell(self, events: Iterable[Event]) -> None:
        """Tells every plugin of what was committed, one plugin at a time.

        A plugin that raises is logged by name and does not stop the others; after five failures
        it hears no more.
        """
        hearing = self._manager.hook.crmkit_event.get_hookimpls()
        for event in events:
            for implementation in hearing:
                name = implementation.plugin_name
                if self._failures.get(name, 0) >= _FAILURES:
                    continue
                try:
                    implementation.function(*[event for _ in implementation.argnames])
                except Exception as exc:  # noqa: BLE001 - a plugin may raise anything
                    self._failed(name, exc)

    def _failed(self, name: str, exc: Exception) -> None:
        self._failures[name] = self._failures.get(name, 0) + 1
        _log.error("plugin %s failed on an event: %s", name, type(exc).__name__)

    def _open(
        self,
        name: str,
        settings: Mapping[str, object],
        of: Callable[[Plugin], Sequence[Adapter[Port]]],
    ) -> Port:
        adapter = self._offered(name, of)
        if adapter is None:
            self._load(name)
            adapter = self._offered(name, of)
        if adapter is None:
            message = f"no plugin offers an adapter named {name!r}"
            raise AdapterError(message, where=name, hint="install the plugin that has it")
        try:
            return adapter.open(settings)
        except CrmError:
            raise
        except Exception as exc:
            raise _broken(name, exc) from exc

    def _offered(
        self, name: str, of: Callable[[Plugin], Sequence[Adapter[Port]]]
    ) -> Adapter[Port] | None:
        for plugin in self._plugins():
            for adapter in of(plugin):
                if adapter.name == name:
                    return adapter
        return None

    def _plugins(self) -> Iterator[Plugin]:
        """What each registered plugin offers; AdapterError naming one that breaks its word."""
        for implementation in self._manager.hook.crmkit_plugin.get_hookimpls():
            name = implementation.plugin_name
            try:
                plugin = implementation.function()
            except CrmError:
                raise
            except Exception as exc:
                raise _broken(name, exc) from exc
            if not isinstance(plugin, Plugin):
                message = f"crmkit_plugin gave {type(plugin).__name__} instead of a Plugin"
                raise AdapterError(message, where=name, hint="update or remove the plugin")
            yield plugin

    def _load(self, name: str) -> None:
        for entry in entry_points(group=GROUP, name=name):
            module = _imported(entry)
            if not self._manager.is_registered(module):
                self._register(module)

    def _register(self, plugin: object) -> None:
        try:
            self._manager.register(plugin)
            self._manager.check_pending()
        except (ValueError, pluggy.PluginValidationError) as exc:
            name = self._manager.get_canonical_name(plugin)
            message = "the plugin is given twice, or has hooks that crmkit does not know"
            raise AdapterError(message, where=name, hint="look at crmkit.plugins.hooks") from exc


def _imported(entry: EntryPoint) -> object:
    try:
        return entry.load()
    except CrmError:
        raise
    except Exception as exc:
        raise _broken(entry.name, exc) from exc


def _broken(name: str, exc: Exception) -> AdapterError:
    """What to raise for a plugin that raised: the extra to install, where a package is missing."""
    if isinstance(exc, ModuleNotFoundError):
        extra = _EXTRAS.get((exc.name or "").partition(".")[0])
        message = f"the plugin {name!r} needs the package {exc.name!r}"
        hint = f"pip install 'crmkit[{extra}]'" if extra else "install it"
        return AdapterError(message, where=name, hint=hint)
    message = f"the plugin {name!r} failed: {type(exc).__name__}"
    return AdapterError(message, where=name, hint="update or remove it")
