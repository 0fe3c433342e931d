"""Duplicates in large bases: the index of candidate keys in NumPy's columns.

As a plugin it offers one key index, ``numpy``: the same answers as crmkit's own, in an eighth of
the memory.
"""

from collections.abc import Mapping

from crmkit.plugins import Adapter, Plugin, hookimpl
from crmkit.ports.key_index import KeyIndexer

__all__ = ["crmkit_plugin"]


@hookimpl
def crmkit_plugin() -> Plugin:
    """The key index."""
    return Plugin(key_indexes=(Adapter("numpy", _indexer),))


def _indexer(_settings: Mapping[str, object]) -> KeyIndexer:
    """The maker of indexes; there is nothing to set up."""
    from crmkit_batch.index import NumpyKeyIndex  # noqa: PLC0415 - NumPy may be absent

    return NumpyKeyIndex
