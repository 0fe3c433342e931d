"""Phones, mailboxes, profiles and tax numbers that nobody else has."""
# ruff: noqa: PLR2004 - how often each shape is met stands in the open

import random

from bench.duplicates.latin import passport, plain_latin, without_accents
from bench.duplicates.person import Person, Phone
from bench.duplicates.spelling import feminine
from bench.duplicates.taxids import kazakh, tax_id
from bench.duplicates.words import Wheel, company_words

CODES = {
    "ru": "7", "kz": "7", "uk": "380", "by": "375", "az": "994", "am": "374", "ge": "995",
    "uz": "998", "us": "1", "gb": "44", "de": "49", "fr": "33", "pl": "48", "il": "972", "tr": "90",
}  # fmt: skip
MOBILE = {
    "ru": ("903", "905", "906", "909", "910", "911", "912", "913", "914", "915", "916", "917",
           "918", "919", "920", "921", "922", "923", "924", "925", "926", "927", "928", "929",
           "950", "951", "952", "953", "960", "961", "962", "963", "964", "965", "967", "968",
           "977", "978", "980", "981", "982", "983", "985", "987", "988", "989", "999"),
    "kz": ("701", "702", "705", "707", "747", "771", "775", "776", "777", "778"),
    "uk": ("50", "66", "95", "99", "67", "68", "96", "97", "98", "63", "73", "93"),
    "by": ("29", "33", "44"),
    "az": ("50", "51", "55", "70", "77"),
    "am": ("91", "93", "94", "77", "98"),
    "ge": ("551", "555", "577", "591", "593", "595", "599"),
    "uz": ("90", "91", "93", "94", "97", "99"),
    "us": ("212", "310", "312", "415", "617", "646", "718", "773", "818", "917"),
    "gb": ("7400", "7450", "7711", "7733", "7802", "7890", "7960"),
    "de": ("160", "170", "171", "172", "175"),
    "fr": ("61", "62", "66", "67", "75"),
    "pl": ("501", "502", "600", "601", "660", "790"),
    "il": ("50", "52", "53", "54"),
    "tr": ("530", "532", "533", "542", "555"),
}  # fmt: skip
LENGTHS = {
    "ru": 10, "kz": 10, "uk": 9, "by": 9, "az": 9, "am": 8, "ge": 9, "uz": 9, "us": 10, "gb": 10,
    "de": 10, "fr": 9, "pl": 9, "il": 9, "tr": 10,
}  # fmt: skip
DESKS = {
    "Москва": "495", "Санкт-Петербург": "812", "Новосибирск": "383", "Екатеринбург": "343",
    "Казань": "843", "Нижний Новгород": "831", "Челябинск": "351", "Самара": "846", "Уфа": "347",
    "Краснодар": "861", "Воронеж": "473", "Пермь": "342", "Київ": "44", "Харків": "57",
    "Одеса": "48", "Дніпро": "56", "Львів": "32", "Минск": "17", "Алматы": "7272", "Астана": "7172",
}  # fmt: skip
DESK = {"ru": "495", "uk": "44", "by": "17", "kz": "7272", "gb": "207", "pl": "22", "tr": "212"}
BOXES = {
    "ru": (("mail.ru", 30), ("yandex.ru", 26), ("gmail.com", 24), ("bk.ru", 4), ("list.ru", 3),
           ("inbox.ru", 3), ("rambler.ru", 4), ("ya.ru", 3), ("icloud.com", 2), ("hotmail.com", 1)),
    "uk": (("gmail.com", 50), ("ukr.net", 25), ("i.ua", 6), ("meta.ua", 4), ("mail.ru", 6),
           ("yandex.ua", 3), ("icloud.com", 3)),
    "by": (("gmail.com", 35), ("mail.ru", 30), ("tut.by", 12), ("yandex.by", 12)),
    "us": (("gmail.com", 50), ("yahoo.com", 18), ("hotmail.com", 12), ("outlook.com", 10),
           ("aol.com", 3), ("icloud.com", 7)),
}  # fmt: skip
BOXES_OF = dict.fromkeys(CODES, "ru") | {"uk": "uk", "by": "by"}
BOXES_OF |= dict.fromkeys(("us", "gb", "de", "fr", "pl", "il", "tr"), "us")
NETWORKS = Wheel(("telegram", "vk", "instagram", "whatsapp"), (58, 20, 12, 10))


