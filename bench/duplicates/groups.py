"""The traps of a mix: people whom facts in common make look like one."""
# ruff: noqa: PLR2004 - how often each shape is met stands in the open

from collections.abc import Iterator

from bench.duplicates.people import People, era
from bench.duplicates.person import Person, Phone
from bench.duplicates.words import company_words

SEXES = ("m", "f")
GROUPS = ("family", "twins", "corporate", "homonym", "reassigned", "company")
SIZES = {"family": 3.0, "twins": 2.0, "corporate": 5.5, "homonym": 2.4, "reassigned": 2.0}


class Groups:
    """Brings people into the mix, alone and in traps, as often as the knobs have it."""

    def __init__(self, people: People) -> None:
        """Draw from the people's own generator."""
        self.people = people
        self.rng = people.rng
        self.knobs = people.knobs
        shares = [getattr(people.knobs, name) for name in GROUPS]
        chances = [share / SIZES.get(name, 1.0) for name, share in zip(GROUPS, shares, strict=True)]
        alone = max(0.05, 1 - sum(shares))
        total = alone + sum(chances)
        self._makers = {
            "family": self.family,
            "twins": self.twins,
            "corporate": self.corporate,
            "homonym": self.homonym,
            "reassigned": self.reassigned,
            "company": self.company,
        }
        self._chances = [
            (name, chance / total) for name, chance in zip(GROUPS, chances, strict=True)
        ]

    def next(self) -> list[Person]:
        """The next people of the mix: one alone, or all of a trap."""
        draw = self.rng.random()
        for name, chance in self._chances:
            draw -= chance
            if draw < 0:
                return self._makers[name]()
        return [self.people.plain()]

    def family(self) -> list[Person]:
        """Spouses, or parents and children, who share a number and at times a mailbox."""
        people, rng = self.people, self.rng
        head = people.stranger()
        head.born = people.born(1950, 1985)
        members = [head, *self._others(head)]
        shared = people.numbers.mobile(head.country)
        box = people.numbers.mailbox(head) if rng.random() < self.knobs.shared_mailbox else ""
        for member in members:
            member.trap, member.city = "family", head.city
            people.reach(member)
            self._share(member, shared)
            if box and rng.random() < 0.8:
                member.emails = [box, *(one for one in member.emails if one != box)][:2]
        return members

    def _share(self, person: Person, phone: Phone) -> None:
        if self.rng.random() < self.knobs.shared_phone:
            person.phones.insert(0, phone)
            if self.rng.random() < self.knobs.no_other_phone:
                del person.phones[1:]

    def _others(self, head: Person) -> Iterator[Person]:
        rng, people = self.rng, self.people
        draw = rng.random()
        if draw < 0.75:
            spouse = people.person(
                head.land,
                "f" if head.sex == "m" else "m",
                head.country,
                _near(head, rng.randint(-6, 6)),
            )
            if rng.random() < self.knobs.same_surname:
                spouse.surname = head.surname
            yield spouse
        if draw > 0.45:
            for _ in range(rng.choice((1, 1, 2, 3))):
                yield self._child(head)

    def _child(self, parent: Person) -> Person:
        rng = self.rng
        sex = rng.choice(SEXES)
        born = _near(parent, rng.randint(20, 36))
        child = self.people.person(
            parent.land, sex, parent.country, (min(born[0], 2012), *born[1:])
        )
        child.surname = parent.surname
        if child.father is not None and parent.sex == "m":
            child.father = parent.first
        if sex == parent.sex == "m" and rng.random() < self.knobs.namesake_child:
            child.first = parent.first
        return child

    def twins(self) -> list[Person]:
        """Two of one surname, patronymic, birthday and number."""
        people, rng = self.people, self.rng
        one = people.stranger()
        one.born = people.born(1970, 2010)
        other = people.person(
            one.land, rng.choice((one.sex, rng.choice(SEXES))), one.country, one.born
        )
        for _ in range(20):
            if other.first.ru != one.first.ru:
                break
            names = one.land.men if other.sex == "m" else one.land.women
            other.first = names[era(one.born[0])].spin(rng)
        other.surname, other.father, other.city = one.surname, one.father, one.city
        shared = people.numbers.mobile(one.country)
        for twin in (one, other):
            twin.trap = "twins"
            people.reach(twin)
            self._share(twin, shared)
        return [one, other]

    def corporate(self) -> list[Person]:
        """Colleagues on one switchboard, one info@ and one tax number."""
        people, rng = self.people, self.rng
        first = people.stranger()
        company = people.company(first.country)
        box = f"{rng.choice(company_words('roles'))}@{company.site}"
        others = rng.choice((1, 2, 2, 3, 4, 5, 6, 8, 12))
        members = [first, *(people.stranger() for _ in range(others))]
        for member in members:
            member.trap, member.company, member.country = "corporate", company, first.country
            member.city = company.city
            if rng.random() < self.knobs.own_at_work:
                member.phones.append(people.numbers.mobile(member.country))
            if rng.random() < self.knobs.switchboard:
                member.phones.insert(0, company.switchboard)
            if rng.random() < self.knobs.own_at_work:
                people.numbers.mailbox(member, company.site)
            if rng.random() < self.knobs.role_mailbox or not member.emails:
                member.emails.insert(0, box)
            if not member.phones:
                member.phones.append(company.switchboard)
            people.numbers.profile(member)
            member.inn = people.numbers.inn_of(member)
        return members

    def homonym(self) -> list[Person]:
        """Strangers of one full name, some of one city."""
        people, rng = self.people, self.rng
        one = people.plain()
        found = [one]
        for _ in range(rng.choice((1, 1, 1, 2, 3))):
            other = people.person(one.land, one.sex, one.country, people.born(1945, 2007))
            other.surname, other.first, other.father = one.surname, one.first, one.father
            if rng.random() < self.knobs.same_city:
                other.city = one.city
            if rng.random() < 0.08:
                other.born = (one.born[0], *other.born[1:])
            found.append(people.reach(other))
        for person in found:
            person.trap = "homonym"
        return found

    def reassigned(self) -> list[Person]:
        """The old owner of a number and the new one."""
        people = self.people
        old, new = people.plain(), people.plain()
        new.phones.insert(0, old.phones[0])
        new.country = old.country
        for person in (old, new):
            person.trap = "reassigned"
        return [old, new]

    def company(self) -> list[Person]:
        """A company as a client, at times with a namesake elsewhere."""
        found = [self._client("")]
        while self.rng.random() < self.people.knobs.like_companies:
            core = found[0].company.core if found[0].company else ""
            found.append(self._client(core))
            found[0].trap = found[-1].trap = "like_companies"
        return found

    def _client(self, core: str) -> Person:
        people, rng = self.people, self.rng
        client = people.stranger()
        company = people.company(client.country, core)
        client.trap, client.is_company, client.company = "company", True, company
        client.city, client.inn = company.city, company.inn
        client.phones.append(company.switchboard)
        if rng.random() < 0.4:
            client.phones.append(people.numbers.mobile(client.country))
        client.emails.append(f"{rng.choice(company_words('roles'))}@{company.site}")
        return client


def _near(person: Person, years: int) -> tuple[int, int, int]:
    year, month, day = person.born
    return year + years, 1 + (month * 7 + years) % 12, 1 + (day * 11 + years) % 28
