"""Spelling: the ways in which one phone, name or e-mail is typed by different people."""

from attrs import evolve

from crmkit_cli.demo_data.chance import Chance
from crmkit_cli.demo_data.people import Person
from crmkit_cli.demo_data.words import home_made_latin, latin

_RU_FORMS = (
    ("8 ({0}) {1}-{2}-{3}", 14),
    ("8{0}{1}{2}{3}", 16),
    ("+7{0}{1}{2}{3}", 18),
    ("+7 {0} {1}-{2}-{3}", 14),
    ("+7 ({0}) {1}-{2}-{3}", 14),
    ("8-{0}-{1}-{2}-{3}", 8),
    ("{0}{1}{2}{3}", 8),
    ("7{0}{1}{2}{3}", 8),
    ("8 {0} {1} {2} {3}", 6),
    ("тел. 8({0}){1}{2}{3}", 3),
    ("8.{0}.{1}.{2}.{3}", 2),
)
_UK_FORMS = (
    ("0{0}{1}{2}{3}", 20),
    ("+380{0}{1}{2}{3}", 20),
    ("0{0} {1}-{2}-{3}", 18),
    ("(0{0}) {1} {2} {3}", 14),
    ("+38 (0{0}) {1}-{2}-{3}", 14),
    ("380{0}{1}{2}{3}", 8),
    ("80{0}{1}{2}{3}", 4),
)
_EXTENSIONS = (" доб. {}", " доб {}", ", доб.{}", " (доб. {})", " вн. {}")
_NAME_FORMS = (
    ("full", 30),
    ("short", 22),
    ("swapped", 14),
    ("swapped_full", 6),
    ("capitals", 5),
    ("small", 5),
    ("initials", 9),
    ("pet", 3),
    ("latin", 2),
    ("home_made_latin", 1),
    ("foreign", 3),
    ("slip", 3),
)
_MAIDEN = 0.3
_REMARKS = (" (моб)", " раб.", " муж", " — звонить вечером", " viber")
_LOOK_ALIKES = str.maketrans("СОАЕсоаер", "COAEcoaep")
_NEIGHBOURS = {"а": "о", "о": "а", "и": "е", "е": "и", "н": "нн", "л": "лл", "і": "и"}


def phone(chance: Chance, number: str, extension: str | None = None) -> str:
    """The number in one of the ways it is typed, with the extension where there is one."""
    country = "uk" if number.startswith("+380") else "ru"
    national = number.removeprefix("+380" if country == "uk" else "+7")
    code = national[:-7]
    parts = (code, national[-7:-4], national[-4:-2], national[-2:])
    form = chance.weighted(_UK_FORMS if country == "uk" else _RU_FORMS)
    if extension:
        return form.format(*parts) + chance.one(_EXTENSIONS).format(extension)
    remark = chance.one(_REMARKS) if chance.happens(0.02) else ""
    return form.format(*parts) + remark


def mistyped(chance: Chance, number: str) -> str:
    """The number with one of its last digits wrong: another, valid number."""
    place = len(number) - chance.between(1, 4)
    wrong = (int(number[place]) + chance.between(1, 9)) % 10
    return f"{number[:place]}{wrong}{number[place + 1 :]}"


def email(chance: Chance, address: str) -> str:
    """The address as typed: mostly as it is, at times in capitals or with a space behind."""
    form = chance.weighted((("plain", 70), ("capitals", 12), ("capital", 12), ("space", 6)))
    match form:
        case "capitals":
            return address.upper()
        case "capital":
            return address.capitalize()
        case "space":
            return f"{address} "
        case _:
            return address


def telegram(chance: Chance, nickname: str) -> str:
    """The nickname as typed: with an at sign, as a link, or bare."""
    form = chance.weighted((("@{}", 60), ("https://t.me/{}", 20), ("t.me/{}", 10), ("{}", 10)))
    return form.format(nickname)


def name(chance: Chance, person: Person, *, tidy: bool = False, maiden: float = _MAIDEN) -> str:
    """The person's name as somebody types it; ``tidy`` leaves the worst ways out.

    ``maiden`` is how often somebody who has changed the family name bears the former one.
    """
    form = chance.weighted(_NAME_FORMS[:4] if tidy else _NAME_FORMS)
    if person.maiden and chance.happens(maiden):
        person = evolve(person, last=person.maiden)
    written = _written(chance, person, form)
    if not tidy and chance.happens(0.01):
        return written.translate(_LOOK_ALIKES)
    return written.replace("ё", "е") if chance.happens(0.5) else written


def _written(chance: Chance, person: Person, form: str) -> str:
    last, first, middle = person.last, person.first, person.middle
    forms = {
        "full": person.full_name,
        "short": f"{last} {first}",
        "swapped": f"{first} {last}",
        "swapped_full": f"{first} {middle} {last}",
        "capitals": person.full_name.upper(),
        "small": f"{last} {first}".lower(),
        "initials": f"{last} {first[0]}.{middle[0]}.",
        "pet": f"{person.pet_name} {last}",
        "latin": f"{latin(first)} {latin(last)}",
        "home_made_latin": f"{home_made_latin(last)} {home_made_latin(first)}",
        "foreign": f"{last} {person.foreign_first or first}",
        "slip": f"{last} {_slip(chance, first)}",
    }
    return forms[form]


def _slip(chance: Chance, word: str) -> str:
    """The word with one letter mistaken."""
    places = [place for place, letter in enumerate(word) if letter in _NEIGHBOURS and place > 0]
    if not places:
        return word + word[-1]
    place = chance.one(places)
    return word[:place] + _NEIGHBOURS[word[place]] + word[place + 1 :]
