"""Every fault of moving a tenant is caught by the promise that claims to catch it."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from types import TracebackType

import pytest
from attrs import evolve

from crmkit.domain.journal import Cause, JournalEntry
from crmkit.domain.permissions import everything
from crmkit.domain.record import Record
from crmkit.domain.schema import schema
from crmkit.errors import Conflict, NotSupported
from crmkit.ids import JournalEntryId
from crmkit.memory.storage import MemoryStorage
from crmkit.memory.transfer import MemoryTransfer
from crmkit.ports.storage import Change
from crmkit.ports.transfer import Transfer, Transferable
from crmkit.query.questions import Question
from crmkit.testing.builders import NOON, an_id
from crmkit.testing.contracts.transfer import TransferContract

CAUGHT = (Exception, pytest.fail.Exception)


class StartsVersionsAnew(MemoryTransfer):
    def lay(self, records: Sequence[Record]) -> None:
        super().lay([evolve(record, version=1) for record in records])


class KeepsAJournalOfLaying(MemoryTransfer):
    def lay(self, records: Sequence[Record]) -> None:
        super().lay(records)
        for record in records:
            if not isinstance(record, JournalEntry):
                change = Change(None, record, an_id(JournalEntryId, hash(record.id) % 10**6))
                super().lay([change.entry(Cause(actor="system:x", command="lay"), NOON)])


class LosesArchivedOnes(MemoryTransfer):
    def lay(self, records: Sequence[Record]) -> None:
        super().lay([record for record in records if record.archived_at is None])


class LaysOneByOne(MemoryTransfer):
    def lay(self, records: Sequence[Record]) -> None:
        for record in records:
            super().lay([record])


class LaysOverWhatIsThere(MemoryTransfer):
    def lay(self, records: Sequence[Record]) -> None:
        for record in records:
            with suppress(Conflict):
                super().lay([record])


class SetsSeriesBelow(MemoryTransfer):
    def lay_series(self, numbers: Mapping[str, int]) -> None:
        super().lay_series({name: max(0, last - 1) for name, last in numbers.items()})


class TellsNoSeriesOfItsOwn(MemoryTransfer):
    def series(self) -> Mapping[str, int]:
        return dict(self._seen.numbers)


class KeepsForgottenSeries(MemoryTransfer):
    def lay_series(self, numbers: Mapping[str, int]) -> None:
        super().lay_series({name: last for name, last in numbers.items() if last})


class CommitsByItself(MemoryTransfer):
    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Ends, and keeps what was laid."""
        with suppress(NotSupported):
            self.commit()
        super().__exit__(kind, error, trace)


class LaysInUnitsForReading(MemoryTransfer):
    def _demand_writes(self) -> None: ...


class ClearsNoSeries(MemoryTransfer):
    def clear(self) -> None:
        kept = self.series()
        super().clear()
        self.lay_series(kept)


class ClearsNoJournal(MemoryTransfer):
    def clear(self) -> None:
        question = Question[JournalEntry](kind="journal")
        kept = self.find(everything().question(question, schema())).records
        super().clear()
        self._laid(kept)

    def _laid(self, kept: Sequence[Record]) -> None:
        super().lay(kept)


class ClearsNoIdentities(MemoryTransfer):
    def clear(self) -> None:
        super().clear()
        self._identities = None


class ForgetsWhoIsGone(MemoryTransfer):
    def lay(self, records: Sequence[Record]) -> None:
        """Lays a creation as if it told of nothing."""
        super().lay([_silenced(record) for record in records])


def _silenced(record: Record) -> Record:
    return evolve(record, action="change") if isinstance(record, JournalEntry) else record


class ClearsEverybody(MemoryTransfer):
    everybody: "list[MemoryStorage]" = []  # noqa: RUF012 - shared, that is the fault

    def clear(self) -> None:
        super().clear()
        for storage in self.everybody:
            if storage is not self._storage:
                with storage.transfer(writes=True) as unit:
                    MemoryTransfer.clear(unit)  # type: ignore[arg-type]  # one of ours
                    unit.commit()


FAULTS: tuple[tuple[type[MemoryTransfer], str], ...] = (
    (StartsVersionsAnew, "records_are_laid_as_they_are_and_nothing_beside_them"),
    (KeepsAJournalOfLaying, "records_are_laid_as_they_are_and_nothing_beside_them"),
    (StartsVersionsAnew, "a_laid_record_is_changed_from_the_version_it_has"),
    (LaysOverWhatIsThere, "a_record_that_is_there_is_laid_by_nobody_and_no_other_with_it"),
    (LaysOneByOne, "a_refusal_leaves_the_unit_what_it_had"),
    (ForgetsWhoIsGone, "an_id_stays_taken_whose_creation_the_journal_tells"),
    (SetsSeriesBelow, "series_are_told_and_set"),
    (TellsNoSeriesOfItsOwn, "a_cleared_tenant_is_as_good_as_new"),
    (KeepsForgottenSeries, "a_series_at_nought_is_forgotten"),
    (CommitsByItself, "what_is_not_committed_is_forgotten"),
    (LaysInUnitsForReading, "a_unit_for_reading_lays_nothing"),
    (ClearsNoSeries, "a_cleared_tenant_is_as_good_as_new"),
    (ClearsNoIdentities, "a_cleared_tenant_is_as_good_as_new"),
    (ClearsNoJournal, "a_cleared_tenant_is_as_good_as_new"),
    (ClearsEverybody, "clearing_a_tenant_leaves_another_one_alone"),
    (LosesArchivedOnes, "any_shop_is_moved_in_and_out_again_byte_for_byte"),
)


def _contract(make: type[MemoryTransfer]) -> TransferContract:
    class Storage(MemoryStorage):
        def transfer(self, *, writes: bool) -> Transfer:
            return make(self, writes=writes)

    class Contract(TransferContract):
        shops = 5

        def open_storage(self) -> Transferable:
            storage = Storage()
            ClearsEverybody.everybody.append(storage)
            return storage

    return Contract()


def _keeps(make: type[MemoryTransfer], promise: str) -> bool:
    ClearsEverybody.everybody.clear()
    try:
        getattr(_contract(make), f"test_{promise}")()
    except CAUGHT:
        return False
    return True


@pytest.mark.parametrize(("fault", "promise"), FAULTS)
def test_the_fault_breaks_its_promise(fault: type[MemoryTransfer], promise: str) -> None:
    assert not _keeps(fault, promise)


def test_every_promise_has_a_fault_and_is_kept_without_one() -> None:
    promises = {f"test_{promise}" for _, promise in FAULTS}
    assert promises == TransferContract.promises()
    assert all(_keeps(MemoryTransfer, name.removeprefix("test_")) for name in promises)
