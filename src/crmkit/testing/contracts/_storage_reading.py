"""Promises about finding, counting and tallying."""

from crmkit.testing.contracts._storage import StoragePromises


class ReadingPromises(StoragePromises):
    """What `UnitOfWork.find`, ``count`` and ``tally`` promise."""
