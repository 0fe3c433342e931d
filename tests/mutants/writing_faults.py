"""Faults in writing, each with the promise that must catch it."""

from contextlib import suppress
from datetime import datetime
from types import TracebackType
from typing import TypeVar

from attrs import evolve, field, fields, mutable

from crmkit.domain.journal import JournalEntry
from crmkit.domain.permissions import everything
from crmkit.domain.record import Record
from crmkit.domain.schema import schema
from crmkit.errors import Conflict, NotSupported
from crmkit.ports.storage import Change, Writing
from crmkit.query.conditions import Compare, Op
from crmkit.query.questions import Page, Question
from crmkit.query.scope import ConfinedQuestion
from tests.mutants.faulty import FaultyUnit

R = TypeVar("R", bound=Record)


class ForgetsEntriesOfChanges(FaultyUnit):
    def find(self, question: ConfinedQuestion[R]) -> Page[R]:
        page = super().find(question)
        return evolve(page, records=tuple(filter(self._is_kept, page.records)))

    def _is_kept(self, record: Record) -> bool:
        return not isinstance(record, JournalEntry) or record.action != "change"


class ForgetsCausesOfTheirOwn(FaultyUnit):
    def write(self, writing: Writing) -> None:
        changes = tuple(evolve(change, cause=None) for change in writing.changes)
        super().write(evolve(writing, changes=changes))


class KeepsNoFieldsInTheJournal(FaultyUnit):
    def find(self, question: ConfinedQuestion[R]) -> Page[R]:
        page = super().find(question)
        return evolve(page, records=tuple(map(self._emptied, page.records)))

    def _emptied(self, record: R) -> R:
        return evolve(record, changes={}) if isinstance(record, JournalEntry) else record


class SwapsBeforeAndAfterInTheJournal(KeepsNoFieldsInTheJournal):
    def _emptied(self, record: R) -> R:
        if not isinstance(record, JournalEntry):
            return record
        swapped = {
            name: evolve(change, before=change.after, after=change.before)
            for name, change in record.changes.items()
        }
        return evolve(record, changes=swapped)


class LetsTheJournalBeWritten(FaultyUnit):
    def write(self, writing: Writing) -> None:
        with suppress(NotSupported):
            super().write(writing)


class AltersChanges(FaultyUnit):
    """Not a fault itself: writes another change than it was given."""

    def write(self, writing: Writing) -> None:
        super().write(evolve(writing, changes=[*map(self.alter, writing.changes)]))

    def alter(self, change: Change) -> Change:
        raise NotImplementedError

    def stored(self, record: R) -> R | None:
        question = Question[R](kind=record.kind, where=Compare("id", Op.IS, record.id))
        found = self.unit.find(everything().question(question, schema())).records
        return found[0] if found else None


class IgnoresVersions(AltersChanges):
    def alter(self, change: Change) -> Change:
        if change.before is None:
            return change
        return evolve(change, before=self.stored(change.before) or change.before)


class DeletesWhateverTheVersion(IgnoresVersions):
    def alter(self, change: Change) -> Change:
        return change if change.after is not None else super().alter(change)


class WritesOverATakenId(AltersChanges):
    def alter(self, change: Change) -> Change:
        if change.before is not None or change.after is None:
            return change
        return evolve(change, before=self.stored(change.after))


class LetsNumbersBeTakenOver(AltersChanges):
    def alter(self, change: Change) -> Change:
        if change.before is None or getattr(change.after, "number", None) is None:
            return change
        return evolve(
            change, after=_with(change.after, number=getattr(change.before, "number", None))
        )


class CutsTextShort(AltersChanges):
    def alter(self, change: Change) -> Change:
        name = getattr(change.after, "name", "")
        if len(name) <= 255:
            return change
        return evolve(change, after=_with(change.after, name=name[:255]))


class CutsMomentsToSeconds(AltersChanges):
    def alter(self, change: Change) -> Change:
        after = change.after
        if after is None:
            return change
        held = {f.name: getattr(after, f.name) for f in fields(type(after))}
        cut = {
            name: value.replace(microsecond=0)
            for name, value in held.items()
            if isinstance(value, datetime)
        }
        return evolve(change, after=_with(after, **cut))


class WritesOneByOne(FaultyUnit):
    def write(self, writing: Writing) -> None:
        for change in writing.changes:
            super().write(evolve(writing, changes=[change]))


