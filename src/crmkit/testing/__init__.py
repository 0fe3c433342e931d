"""For testing with crmkit: a world with a clock, builders, strategies, contracts for adapters.

``a_world()`` is a shop in memory (`crmkit.testing.world`); `crmkit.testing.builders` makes single
records; `crmkit.testing.strategies` draws them at random; `crmkit.testing.contracts` holds
adapters to their ports. The last two need the extra ``crmkit[testing]``.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from crmkit.testing.builders import NOON
    from crmkit.testing.world import World, a_world

__all__ = ["NOON", "World", "a_world"]

_HOMES = {
    "NOON": "crmkit.testing.builders",
    "World": "crmkit.testing.world",
    "a_world": "crmkit.testing.world",
}


def __getattr__(name: str) -> object:
    """Imports a name when it is first used: pytest loads this package in every run."""
    home = _HOMES.get(name)
    if home is None:
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    return getattr(import_module(home), name)
