# ruff: noqa: PLR2004 - shares of habits stand in the open
"""The records that forms, managers, calls, messengers and books make of a client."""

from collections.abc import Callable
from random import Random

from attrs import define

from bench.judging import typing_habits as typed
from bench.judging.people import Client, Town
from bench.judging.words import Usual

Style = Callable[["Name", Random], str]

_JUNK_NAMES = ("Клиент", "клиент {}", "тест", "Покупатель", "нет имени", "Аноним", "Гость {}", "-")
_SMILES = ("🌸", "❤️", "✨", "🐱", "🔥", "👑")


@define
class Name:
    """A client's name in the language and the surname that this record uses."""

    first: str
    middle: str
    last: str
    everyday: str
    latin: str
    ukrainian: bool


def _full(name: Name, _: Random) -> str:
    return f"{name.last} {name.first} {name.middle}"


def _first_first(name: Name, _: Random) -> str:
    return f"{name.first} {name.middle} {name.last}"


def _two(name: Name, _: Random) -> str:
    return f"{name.first} {name.last}"


def _two_turned(name: Name, _: Random) -> str:
    return f"{name.last} {name.first}"


def _politely(name: Name, _: Random) -> str:
    return f"{name.first} {name.middle}"


def _initials(name: Name, chance: Random) -> str:
    letters = [each[0] + "." for each in (name.first, name.middle) if each]
    return f"{name.last} {chance.choice(('', ' ')).join(letters)}"


def _one(name: Name, _: Random) -> str:
    return name.first


def _last(name: Name, _: Random) -> str:
    return name.last


def _everyday(name: Name, _: Random) -> str:
    return name.everyday


def _everyday_two(name: Name, _: Random) -> str:
    return f"{name.everyday} {name.last}"


def _latin_two(name: Name, chance: Random) -> str:
    last = typed.latin(name.last, chance, ukrainian=name.ukrainian)
    return f"{name.latin} {last}" if chance.random() < 0.7 else f"{last} {name.latin}"


def _latin_one(name: Name, chance: Random) -> str:
    smile = f" {chance.choice(_SMILES)}" if chance.random() < 0.2 else ""
    return name.latin + smile


def _latin_short(name: Name, chance: Random) -> str:
    return f"{name.latin} {typed.latin(name.last, chance)[:1]}."


def _smiling(name: Name, chance: Random) -> str:
    return f"{chance.choice((name.first, name.everyday))} {chance.choice(_SMILES)}"


def _junk(_: Name, chance: Random) -> str:
    return chance.choice(_JUNK_NAMES).format(chance.randrange(1, 3000))


def _none(_: Name, __: Random) -> str:
    return ""


@define(kw_only=True)
class Form:
    """Where records come from: how names are written there, and how often what is filled in."""

    names: Usual[Style]
    phone: float
    mail: float = 0.0
    handle: float = 0.0
    born: float = 0.0
    city: float = 0.0
    street: float = 0.0
    inn: float = 0.0
    company: float = 0.0
    notes: float = 0.0


SITE = Form(
    names=Usual([
        (_two, 34), (_one, 26), (_two_turned, 13), (_full, 11), (_everyday, 4), (_latin_two, 6),
        (_everyday_two, 3), (_politely, 3), (_latin_one, 1),
    ]),
    phone=0.95, mail=0.72, handle=0.05, born=0.12, city=0.4, street=0.12,
)  # fmt: skip
MANAGER = Form(
    names=Usual([
        (_full, 22), (_two, 20), (_two_turned, 18), (_politely, 15), (_first_first, 6), (_one, 8),
        (_initials, 4), (_everyday, 3), (_everyday_two, 3), (_last, 1),
    ]),
    phone=0.93, mail=0.45, handle=0.08, born=0.2, city=0.5, street=0.2, inn=0.07, company=0.8,
    notes=0.07,
)  # fmt: skip
CALL = Form(
    names=Usual([
        (_one, 40), (_politely, 22), (_everyday, 8), (_two, 13), (_last, 4), (_junk, 7), (_none, 6),
    ]),
    phone=0.99, city=0.2, company=0.3, notes=0.05,
)  # fmt: skip
MESSENGER = Form(
    names=Usual([
        (_one, 22), (_everyday, 15), (_two, 20), (_latin_two, 20), (_latin_one, 8), (_smiling, 7),
        (_latin_short, 4), (_everyday_two, 4),
    ]),
    phone=0.42, mail=0.1, handle=0.95, city=0.12, born=0.03,
)  # fmt: skip
BOOKS = Form(
    names=Usual([(_full, 88), (_initials, 4), (_two_turned, 8)]),
    phone=0.72, mail=0.35, born=0.5, city=0.6, street=0.5, inn=0.6, company=0.5,
)  # fmt: skip
USUAL = Usual([(SITE, 37), (MANAGER, 30), (CALL, 12), (MESSENGER, 9), (BOOKS, 12)])
CHATTY = Usual([(SITE, 24), (MANAGER, 14), (CALL, 8), (MESSENGER, 48), (BOOKS, 6)])


@define(kw_only=True)
class Record:
    """What was typed, and what it is about: the keys that a perfect reader would see in it."""

    client: Client
    name: str = ""
    phones: list[str]
    mail: str = ""
    handle: str = ""
    born: str = ""
    city: str = ""
    street: str = ""
    inn: str = ""
    company: str = ""
    keys: frozenset[str]


