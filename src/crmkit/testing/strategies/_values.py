"""Single values, the awkward ones often: ё and е, both ends of a summer time, five currencies."""

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from unicodedata import normalize
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from crmkit.money import Money
from crmkit.query.schema import FieldType
from crmkit.testing.strategies._chance import Chance, drawn

_TEXTS = (
    "а",
    "Анна",
    "анна",
    "Пётр Ёлкин",
    "петр  елкин",
    "Їжак Ґанок",
    "ООО «Ромашка» № 5",
    "Straße",
    "STRASSE",
    "İstanbul",
    "é",
    "100%",
    "100",
    "a_b",
    "axb",
    "back\\slash",
    "O'Brien",
    '"; DROP TABLE contact; --',
    "две\nстроки",
    "שלום",
    "\u202eрозыгрыш",
    "zero\u200bwidth",
    "👩\u200d💻🎁",
    "𝕏",
    "~",
    "0",
)
_LETTERS = "аёЁеЕїЯz Zß%_'\"\\й\u0301\u0308\u200dЖﬁ①🎁\t-0９"
_LONGEST = 8
_TAGS = ("vip", "VIP", "опт", "Ёж", "a b", "%", "🎁")
_CURRENCIES = ("RUB", "UAH", "USD", "JPY", "KWD")
_MINOR = (0, 1, -1, 69_999, 70_000, 70_001, 2**40)
_NUMBERS = (0, 1, -1, 60, 2**53 + 1)
_DECIMALS = ("0", "1.5", "1.50", "-2", "0.333333", "1000000", "0.000001")
_DAYS = (
    date(2016, 4, 1),
    date(2016, 5, 31),
    date(2020, 2, 29),
    date(2024, 12, 30),
    date(1960, 1, 1),
)
_KYIV, _MOSCOW = ZoneInfo("Europe/Kyiv"), ZoneInfo("Europe/Moscow")
_MOMENTS = (
    datetime(2016, 3, 31, 21, tzinfo=UTC),  # midnight of April in Moscow
    datetime(2016, 3, 31, 20, 59, 59, 999_999, tzinfo=UTC),
    datetime(2016, 4, 1, 0, 0, tzinfo=_MOSCOW),
    datetime(2026, 3, 29, 1, 0, tzinfo=UTC),  # the clocks of Kyiv go from 3:00 to 4:00
    datetime(2026, 10, 25, 3, 30, tzinfo=_KYIV),  # 3:30 comes twice
    datetime(2026, 10, 25, 3, 30, fold=1, tzinfo=_KYIV),
    datetime(2024, 12, 31, 23, 59, 59, 1, tzinfo=UTC),
    datetime(1969, 12, 31, 23, 59, 59, 999_999, tzinfo=UTC),
)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_FAR = 10**12


def text(chance: Chance) -> str:
    """A text as it is stored: not empty, NFC, without outer white space."""
    if chance.once_in(3):
        letters = "".join(chance.several(lambda chance: chance.of(_LETTERS), 1, _LONGEST))
        return normalize("NFC", letters).strip() or "-"
    return chance.of(_TEXTS)


def tag_list(chance: Chance) -> tuple[str, ...]:
    """Up to three tags."""
    return tuple(chance.some(_TAGS, 3))


def number(chance: Chance) -> int:
    """A whole number."""
    return chance.number(-_FAR, _FAR) if chance.once_in(3) else chance.of(_NUMBERS)


def decimal(chance: Chance) -> Decimal:
    """An exact decimal of up to six digits after the point."""
    if chance.once_in(3):
        return Decimal(chance.number(-_FAR, _FAR)).scaleb(-6)
    return Decimal(chance.of(_DECIMALS))


def money(chance: Chance) -> Money:
    """An amount."""
    minor = chance.number(-_FAR, _FAR) if chance.once_in(3) else chance.of(_MINOR)
    return Money(minor, chance.of(_CURRENCIES))


def day(chance: Chance) -> date:
    """A day."""
    if chance.once_in(3):
        return date(1930, 1, 1) + timedelta(chance.number(0, 60_000))
    return chance.of(_DAYS)


def moment(chance: Chance) -> datetime:
    """An aware moment."""
    if chance.once_in(3):
        return _EPOCH + timedelta(seconds=chance.number(-(10**9), 3 * 10**9))
    return chance.of(_MOMENTS)


BY_TYPE: Mapping[FieldType, Callable[[Chance], object]] = {
    FieldType.TEXT: text,
    FieldType.FLAG: lambda chance: chance.once_in(2),
    FieldType.NUMBER: number,
    FieldType.DECIMAL: decimal,
    FieldType.MONEY: money,
    FieldType.DAY: day,
    FieldType.MOMENT: moment,
    FieldType.TAGS: tag_list,
}


def texts() -> st.SearchStrategy[str]:
    """Text as it is stored: not empty, NFC, without outer white space, NUL and half characters."""
    return drawn(text)


def tags() -> st.SearchStrategy[tuple[str, ...]]:
    """Up to three tags, told apart by case."""
    return drawn(tag_list)


def numbers() -> st.SearchStrategy[int]:
    """Whole numbers whose sums fit 64 bits, beyond a float's exactness too."""
    return drawn(number)


def decimals() -> st.SearchStrategy[Decimal]:
    """Exact decimals of up to six digits after the point."""
    return drawn(decimal)


def moneys() -> st.SearchStrategy[Money]:
    """Amounts in currencies with no, two and three digits after the point."""
    return drawn(money)


def days() -> st.SearchStrategy[date]:
    """Days around ends of years, months and Februaries."""
    return drawn(day)


def moments() -> st.SearchStrategy[datetime]:
    """Aware moments to the microsecond, in several zones, around the changes of the clocks."""
    return drawn(moment)
