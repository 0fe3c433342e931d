"""Reports about clients: who they are, and who of them comes back."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from attrs import evolve

from crmkit.query.conditions import Compare, Not, OneOf, Op, Or
from crmkit.query.periods import zone_named
from crmkit.query.questions import ByField, Path
from crmkit.reports.columns import number, share
from crmkit.reports.gathering import Answer, ordered, with_whole
from crmkit.reports.options import Options
from crmkit.reports.parts import (
    LIVE,
    Anything,
    Asker,
    Figures,
    Groups,
    Keys,
    Part,
    both,
    count,
    is_,
    is_not,
    tallied,
    understood,
)
from crmkit.reports.report import Report
from crmkit.reports.shared import SHARE
from crmkit.reports.table import Column, ColumnType
from crmkit.reports.titles import Title, word_title
from crmkit.reports.words import Word

AGES = (18, 25, 35, 45, 55, 65)
"""The ages, in years, at which a new band begins."""
_AGE = Word(
    text="age", columns=(Column(name="age", title=word_title("age"), type=ColumnType.TEXT),)
)
_UNKNOWN = "unknown"


def _portrait(asker: Asker, options: Options) -> Answer:
    """Clients by the words; the bands of ages are told apart by a measure for each."""
    by_age = _AGE.text in options.by
    today = asker.now.astimezone(zone_named(options.zone)).date()
    bands = dict(_bands(today)) if by_age else {_UNKNOWN: ()}
    part = Part(
        kind="contact",
        date="created_at",
        where=both(is_("party", "client"), LIVE),
        measures=tuple(count(band, *born) for band, born in bands.items()),
    )
    others = evolve(options, by=tuple(text for text in options.by if text != _AGE.text))
    words = understood(asker, part, others)
    groups = tallied(asker, part, words, others)
    if not by_age:
        found = {keys: {"clients": figures[_UNKNOWN]} for keys, figures in groups.items()}
        return Answer(words, ordered(found))
    place = options.by.index(_AGE.text)
    width = sum(len(word.columns) for word in words[:place])
    words = (*words[:place], _AGE, *words[place:])
    return Answer(words, ordered(dict(_unfolded(groups, width))))


def _unfolded(groups: Groups, place: int) -> Iterator[tuple[Keys, Figures]]:
    """A group for every band with somebody in it, the band's name at this place of the keys."""
    for keys, figures in groups.items():
        for band, clients in figures.items():
            if clients:
                name = None if band == _UNKNOWN else band
                yield (*keys[:place], name, *keys[place:]), {"clients": clients}


def _bands(today: date) -> Iterator[tuple[str, tuple[Anything, ...]]]:
    yield f"0-{AGES[0] - 1}", (_younger(AGES[0], today),)
    for low, high in pairwise(AGES):
        yield f"{low}-{high - 1}", (Not(_younger(low, today)), _younger(high, today))
    yield f"{AGES[-1]}+", (Compare("birth_date", Op.AT_MOST, _years_before(today, AGES[-1])),)
    yield _UNKNOWN, (is_("birth_date", None),)


def _younger(age: int, today: date) -> Anything:
    return Compare("birth_date", Op.MORE, _years_before(today, age))


def _years_before(today: date, years: int) -> date:
    """Who was born on this day or before is so old today; a 29 February comes of age on 1 March."""
    try:
        return today.replace(year=today.year - years)
    except ValueError:
        return today.replace(year=today.year - years, day=28)


PORTRAIT = Report(
    name="portrait",
    title=Title("Portrait of the client", "Портрет клиента", "Портрет клієнта"),
    description=Title(
        "Who the clients are: sex, age, city",
        "Кто клиенты: пол, возраст, город",
        "Хто клієнти: стать, вік, місто",
    ),
    kind="contact",
    date="created_at",
    by=("sex", "age", "city"),
    columns=(
        number("clients", Title("Clients", "Клиенты", "Клієнти")),
        evolve(SHARE, needs=("clients", "whole")),
    ),
    ranked_by="clients",
    gather=with_whole(_portrait, "clients"),
)


def _repeat(asker: Asker, options: Options) -> Answer:
    """Clients by the number of their orders: the company buys, or else the contact."""
    part = Part(
        kind="order",
        date="placed_at",
        where=both(
            Not(OneOf("status", ("cancelled", "returned"))),
            Or((is_not("company_id", None), is_not("contact_id", None))),
        ),
        measures=(count("orders"),),
    )
    words = understood(asker, part, options)
    client = Word(
        text="client",
        columns=(),
        buckets=(ByField(Path("company_id")), ByField(Path("contact_id"))),
    )
    orders = defaultdict[Keys, Counter[object]](Counter)
    if not words:
        orders[()] = Counter()
    for keys, figures in tallied(asker, part, (*words, client), options).items():
        *group, company, contact = keys
        orders[tuple(group)][company or contact] += _whole(figures["orders"])
    return Answer(words, ordered({keys: _by_number(found) for keys, found in orders.items()}))


def _by_number(orders: Counter[object]) -> Figures:
    numbers = Counter(min(many, 3) for many in orders.values())
    return {
        "clients": len(orders),
        "orders": orders.total(),
        "one": numbers[1],
        "two": numbers[2],
        "more": numbers[3],
        "repeated": numbers[2] + numbers[3],
    }


def _whole(value: object) -> int:
    return value if isinstance(value, int) else 0


REPEAT = Report(
    name="repeat",
    title=Title("Repeat purchases", "Повторные покупки", "Повторні покупки"),
    description=Title(
        "How many clients ordered once, twice, more often; which share came back",
        "Сколько клиентов заказали один раз, два, больше; какая доля вернулась",
        "Скільки клієнтів замовили один раз, два, більше; яка частка повернулася",
    ),
    kind="order",
    date="placed_at",
    by=(),
    columns=(
        number("clients", Title("Clients", "Клиенты", "Клієнти")),
        number("orders", Title("Orders", "Заказы", "Замовлення")),
        number("one", Title("One order", "Один заказ", "Одне замовлення")),
        number("two", Title("Two", "Два", "Два")),
        number("more", Title("Three or more", "Три и больше", "Три й більше")),
        share("repeat_rate", Title("Came back", "Вернулись", "Повернулися"), "repeated", "clients"),
    ),
    ranked_by="clients",
    gather=_repeat,
)
