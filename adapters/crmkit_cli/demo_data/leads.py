"""Leads: what the shop wrote down about its inquiries in the year before, in its own words."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta

from attrs import frozen

from crmkit_cli.demo_data import spelling
from crmkit_cli.demo_data.chance import Chance
from crmkit_cli.demo_data.people import Person
from crmkit_cli.demo_data.words import rows

HEADINGS = (
    *("Дата обращения", "Клиент", "Телефон", "E-mail", "Канал", "Источник", "Запрос"),
    *("Статус", "Причина отказа", "Дата закрытия", "Менеджер"),
)
MAPPING = """\
# What leads.csv calls it = what crmkit calls it:
# crmkit import leads.csv --kind leads --map leads.toml

[values.channel]
"сайт" = "site"
"звонок" = "call"
"телеграм" = "telegram"
"почта" = "mail"
"магазин" = "shop"

[values.fail_reason]
"спам" = "spam"
"ошиблись номером" = "wrong_contact"
"не по адресу" = "not_target"
"не отвечает" = "silent"
"повтор" = "duplicate"
"""
_FIRST_DAY = date(2025, 11, 17)
_DAYS = 360
_LEADS_OF_ONE = ((0, 55), (1, 32), (2, 10), (3, 3))
_CHANNELS = (("сайт", 40), ("звонок", 30), ("телеграм", 12), ("почта", 10), ("магазин", 8))
_STATUSES = (("сделка", 62), ("отказ", 36), ("в работе", 2))
_REASONS = (
    *(("не отвечает", 40), ("не по адресу", 25), ("спам", 15)),
    *(("ошиблись номером", 12), ("повтор", 8)),
)


@frozen(kw_only=True)
class LeadLine:
    """One row of the file of leads, and whose it is."""

    person: int
    cells: tuple[str, ...]


def lead_lines(chance: Chance, people: Sequence[Person]) -> list[LeadLine]:
    """The leads in the order of their moments, each by a person whom the client files know."""
    asked = [
        (_moment(chance), person)
        for person in people
        for _ in range(chance.weighted(_LEADS_OF_ONE))
    ]
    asked.sort(key=lambda each: (each[0], each[1].id))
    return [LeadLine(person=each.id, cells=tuple(_cells(chance, at, each))) for at, each in asked]


def _moment(chance: Chance) -> datetime:
    day = _FIRST_DAY + timedelta(days=chance.below(_DAYS))
    return datetime.combine(day, time(chance.between(9, 20), chance.below(60)))


def _cells(chance: Chance, at: datetime, person: Person) -> Iterator[str]:
    managers = {login: name for login, name, _, _ in rows("employees", ";")}
    status = chance.weighted(_STATUSES)
    closed = at + timedelta(hours=chance.between(1, 72))
    yield f"{at:%d.%m.%Y %H:%M}"
    yield spelling.name(chance, person, tidy=True)
    yield from _reached(chance, person)
    yield chance.weighted(_CHANNELS)
    yield person.source
    yield chance.one(rows("requests", ";"))[1]
    yield status
    yield chance.weighted(_REASONS) if status == "отказ" else ""
    yield f"{closed:%d.%m.%Y %H:%M}" if status != "в работе" else ""
    yield managers[person.manager]


def _reached(chance: Chance, person: Person) -> tuple[str, str]:
    """The phone or the e-mail, one of which is empty at times."""
    if person.email and chance.happens(0.2):
        return "", spelling.email(chance, person.email)
    return spelling.phone(chance, person.phones[0]), ""
