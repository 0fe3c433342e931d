# ruff: noqa: PLR2004 - shares of habits stand in the open
"""A shop's clients as they are in truth: persons and companies, and those easily confused.

Everybody bears a trap's name: ``plain``, ``family``, ``twins``, ``colleagues``, ``homonyms``,
``reassigned``, ``aggregator``, ``junk`` or ``companies``. Who shares a trap shares a phone, a
mailbox, a name or a birthday, and is somebody else nevertheless.
"""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from random import Random

from attrs import Factory, define, evolve

from bench.judging.networks import (
    AREAS,
    CODES,
    JUNK_MAILS,
    JUNK_PHONES,
    MAILS,
    NICKS,
    OFFICES,
    STREETS,
)
from bench.judging.typing_habits import latin
from bench.judging.words import (
    City,
    First,
    Usual,
    cities,
    company_words,
    first_names,
    of_her,
    patronymic,
    southern_names,
    surnames,
)

TODAY = date(2026, 6, 1)
_YOUNGEST = date(2014, 5, 5)  # of those who have cards of their own

Trap = str


@define(kw_only=True)
class Company:
    """A firm: its name without the form, and what its people share."""

    form: str
    name: str
    city: City
    inn: str
    switchboard: str
    mailbox: str


@define(kw_only=True)
class Client:
    """Somebody that a shop knows, as he is; a company of its own has no first name."""

    number: int
    trap: Trap
    sex: str
    tongue: str
    first: First | None
    father: First | None
    surname: str
    former: str = ""
    born: date | None = None
    city: City
    street: str
    inn: str
    handle: str
    phones: list[str] = Factory(list)
    mails: list[str] = Factory(list)
    shared_phone: str = ""
    shared_mail: str = ""
    company: Company | None = None

    def middle(self, *, ukrainian: bool = False) -> str:
        """The patronymic."""
        if self.father is None:
            return ""
        name = self.father.ukrainian if ukrainian else self.father.russian
        return patronymic(name, self.sex, ukrainian=ukrainian)


