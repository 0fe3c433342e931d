"""One person as one record: what gets told, and what later records share with earlier ones."""
# ruff: noqa: PLR2004 - how often each shape is met stands in the open

import random

from attrs import define, field

from bench.duplicates.contacts import JUNK_EMAILS, JUNK_PHONES, Contacts
from bench.duplicates.names import Names, Parts
from bench.duplicates.papers import Papers
from bench.duplicates.people import People
from bench.duplicates.person import Person, Phone
from bench.duplicates.words import Wheel

SOURCES = Wheel(
    ("site", "phone", "messenger", "1c", "office", "marketplace", "import"),
    (34, 20, 13, 12, 9, 7, 5),
)
OFTENER = {
    "site": {"email": 1.5, "birthday": 0.7},
    "phone": {"phone": 1.2, "email": 0.35, "messenger": 0.4, "birthday": 0.4},
    "messenger": {"messenger": 3.0, "phone": 0.7, "email": 0.3, "birthday": 0.2, "inn": 0.1},
    "1c": {"inn": 4.0, "birthday": 1.8, "workplace": 2.0, "messenger": 0.1, "email": 0.7},
    "office": {"inn": 2.0, "birthday": 2.2, "workplace": 1.6, "messenger": 0.6},
    "marketplace": {"phone": 1.1, "email": 0.3, "messenger": 0.1, "city": 1.7, "birthday": 0.1},
    "import": {"workplace": 1.5},
}
FIELDS = ("phone", "second_phone", "email", "messenger", "inn", "birthday", "city", "workplace")


@define(eq=False)
class Told:
    """What a record tells of its person, before it gets typed."""

    phone: Phone | None = None
    second: Phone | None = None
    email: str = ""
    handle: tuple[str, str] | None = None
    inn: str = ""
    born: bool = False
    junk_phone: bool = False
    junk_email: bool = False
    fields: set[str] = field(factory=set)
    trap: str = ""


