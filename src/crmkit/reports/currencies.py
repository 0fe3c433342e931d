"""Reports over several currencies: each gets columns of its own, and nothing is added up silently.

Usually there is one currency, and one asking is enough. Where there are more, the currencies are
looked for one after the other along the order of amounts, and the figures are asked for again,
apart for each.
"""

from collections.abc import Callable, Iterable, Sequence

from attrs import evolve, frozen

from crmkit.domain.record import Record
from crmkit.errors import MixedCurrencies
from crmkit.money import Money
from crmkit.query.conditions import Compare, Not, Op
from crmkit.query.paths import field_at
from crmkit.query.questions import Measure, Order, Path
from crmkit.query.schema import FieldType, Schema
from crmkit.reports.options import Options
from crmkit.reports.parts import Anything, Asker, Groups, Part, both, is_not

_LEAST = -(2**63 - 1)
Ask = Callable[[Sequence[Part]], Groups]


@frozen
class Priced:
    """Figures by group, and the currencies in which they are told apart: none where one is there.

    A figure about money is named ``NAME:CURRENCY`` where they are told apart.
    """

    groups: Groups
    currencies: tuple[str, ...] = ()


def priced(asker: Asker, parts: Sequence[Part], options: Options, ask: Ask) -> Priced:
    """The figures of the parts, apart for each currency if there are several."""
    if options.currency is not None:
        return Priced(ask([_only(part, options.currency, asker.schema) for part in parts]))
    try:
        groups = ask(parts)
    except MixedCurrencies:
        found = sorted({code for part in parts for code in _search(asker, part, options)})
    else:
        found = _occurring(groups)
        if len(found) <= 1:
            return Priced(groups)
    split = ask([_split(part, found, asker.schema) for part in parts])
    return Priced(split, tuple(_occurring(split)))


def apart(name: str, currency: str) -> str:
    """What a figure is named where currencies are told apart."""
    return f"{name}:{currency}"


def _only(part: Part, currency: str, schema: Schema) -> Part:
    measures = (
        _narrowed(measure, path, currency) if (path := _amount(part, measure, schema)) else measure
        for measure in part.measures
    )
    return evolve(part, measures=tuple(measures))


def _split(part: Part, currencies: Iterable[str], schema: Schema) -> Part:
    measures: list[Measure[Record]] = []
    for measure in part.measures:
        path = _amount(part, measure, schema)
        if path is None:
            measures.append(measure)
        else:
            measures += (
                evolve(_narrowed(measure, path, code), name=apart(measure.name, code))
                for code in currencies
            )
    return evolve(part, measures=tuple(measures))


def _narrowed(measure: Measure[Record], path: Path[Record], currency: str) -> Measure[Record]:
    return evolve(measure, where=both(measure.where, _in_currency(path, currency)))


def _in_currency(path: Path[Record], currency: str) -> Anything:
    """The amount is of the currency: none of another is greater or less than any of it."""
    return Compare(path.name, Op.AT_LEAST, Money(_LEAST, currency))


def _amount(part: Part, measure: Measure[Record], schema: Schema) -> Path[Record] | None:
    of = measure.of
    if not isinstance(of, Path) or field_at(of, part.kind, schema).type is not FieldType.MONEY:
        return None
    return of


def _occurring(groups: Groups) -> list[str]:
    amounts = (value for figures in groups.values() for value in figures.values())
    return sorted({amount.currency for amount in amounts if isinstance(amount, Money)})


def _search(asker: Asker, part: Part, options: Options) -> set[str]:
    found = set[str]()
    for path in {_amount(part, measure, asker.schema) for measure in part.measures} - {None}:
        assert path is not None  # noqa: S101 - just taken out
        found |= _along(asker, part, options, path)
    return found


def _along(asker: Asker, part: Part, options: Options, path: Path[Record]) -> set[str]:
    record: type[Record] = asker.schema.kind(part.kind).record
    where = both(part.condition(options, asker.schema), is_not(path.name, None))
    found = set[str]()
    while first := asker.find(record, where, order=(Order(path),), limit=1):
        amount: Money = getattr(first[0], path.name)
        found.add(amount.currency)
        where = both(where, Not(_in_currency(path, amount.currency)))
    return found