class Town:
    """Makes clients; the same seed makes the same ones."""

    def __init__(self, seed: int) -> None:
        """Starts with nobody."""
        self.chance = Random(f"judge {seed}")
        self._number = 0
        self._taken: set[str] = set()

    def clients(self, wanted: int, traps: "Usual[Trap]") -> list[Client]:
        """As many clients as wanted, by traps."""
        makers: dict[Trap, Callable[[], list[Client]]] = {
            "plain": lambda: [self.somebody()],
            "family": self._family,
            "twins": self._twins,
            "colleagues": self._colleagues,
            "homonyms": self._homonyms,
            "reassigned": self._reassigned,
            "aggregator": self._aggregated,
            "junk": self._junk,
            "companies": self._companies,
        }
        found: list[Client] = []
        while len(found) < wanted:
            trap = traps.pick(self.chance)
            found += [evolve(each, trap=trap) for each in makers[trap]()]
        return found[:wanted]

    def somebody(self, sex: str = "", surname: str = "", city: City | None = None) -> Client:
        """A person of his own, with what a person has."""
        chance = self.chance
        self._number += 1
        sex = sex or ("f" if chance.random() < 0.56 else "m")
        city = city or cities().pick(chance)
        tongue = self._tongue(city)
        born = TODAY - timedelta(days=round(chance.triangular(17, 78, 34) * 365.25))
        generation = 0 if born.year < 1970 else 1 if born.year < 1996 else 2
        first, father = self._names(tongue, sex, generation)
        his = surnames(tongue).pick(chance)
        client = Client(
            number=self._number,
            trap="plain",
            sex=sex,
            tongue=tongue,
            first=first,
            father=father,
            surname=surname or (of_her(his) if sex == "f" else his),
            born=born,
            city=city,
            street=self._street(),
            inn=self._personal_inn(),
            handle="",
        )
        if sex == "f" and chance.random() < 0.35:
            client.former = of_her(surnames(tongue).pick(chance))
        client.phones = [self.mobile(city.country)]
        client.handle = self._handle(client)
        client.mails = [self.mailbox(client)]
        return client

    def mobile(self, country: str, *, office: bool = False) -> str:
        """A number that nobody else has."""
        chance = self.chance
        areas = (OFFICES if office else AREAS)[country]
        while True:
            digits = f"{chance.randrange(2, 8)}{chance.randrange(10**6):06}"
            number = f"{CODES[country]}{chance.choice(areas)}{digits}"
            if number not in self._taken:
                self._taken.add(number)
                return number

    def mailbox(self, client: Client) -> str:
        """An address that nobody else has, made of the name, the year or a nick."""
        chance = self.chance
        domain = MAILS[client.city.country].pick(chance)
        year = client.born.year if client.born else 1980
        name = self._latin_first(client)
        last = latin(client.surname, chance).lower().replace(" ", "")
        shapes = (
            f"{name}.{last}", f"{last}{year}", f"{name[:1]}{last}", f"{last}_{name}",
            f"{name}{year % 100}", f"{chance.choice(NICKS.split())}{chance.randrange(10_000)}",
            f"{last}.{name[:1]}{chance.randrange(100)}",
        )  # fmt: skip
        local = chance.choice(shapes).replace("'", "").strip("._")
        if domain == "gmail.com":
            local = local.replace("_", ".").ljust(6, "0")
        return self._free(local, f"@{domain}")

    def _free(self, name: str, behind: str = "") -> str:
        one = name
        while one.replace(".", "") + behind in self._taken:
            one = f"{name}{self.chance.randrange(100_000)}"
        self._taken.add(one.replace(".", "") + behind)
        return one + behind

    def _tongue(self, city: City) -> str:
        shares = {"UA": (0.72, 0.25), "KZ": (0.02, 0.45), "BY": (0.12, 0.85)}
        ukrainian, russian = shares.get(city.country, (0.05, 0.85))
        throw = self.chance.random()
        return "uk" if throw < ukrainian else "ru" if throw < ukrainian + russian else "ye"

    def _names(self, tongue: str, sex: str, generation: int) -> tuple[First, First]:
        if tongue == "ye" and self.chance.random() < 0.8:
            southern = southern_names(sex).pick(self.chance)
            return southern, southern_names("m").pick(self.chance)
        father = first_names("m", max(0, generation - 1)).pick(self.chance)
        return first_names(sex, generation).pick(self.chance), father

    def _latin_first(self, client: Client) -> str:
        assert client.first is not None
        name = self.chance.choice((*client.first.latin, client.first.russian))
        return latin(name, self.chance).lower()

    def _handle(self, client: Client) -> str:
        name = self._latin_first(client)
        last = latin(client.surname, self.chance).lower().replace("'", "").replace(" ", "")
        nick = self.chance.choice(NICKS.split())
        shape = self.chance.choice((f"{name}_{last}", f"{name}{nick}", f"{last}_{name[:1]}", nick))
        return self._free(f"{shape.replace('-', '_')[:26]}{self.chance.randrange(1000)}")

    def _street(self) -> str:
        chance = self.chance
        house, flat = chance.randrange(1, 150), chance.randrange(1, 200)
        return f"ул. {chance.choice(STREETS.split())}, д. {house}, кв. {flat}"

    def _personal_inn(self) -> str:
        digits = [*map(int, f"{self.chance.randrange(1, 90):02}{self.chance.randrange(10**8):08}")]
        for weights in ((7, 2, 4, 10, 3, 5, 9, 4, 6, 8), (3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8)):
            digits.append(sum(map(int.__mul__, weights, digits)) % 11 % 10)
        return "".join(map(str, digits))

    def _company_inn(self) -> str:
        digits = [*map(int, f"{self.chance.randrange(1, 90):02}{self.chance.randrange(10**7):07}")]
        digits.append(sum(map(int.__mul__, (2, 4, 10, 3, 5, 9, 4, 6, 8), digits)) % 11 % 10)
        return "".join(map(str, digits))

    def company(self, name: str = "") -> Company:
        """A firm with a number and a mailbox that its people share."""
        chance, words = self.chance, company_words()
        throw = chance.random()
        if not name and throw < 0.45:
            name = chance.choice(words["alone"])
        elif not name:
            name = chance.choice(words["first"]) + chance.choice(["", "-"])
            name += chance.choice(words["second"]).lower()
        city = cities().pick(chance)
        form = {"UA": "ТОВ", "KZ": "ТОО"}.get(city.country, chance.choice(["ООО", "ООО", "АО"]))
        site = latin(name, chance).lower().replace(" ", "").replace("'", "")
        mailbox = chance.choice(("info", "office", "zakaz", "mail"))
        return Company(
            form=form,
            name=name,
            city=city,
            inn=self._company_inn(),
            switchboard=self.mobile(city.country, office=True),
            mailbox=self._free(mailbox, f"@{site}{chance.randrange(1000)}.ru"),
        )

    def _family(self) -> list[Client]:
        chance = self.chance
        father = self.somebody("m")
        mother = self.somebody("f", "" if chance.random() < 0.2 else of_her(father.surname))
        home = [mother, father]
        for _ in range(chance.choice((0, 1, 1, 2, 2, 3))):
            child = self._child(father)
            # Nobody gives a brother's name again; a father's, one family in fifty.
            while _have_a_namesake(home, child) and chance.random() < 0.98:
                self._name(child, self._names(child.tongue, child.sex, 2)[0])
            home.append(child)
        self._share(home, mother.phones[0], mother.mails[0] if chance.random() < 0.6 else "")
        return home

    def _share(self, people: list[Client], phone: str, mail: str) -> None:
        for each in people:
            each.shared_phone, each.shared_mail = phone, mail
            each.street, each.city = people[0].street, people[0].city
            each.tongue = people[0].tongue

    def _child(self, father: Client, sex: str = "", born: date | None = None) -> Client:
        sex = sex or self.chance.choice("mf")
        child = self.somebody(sex, of_her(father.surname) if sex == "f" else father.surname)
        years = self.chance.randrange(20, 38)
        day = (father.born or TODAY) + timedelta(days=years * 365 + self.chance.randrange(365))
        if day > _YOUNGEST:
            day = _YOUNGEST - timedelta(days=self.chance.randrange(12 * 365))
        child.born, child.father, child.former = born or day, father.first, ""
        generation = 2 if child.born.year > 1995 else 1
        self._name(child, self._names(father.tongue, sex, generation)[0])
        return child

    def _name(self, client: Client, first: First | None) -> None:
        """Gives him the name, and the handle and the mailbox that go with it."""
        client.first = first
        client.handle, client.mails = self._handle(client), [self.mailbox(client)]

    def _twins(self) -> list[Client]:
        father, chance = self.somebody("m"), self.chance
        one = self._child(father)
        other = self._child(father, one.sex if chance.random() < 0.7 else "", one.born)
        while _have_a_namesake([one], other):
            self._name(other, self._names(father.tongue, other.sex, 2)[0])
        phone = father.phones[0] if chance.random() < 0.7 else ""
        self._share([one, other], phone, father.mails[0] if chance.random() < 0.4 else "")
        return [one, other]

    def _colleagues(self) -> list[Client]:
        company = self.company()
        staff = [self.somebody(city=company.city) for _ in range(self.chance.randrange(3, 13))]
        for each in staff:
            each.company = company
            each.shared_phone, each.shared_mail = company.switchboard, company.mailbox
        return staff

    def _homonyms(self) -> list[Client]:
        one = self.somebody()
        others = [self.somebody(one.sex, one.surname) for _ in range(self.chance.choice((1, 1, 2)))]
        for other in others:
            other.father, other.tongue = one.father, one.tongue
            self._name(other, one.first)
            other.former = one.former = ""
        return [one, *others]

    def _reassigned(self) -> list[Client]:
        before, now = self.somebody(), self.somebody()
        now.phones = [before.phones[0]]
        before.phones = [before.phones[0], self.mobile(before.city.country)]
        return [before, now]

    def _aggregated(self) -> list[Client]:
        phone = self.mobile("RU", office=self.chance.random() < 0.5)
        people = [self.somebody() for _ in range(self.chance.randrange(15, 60))]
        for each in people:
            each.shared_phone = phone
        return people

    def _junk(self) -> list[Client]:
        client = self.somebody()
        client.shared_phone = self.chance.choice(JUNK_PHONES)
        client.shared_mail = self.chance.choice(JUNK_MAILS)
        return [client]

    def _companies(self) -> list[Client]:
        first = self.company()
        alike = self.chance.random() < 0.4
        names = [first.name, first.name + self.chance.choice([" Плюс", "-Юг", " Групп", ""])]
        return [*self._as_clients([first, *([self.company(names[1])] if alike else [])])]

    def _as_clients(self, companies: list[Company]) -> Iterator[Client]:
        for company in companies:
            client = self.somebody(city=company.city)
            client.first = client.father = client.born = None
            client.surname, client.former, client.handle = company.name, "", ""
            client.company, client.inn = company, company.inn
            client.phones, client.mails = [company.switchboard], [company.mailbox]
            yield client


def _have_a_namesake(people: list[Client], child: Client) -> bool:
    names = {each.first.russian for each in people if each.first}
    return child.first is not None and child.first.russian in names
