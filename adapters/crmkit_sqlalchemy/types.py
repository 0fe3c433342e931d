"""How values are kept in a database: the column types, and values to and from them.

=========  ==========================================  ================================
value      column                                      kept as
=========  ==========================================  ================================
id         BLOB, ``uuid`` on PostgreSQL, BINARY(16)    its 16 bytes
text       TEXT of a binary collation                  itself
flag       SMALLINT                                    0 or 1
number     BIGINT                                      itself
decimal    BIGINT                                      millionths
money      BIGINT and TEXT                             minor units, and the currency
day        BIGINT                                      the day's number since year 1
moment     BIGINT                                      microseconds since 1970 UTC
tags       TEXT                                        ``|a|b|``, and nothing for none
document   TEXT                                        JSON
=========  ==========================================  ================================
"""

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import BINARY, BigInteger, LargeBinary, SmallInteger, String, Text
from sqlalchemy.dialects import mysql, postgresql
from sqlalchemy.types import TypeEngine

from crmkit.ids import ID_BYTES, Id
from crmkit.query.schema import FieldType

K = TypeVar("K", bound=Id)

_MYSQL = ("mysql", "mariadb")
IDENT: TypeEngine[Any] = (
    LargeBinary(ID_BYTES)
    .with_variant(BINARY(ID_BYTES), *_MYSQL)
    .with_variant(postgresql.UUID(as_uuid=False), "postgresql")
)
TEXT: TypeEngine[Any] = (
    Text()
    .with_variant(Text(collation="C"), "postgresql")
    .with_variant(mysql.LONGTEXT(charset="utf8mb4", collation="utf8mb4_nopad_bin"), *_MYSQL)
)
NAME: TypeEngine[Any] = (
    String(100)
    .with_variant(String(100, collation="C"), "postgresql")
    .with_variant(mysql.VARCHAR(100, charset="utf8mb4", collation="utf8mb4_nopad_bin"), *_MYSQL)
)
BYTES: TypeEngine[Any] = LargeBinary().with_variant(mysql.LONGBLOB(), *_MYSQL)
WHOLE: TypeEngine[Any] = BigInteger()
FLAG: TypeEngine[Any] = SmallInteger()

COLUMN_TYPES: Mapping[FieldType, TypeEngine[Any]] = {
    FieldType.ID: IDENT,
    FieldType.TEXT: TEXT,
    FieldType.CHOICE: TEXT,
    FieldType.FLAG: FLAG,
    FieldType.NUMBER: WHOLE,
    FieldType.DECIMAL: WHOLE,
    FieldType.MONEY: WHOLE,
    FieldType.DAY: WHOLE,
    FieldType.MOMENT: WHOLE,
    FieldType.TAGS: TEXT,
    FieldType.DOCUMENT: TEXT,
    FieldType.CUSTOM: TEXT,
}

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
DECIMAL_PLACES = 6
LARGEST = 2**63 - 1
BAR = "|"
MICROSECONDS_A_SECOND = 1_000_000
_SECONDS_A_DAY = 86_400
MICROSECONDS_A_DAY = _SECONDS_A_DAY * MICROSECONDS_A_SECOND


def moment_to_number(moment: datetime) -> int:
    """The microseconds from 1970 UTC to an aware moment."""
    since = moment - EPOCH
    seconds = since.days * _SECONDS_A_DAY + since.seconds
    return seconds * MICROSECONDS_A_SECOND + since.microseconds


def moment_from_number(number: int) -> datetime:
    """The moment, in UTC, so many microseconds after 1970."""
    return EPOCH + timedelta(0, 0, number)


def decimal_to_number(value: Decimal | int) -> int:
    """The value in millionths; digits beyond them are not kept."""
    return int(Decimal(value).scaleb(DECIMAL_PLACES))


def decimal_from_number(number: int) -> Decimal:
    """The value of so many millionths, written as short as it can be."""
    whole, rest = divmod(number, 10**DECIMAL_PLACES)
    return Decimal(number).scaleb(-DECIMAL_PLACES).normalize() if rest else Decimal(whole)


def tags_to_text(tags: tuple[str, ...]) -> str:
    """The tags between bars, so that one is found with its bars."""
    return f"{BAR}{BAR.join(tags)}{BAR}" if tags else ""


def tags_from_text(text: str) -> tuple[str, ...]:
    """The tags between the bars."""
    return tuple(text[1:-1].split(BAR)) if text else ()


def id_to_hex(key: Id) -> str:
    """The text that PostgreSQL reads as a uuid."""
    return key.hex()


def id_from_uuid(of: Callable[[bytes], K]) -> Callable[[UUID], K]:
    """Makes the function that takes an id of one kind out of a uuid."""

    def read(value: UUID) -> K:
        return of(value.bytes)

    return read


def day_to_number(day: date) -> int:
    """The day's number since year 1, which has the number 1."""
    return day.toordinal()
