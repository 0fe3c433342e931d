"""Plugins: few hooks, typed, one set per Crm.

A plugin is a module with a function ``crmkit_plugin`` marked by ``hookimpl``, which returns a
`Plugin`; installed ones are found by entry points of the group ``crmkit.plugins``, named as their
adapters are.
"""

from typing import TYPE_CHECKING

from crmkit.plugins.plugin import Adapter, Plugin

if TYPE_CHECKING:
    from crmkit.plugins.hooks import hookimpl

__all__ = ["Adapter", "Plugin", "hookimpl"]


def __getattr__(name: str) -> object:
    """Imports pluggy for those who write a plugin, and spares it the others."""
    if name == "hookimpl":
        from crmkit.plugins.hooks import hookimpl  # noqa: PLC0415 - pluggy costs import time

        return hookimpl
    message = f"module {__name__!r} has no attribute {name!r}"
    raise AttributeError(message)
