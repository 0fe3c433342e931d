"""People: who is really behind the rows, with families and colleagues who share a phone."""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from typing import Literal

from attrs import evolve, field, frozen

from crmkit_cli.demo_data.chance import Chance
from crmkit_cli.demo_data.words import female_surname, latin, rows, rows_of

Country = Literal["ru", "uk"]

_OLDEST = date(1948, 1, 1)
_YOUNGEST = date(2006, 1, 1)
_DOMAINS = ("example.com", "example.org", "example.net")
_FAMILIES_IN_1000 = 60
_SWITCHBOARDS_IN_1000 = 6
_COLLEAGUES = 4
_CODE = {"ru": "+7", "uk": "+380"}
_MADE_UP = "555"
_YEAR = timedelta(days=365)
_NATIONAL_DIGITS = {"ru": 10, "uk": 9}


@frozen(kw_only=True)
class Person:
    """Somebody who exists, with everything that is true of them.

    ``shared`` is a phone of several people: of a family, or of an office, whose ``extension``
    tells its people apart. ``maiden`` is the family name before a marriage, ``foreign_first`` the
    first name in the other of the two languages.
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
    maiden: str | None = None
    foreign_first: str = ""
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
        (codes,) = rows_of("mobile_codes", country)
        return self._new_number(country, self.chance.one(codes))

    def new_landline(self, country: Country, city: str) -> str:
        """A number in the city that nobody has yet."""
        return self._new_number(country, _area_code(city))

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
        phones = [self.new_mobile(country)]
        if chance.happens(0.18):
            phones.append(self.new_mobile(country))
        person = Person(
            id=number,
            country=country,
            female=female,
            last=self._last(country, female=female),
            **self._named(country, female=female),
            maiden=self._last(country, female=True) if female and chance.happens(0.05) else None,
            born=_OLDEST + timedelta(days=chance.below((_YOUNGEST - _OLDEST).days)),
            city=chance.one(_cities(country)),
            phones=tuple(phones),
            source=chance.one(rows("sources", "\n"))[0],
            manager=chance.one(_sellers()),
        )
        return self._reachable(person)

    def _last(self, country: Country, *, female: bool) -> str:
        (last,) = self.chance.ranked(rows(f"surnames_{country}"))
        return female_surname(last) if female else last

    def _named(self, country: Country, *, female: bool) -> dict[str, str]:
        """First name and patronymic, with the other forms of the first name."""
        names = rows_of(f"first_names_{country}", "f" if female else "m")
        first, pet_name, *foreign = self.chance.ranked(names)
        son, daughter = self.chance.ranked(rows_of("patronymics", country))
        return {
            "first": first,
            "middle": daughter if female else son,
            "pet_name": pet_name,
            "foreign_first": "".join(foreign),
        }

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
        """Makes the next person a spouse, and at times another one a grown-up child.

        They have one family name and one phone at home; a wife had another name before.
        """
        one = made[first]
        home = one.phones[0]
        made[first] = self._renamed(evolve(one, shared=home))
        made[first + 1] = self._renamed(self._relative(made[first + 1], one, female=not one.female))
        if self.chance.happens(0.3):
            child = self._relative(made[first + 2], one, female=self.chance.happens(0.5))
            made[first + 2] = evolve(child, born=min(one.born + 25 * _YEAR, _YOUNGEST))

    def _relative(self, person: Person, one: Person, *, female: bool) -> Person:
        """The person as a relative of the first one."""
        last = _surname(one, female=female)
        named = self._named(one.country, female=female)
        while named["first"] == one.first:
            named = self._named(one.country, female=female)
        changed = evolve(
            person,
            country=one.country,
            female=female,
            last=last,
            maiden=None,
            city=one.city,
            manager=one.manager,
            shared=one.phones[0],
            phones=one.phones[:1],
            **named,  # type: ignore[arg-type]  # its own fields, all of them text
        )
        return self._reachable(changed)

    def _renamed(self, person: Person) -> Person:
        """The spouse with a maiden name where it is a wife."""
        maiden = self._last(person.country, female=True) if person.female else None
        return evolve(person, maiden=maiden if maiden != person.last else None)

    def _employ(self, made: list[Person], first: int) -> None:
        """Gives the next few people one office with one switchboard."""
        number = self.new_landline(made[first].country, made[first].city)
        for place in range(first, first + _COLLEAGUES):
            if made[place].shared is None:
                extension = str(101 + place - first)
                phones = (*made[place].phones, number)
                made[place] = evolve(made[place], phones=phones, shared=number, extension=extension)

    def _new_number(self, country: Country, code: str) -> str:
        """As in films, every number begins with 555, so that it is plainly made up."""
        missing = _NATIONAL_DIGITS[country] - len(code) - len(_MADE_UP)
        while True:
            number = f"{_CODE[country]}{code}{_MADE_UP}{self.chance.digits(missing)}"
            if number not in self.taken:
                self.taken.add(number)
                return number


@cache
def _sellers() -> tuple[str, ...]:
    return tuple(login for login, _, _, team in rows("employees", ";") if team)


@cache
def _cities(country: Country) -> tuple[str, ...]:
    return tuple(" ".join(row[1:]) for row in rows_of("cities", country))


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
