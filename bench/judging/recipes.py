# ruff: noqa: PLR2004 - shares of habits stand in the open
"""The generated sets: how many duplicates they hold, who is among them, how columns are headed."""

from collections.abc import Iterator, Mapping, Sequence
from random import Random

from attrs import frozen

from bench.judging.labelled import Kind, Labelled
from bench.judging.people import Client, Town, Trap
from bench.judging.records import CHATTY, USUAL, Clerk, Form, Record
from bench.judging.words import Usual

_SHIFT = 7_000_000  # seeds of this bench begin here
# Weights are of draws; a family comes as three or four people at once, an aggregator as forty.
_TRAPS: dict[Trap, float] = {
    "plain": 1000, "family": 20, "twins": 2, "colleagues": 6, "homonyms": 4, "reassigned": 7,
    "aggregator": 0.15, "junk": 6, "companies": 22,
}  # fmt: skip
_MANY_TRAPS: dict[Trap, float] = {
    "plain": 500, "family": 70, "twins": 10, "colleagues": 24, "homonyms": 16, "reassigned": 28,
    "aggregator": 0.6, "junk": 24, "companies": 40,
}  # fmt: skip


@frozen(kw_only=True)
class Recipe:
    """One kind of set; ``columns`` tells what is under each heading, in the order of the file."""

    name: str
    title: str
    duplicates: float
    columns: Mapping[str, Kind]
    traps: Mapping[Trap, float] = _TRAPS
    forms: Usual[Form] = USUAL
    delimiter: str = ","


RECIPES = (
    Recipe(
        name="usual",
        title="5 % duplicates",
        duplicates=0.05,
        delimiter=";",
        columns={
            "№": "id", "ФИО": "name", "Телефон": "phone", "Доп. телефон": "phone",
            "Эл. почта": "email", "Телеграм": "telegram", "ИНН": "tax_id",
            "Дата рождения": "birth_date", "Город": "city", "Адрес": "address",
            "Организация": "company",
        },
    ),
    Recipe(
        name="doubled",
        title="10 % duplicates",
        duplicates=0.10,
        columns={
            "id": "id", "full_name": "name", "phone": "phone", "email": "email",
            "telegram": "telegram", "tax_id": "tax_id", "birth_date": "birth_date", "city": "city",
            "company": "company",
        },
    ),
    Recipe(
        name="rare",
        title="1 % duplicates",
        duplicates=0.01,
        delimiter="\t",
        columns={
            "Код": "id", "Фамилия": "last_name", "Имя": "first_name", "Отчество": "middle_name",
            "Мобильный": "phone", "Рабочий": "phone", "Домашний": "phone", "E-mail": "email",
            "Ник": "telegram", "ИНН клиента": "tax_id", "Родился": "birth_date",
            "Населённый пункт": "city", "Место работы": "company",
        },
    ),
    Recipe(
        name="chats",
        title="messengers",
        duplicates=0.05,
        forms=CHATTY,
        columns={
            "Ник в Telegram": "telegram", "Имя": "name", "Номер": "phone", "Почта": "email",
            "Клиент ID": "id", "Город": "city", "День рождения": "birth_date", "ИНН": "tax_id",
            "Фирма": "company",
        },
    ),
    Recipe(
        name="traps",
        title="traps",
        duplicates=0.05,
        traps=_MANY_TRAPS,
        columns={
            "Record": "id", "Contact": "name", "Phone 1": "phone", "Phone 2": "phone",
            "Phone 3": "phone", "Mail": "email", "TG": "telegram", "INN": "tax_id",
            "Born": "birth_date", "Town": "city", "Address": "address", "Organisation": "company",
        },
    ),
)  # fmt: skip


def generated(recipe: Recipe, records: int, seed: int) -> Labelled:
    """The records of the set in the order of the file; the same seed gives the same ones."""
    town = Town(_SHIFT + seed)
    copies = round(records * recipe.duplicates)
    clients = town.clients(records - copies, Usual(recipe.traps.items()))
    written = _written(town, Clerk(town, recipe.forms), clients, copies)
    town.chance.shuffle(written)
    numbers = town.chance.sample(range(10_000, 10_000 + 20 * records), records)
    rows = [
        [*_cells(recipe, f"{number}", record, town.chance)]
        for number, record in zip(numbers, written, strict=True)
    ]
    return Labelled(
        name=recipe.name,
        title=recipe.title,
        columns=recipe.columns,
        rows=rows,
        persons=[record.client.number for record in written],
        traps={record.client.number: record.client.trap for record in written},
        delimiter=recipe.delimiter,
    )


def _written(town: Town, clerk: Clerk, clients: Sequence[Client], copies: int) -> list[Record]:
    known = {client.number: [clerk.first(client)] for client in clients}
    for client in town.chance.choices(clients, k=copies - copies // 4):
        known[client.number].append(clerk.again(client, known[client.number]))
    # Whoever came twice comes again more readily.
    regular = [client for client in clients if len(known[client.number]) > 1]
    for client in town.chance.choices(regular, k=copies // 4) if regular else ():
        known[client.number].append(clerk.again(client, known[client.number]))
    return [record for each in known.values() for record in each]


def _cells(recipe: Recipe, number: str, record: Record, chance: Random) -> Iterator[str]:
    phones = _phones(record.phones, [*recipe.columns.values()].count("phone"), chance)
    parts = _parts(record.name, chance) if "last_name" in recipe.columns.values() else {}
    single = {
        "id": number, "name": record.name, "email": record.mail, "telegram": record.handle,
        "tax_id": record.inn, "birth_date": record.born, "city": record.city,
        "address": record.street, "company": record.company, **parts,
    }  # fmt: skip
    for kind in recipe.columns.values():
        yield next(phones) if kind == "phone" else single[kind]


def _phones(numbers: Sequence[str], columns: int, chance: Random) -> Iterator[str]:
    """The numbers over the columns: usually the first one; two in a cell where one column is."""
    if columns == 1 or len(numbers) > columns:
        yield chance.choice((", ", " / ", "; ", " ")).join(numbers)
        yield from [""] * (columns - 1)
        return
    cells = [*numbers, *[""] * (columns - len(numbers))]
    if chance.random() < 0.2:
        chance.shuffle(cells)
    yield from cells


def _parts(name: str, chance: Random) -> dict[str, str]:
    """The name over its columns; a tenth is typed into one of them whole."""
    words = name.split()
    if chance.random() < 0.1 or len(words) > 3:
        column = "last_name" if chance.random() < 0.6 else "first_name"
        return {"last_name": "", "first_name": "", "middle_name": "", column: name}
    places = {
        0: (), 1: ("first_name",), 2: ("first_name", "last_name"),
        3: ("last_name", "first_name", "middle_name"),
    }  # fmt: skip
    return {"last_name": "", "first_name": "", "middle_name": ""} | dict(
        zip(places[len(words)], words, strict=True)
    )
