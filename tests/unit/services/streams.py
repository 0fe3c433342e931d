"""What the tests of moving a tenant share."""

from pathlib import Path

from crmkit.memory.clock import SettableClock
from crmkit.memory.storage import MemoryStorage
from crmkit.services.transfer import giving
from crmkit.testing.builders import NOON
from crmkit.transfer import export_tenant


def exported(storage: MemoryStorage, file: Path) -> Path:
    """The file with the stream of what the storage holds."""
    export_tenant(storage, file, clock=SettableClock(NOON), overwrite=True)
    return file


def is_empty(storage: MemoryStorage) -> bool:
    """Whether nothing at all has come."""
    with storage.transfer(writes=False) as unit:
        return not unit.series() and not any(
            any(True for _ in giving.batches(unit, kind)) for kind in giving.fields()
        )
