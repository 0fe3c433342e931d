"""People: who is really behind the rows, with families and colleagues who share a phone."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Literal

from attrs import evolve, field, frozen

from crmkit_cli.demo_data.chance import Chance
from crmkit_cli.demo_data.words import female_surname, latin, rows

Country = Literal["ru", "uk"]

_OLDEST = date(1948, 1, 1)
_YOUNGEST = date(2006, 1, 1)
_DOMAINS = ("example.com", "example.org", "example.net")
_FAMILIES_IN_1000 = 60
_SWITCHBOARDS_IN_1000 = 6
_COLLEAGUES = 4
_CODE = {"ru": "+7", "uk": "+380"}
_NATIONAL_DIGITS = {"ru": 10, "uk": 9}


@frozen(kw_only=True)
class Person:
    """Somebody who exists, with everything that is true of them.

    ``shared`` is a phone of several people: of a family, or of an office, whose ``extension``
    tells its people apart.
    """

    id: int
    country: Country
    female: bool
    last: str
    first: str
    middle: str
    pet_name: str
    born: date
    city: str
    phones: tuple[str, ...] = ()
    shared: str | None = None
    extension: str | None = None
    email: str | None = None
    telegram: str | None = None
    source: str = ""
    manager: str = ""

    @property
    def full_name(self) -> str:
        """As in a document."""
        return f"{self.last} {self.first} {self.middle}"


@frozen
class Town:
    """Makes people, and remembers what is taken so that nothing is given to two of them."""

    chance: Chance
    taken: set[str] = field(factory=set)

    def people(self, count: int) -> tuple[Person, ...]:
        """So many people, in the order of their ids."""
        made = [self._person(number) for number in range(1, count + 1)]
        for first in self._some(made, _FAMILIES_IN_1000):
            self._marry(made, first)
        for first in self._some(made, _SWITCHBOARDS_IN_1000):
            self._employ(made, first)
        return tuple(made)

    def newcomer(self, number: int) -> Person:
        """Somebody whom the shop does not know yet."""
        return self._person(number)

    def new_mobile(self, country: Country) -> str:
        """A mobile number that nobody has yet."""
        codes = next(row[1:] for row in rows("mobile_codes") if row[0] == country)
        return self._new_number(country, self.chance.one(codes))

    def _some(self, made: list[Person], in_1000: int) -> Iterator[int]:
        """Places far enough from the end for a group to begin there, the first of each hundred."""
        groups = max(1, len(made) * in_1000 // 1000)
        step = max(_COLLEAGUES + 1, len(made) // groups)
        offset = self.chance.below(step)
        yield from range(offset, len(made) - _COLLEAGUES, step)

    def _person(self, number: int) -> Person:
        chance = self.chance
        country: Country = "uk" if chance.happens(0.08) else "ru"
        female = chance.happens(0.55)
        sex = "f" if female else "m"
        first = chance.one([row for row in rows(f"first_names_{country}") if row[0] == sex])
        middle = chance.one([row for row in rows("patronymics") if row[0] == country])
        last = chance.one(rows(f"surnames_{country}"))[0]
        phones = [self.new_mobile(country)]
        if chance.happens(0.18):
            phones.append(self.new_mobile(country))
        person = Person(
            id=number,
            country=country,
            female=female,
            last=female_surname(last) if female else last,
            first=first[1],
            middle=middle[2 if female else 1],
            pet_name=first[2],
            born=_OLDEST + timedelta(days=chance.below((_YOUNGEST - _OLDEST).days)),
            city=chance.one(_cities(country)),
            phones=tuple(phones),
            source=chance.one(rows("sources", "\n"))[0],
            manager=chance.one([row[0] for row in rows("employees", ";") if row[3]]),
        )
        return self._reachable(person)

    def _reachable(self, person: Person) -> Person:
        plain = f"{latin(person.first)}.{latin(person.last)}".lower()
        name = plain.replace(".", "_")
        email = telegram = None
        if self.chance.happens(0.6):
            email = f"{self._new(plain)}@{self.chance.one(_DOMAINS)}"
        if self.chance.happens(0.3):
            telegram = self._new(name)
        return evolve(person, email=email, telegram=telegram)

    def _new(self, wanted: str) -> str:
        """The name, with figures where somebody has it already."""
        name = wanted
        while name in self.taken:
            name = f"{wanted}{self.chance.between(2, 99)}"
        self.taken.add(name)
        return name

    def _marry(self, made: list[Person], first: int) -> None:
        """Makes the next person a spouse: one family name and one phone at home."""
        one, other = made[first], made[first + 1]
        home = one.phones[0]
        last = _surname(one, female=not one.female)
        made[first] = evolve(one, shared=home)
        made[first + 1] = evolve(self._of_sex(other, one, last), shared=home, phones=(home,))

    def _of_sex(self, person: Person, spouse: Person, last: str) -> Person:
        sex = "m" if spouse.female else "f"
        first = self.chance.one(
            [row for row in rows(f"first_names_{spouse.country}") if row[0] == sex]
        )
        middle = self.chance.one([row for row in rows("patronymics") if row[0] == spouse.country])
        changed = evolve(
            person,
            country=spouse.country,
            female=not spouse.female,
            last=last,
            first=first[1],
            middle=middle[1 if spouse.female else 2],
            pet_name=first[2],
            city=spouse.city,
            manager=spouse.manager,
        )
        return self._reachable(changed)

    def _employ(self, made: list[Person], first: int) -> None:
        """Gives the next few people one office with one switchboard."""
        office = made[first]
        code = _area_code(office.city)
        number = self._new_number(office.country, code)
        for place in range(first, first + _COLLEAGUES):
            if made[place].shared is None:
                extension = str(101 + place - first)
                phones = (*made[place].phones, number)
                made[place] = evolve(made[place], phones=phones, shared=number, extension=extension)

    def _new_number(self, country: Country, code: str) -> str:
        missing = _NATIONAL_DIGITS[country] - len(code)
        while True:
            rest = str(self.chance.between(2, 9)) + self.chance.digits(missing - 1)
            number = f"{_CODE[country]}{code}{rest}"
            if number not in self.taken:
                self.taken.add(number)
                return number


def _cities(country: Country) -> list[str]:
    return [" ".join(row[2:]) for row in rows("cities") if row[0] == country]


def _area_code(city: str) -> str:
    return next(row[1] for row in rows("cities") if " ".join(row[2:]) == city)


def _surname(person: Person, *, female: bool) -> str:
    """The family name as the other sex bears it."""
    if female:
        return female_surname(person.last)
    for row in rows(f"surnames_{person.country}"):
        if person.last in {row[0], female_surname(row[0])}:
            return row[0]
    return person.last