class Clerk:
    """Writes records of clients."""

    def __init__(self, town: Town, forms: Usual[Form]) -> None:
        """Writes with the town's chance, on the forms given."""
        self._town, self._chance, self._forms = town, town.chance, forms

    def first(self, client: Client) -> Record:
        """A record of somebody new."""
        return self._record(client, self._forms.pick(self._chance))

    def again(self, client: Client, known: list[Record]) -> Record:
        """A further record; more often than not it shares something with a former one."""
        self._live_on(client)
        keys = frozenset().union(*(each.keys for each in known))
        record = self._record(client, self._forms.pick(self._chance))
        for _ in range(6):
            if record.keys & keys or self._chance.random() < 0.1:
                break
            record = self._record(client, self._forms.pick(self._chance))
        return record

    def _live_on(self, client: Client) -> None:
        """A client changes his number, his mailbox or her surname now and then."""
        throw = self._chance.random()
        if throw < 0.07:
            client.phones.append(self._town.mobile(client.city.country))
        elif throw < 0.12 and client.first:
            client.mails.append(self._town.mailbox(client))
        elif throw < 0.15 and client.former:
            client.surname, client.former = client.former, ""

    def _record(self, client: Client, form: Form) -> Record:
        keys: set[str] = set()
        record = Record(client=client, phones=[], keys=frozenset())
        record.name = self._name(client, form)
        self._contacts(client, form, record, keys)
        self._papers(client, form, record, keys)
        record.keys = frozenset(keys)
        return record

    def _contacts(self, client: Client, form: Form, record: Record, keys: set[str]) -> None:
        chance = self._chance
        if chance.random() < form.phone:
            numbers = self._numbers(client)
            keys.update(numbers)
            record.phones = [typed.typed_phone(number, chance) for number in numbers]
            if numbers[0] == client.shared_phone and client.company and chance.random() < 0.3:
                record.phones[0] += f" доб. {100 + client.number % 800}"
        if chance.random() < form.mail:
            mail = self._mail(client)
            keys.add(mail)
            record.mail = typed.typed_mail(mail, chance)
        if client.handle and chance.random() < form.handle:
            keys.add(client.handle)
            record.handle = typed.typed_handle(client.handle, chance)

    def _numbers(self, client: Client) -> list[str]:
        chance = self._chance
        own = client.phones[-1] if chance.random() < 0.8 else client.phones[0]
        shared = client.shared_phone and chance.random() < 0.65
        numbers = [client.shared_phone if shared else own]
        if chance.random() < 0.06:
            numbers.append(own if shared else chance.choice(client.phones))
        return [*dict.fromkeys(numbers)]

    def _mail(self, client: Client) -> str:
        if client.shared_mail and self._chance.random() < 0.6:
            return client.shared_mail
        return client.mails[-1] if self._chance.random() < 0.85 else client.mails[0]

    def _papers(self, client: Client, form: Form, record: Record, keys: set[str]) -> None:
        chance = self._chance
        if client.born and chance.random() < form.born:
            record.born = typed.typed_birthday(client.born, chance)
            keys.add(f"{client.born} {client.first}")
        if chance.random() < form.city:
            city = client.city
            spelt = chance.choice(city.spellings) if chance.random() < 0.4 else city.name
            record.city = spelt
            if chance.random() < form.street:
                record.street = f"{spelt}, {client.street}"
        if chance.random() < form.inn:
            company = client.company if chance.random() < 0.5 else None
            number = company.inn if company else client.inn
            keys.add(number)
            record.inn = typed.typed_tax_id(number, chance)
        if client.company and client.first and chance.random() < form.company:
            record.company = self._firm(client.company.form, client.company.name)

    def _name(self, client: Client, form: Form) -> str:
        chance = self._chance
        if client.first is None:
            assert client.company is not None
            return self._firm(client.company.form, client.company.name)
        if client.trap == "junk" and chance.random() < 0.3:
            return _junk(self._spelt(client), chance)
        name = self._spelt(client)
        text = form.names.pick(chance)(name, chance).strip()
        text = self._slipped(" ".join(text.split()))
        return typed.with_a_note(text, chance) if text and chance.random() < form.notes else text

    def _spelt(self, client: Client) -> Name:
        chance, first = self._chance, client.first
        assert first is not None
        ukrainian = client.tongue == "uk" and chance.random() < 0.55
        everyday = first.everyday_ukrainian if ukrainian else first.everyday
        return Name(
            first=first.ukrainian if ukrainian else first.russian,
            middle=client.middle(ukrainian=ukrainian),
            last=client.surname if ukrainian else self._in_russian(client),
            everyday=chance.choice(everyday),
            latin=chance.choice((*first.latin, typed.latin(first.russian, chance))),
            ukrainian=ukrainian,
        )

    def _in_russian(self, client: Client) -> str:
        if client.tongue != "uk" or self._chance.random() < 0.2:
            return client.surname
        return client.surname.translate(_RUSSIAN).replace("'", "ь")

    def _slipped(self, text: str) -> str:
        chance = self._chance
        if "ё" in text and chance.random() < 0.8:
            text = text.replace("ё", "е")
        throw = chance.random()
        if throw < 0.035:
            text = typed.with_a_slip(text, chance)
        elif throw < 0.041:
            text = typed.in_wrong_layout(text)
        elif throw < 0.053:
            text = typed.with_lookalikes(text, chance)
        elif throw < 0.1:
            text = text.upper()
        elif throw < 0.19:
            text = text.lower()
        return text

    def _firm(self, form: str, name: str) -> str:
        shape = self._chance.choice(
            ('{0} "{1}"', "{0} «{1}»", "{1}", "{0} {1}", '"{1}" {0}', "{1}, {0}", '{0} "{2}"')
        )
        return shape.format(form, name, name.upper())


_RUSSIAN = str.maketrans("ієїґІЄЇҐ", "иеигИЕИГ")
