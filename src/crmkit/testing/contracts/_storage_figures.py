"""Promises about figures: counts, sums, means, quantiles, shares, and how they are grouped."""

from datetime import UTC, date, datetime, timedelta

import pytest
from attrs import evolve

from crmkit.domain.deals import Deal
from crmkit.errors import MixedCurrencies
from crmkit.fields import contact, deal, interaction
from crmkit.ids import EmployeeId
from crmkit.money import Money
from crmkit.query.conditions import Compare, Condition, Op
from crmkit.query.questions import (
    Bucket,
    ByBands,
    ByField,
    ByPeriod,
    Figure,
    Function,
    Measure,
    Path,
    Period,
    Question,
    Span,
    Tally,
)
from crmkit.query.scope import Scope
from crmkit.testing.builders import NOON, a_contact, a_deal, an_employee, an_id, an_interaction
from crmkit.testing.contracts._storage import StoragePromises
from crmkit.testing.contracts.clerk import Clerk

_COUNT = Measure[Deal](name="deals")
_AMOUNT = deal.amount.path


class FigurePromises(StoragePromises):
    """What `UnitOfWork.count` and ``tally`` promise; random tallies are in another place."""

    def test_counting_heeds_the_condition_and_neither_order_nor_page(self) -> None:
        with self.clerk() as clerk:
            clerk.create(*(a_deal(nth, stage="new" if nth < 4 else "won") for nth in range(1, 6)))
            question = Question[Deal](
                kind="deal", where=deal.stage == "new", order=(deal.title.down,), size=1
            )
            assert clerk.count(question) == 3
            assert clerk.count(evolve(question, after=clerk.page(question).after)) == 3

    def test_figures_of_nothing_are_one_row(self) -> None:
        functions = (Function.COUNT, Function.DISTINCT, Function.SUM, Function.MEAN, Function.MIN)
        measures = [_measure(function) for function in functions]
        with self.clerk() as clerk:
            assert _rows(clerk, *measures) == [(0, 0, None, None, None)]
            assert _rows(clerk, *measures, by=(ByField(deal.stage.path),)) == []

    def test_figures_of_money_are_money_rounded_half_to_even(self) -> None:
        functions = (Function.SUM, Function.MEAN, Function.QUANTILE, Function.MIN, Function.MAX)
        with self.clerk() as clerk:
            clerk.create(*_priced(*(Money(minor, "RUB") for minor in (2, 3)), None))
            found = _rows(clerk, *(_measure(function) for function in functions))
            assert found == [tuple(Money(minor, "RUB") for minor in (5, 2, 2, 2, 3))]

    def test_two_currencies_are_never_added(self) -> None:
        with self.clerk() as clerk:
            clerk.create(*_priced(Money(1, "RUB"), Money(1, "USD")))
            for function in (Function.SUM, Function.MEAN, Function.QUANTILE, Function.MAX):
                with pytest.raises(MixedCurrencies):
                    _rows(clerk, _measure(function))

    def test_currencies_in_groups_of_their_own_do_not_mix(self) -> None:
        with self.clerk() as clerk:
            clerk.create(a_deal(1, stage="new", amount=Money(1, "RUB")))
            clerk.create(a_deal(2, stage="won", amount=Money(1, "USD")))
            found = _rows(clerk, _measure(Function.SUM), by=(ByField(deal.stage.path),))
            assert found == [("new", Money(1, "RUB")), ("won", Money(1, "USD"))]

    def test_sums_of_whole_numbers_are_exact(self) -> None:
        seconds = Measure(name="s", function=Function.SUM, of=interaction.seconds.path)
        with self.clerk() as clerk:
            clerk.create(*(an_interaction(nth, seconds=2**53 + 1) for nth in (1, 2, 3)))
            (row,) = clerk.tally(Tally(kind="interaction", measures=(seconds,)))
            assert row.figures == (3 * (2**53 + 1),)

    def test_quantiles_lie_between_neighbours(self) -> None:
        quantile = Measure(name="q", function=Function.QUANTILE, of=interaction.seconds.path, q=0.9)
        with self.clerk() as clerk:
            clerk.create(*(an_interaction(nth, seconds=nth * 10) for nth in (1, 2, 3)))
            (row,) = clerk.tally(Tally(kind="interaction", measures=(quantile,)))
            assert row.figures == (28.0,)

    def test_groups_come_by_key_and_the_absent_one_last(self) -> None:
        sources = ["б", None, "а", "б"]
        with self.clerk() as clerk:
            clerk.create(*(a_deal(nth, source=text) for nth, text in enumerate(sources, 1)))
            found = _rows(clerk, _COUNT, by=(ByField(deal.source.path),))
            assert found == [("а", 1), ("б", 2), (None, 1)]

    def test_periods_are_those_of_the_named_zone(self) -> None:
        midnight = datetime(2016, 3, 31, 21, tzinfo=UTC)
        with self.clerk() as clerk:
            clerk.create(a_deal(1, closed_at=midnight), a_deal(2, closed_at=midnight - _MOMENT))
            months = [date(2016, 3, 1), date(2016, 4, 1)]
            assert _by_month(clerk, "Europe/Moscow") == [(months[0], 1), (months[1], 1)]
            assert _by_month(clerk, "UTC") == [(months[0], 2)]

    def test_the_hour_that_comes_twice_belongs_to_one_day(self) -> None:
        day = datetime(2026, 10, 24, 21, tzinfo=UTC)  # 25 hours long in Kyiv
        moments = (
            day - _MOMENT,
            day,
            day + timedelta(hours=25) - _MOMENT,
            day + timedelta(hours=25),
        )
        with self.clerk() as clerk:
            clerk.create(*(a_deal(nth, closed_at=at) for nth, at in enumerate(moments, 1)))
            days = ByPeriod(deal.closed_at.path, Period.DAY, "Europe/Kyiv")
            assert [row[1] for row in _rows(clerk, _COUNT, by=(days,))] == [1, 2, 1]

    def test_a_band_begins_with_its_edge(self) -> None:
        with self.clerk() as clerk:
            clerk.create(*_priced(*(Money(minor, "RUB") for minor in (9, 10, 19, 20)), None))
            bands = ByBands(_AMOUNT, (10, 20))
            assert _rows(clerk, _COUNT, by=(bands,)) == [(0, 1), (1, 2), (2, 1), (None, 1)]

    def test_a_measure_looks_at_what_fulfils_its_own_condition(self) -> None:
        won = deal.outcome == "won"
        with self.clerk() as clerk:
            clerk.create(*(a_deal(n, outcome="won" if n < 2 else "open") for n in range(1, 5)))
            share = Measure(name="share", function=Function.SHARE, where=won)
            assert _rows(clerk, _COUNT, evolve(_COUNT, name="won", where=won), share) == [
                (4, 1, 0.25)
            ]

    def test_a_span_is_whole_seconds_and_absent_with_either_end(self) -> None:
        span = Span(deal.stage_since.path, deal.closed_at.path)
        with self.clerk() as clerk:
            clerk.create(a_deal(1, closed_at=NOON + timedelta(seconds=90, milliseconds=999)))
            clerk.create(a_deal(2), a_deal(3, stage_since=None, closed_at=NOON))
            assert _rows(clerk, _measure(Function.SUM, span)) == [(90,)]

    def test_what_is_out_of_scope_is_in_no_figure(self) -> None:
        mine: Condition[object] = Compare("owner_id", Op.IS, an_id(EmployeeId))
        new: Condition[object] = Compare("stage", Op.IS, "new")
        with self.clerk() as anybody:
            clerk = evolve(anybody, scope=Scope({"contact": mine, "deal": new}))
            clerk.create(a_contact(1), a_contact(2, owner_id=an_employee(2).id))
            clerk.create(a_deal(1), a_deal(2, contact_id=a_contact(2).id), a_deal(3, stage="won"))
            by = ByField(deal.contact.its(contact.number).path)
            assert _rows(clerk, _COUNT, by=(by,)) == [("1", 1), (None, 1)]


_MOMENT = timedelta(microseconds=1)


def _measure(function: Function, of: Path[Deal] | Span[Deal] = _AMOUNT) -> Measure[Deal]:
    return Measure(name=function.value, function=function, of=of)


def _rows(
    clerk: Clerk, *measures: Measure[Deal], by: tuple[Bucket[Deal], ...] = ()
) -> list[tuple[Figure, ...]]:
    rows = clerk.tally(Tally(kind="deal", measures=measures, by=by))
    return [(*row.keys, *row.figures) for row in rows]


def _by_month(clerk: Clerk, zone: str) -> list[tuple[Figure, ...]]:
    return _rows(clerk, _COUNT, by=(ByPeriod(deal.closed_at.path, Period.MONTH, zone),))


def _priced(*amounts: Money | None) -> list[Deal]:
    return [a_deal(nth, amount=amount) for nth, amount in enumerate(amounts, start=1)]
