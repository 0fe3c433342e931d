"""Faults in reading, each with the promise that must catch it."""

from typing import TypeVar

from attrs import evolve, fields

from crmkit.domain.record import Record
from crmkit.errors import MixedCurrencies
from crmkit.money import Money
from crmkit.query.conditions import (
    Compare,
    Condition,
    Everything,
    Or,
    Text,
    TextMatch,
)
from crmkit.query.questions import ByPeriod, Figure, Order, Page, Question, Sheet, Step, TallyRow
from crmkit.query.scope import ConfinedColumns, ConfinedQuestion, ConfinedTally
from tests.mutants.faulty import FaultyUnit, asked, rewritten

R = TypeVar("R", bound=Record)


class DropsAPartOfTheScope(FaultyUnit):
    def find(self, question: ConfinedQuestion[R]) -> Page[R]:
        return super().find(asked(question, lambda asked: evolve(asked, where=Everything())))


class TalliesWhatIsHidden(FaultyUnit):
    def tally(self, tally: ConfinedTally[R]) -> tuple[TallyRow, ...]:
        return super().tally(evolve(tally, tally=evolve(tally.tally, where=Everything())))


class ShowsHiddenRecordsThroughPaths(FaultyUnit):
    def find(self, question: ConfinedQuestion[R]) -> Page[R]:
        return super().find(asked(question, self._unguarded))

    def _unguarded(self, question: Question[R]) -> Question[R]:
        return evolve(question, order=tuple(self._open(order) for order in question.order))

    def _open(self, order: Order[R]) -> Order[R]:
        return evolve(order, path=evolve(order.path, steps=_open(order.path.steps)))


def _open(steps: tuple[Step, ...]) -> tuple[Step, ...]:
    return tuple(evolve(step, guard=Everything()) for step in steps)


class ShowsHiddenRecordsInColumns(FaultyUnit):
    def sheet(self, columns: ConfinedColumns[R]) -> Sheet:
        paths = tuple(evolve(path, steps=_open(path.steps)) for path in columns.columns.paths)
        return super().sheet(evolve(columns, columns=evolve(columns.columns, paths=paths)))


class ListsWhatIsHidden(FaultyUnit):
    def sheet(self, columns: ConfinedColumns[R]) -> Sheet:
        question = evolve(columns.columns.question, where=Everything())
        return super().sheet(evolve(columns, columns=evolve(columns.columns, question=question)))


class ForgetsWhereASheetEnded(FaultyUnit):
    def sheet(self, columns: ConfinedColumns[R]) -> Sheet:
        return evolve(super().sheet(columns), after=None)


class PutsAbsentValuesFirst(FaultyUnit):
    def find(self, question: ConfinedQuestion[R]) -> Page[R]:
        page = super().find(question)
        if not question.question.order:
            return page
        name = question.question.order[0].path.name
        present = [record for record in page.records if getattr(record, name, "") is not None]
        absent = [record for record in page.records if getattr(record, name, "") is None]
        return evolve(page, records=(*absent, *present))


class BreaksTiesUpwardsAlways(FaultyUnit):
    def find(self, question: ConfinedQuestion[R]) -> Page[R]:
        order = question.question.order
        if len(order) != 1 or not order[0].descending:
            return super().find(question)
        found = super().find(asked(question, lambda asked: evolve(asked, order=())))
        name = order[0].path.name
        values = [getattr(record, name, None) for record in found.records]
        return found if len(set(values)) == 1 else super().find(question)


class RewritesConditions(FaultyUnit):
    """Not a fault itself: asks another question than it was asked."""

    def find(self, question: ConfinedQuestion[R]) -> Page[R]:
        return super().find(
            asked(question, lambda asked: evolve(asked, where=rewritten(asked.where, self.change)))
        )

    def change(self, condition: Condition[R]) -> Condition[R]:
        raise NotImplementedError


class SearchesByExactCase(FaultyUnit):
    def find(self, question: ConfinedQuestion[R]) -> Page[R]:
        page, where = super().find(question), question.question.where
        if not isinstance(where, Text):
            return page
        kept = tuple(r for r in page.records if where.needle in (getattr(r, where.name) or ""))
        return evolve(page, records=kept)


class TakesTheSignsOfPatternsForPatterns(RewritesConditions):
    def change(self, condition: Condition[R]) -> Condition[R]:
        if isinstance(condition, Text) and "%" in condition.needle:
            return evolve(condition, needle=condition.needle.replace("%", ""))
        return condition


class TakesTheStartForAnyPlace(RewritesConditions):
    def change(self, condition: Condition[R]) -> Condition[R]:
        if isinstance(condition, Text):
            return evolve(condition, match=TextMatch.CONTAINS)
        return condition


class ComparesAcrossCurrencies(RewritesConditions):
    def change(self, condition: Condition[R]) -> Condition[R]:
        match condition:
            case Compare(name, op, Money(minor, _)):
                amounts = (Money(minor, currency) for currency in ("RUB", "USD"))
                return Or(tuple(Compare(name, op, amount) for amount in amounts))
            case _:
                return condition


