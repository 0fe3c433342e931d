"""Plugins: few hooks, typed, one set per Crm.

A plugin is a module with a function ``crmkit_plugin`` marked by ``hookimpl``, which returns a
`Plugin`; installed ones are found by entry points of the group ``crmkit.plugins``, named as their
adapters are.
"""

from crmkit.plugins.hooks import hookimpl
from crmkit.plugins.plugin import Adapter, Plugin

__all__ = ["Adapter", "Plugin", "hookimpl"]
