"""The hooks: two, and no more until a third is needed. Never a hook per row."""

import pluggy

from crmkit.domain.events import Event
from crmkit.plugins.plugin import Plugin

PROJECT = "crmkit"
hookspec = pluggy.HookspecMarker(PROJECT)
hookimpl = pluggy.HookimplMarker(PROJECT)
"""Marks a plugin's functions: ``@hookimpl def crmkit_plugin() -> Plugin: …``."""


@hookspec
def crmkit_plugin() -> Plugin:
    """Tells once which adapters the plugin offers."""
    raise NotImplementedError  # pragma: no cover - a specification is never called


@hookspec
def crmkit_event(event: Event) -> None:
    """Hears of one committed change. What it raises is logged and stops nobody else."""