class Numbers:
    """Gives out identifiers, each one once."""

    def __init__(self, rng: random.Random, same_nick: float) -> None:
        """Start with nothing given out; that share of profiles is called as the mailbox."""
        self.rng = rng
        self.same_nick = same_nick
        self._given: set[str] = set()
        self._boxes = {
            land: Wheel([name for name, _ in boxes], [weight for _, weight in boxes])
            for land, boxes in BOXES.items()
        }

    def _once(self, key: str) -> bool:
        if key in self._given:
            return False
        self._given.add(key)
        return True

    def _number(self, land: str, start: str, city: str) -> Phone:
        size = LENGTHS[land] - len(start)
        while True:
            # From 2 up: in North America and in cities no number begins with 0 or 1.
            tail = str(self.rng.randrange(2 * 10 ** (size - 1), 10**size))
            if self._once(CODES[land] + start + tail):
                return Phone(land, CODES[land], start + tail, city)

    def mobile(self, land: str) -> Phone:
        """A new mobile number of the country."""
        return self._number(land, self.rng.choice(MOBILE[land]), "")

    def landline(self, land: str, city: str) -> Phone:
        """A new number on a desk in the city; a mobile where desks have none."""
        start = DESKS.get(city) or DESK.get(land)
        return self._number(land, start, start) if start else self.mobile(land)

    def any(self, land: str, city: str) -> Phone:
        """A second number: mostly one more mobile, at times one on a desk."""
        return self.landline(land, city) if self.rng.random() < 0.3 else self.mobile(land)

    def site(self, core: str) -> str:
        """The domain of a company's site."""
        name = _word(plain_latin(core))
        return self._free(name or "firma", "-", "." + self.rng.choice(("ru", "com", "ru", "biz")))

    def mailbox(self, person: Person, domain: str = "") -> str:
        """A new mailbox of a person."""
        local = self._local(person)
        domain = domain or self._boxes[BOXES_OF[person.country]].spin(self.rng)
        box = self._free(local, self.rng.choice(("", "_", "")), "@" + domain)
        person.emails.append(box)
        return box

    def profile(self, person: Person) -> tuple[str, str]:
        """A new profile of a person in some network."""
        network = NETWORKS.spin(self.rng)
        if network == "whatsapp":
            name = person.phones[0].digits if person.phones else self.mobile(person.country).digits
        elif network == "vk" and self.rng.random() < 0.45:
            name = self._free("id", "", "")
        else:
            same = person.emails and self.rng.random() < self.same_nick
            local = person.emails[0].partition("@")[0] if same else self._local(person)
            name = self._free(local.replace(".", "_").replace("-", "_"), "_", "")
        person.handles.append((network, name))
        return network, name

    def _free(self, name: str, joint: str, end: str) -> str:
        # Dots and lines do not make another mailbox: near spellings go to one owner only.
        name = name if len(name) > 4 else f"{name}{joint}{self.rng.randrange(10, 99_999_999)}"
        while not self._once(name.replace(".", "").replace("_", "").lower() + end):
            name = f"{name}{joint}{self.rng.randrange(1, 9999)}"
            joint = ""
        return name + end

    def _local(self, person: Person) -> str:
        rng, draw = self.rng, self.rng.random()
        year = rng.choice((str(person.born[0]), str(person.born[0])[2:], str(rng.randrange(100))))
        if draw < 0.22:
            nicks = company_words("nicks")
            return rng.choice(nicks) + rng.choice(("", "_", ".")) + rng.choice(nicks) + year
        last = feminine(person.surname) if person.sex == "f" else person.surname
        last = plain_latin(last) if rng.random() < 0.7 else passport(last)
        last = _word(last)
        nick = rng.choice(person.first.nicks or (person.first.ru,))
        first = _word(plain_latin(person.first.ru if rng.random() < 0.7 else nick))
        dot = rng.choice((".", "_", "", "."))
        if draw < 0.45:
            return f"{first}{dot}{last}" + rng.choice(("", "", year))
        if draw < 0.65:
            return f"{last}{dot}{first}" + rng.choice(("", "", year))
        if draw < 0.85:
            return f"{first[:1]}{dot}{last}" + rng.choice(("", year))
        return rng.choice((f"{last}{dot}{year}", f"{first}{dot}{year}", f"{last}{dot}{first[:1]}"))

    def inn_of(self, person: Person) -> str:
        """A person's tax number; empty where tax numbers are not asked for."""
        if person.country == "kz":
            return kazakh(person.sex, person.born, self.rng)
        return self.inn(person.country, person=True)

    def inn(self, land: str, *, person: bool) -> str:
        """A new tax number with right check digits, of a person or a company."""
        while True:
            number = tax_id(land, self.rng, person=person)
            if not number or self._once("inn" + number):
                return number


def _word(text: str) -> str:
    plain = without_accents(text.lower(), umlauts=True)
    return "".join(letter for letter in plain if letter.isalnum())
