"""The shop that the figures are taken on, and its client file; the same by seed."""

import csv
import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from attrs import frozen

OWNERS = 10
STAGES = ("new", "working", "quote", "negotiation", "won", "lost")
WEIGHTS = (15, 12, 13, 25, 20, 15)
SOURCES = ("site", "phone", "instagram", "telegram", "market", "referral")
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
START = datetime(2024, 11, 22, 12, tzinfo=UTC)
SPAN = int((NOW - START).total_seconds())
FIRST = (
    *("Анна", "Иван", "Мария", "Пётр", "Ольга", "Денис", "Елена", "Сергей"),
    *("Юлия", "Антон", "Вера", "Олег", "Нина", "Глеб", "Инна", "Марк"),
)
LAST = (
    *("Иванов", "Смирнов", "Кузнецов", "Попов", "Соколов", "Лебедев"),
    *("Козлов", "Новиков", "Морозов", "Волков", "Павлов"),
)
CALLS_OF_FIRST = 500
DEALS_OF_FIRST = 10
PERIOD, OF_BASE, OF_FILE = 20, 7, 13  # of twenty rows one is of the base, one of the file


@frozen
class Person:
    """One client of the base or the file."""

    name: str
    phones: tuple[str, str]
    email: str
    company: str
    source: str


@frozen
class Sale:
    """One deal, by the numbers of its owner (from 1) and client (from 0)."""

    owner: int
    client: int
    stage: str
    amount: int
    created: datetime


def person(number: int) -> Person:
    """The client of this number; numbers that differ are different people."""
    return Person(
        name=f"{LAST[(number // 16) % 11]} {FIRST[number % 16]} {number}",
        phones=(_mobile(2 * number), _mobile(2 * number + 1)),
        email=f"user{number}@mail{number % 97}.example.com",
        company=f"ООО Ромашка {number % 1999}",
        source=SOURCES[number % 6],
    )


def sales(people: int) -> Iterator[Sale]:
    """As many deals as clients; the first client has ten of them."""
    draw = random.Random(2)
    for number in range(people):
        yield Sale(
            owner=1 + draw.randrange(OWNERS),
            client=0 if number < DEALS_OF_FIRST else 1 + draw.randrange(people - 1),
            stage=draw.choices(STAGES, WEIGHTS)[0],
            amount=draw.randrange(500_00, 300_000_00),
            created=START + timedelta(seconds=draw.randrange(SPAN)),
        )


def write_file(path: Path, rows: int, base: int) -> None:
    """A client file: 90 % new people, 5 % of the base otherwise written, 5 % of the file again."""
    draw, new, made = random.Random(7), base, list[int]()
    with path.open("w", newline="", encoding="utf-8") as file:
        out = csv.writer(file)
        out.writerow(["name", "phone1", "phone2", "email", "company", "source"])
        for row in range(rows):
            if row % PERIOD == OF_BASE and base:
                known = person(draw.randrange(base))
                cells = [_messy(known.phones[0], draw), "", f"other{row}@example.org"]
            elif row % PERIOD == OF_FILE and made:
                known = person(draw.choice(made[-2000:]))
                cells = ["", "", known.email.upper()]
            else:
                known = person(new)
                made.append(new)
                new += 1
                cells = [*(_messy(phone, draw) for phone in known.phones), known.email]
            out.writerow([known.name, *cells, known.company, known.source])


def _mobile(number: int) -> str:
    return f"+79{(number * 7919 + 100_000_003) % 1_000_000_000:09d}"


def _messy(e164: str, draw: random.Random) -> str:
    """One of the ways a person writes the number down."""
    digits = e164[2:]
    return (
        f"+7 ({digits[:3]}) {digits[3:6]}-{digits[6:8]}-{digits[8:]}",
        f"8{digits}",
        f"8 {digits[:3]} {digits[3:6]} {digits[6:]}",
        f"+7{digits}",
        f"7-{digits[:3]}-{digits[3:6]}-{digits[6:8]}-{digits[8:]}",
    )[draw.randrange(5)]
