"""True people and companies of a mix: who they are and how they can be reached."""
# ruff: noqa: PLR2004 - how often each shape is met stands in the open

import random

from bench.duplicates.knobs import Knobs
from bench.duplicates.numbers import Numbers
from bench.duplicates.person import Company, Person
from bench.duplicates.words import Land, Wheel, cities, company_words, land

HOME = {"ru": "ru", "uk": "uk", "by": "by", "arm": "ru", "geo": "ru", "turk": "ru", "west": "us"}
ABROAD = {
    "ru": ("kz", "de", "il", "by", "uk", "tr"),
    "uk": ("pl", "de", "ru", "gb"),
    "by": ("ru", "pl", "uk"),
    "arm": ("am", "am", "us"),
    "geo": ("ge", "ge", "tr"),
    "turk": ("kz", "kz", "kz", "az", "uz", "tr"),
    "west": ("gb", "gb", "de", "de", "fr", "pl", "tr", "ru", "il"),
}
KINDS = {"uk": "uk", "by": "by", "kz": "kz"}
WESTERN = {"us", "gb", "de", "fr", "pl"}
ORIGINS = ("ru", "uk", "by", "turk", "arm", "geo", "west")
NO_PATRONYMIC = {"west", "geo"}
LAST_DAY = 28


class People:
    """Makes people one by one; no two own the same number, mailbox or profile."""

    def __init__(self, rng: random.Random, knobs: Knobs) -> None:
        """Draw everything from the generator given."""
        self.rng = rng
        self.knobs = knobs
        self.numbers = Numbers(rng, knobs.same_nick)
        weights = [getattr(knobs, f"from_{origin}") for origin in ORIGINS]
        self._lands = Wheel([land(origin) for origin in ORIGINS], weights)
        self._count = 0
        self._cores = company_words("words")

    def stranger(self) -> Person:
        """Anybody, of any origin and age, without contacts yet."""
        origin = self._lands.spin(self.rng)
        country = self.country(origin)
        sex = "m" if self.rng.random() < 0.46 else "f"
        return self.person(origin, sex, country, self.born(1945, 2007))

    def country(self, origin: Land) -> str:
        """Where somebody of the origin lives."""
        if origin.code == "west" or self.rng.random() < self.knobs.abroad:
            choice: str = self.rng.choice((HOME[origin.code], *ABROAD[origin.code]))
            return choice
        return HOME[origin.code]

    def born(self, earliest: int, latest: int) -> tuple[int, int, int]:
        """A birthday in these years, the middle ones oftener."""
        random01 = self.rng.random
        year = earliest + int((random01() + random01()) / 2 * (latest - earliest + 1))
        return year, 1 + int(random01() * 12), 1 + int(random01() * LAST_DAY)

    def person(self, origin: Land, sex: str, country: str, born: tuple[int, int, int]) -> Person:
        """Somebody of this origin, sex and birthday, without contacts yet."""
        self._count += 1
        father = None
        if origin.code not in NO_PATRONYMIC:
            father = origin.men[era(born[0] - 27)].spin(self.rng)
        names = origin.men if sex == "m" else origin.women
        return Person(
            number=self._count,
            land=origin,
            sex=sex,
            first=names[era(born[0])].spin(self.rng),
            father=father,
            surname=self.surname(origin),
            born=born,
            country=country,
            city=cities(country).spin(self.rng),
        )

    def surname(self, origin: Land) -> str:
        """A man's surname of the origin: of the everyday ones, or any."""
        usual = self.rng.random() < self.knobs.usual_surname
        return (origin.usual_surnames if usual else origin.surnames).spin(self.rng)

    def reach(self, person: Person) -> Person:
        """Give a person numbers, mailboxes and profiles of their own."""
        draw, knobs = self.rng.random, self.knobs
        person.phones.append(self.numbers.mobile(person.country))
        if draw() < knobs.more_phones:
            person.phones.append(self.numbers.any(person.country, person.city.spellings[0]))
        if draw() < knobs.own_mailbox:
            self.numbers.mailbox(person)
            if draw() < knobs.more_mailboxes:
                self.numbers.mailbox(person)
        self.numbers.profile(person)
        if draw() < knobs.more_profiles:
            self.numbers.profile(person)
        person.inn = self.numbers.inn_of(person)
        if draw() < knobs.job:
            person.company = self.company(person.country)
        return person

    def plain(self) -> Person:
        """Anybody with contacts of their own."""
        return self.reach(self.stranger())

    def company(self, country: str, core: str = "") -> Company:
        """A company of that country, with a name that others may have too."""
        western = country in WESTERN
        city = cities(country).spin(self.rng)
        kinds = company_words("latins" if western else f"kinds:{KINDS.get(country, 'ru')}")
        core = core or self._core(western=western)
        return Company(
            core=core,
            kind=self.rng.choice(kinds),
            western=western,
            city=city,
            switchboard=self.numbers.landline(country, city.spellings[0]),
            site=self.numbers.site(core),
            inn=self.numbers.inn(country, person=False),
        )

    def _core(self, *, western: bool) -> str:
        choice, draw = self.rng.choice, self.rng.random()
        if western:
            return f"{choice(company_words('west'))} {choice(company_words('west_tails'))}"
        if draw < 0.45:
            return choice(company_words("heads")) + choice(company_words("tails"))
        if draw < 0.6:
            return f"{choice(self._cores)}-{choice(company_words('tails')).capitalize()}"
        if draw < 0.75:
            return f"{choice(company_words('heads'))}{choice(self._cores).lower()}"
        return choice(self._cores)


def era(year: int) -> int:
    """Which of the three eras of names a year of birth is in."""
    return 0 if year < 1966 else 1 if year < 1991 else 2