class TakesAbsenceForFalsehood(FaultyUnit):
    def find(self, question: ConfinedQuestion[R]) -> Page[R]:
        page, where = super().find(question), question.question.where
        inner = getattr(where, "condition", None)
        if not isinstance(inner, Compare) or inner.value is None:
            return page
        kept = tuple(r for r in page.records if getattr(r, inner.name) is not None)
        return evolve(page, records=kept)


class SkipsARecordBetweenPages(FaultyUnit):
    def find(self, question: ConfinedQuestion[R]) -> Page[R]:
        page = super().find(question)
        return page if question.question.after is None else evolve(page, records=page.records[1:])


class AlwaysPromisesAnotherPage(FaultyUnit):
    def find(self, question: ConfinedQuestion[R]) -> Page[R]:
        page = super().find(question)
        size = question.question.size
        if size is None or page.after is not None or len(page.records) < size:
            return page
        whole = super().find(asked(question, lambda asked: evolve(asked, size=1, after=None)))
        return evolve(page, after=whole.after)


class CountsThePageOnly(FaultyUnit):
    def count(self, question: ConfinedQuestion[R]) -> int:
        size = question.question.size
        return super().count(question) if size is None else min(size, super().count(question))


class AddsAcrossCurrencies(FaultyUnit):
    def tally(self, tally: ConfinedTally[R]) -> tuple[TallyRow, ...]:
        try:
            return super().tally(tally)
        except MixedCurrencies:
            return ()


class SumsInFloats(FaultyUnit):
    def tally(self, tally: ConfinedTally[R]) -> tuple[TallyRow, ...]:
        return tuple(
            evolve(row, figures=tuple(self._rounded(figure) for figure in row.figures))
            for row in super().tally(tally)
        )

    def _rounded(self, figure: Figure) -> Figure:
        return int(float(figure)) if type(figure) is int else figure


class GroupsByDaysOfGreenwich(FaultyUnit):
    def tally(self, tally: ConfinedTally[R]) -> tuple[TallyRow, ...]:
        by = tuple(
            evolve(bucket, zone="UTC") if isinstance(bucket, ByPeriod) else bucket
            for bucket in tally.tally.by
        )
        return super().tally(evolve(tally, tally=evolve(tally.tally, by=by)))


class PutsTheAbsentGroupFirst(FaultyUnit):
    def tally(self, tally: ConfinedTally[R]) -> tuple[TallyRow, ...]:
        return tuple(sorted(super().tally(tally), key=lambda row: None not in row.keys))


class GivesFlagsAsNumbers(FaultyUnit):
    def find(self, question: ConfinedQuestion[R]) -> Page[R]:
        page = super().find(question)
        return evolve(page, records=tuple(map(self._flattened, page.records)))

    def _flattened(self, record: R) -> R:
        flags = {f.name: 1 for f in fields(type(record)) if getattr(record, f.name) is True}
        return evolve(record, **flags) if flags else record  # type: ignore[arg-type]  # the fault


READING: tuple[tuple[type[FaultyUnit], str], ...] = (
    (DropsAPartOfTheScope, "what_is_out_of_scope_is_not_there"),
    (TalliesWhatIsHidden, "what_is_out_of_scope_is_in_no_figure"),
    (ShowsHiddenRecordsThroughPaths, "what_is_out_of_scope_is_not_there"),
    (ShowsHiddenRecordsInColumns, "a_column_of_a_hidden_record_is_absent"),
    (ListsWhatIsHidden, "a_column_of_a_hidden_record_is_absent"),
    (ForgetsWhereASheetEnded, "a_sheet_shows_values_of_records_and_related_ones_page_by_page"),
    (PutsAbsentValuesFirst, "absent_values_come_last_in_both_directions"),
    (BreaksTiesUpwardsAlways, "equal_records_follow_by_id_in_the_direction_of_the_last_order"),
    (SearchesByExactCase, "text_is_found_whatever_its_case_and_yo"),
    (TakesTheSignsOfPatternsForPatterns, "signs_of_patterns_mean_themselves"),
    (TakesTheStartForAnyPlace, "text_is_found_whatever_its_case_and_yo"),
    (ComparesAcrossCurrencies, "money_compares_within_its_currency_only"),
    (TakesAbsenceForFalsehood, "a_comparison_with_an_absent_value_is_false_and_its_opposite_true"),
    (SkipsARecordBetweenPages, "pages_show_every_record_once"),
    (AlwaysPromisesAnotherPage, "a_page_that_ends_with_the_last_record_is_the_last"),
    (CountsThePageOnly, "counting_heeds_the_condition_and_neither_order_nor_page"),
    (AddsAcrossCurrencies, "two_currencies_are_never_added"),
    (SumsInFloats, "sums_of_whole_numbers_are_exact"),
    (GroupsByDaysOfGreenwich, "periods_are_those_of_the_named_zone"),
    (PutsTheAbsentGroupFirst, "groups_come_by_key_and_the_absent_one_last"),
    (GivesFlagsAsNumbers, "every_kind_of_record_comes_back_as_it_was_written"),
)
"""Each fault with the promise that must catch it."""
