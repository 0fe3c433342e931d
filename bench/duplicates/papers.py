"""Tax numbers, birthdays, cities and companies as they get typed."""
# ruff: noqa: PLR2004 - how often each shape is met stands in the open

import random

from bench.duplicates import slips
from bench.duplicates.knobs import JITTER, Knobs
from bench.duplicates.latin import in_latin
from bench.duplicates.person import Company
from bench.duplicates.words import City, Wheel, company_words

MONTHS = (
    "января", "февраля", "марта", "апреля", "мая", "июня",
    "июля", "августа", "сентября", "октября", "ноября", "декабря",
)  # fmt: skip
JUNK_BIRTHDAYS = (
    "01.01.1900",
    "01.01.1970",
    "1900-01-01",
    "00.00.0000",
    "01.01.2000",
    "01.01.0001",
)
DAYS = (
    "{d:02}.{m:02}.{y}", "{d:02}.{m:02}.{y}", "{d:02}.{m:02}.{y}", "{y}-{m:02}-{d:02}",
    "{y}-{m:02}-{d:02}", "{d:02}/{m:02}/{y}", "{d} {month} {y}", "{d:02}.{m:02}.{yy:02}",
    "{d}.{m}.{y}", "{d:02}.{m:02}.{y} г.", "{d} {month} {y} г.", "{y}-{m:02}-{d:02} 00:00:00",
    "{d:02}-{m:02}-{y}", "{y}.{m:02}.{d:02}", "{d:02}{m:02}{y}",
)  # fmt: skip
WESTERN_DAYS = ("{m:02}/{d:02}/{y}", "{y}-{m:02}-{d:02}", "{d:02}.{m:02}.{y}", "{d:02}/{m:02}/{y}")
INN_NOISE = ("ИНН {}", "ИНН: {}", "инн{}", "{}.0", "{} ", "ИНН {} ", "{}г", "№{}")

COMPANIES = Wheel(
    (
        '{kind} "{core}"', "{kind} «{core}»", "{kind} '{core}'", "{kind} “{core}”", "{kind} {core}",
        "{core}, {kind}", "{core} {kind}", "{core}", '"{core}"', "{long} «{core}»",
        '{kind} "{core}", г. {city}', "{core} ({city})", "{kind}{core}", '{long} "{core}"',
    ),
    (26, 8, 2, 2, 9, 9, 6, 18, 3, 5, 4, 2, 0.4, 3),
)  # fmt: skip
WESTERN_COMPANIES = Wheel(
    ("{core} {kind}", "{core}", "{core}, {kind}", "{core} {kind}.", "The {core}"),
    (45, 35, 14, 4, 2),
)
LOOKS = Wheel(("as is", "lower", "upper", "latin"), (80, 11, 5, 4))


class Papers:
    """Types papers' facts; every slip is drawn from one generator."""

    def __init__(self, rng: random.Random, knobs: Knobs) -> None:
        """Spell and slip as often as the knobs have it."""
        self.rng = rng
        self.knobs = knobs
        self._western_shop = knobs.from_west > 1
        self._companies = COMPANIES.turned(rng, JITTER)
        self._western = WESTERN_COMPANIES.turned(rng, JITTER)
        self._looks = LOOKS.turned(rng, JITTER)
        self._longs = dict(line.split("=", 1) for line in company_words("longs"))

    def inn(self, number: str, *, company: bool) -> str:
        """A tax number, a company's at times with its KPP."""
        rng = self.rng
        if rng.random() < self.knobs.inn_typo:
            number = slips.digit_typo(number, rng)
        if company and len(number) == 10 and rng.random() < 0.25:
            kpp = f"{number[:4]}01001"
            return number + rng.choice(("/", " / ", "\\", " КПП ", ", КПП ")) + kpp
        if rng.random() >= self.knobs.inn_noise:
            return number
        if rng.random() < 0.3:
            return " ".join(number[place : place + 4] for place in range(0, len(number), 4))
        return rng.choice(INN_NOISE).format(number)

    def birthday(self, born: tuple[int, int, int]) -> str:
        """A birthday in one of the ways that files hold them."""
        rng = self.rng
        year, month, day = born
        if rng.random() < self.knobs.junk_birthday:
            return rng.choice(JUNK_BIRTHDAYS)
        if rng.random() < self.knobs.birthday_slip:
            year, month, day = self._slip(year, month, day)
        if rng.random() < 0.02:
            return str(year)
        shape = rng.choice(WESTERN_DAYS if self._western_shop else DAYS)
        return shape.format(y=year, m=month, d=day, yy=year % 100, month=MONTHS[month - 1])

    def _slip(self, year: int, month: int, day: int) -> tuple[int, int, int]:
        draw = self.rng.random()
        if draw < 0.35 and day <= 12:
            return year, day, month
        if draw < 0.6:
            return year + self.rng.choice((-1, 1, -10, 10)), month, day
        if draw < 0.8:
            return year, month, max(1, (day + self.rng.choice((-1, 1, 10, -10))) % 28)
        return year, month % 12 + 1, day

    def city(self, city: City) -> str:
        """A city in one of its spellings."""
        rng = self.rng
        text = city.spellings[0]
        if rng.random() < self.knobs.city_variant:
            text = rng.choice(city.spellings)
        if rng.random() < self.knobs.city_typo:
            text = slips.typo(text, rng)
        draw = rng.random()
        return text.upper() if draw < 0.03 else text.lower() if draw < 0.07 else text

    def company(self, company: Company) -> str:
        """A company's name with its form, quotes and tail, or without."""
        rng, core = self.rng, company.core
        if rng.random() < self.knobs.company_typo:
            core = slips.typo(core, rng)
        shapes = self._western if company.western else self._companies
        shape = shapes.spin(rng)
        text = shape.format(
            core=core,
            kind=company.kind,
            long=self._longs.get(company.kind, company.kind),
            city=company.city.spellings[0],
        )
        look = self._looks.spin(rng)
        if look == "latin" and not company.western:
            return in_latin(text, rng, ukrainian=False)
        return text.upper() if look == "upper" else text.lower() if look == "lower" else text
