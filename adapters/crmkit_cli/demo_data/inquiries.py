"""Inquiries: what comes in during the week, and what the shop's people make of each.

Every inquiry is a mapping ready for JSON: how the client wrote, and ``steps``, each with its moment
and what is done: ``call`` (one that the client did not take), ``convert`` (with an amount),
``move`` (to a stage, at times with the reason of a loss), or ``fail`` (with a reason). A lead
without steps is left open.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta, timezone

from attrs import field, frozen

from crmkit_cli.demo_data import spelling
from crmkit_cli.demo_data.chance import Chance
from crmkit_cli.demo_data.people import Person, Town
from crmkit_cli.demo_data.words import rows

MONDAY = date(2026, 11, 16)
DAYS = 7
MOSCOW = timezone(timedelta(hours=3))
COUNT = 60

Step = dict[str, str]

_CHANNELS = (("site", 40), ("call", 25), ("telegram", 15), ("mail", 12), ("shop", 8))
_SOURCES = (("yandex", 35), ("avito", 25), ("vk", 15), ("recommendation", 15), ("", 10))
_BY_DAY = ((0, 13), (1, 11), (2, 10), (3, 9), (4, 9), (5, 5), (6, 3))
_ENDS = (("won", 34), ("delivered", 14), ("lost", 22), ("quote", 16), ("working", 14))
_REASONS = (
    ("price", 35),
    ("silent", 25),
    ("competitor", 20),
    ("no_stock", 12),
    ("changed_mind", 8),
)
_MISSED = ((0, 70), (1, 20), (2, 10))
_LEFT_OPEN = 0.06
_FAILED = 0.28
_KNOWN = 1 / 3
_OPENS, _CLOSES = 9, 20


@frozen
class Week:
    """Makes the inquiries of the week."""

    chance: Chance
    town: Town
    known: Sequence[Person]
    numbers: dict[str, int] = field(factory=dict)

    def inquiries(self, newcomers: Sequence[Person]) -> list[dict[str, object]]:
        """The inquiries in the order of their moments; every newcomer asks once."""
        moments = sorted(self._moment() for _ in range(COUNT))
        strangers = list(newcomers)
        return [self._inquiry(at, strangers) for at in moments]

    def _moment(self) -> datetime:
        day = MONDAY + timedelta(days=self.chance.weighted(_BY_DAY))
        clock = time(self.chance.between(_OPENS, _CLOSES - 2), self.chance.below(60))
        return datetime.combine(day, clock, MOSCOW)

    def _inquiry(self, at: datetime, strangers: list[Person]) -> dict[str, object]:
        known = not strangers or self.chance.happens(_KNOWN)
        person = self.chance.one(self.known) if known else strangers.pop()
        channel = self.chance.weighted(_CHANNELS)
        said: dict[str, object] = {
            "id": self._number(channel),
            "at": at.isoformat(),
            "channel": channel,
            "source": self.chance.weighted(_SOURCES) or None,
            "person": person.id,
            **self._written(person, channel),
        }
        wanted = known or not self.chance.happens(_FAILED)
        return {**said, **(self._wish(at, person) if wanted else self._nothing(at, person))}

    def _nothing(self, at: datetime, person: Person) -> dict[str, object]:
        """What is written by somebody who buys nothing, and how the lead fails."""
        reason, text = self.chance.one(rows("spam", ";"))
        tries = self.chance.between(2, 3) if reason == "silent" else 0
        steps = [*self._unanswered(at, tries)]
        at = datetime.fromisoformat(steps[-1]["at"]) if steps else at
        steps.append(_step(self._after(at, 1, 4), "fail", reason=reason))
        return _made_of(None, text, self._manager(person, 1), steps)

    def _wish(self, at: datetime, person: Person) -> dict[str, object]:
        """What a client asks for, and the way of the sale; at times nobody gets round to it."""
        own_words = person.country == "uk" and self.chance.happens(0.7)
        asked = self.chance.one(rows("requests_uk" if own_words else "requests", ";"))
        goal, text, sku, many = asked
        amount = str(_prices()[sku] * int(many))
        steps = [] if self.chance.happens(_LEFT_OPEN) else [*self._sale(at, amount)]
        return _made_of(goal, text, self._manager(person, int(many)), steps)

    def _number(self, channel: str) -> str:
        self.numbers[channel] = self.numbers.get(channel, 0) + 1
        return f"{channel}-{self.numbers[channel]:04d}"

    def _manager(self, person: Person, many: int) -> str:
        """Larger orders go to those who work with companies."""
        wanted = "Корпоративные" if many > 2 else "Розница"  # noqa: PLR2004 - a couple is retail
        team = [row[0] for row in rows("employees", ";") if row[3] == wanted]
        return team[person.id % len(team)]

    def _written(self, person: Person, channel: str) -> dict[str, object]:
        """The person as they write themselves this time: another way than in the files."""
        name = spelling.name(self.chance, person, tidy=True)
        phone = spelling.phone(self.chance, person.phones[0])
        email = telegram = None
        if channel == "telegram" and person.telegram:
            telegram = f"@{person.telegram}"
        if channel == "mail" and person.email:
            email = person.email.capitalize()
        if (telegram or email) and self.chance.happens(0.5):
            return {"name": name, "phone": None, "email": email, "telegram": telegram}
        return {"name": name, "phone": phone, "email": email, "telegram": telegram}

    def _sale(self, at: datetime, amount: str) -> Iterator[Step]:
        """The way of a deal, step by step, later steps in the following days."""
        end = self.chance.weighted(_ENDS)
        for missed in self._unanswered(at, self.chance.weighted(_MISSED)):
            yield missed
            at = datetime.fromisoformat(missed["at"])
        at = self._after(at, 0, 2)
        yield _step(at, "convert", amount=amount)
        at = self._after(at, 1, 5)
        yield _step(at, "move", stage="working")
        if end == "working":
            return
        if end == "lost" and self.chance.happens(0.4):
            yield self._lost(at)
            return
        if self.chance.happens(0.7) or end == "quote":
            at = self._after(at, 2, 26)
            yield _step(at, "move", stage="quote")
        if end == "quote":
            return
        if end == "lost":
            yield self._lost(at)
            return
        at = self._after(at, 3, 48)
        yield _step(at, "move", stage="won")
        if end == "delivered":
            yield _step(self._after(at, 2, 30), "move", stage="delivery")

    def _unanswered(self, at: datetime, many: int) -> Iterator[Step]:
        """So many calls that the client did not take."""
        for _ in range(many):
            at = self._after(at, 1, 4)
            yield _step(at, "call", result="did not pick up")

    def _lost(self, at: datetime) -> Step:
        reason = self.chance.weighted(_REASONS)
        return _step(self._after(at, 20, 60), "move", stage="lost", reason=reason)

    def _after(self, at: datetime, least: int, most: int) -> datetime:
        """So many hours later, in the shop's opening hours."""
        later = at + timedelta(
            hours=self.chance.between(least, most), minutes=self.chance.between(5, 50)
        )
        if later.hour < _OPENS:
            return later.replace(hour=_OPENS + self.chance.below(3))
        if later.hour >= _CLOSES:
            return (later + timedelta(days=1)).replace(hour=_OPENS + self.chance.below(3))
        return later


def _made_of(goal: str | None, text: str, manager: str, steps: Sequence[Step]) -> dict[str, object]:
    """The part of an inquiry that tells what is asked and what is made of it within the week."""
    within = [step for step in steps if step["at"] < _end()]
    return {"goal": goal, "text": text, "manager": manager, "steps": within}


def _step(at: datetime, do: str, **what: str) -> Step:
    return {"at": at.isoformat(), "do": do, **what}


def _prices() -> Mapping[str, int]:
    return {row[1]: int(row[3]) for row in rows("products", ";")}


def _end() -> str:
    """The last evening's moment, after which nothing of the week happens."""
    sunday = MONDAY + timedelta(days=DAYS - 1)
    return datetime.combine(sunday, time(_CLOSES), MOSCOW).isoformat()
