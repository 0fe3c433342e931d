"""What a report is, and how its answer becomes a table."""

from collections.abc import Iterator, Sequence
from itertools import chain

from attrs import evolve, field, frozen

from crmkit.money import Money
from crmkit.query.questions import Figure
from crmkit.reports.columns import Shown
from crmkit.reports.currencies import apart
from crmkit.reports.gathering import Answer, Gather
from crmkit.reports.options import Options
from crmkit.reports.parts import Asker, Figures, Keys
from crmkit.reports.table import Column, ReportTable
from crmkit.reports.titles import Title


@frozen(kw_only=True)
class Report:
    """A question that a head of sales asks.

    ``kind`` is what conditions and words are about, ``date`` the field that the range of days is
    about, ``by`` the usual words. The words in ``always`` are added where they are missing.
    ``ranked_by`` is the figure by which rows descend, unless they follow each other in time.
    """

    name: str
    title: Title
    description: Title
    kind: str
    date: str
    by: tuple[str, ...]
    always: tuple[str, ...] = ()
    columns: tuple[Shown, ...] = field()
    ranked_by: str | None = None
    gather: Gather = field()

    def run(self, asker: Asker, options: Options) -> ReportTable:
        """The report over what the asker may see.

        Raises BadQuestion for a word or a condition that does not fit the records it asks about.
        """
        answer = self.gather(asker, evolve(options, by=self.words(options)))
        whole = self.gather(asker, evolve(options, by=())) if options.totals else None
        return self._table(answer, whole, options)

    def words(self, options: Options) -> tuple[str, ...]:
        """The words that the options lead to, each once."""
        return tuple(dict.fromkeys((*(options.by or self.by), *self.always)))

    def _table(self, answer: Answer, whole: Answer | None, options: Options) -> ReportTable:
        groups = [*answer.groups.items()]
        if self.ranked_by and not any(word.is_period for word in answer.words):
            groups.sort(key=lambda group: _rank(group[1], str(self.ranked_by), answer.currencies))
        totals = whole.groups.get(()) if whole else None
        every = [figures for _, figures in groups] + ([totals] if totals else [])
        cells = [cell for cell in _cells(self.columns, answer) if cell.is_shown(every)]
        keys = [*chain.from_iterable(word.columns for word in answer.words)]
        return ReportTable(
            report=self.name,
            title=self.title,
            columns=(*keys, *(cell.column for cell in cells)),
            rows=tuple((*group, *_row(cells, figures)) for group, figures in groups),
            totals=(*(None for _ in keys), *_row(cells, totals)) if totals else None,
            notes=(*_notes(answer, options),),
        )


@frozen
class _Cell:
    """A column of the table, and how its value is found in the figures of a row."""

    column: Column
    shown: Shown

    def value(self, figures: Figures) -> Figure:
        """The value in the row of these figures; a figure that was not asked for is absent."""
        names = (_named(need, self.column.currency, figures) for need in self.shown.needs)
        return self.shown.make(*(figures.get(name) for name in names))

    def is_shown(self, rows: Sequence[Figures]) -> bool:
        """Whether the column belongs into a table of these rows."""
        return not self.shown.optional or any(self.value(row) is not None for row in rows)


def _cells(columns: Sequence[Shown], answer: Answer) -> Iterator[_Cell]:
    """The columns of figures, those about money once for each currency told apart."""
    some: Figures = next(iter(answer.groups.values()), {})
    for shown in columns:
        column = Column(name=shown.name, title=shown.title, type=shown.type)
        codes = [
            code
            for code in answer.currencies
            if any(apart(need, code) in some for need in shown.needs)
        ]
        for code in codes:
            yield _Cell(_in_currency(column, code), shown)
        if not codes:
            yield _Cell(column, shown)


def _in_currency(column: Column, code: str) -> Column:
    name, title = f"{column.name}_{code.lower()}", column.title.of(code)
    return evolve(column, name=name, title=title, currency=code)


def _named(need: str, currency: str | None, figures: Figures) -> str:
    name = need if currency is None else apart(need, currency)
    return name if name in figures else need


def _row(cells: Sequence[_Cell], figures: Figures) -> Keys:
    return tuple(cell.value(figures) for cell in cells)


def _rank(figures: Figures, name: str, currencies: tuple[str, ...]) -> list[tuple[bool, object]]:
    names = [apart(name, code) for code in currencies if apart(name, code) in figures] or [name]
    return [_descending(figures[each]) for each in names]


def _descending(value: Figure) -> tuple[bool, object]:
    match value:
        case Money():
            return False, -value.minor
        case int() | float():
            return False, -value
        case _:
            return True, 0


def _notes(answer: Answer, options: Options) -> Iterator[Title]:
    if options.currency is not None:
        yield Title(
            f"Amounts: only those in {options.currency}",
            f"Суммы: только в {options.currency}",
            f"Суми: лише в {options.currency}",
        )
    elif answer.currencies:
        codes = ", ".join(answer.currencies)
        yield Title(
            f"Amounts are in {codes}: each currency has columns of its own",
            f"Суммы в валютах {codes}: у каждой свои столбцы",
            f"Суми у валютах {codes}: кожна має власні стовпці",
        )
