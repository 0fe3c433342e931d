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
MOVES = ("working", "quote", "negotiation", "won")
SOURCES = ("site", "phone", "instagram", "telegram", "market", "referral")
LOST = ("price", "silent", "competitor", "no stock", "spam")
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
START = datetime(2024, 11, 22, 12, tzinfo=UTC)
SPAN = int((NOW - START).total_seconds())
MONTHS = tuple((year, month) for year in (2024, 2025, 2026) for month in range(1, 13))
TARGET = 400_000_00
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
DUE = 100  # of so many reminders one is due
PERIOD, OF_BASE, OF_FILE = 20, 7, 13  # of twenty rows one is of the base, one of the file
KNOWN = 5  # of so many who ask one is a client already
_ASKING, _LEADS = 300_000_000, 400_000_000  # numbers of people who are no clients


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
    source: str
    created: datetime
    closed: datetime | None
    lost: str | None


@frozen
class Asking:
    """Somebody who asks: the lead that comes of it."""

    name: str
    phone: str
    email: str
    source: str
    owner: int = 1
    created: datetime = NOW
    converted: datetime | None = None


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
        created = START + timedelta(seconds=draw.randrange(SPAN))
        stage = draw.choices(STAGES, WEIGHTS)[0]
        days, lost = 1 + draw.randrange(90), draw.choice(LOST)
        yield Sale(
            owner=1 + draw.randrange(OWNERS),
            client=0 if number < DEALS_OF_FIRST else 1 + draw.randrange(people - 1),
            stage=stage,
            amount=draw.randrange(500_00, 300_000_00),
            source=draw.choice(SOURCES),
            created=created,
            closed=created + timedelta(days=days) if stage in {"won", "lost"} else None,
            lost=lost if stage == "lost" else None,
        )


def leads(people: int) -> Iterator[Asking]:
    """As many leads as clients, two of five converted."""
    draw = random.Random(3)
    for number in range(people):
        created = START + timedelta(seconds=draw.randrange(SPAN))
        converted = created + timedelta(days=1 + draw.randrange(20))
        yield Asking(
            name=f"Лид {number}",
            phone=_mobile(_LEADS + number),
            email=f"lead{number}@lead.example.net",
            source=draw.choice(SOURCES),
            owner=1 + draw.randrange(OWNERS),
            created=created,
            converted=converted if draw.random() < 2 / 5 else None,
        )


def asking(count: int, people: int) -> list[Asking]:
    """Who asks next: one of five is a client, by phone; half of the e-mails are in capitals."""
    draw, found = random.Random(5), []
    for number in range(count):
        known = person(draw.randrange(people)) if number % KNOWN == 0 else None
        email = f"asks{number}@ask.example.org"
        found.append(
            Asking(
                name=known.name if known else f"Новый {number}",
                phone=_messy(known.phones[0] if known else _mobile(_ASKING + number), draw),
                email=email.upper() if number % 2 else email,
                source=draw.choice(SOURCES),
            )
        )
    return found


def due(number: int) -> datetime:
    """When the reminder of this number is due."""
    if number % DUE == 0:
        return NOW - timedelta(hours=1, seconds=number)
    return NOW + timedelta(days=400, hours=number % 2_000)


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
