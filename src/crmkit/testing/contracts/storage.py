"""The contract of the storage port: every promise of `crmkit.ports.storage` as a test.

class TestMyStorage(StorageContract):
    def open_storage(self) -> Storage:
        return MyStorage("somewhere fresh")
"""

from typing import ClassVar

from crmkit.testing.contracts._storage_claiming import ClaimingPromises
from crmkit.testing.contracts._storage_equality import EqualityPromises
from crmkit.testing.contracts._storage_figures import FigurePromises
from crmkit.testing.contracts._storage_finding import FindingPromises
from crmkit.testing.contracts._storage_identities import IdentityPromises
from crmkit.testing.contracts._storage_keeping import KeepingPromises
from crmkit.testing.contracts._storage_sealing import SealingPromises
from crmkit.testing.contracts._storage_search import SearchPromises
from crmkit.testing.contracts._storage_steps import StepPromises
from crmkit.testing.contracts._storage_units import UnitPromises
from crmkit.testing.contracts._storage_writing import WritingPromises


class StorageContract(
    KeepingPromises,
    FindingPromises,
    FigurePromises,
    SearchPromises,
    EqualityPromises,
    WritingPromises,
    ClaimingPromises,
    SealingPromises,
    IdentityPromises,
    UnitPromises,
    StepPromises,
):
    """What every storage keeps: write ``open_storage``, and ``reopen_storage`` where it can be.

    ``shops`` and ``questions`` say how long to look for a difference between the storage and the
    plain-Python reading: with 35 and 20, the three tests of random questions try 2,100 cases.
    """

    port: ClassVar[str] = "storage"
