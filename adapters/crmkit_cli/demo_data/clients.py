"""Client files: the same people over and over, as several hands kept them for years."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Literal

from attrs import evolve, frozen

from crmkit_cli.demo_data import spelling
from crmkit_cli.demo_data.chance import Chance
from crmkit_cli.demo_data.people import Person
from crmkit_cli.demo_data.words import lines, rows

Fault = Literal["day", "email", "phone", "manager", "nothing"]
"""What makes a row impossible to take; ``nothing`` says that it holds no client at all."""

HEADINGS = (
    *("ФИО", "Телефон", "E-mail", "Telegram", "Город"),
    *("Дата рождения", "Источник", "Менеджер", "Комментарий"),
)
OLD_HEADINGS = (
    *("№", "Клиент", "Дата регистрации", "Город", "Моб. телефон"),
    *("Почта", "День рождения", "Примечания"),
)
_OPENING = date(2015, 2, 1)
_ROWS_OF_ONE = ((1, 52), (2, 28), (3, 13), (4, 7))
_FAULTS: tuple[Fault, ...] = ("day", "day", "email", "email", "phone", "phone", "manager")
_FORMER_MANAGER = "Громова Татьяна (уволена)"
_BEFORE_THE_WEDDING = 0.6
_BROKEN_DAYS = ("31.02.1990", "30.02.1985", "31.04.1979", "00.00.0000", "45.01.1992")
_BROKEN_EMAILS = ("{}@", "{}.example.com", "{}@@example.com", "{}@example", "нет")
_BROKEN_PHONES = ("1234567", "8 800", "домашний не помнит", "нет", "8 (9) 12")


@frozen(kw_only=True)
class ClientRow:
    """One row of a client file, and what is true of it.

    ``person`` is who stands behind it (None: nobody), ``keys`` are the normal forms of the handles
    in it, ``fault`` is why it cannot be taken. The newer file has its birthdays as typed, the older
    one as days.
    """

    person: int | None = None
    name: str = ""
    phone: str = ""
    email: str = ""
    telegram: str = ""
    city: str = ""
    born: date | None = None
    day_as_typed: str = ""
    source: str = ""
    manager: str = ""
    comment: str = ""
    registered: date | None = None
    keys: tuple[str, ...] = ()
    fault: Fault | None = None

    def cells(self) -> tuple[str, ...]:
        """The row of the newer file."""
        return (
            *(self.name, self.phone, self.email, self.telegram, self.city),
            *(self.day_as_typed, self.source, self.manager, self.comment),
        )


def client_rows(chance: Chance, people: Sequence[Person]) -> list[ClientRow]:
    """The rows of the newer file: well over one for each person, and some that are nobody."""
    managers = {row[0]: row[1] for row in rows("employees", ";")}
    made: list[ClientRow] = []
    for person in people:
        if chance.happens(0.1):
            continue  # known to the older file alone
        for again in range(chance.weighted(_ROWS_OF_ONE)):
            row = _row(chance, person, managers, first=not again)
            made.append(row)
            if chance.happens(0.015):
                made.append(row)  # pasted twice
            if chance.happens(0.02):
                made.append(_broken(chance, _row(chance, person, managers, first=True)))
    mixed = chance.shuffled(made)
    return list(_with_junk(mixed))


def old_rows(
    chance: Chance, people: Sequence[Person], newer: Sequence[ClientRow]
) -> list[ClientRow]:
    """The rows of the file of 2015: those missing from the newer one, and many of the others."""
    seen = {row.person for row in newer if row.fault is None}
    kept = [person for person in people if person.id not in seen or chance.happens(0.35)]
    old = [_old_row(chance, person) for person in kept]
    old.extend(_old_row(chance, person) for person in kept if chance.happens(0.08))
    return sorted(old, key=lambda row: (row.registered or _OPENING, row.person or 0))


def _row(chance: Chance, person: Person, managers: Mapping[str, str], *, first: bool) -> ClientRow:
    manager = managers[person.manager]
    row = ClientRow(
        person=person.id,
        name=spelling.name(chance, person, tidy=first),
        city=person.city if chance.happens(0.7) else "",
        day_as_typed=_day(chance, person.born) if chance.happens(0.45) else "",
        source=person.source if chance.happens(0.6) else "",
        manager=manager if chance.happens(0.75) else "",
        comment=chance.one(lines("comments")) if chance.happens(0.2) else "",
    )
    return _with_handles(chance, row, person)


def _day(chance: Chance, born: date) -> str:
    """The day as it is typed: mostly 05.03.1990, at times 5.3.1990 or 1990-03-05."""
    short = f"{born.day}.{born.month}.{born.year}"
    return chance.weighted(((f"{born:%d.%m.%Y}", 88), (short, 8), (born.isoformat(), 4)))


def _with_handles(chance: Chance, row: ClientRow, person: Person) -> ClientRow:
    """The row with at least one way to reach the person."""
    with_email = person.email is not None and chance.happens(0.45)
    with_telegram = person.telegram is not None and chance.happens(0.35)
    if chance.happens(0.93) or not (with_email or with_telegram):
        row = _with_phones(chance, row, person)
    if with_email and person.email:
        typed = spelling.email(chance, person.email)
        row = evolve(row, email=typed, keys=(*row.keys, person.email))
    if with_telegram and person.telegram:
        typed = spelling.telegram(chance, person.telegram)
        row = evolve(row, telegram=typed, keys=(*row.keys, person.telegram))
    return row


def _with_phones(chance: Chance, row: ClientRow, person: Person) -> ClientRow:
    """Mostly the first phone, at times another one or two in a cell, at times a slip of one."""
    if len(person.phones) > 1 and chance.happens(0.3):
        numbers: Sequence[str] = chance.shuffled(person.phones)[:2]
    else:
        numbers = [person.phones[0] if chance.happens(0.9) else chance.one(person.phones)]
    if chance.happens(0.012):
        numbers = [spelling.mistyped(chance, numbers[0])]
    written = [
        spelling.phone(chance, number, person.extension if number == person.shared else None)
        for number in numbers
    ]
    joint = chance.one((", ", "; ", " / "))
    return evolve(row, phone=joint.join(written), keys=(*row.keys, *numbers))


def _broken(chance: Chance, row: ClientRow) -> ClientRow:
    """The row with one cell that cannot be read."""
    match fault := chance.one(_FAULTS):
        case "day":
            return evolve(row, day_as_typed=chance.one(_BROKEN_DAYS), fault=fault)
        case "email":
            name = f"client{chance.digits(3)}"
            return evolve(row, email=chance.one(_BROKEN_EMAILS).format(name), fault=fault)
        case "manager":
            return evolve(row, manager=_FORMER_MANAGER, fault=fault)
        case _:
            return evolve(row, phone=chance.one(_BROKEN_PHONES), fault="phone")


def _with_junk(made: Sequence[ClientRow]) -> Iterator[ClientRow]:
    """The rows, and between them what is no client."""
    junk = [_junk_row(cells) for cells in rows("junk", ";")]
    step = max(1, len(made) // (len(junk) + 1))
    for place, row in enumerate(made):
        yield row
        if junk and place % step == step - 1:
            yield junk.pop(0)
    yield from junk


def _junk_row(cells: Sequence[str]) -> ClientRow:
    name, phone, email, comment = cells
    fault: Fault | None = "phone" if phone else None if name or email else "nothing"
    return ClientRow(name=name, phone=phone, email=email, comment=comment, fault=fault)


def _old_row(chance: Chance, person: Person) -> ClientRow:
    row = ClientRow(
        person=person.id,
        name=spelling.name(chance, person, tidy=True, maiden=_BEFORE_THE_WEDDING),
        city=person.city if chance.happens(0.85) else "",
        born=person.born if chance.happens(0.5) else None,
        comment=chance.one(lines("comments")) if chance.happens(0.1) else "",
        registered=_OPENING + timedelta(days=chance.below(300)),
    )
    number = person.phones[0]
    if person.email and chance.happens(0.5):
        row = evolve(row, email=person.email, keys=(person.email,))
    return evolve(row, phone=number, keys=(*row.keys, number))


def _as_number(phone: str) -> int:
    """What a spreadsheet makes of a phone typed as digits; Ukrainian ones lose their first 0."""
    return int(phone.removeprefix("+380" if phone.startswith("+380") else "+"))


def old_cells(made: Iterable[ClientRow]) -> Iterator[tuple[str | int | date | None, ...]]:
    """The cells of the older file: phones as numbers, days as days."""
    for number, row in enumerate(made, start=1):
        phone: str | int = _as_number(row.phone) if number % 7 else row.phone
        yield (
            *(number, row.name, row.registered, row.city or None, phone),
            *(row.email or None, row.born, row.comment or None),
        )