class LeaksOnRollback(FaultyUnit):
    def leave(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        with suppress(NotSupported):
            self.unit.commit()
        super().leave(kind, error, trace)


class LeaksOnErrors(FaultyUnit):
    def leave(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if kind is not None:
            self.unit.commit()
        super().leave(kind, error, trace)


class CommitsEveryWrite(FaultyUnit):
    def write(self, writing: Writing) -> None:
        super().write(writing)
        self.unit.commit()
        self.unit = self.storage.open(writes=True).__enter__()


class ForgetsToCommit(FaultyUnit):
    def commit(self) -> None:
        self.unit.__exit__(None, None, None)


class ReadsWhatIsNewest(FaultyUnit):
    def find(self, question: ConfinedQuestion[R]) -> Page[R]:
        with self.storage.open(writes=False) as unit:
            return unit.find(question)


class LetsReadersWrite(FaultyUnit):
    def write(self, writing: Writing) -> None:
        with suppress(NotSupported):
            super().write(writing)


class RepeatsNumbers(FaultyUnit):
    def take_numbers(self, series: str, count: int = 1) -> int:
        return max(1, super().take_numbers(series, count) - 1)


class SharesOneSeries(FaultyUnit):
    def take_numbers(self, series: str, count: int = 1) -> int:
        del series
        return super().take_numbers("all", count)

    def last_number(self, series: str) -> int:
        del series
        return super().last_number("all")


class TakesNoNumbers(FaultyUnit):
    def take_numbers(self, series: str, count: int = 1) -> int:
        return super().take_numbers(series, max(1, count))


@mutable
class LeavesGapsInNumbers(FaultyUnit):
    lost: dict[str, int] = field(factory=dict)

    def leave(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        super().leave(kind, error, trace)
        for series, count in self.lost.items():
            with self.storage.open(writes=True) as unit:
                unit.take_numbers(series, count)
                unit.commit()

    def take_numbers(self, series: str, count: int = 1) -> int:
        self.lost[series] = self.lost.get(series, 0) + count
        return super().take_numbers(series, count)

    def commit(self) -> None:
        self.lost.clear()
        super().commit()


class TellsNoVersions(FaultyUnit):
    def write(self, writing: Writing) -> None:
        try:
            super().write(writing)
        except Conflict as exc:
            raise Conflict(exc.message) from exc


def _with(record: Record | None, **altered: object) -> Record | None:
    return None if record is None else evolve(record, **altered)  # type: ignore[arg-type]  # a fault


WRITING: tuple[tuple[type[FaultyUnit], str], ...] = (
    (ForgetsEntriesOfChanges, "every_change_leaves_its_entry_in_the_journal"),
    (ForgetsCausesOfTheirOwn, "a_change_is_journalled_under_its_own_cause_if_it_has_one"),
    (KeepsNoFieldsInTheJournal, "an_entry_tells_the_changed_fields_before_and_after"),
    (SwapsBeforeAndAfterInTheJournal, "a_wiped_value_can_be_restored_from_the_journal"),
    (LetsTheJournalBeWritten, "the_journal_cannot_be_written"),
    (IgnoresVersions, "a_conflict_leaves_the_other_ones_change_alone"),
    (DeletesWhateverTheVersion, "the_deletion_of_an_outdated_record_is_a_conflict"),
    (WritesOverATakenId, "an_id_is_given_once"),
    (LetsNumbersBeTakenOver, "a_client_number_is_not_taken_over_by_a_change"),
    (CutsTextShort, "hostile_text_is_kept_as_it_is"),
    (CutsMomentsToSeconds, "a_moment_is_the_same_in_every_zone"),
    (WritesOneByOne, "a_refused_batch_leaves_nothing"),
    (LeaksOnRollback, "what_is_not_committed_is_forgotten"),
    (LeaksOnErrors, "an_error_forgets_the_whole_unit"),
    (CommitsEveryWrite, "nobody_else_sees_what_is_not_committed"),
    (ForgetsToCommit, "a_created_record_is_stored_at_version_one"),
    (ReadsWhatIsNewest, "a_reader_sees_one_state_from_beginning_to_end"),
    (LetsReadersWrite, "a_unit_for_reading_refuses_to_write"),
    (RepeatsNumbers, "numbers_count_from_one_without_gaps"),
    (SharesOneSeries, "every_series_counts_by_itself"),
    (TakesNoNumbers, "less_than_one_number_cannot_be_taken"),
    (LeavesGapsInNumbers, "numbers_go_on_where_the_last_committed_unit_ended"),
    (TellsNoVersions, "a_change_of_an_outdated_record_is_a_conflict_that_tells_both_versions"),
)
"""Each fault with the promise that must catch it."""