class Clerks:
    """All who type records; every choice is drawn from one generator."""

    def __init__(self, people: People, size: int) -> None:
        """Type as the people's knobs have it, for a file of that many records."""
        self.people = people
        self.rng: random.Random = people.rng
        self.knobs = people.knobs
        self._names = Names(self.rng, self.knobs)
        self._contacts = Contacts(self.rng, self.knobs)
        self._papers = Papers(self.rng, self.knobs)
        numbers = people.numbers
        west = "us" if self.knobs.from_west > 1 else "ru"
        many = 1 + int(size * self.knobs.aggregator / 250)
        self._aggregators = [numbers.mobile(west) for _ in range(many)]
        few = 1 + int(size * self.knobs.manager_phone / 25)
        self._managers = [numbers.mobile(west) for _ in range(few)]
        self._chances = {source: self._chances_of(source) for source in SOURCES.things}

    def _chances_of(self, source: str) -> list[tuple[str, float]]:
        more = OFTENER[source]
        return [(name, getattr(self.knobs, name) * more.get(name, 1.0)) for name in FIELDS]

    def records(self, person: Person, count: int, told: list[Told]) -> list[list[str]]:
        """So many records of one person, without their ids, in the order of life.

        What each of them tells is added to ``told``.
        """
        rows: list[list[str]] = []
        change = self.rng.randrange(1, count) if count > 1 and self._marries(person) else 0
        person.trap = "changed" if change else person.trap
        for number in range(count):
            if number and self.rng.random() < self.knobs.same_copy:
                place = self.rng.randrange(number)
                told.append(told[place])
                rows.append([*rows[place]])
                continue
            if change and number == change:
                self._marry(person)
            source = SOURCES.spin(self.rng)
            facts = self._told(person, source, told)
            told.append(facts)
            rows.append(self._typed(person, source, facts))
        return rows

    def _marries(self, person: Person) -> bool:
        grown = person.sex == "f" and not person.is_company
        return grown and self.rng.random() < self.knobs.new_surname

    def _marry(self, person: Person) -> None:
        person.other_surname = person.surname
        person.surname = self.people.surname(person.land)
        if self.rng.random() < 0.5:
            person.phones = [self.people.numbers.mobile(person.country)]

    # ---------------------------------------------------------------- what is told

    def _told(self, person: Person, source: str, before: list[Told]) -> Told:
        draw = self.rng.random
        facts = Told(fields={name for name, chance in self._chances[source] if draw() < chance})
        if before and draw() < self.knobs.unlinked:
            self._tell_other(person, facts)
            facts.born |= self._again(before, "born")
            return facts
        self._tell(person, facts, later=bool(before))
        facts.born |= self._again(before, "born")
        if self._again(before, "inn"):
            facts.inn = next(old.inn for old in before if old.inn)
        self._spoil(facts)
        if before and not any(shared(facts, old) for old in before):
            self._link(facts, self.rng.choice(before))
        if not before and not (facts.phone or facts.email or facts.handle):
            self._reach(person, facts)
        return facts

    def _again(self, before: list[Told], paper: str) -> bool:
        told = any(getattr(old, paper) for old in before)
        return told and self.rng.random() < self.knobs.papers_again

    def _tell_other(self, person: Person, facts: Told) -> None:
        """Nothing that can be traced: all contacts are new."""
        numbers = self.people.numbers
        if "email" in facts.fields and self.rng.random() < 0.4:
            facts.email = numbers.mailbox(person)
        if "phone" in facts.fields or not facts.email:
            facts.phone = numbers.mobile(person.country)
        if "messenger" in facts.fields and self.rng.random() < 0.4:
            facts.handle = numbers.profile(person)
        facts.born = "birthday" in facts.fields and self.rng.random() < 0.5

    def _tell(self, person: Person, facts: Told, *, later: bool) -> None:
        rng, fields, numbers = self.rng, facts.fields, self.people.numbers
        if later and rng.random() < self.knobs.new_phone:
            person.phones.insert(0, numbers.mobile(person.country))
            facts.phone = person.phones[0]
        elif "phone" in fields:
            first = rng.random() < 0.75 or len(person.phones) == 1
            facts.phone = person.phones[0] if first else rng.choice(person.phones)
        if facts.phone and "second_phone" in fields and len(person.phones) > 1:
            facts.second = rng.choice(person.phones)
            facts.second = None if facts.second is facts.phone else facts.second
        if "email" in fields:
            if not person.emails:
                numbers.mailbox(person)
            facts.email = person.emails[0] if rng.random() < 0.8 else rng.choice(person.emails)
        if "messenger" in fields and not person.is_company:
            facts.handle = rng.choice(person.handles or [numbers.profile(person)])
        works = person.company is not None and "workplace" in fields
        if "inn" in fields or (works and rng.random() < 0.2):
            at_work = works or person.is_company
            facts.inn = person.company.inn if person.company and at_work else person.inn
        facts.born = "birthday" in fields and not person.is_company

    def _spoil(self, facts: Told) -> None:
        draw, rng = self.rng.random(), self.rng
        if draw < self.knobs.junk_phone and facts.phone:
            facts.phone, facts.second, facts.junk_phone, facts.trap = None, None, True, "junk"
        elif draw < self.knobs.junk_phone + self.knobs.aggregator:
            facts.phone, facts.trap = rng.choice(self._aggregators), "aggregator"
        elif draw > 1 - self.knobs.manager_phone:
            facts.phone, facts.trap = rng.choice(self._managers), "aggregator"
        if facts.email and rng.random() < self.knobs.junk_email:
            facts.email, facts.junk_email, facts.trap = "", True, "junk"

    def _link(self, facts: Told, old: Told) -> None:
        """Tell one contact of the earlier record again, if it had any."""
        open_ways = [
            (way, weight)
            for way, told, weight in (
                ("phone", bool(old.phone) and not facts.trap, 60),
                ("email", bool(old.email) and not facts.junk_email, 28),
                ("handle", bool(old.handle), 12),
            )
            if told
        ]
        if not open_ways:
            return
        ways, weights = zip(*open_ways, strict=True)
        way = Wheel(ways, weights).spin(self.rng)
        if way == "phone":
            if facts.phone and self.rng.random() < 0.3:
                facts.second = facts.phone
            facts.phone = old.phone
        elif way == "email":
            facts.email = old.email
        else:
            facts.handle = old.handle

    def _reach(self, person: Person, facts: Told) -> None:
        if facts.junk_phone or facts.junk_email or self.rng.random() < self.knobs.empty:
            return
        if self.rng.random() < self.knobs.messenger and person.handles:
            facts.handle = self.rng.choice(person.handles)
        elif person.phones:
            facts.phone = self.rng.choice(person.phones)

    # ---------------------------------------------------------------- how it is typed

    def _typed(self, person: Person, source: str, facts: Told) -> list[str]:
        name, trap = self._name(person, source, facts)
        email = self._contacts.email(facts.email) if facts.email else ""
        if facts.junk_email:
            email = self.rng.choice(JUNK_EMAILS)
        return [
            *(name if self.knobs.split_name else name[:1]),
            self._phones(person, facts),
            email,
            self._contacts.handle(*facts.handle) if facts.handle else "",
            self._inn(person, facts),
            self._papers.birthday(person.born) if facts.born else "",
            self._papers.city(person.city) if "city" in facts.fields else "",
            self._company(person, facts),
            source,
            str(person.number),
            trap,
        ]

    def _name(self, person: Person, source: str, facts: Told) -> tuple[Parts, str]:
        draw, trap = self.rng.random(), facts.trap or person.trap
        if draw < self.knobs.junk_name:
            return (self._names.junk(), "", ""), "junk"
        if person.company is not None:
            written = 0.85 if person.is_company else self.knobs.company_for_name
            if self.rng.random() < written:
                return (self._papers.company(person.company), "", ""), trap
            if person.is_company:
                return ("", "", ""), trap
        return self._names.typed(person, source), trap

    def _phones(self, person: Person, facts: Told) -> str:
        if facts.junk_phone:
            return self.rng.choice(JUNK_PHONES)
        if facts.phone is None:
            return ""
        text = self._contacts.phone(facts.phone)
        company = person.company
        if (
            company
            and facts.phone is company.switchboard
            and self.rng.random() < self.knobs.extension
        ):
            text += self._contacts.extension()
        if facts.second is not None:
            text = self._contacts.joined(text, self._contacts.phone(facts.second))
        return self._contacts.noisy(text)

    def _inn(self, person: Person, facts: Told) -> str:
        if not facts.inn:
            return ""
        of_company = person.company is not None and facts.inn == person.company.inn
        return self._papers.inn(facts.inn, company=of_company)

    def _company(self, person: Person, facts: Told) -> str:
        if person.company is None:
            return ""
        often = 3.0 if person.is_company or person.trap == "corporate" else 1.0
        if "workplace" in facts.fields or self.rng.random() < self.knobs.workplace * (often - 1):
            return self._papers.company(person.company)
        return ""


def shared(one: Told, other: Told) -> str:
    """The strongest identifier that two records tell alike; empty when they share none."""
    mine = {id(phone) for phone in (one.phone, one.second) if phone}
    if mine & {id(phone) for phone in (other.phone, other.second) if phone}:
        return "phone"
    for name in ("email", "handle", "inn"):
        if getattr(one, name) and getattr(one, name) == getattr(other, name):
            return name
    return ""
