# ruff: noqa: PLR2004 - shares of habits stand in the open
"""How people type what they know: spellings, slips and habits of forms and managers."""

from datetime import date
from random import Random

from bench.judging.words import Usual

_LATIN = """
a b v g d e e zh z i i k l m n o p r s t u f kh ts ch sh shch ie y - e iu ia i i ie g - -
"""
_PASSPORT = {
    letter: latin.strip("-")
    for letter, latin in zip("абвгдеёжзийклмнопрстуфхцчшщъыьэюяіїєґ’'", _LATIN.split(), strict=True)
}
_SCHEMES = (
    _PASSPORT,
    _PASSPORT | {"й": "y", "ю": "yu", "я": "ya", "ъ": "", "є": "ye", "ї": "yi"},
    _PASSPORT | {"й": "y", "ю": "yu", "я": "ya", "ъ": "", "ё": "yo", "ц": "c", "х": "h"},
    _PASSPORT | {"й": "j", "ю": "ju", "я": "ja", "ъ": "", "ё": "jo", "х": "h", "щ": "sch"},
    _PASSPORT | {"и": "y", "г": "h", "й": "i", "ю": "yu", "я": "ya", "є": "ye"},
)
_UKRAINIAN_SCHEME = 4
_KEYS = str.maketrans(
    "йцукенгшщзхъфывапролджэячсмитьбюЙЦУКЕНГШЩЗХЪФЫВАПРОЛДЖЭЯЧСМИТЬБЮіІїЇєЄ",
    "qwertyuiop[]asdfghjkl;'zxcvbnm,.QWERTYUIOP{}ASDFGHJKL:\"ZXCVBNM<>sS]}'\"",
)
_ALIKE = str.maketrans("асеорхуАВСЕНКМОРТХ", "aceopxyABCEHKMOPTX")
_NEAR = {
    "а": "оп", "о": "ал", "е": "ин", "и": "еы", "н": "гк", "в": "ы", "к": "е", "р": "п", "л": "дш",
    "с": "ч", "т": "ь", "м": "и", "д": "л", "я": "а", "ь": "т", "ш": "щ", "ы": "и", "п": "р",
}  # fmt: skip

_MOBILE: dict[str, Usual[str]] = {
    "7": Usual([
        ("+7{0}{1}{2}{3}", 20), ("8{0}{1}{2}{3}", 22), ("+7 ({0}) {1}-{2}-{3}", 12),
        ("8 ({0}) {1}-{2}-{3}", 9), ("8-{0}-{1}-{2}-{3}", 6), ("8 {0} {1} {2} {3}", 7),
        ("7{0}{1}{2}{3}", 7), ("{0}{1}{2}{3}", 6), ("+7 {0} {1}-{2}-{3}", 5),
        ("8({0}){1}{2}{3}", 3), ("{0} {1} {2} {3}", 2), ("тел. 8{0}{1}{2}{3}", 1),
        ("+7-{0}-{1}-{2}{3}", 1),
    ]),
    "380": Usual([
        ("+380{0}{1}{2}{3}", 30), ("0{0}{1}{2}{3}", 25), ("0{0} {1} {2} {3}", 10),
        ("(0{0}) {1}-{2}-{3}", 8), ("+38 (0{0}) {1}-{2}-{3}", 12), ("380{0}{1}{2}{3}", 8),
        ("80{0}{1}{2}{3}", 3), ("38 0{0} {1} {2} {3}", 4),
    ]),
    "375": Usual([
        ("+375{0}{1}{2}{3}", 40), ("+375 ({0}) {1}-{2}-{3}", 20), ("375{0}{1}{2}{3}", 12),
        ("80{0}{1}{2}{3}", 12), ("8 (0{0}) {1}-{2}-{3}", 6), ("+375 {0} {1} {2} {3}", 10),
    ]),
}  # fmt: skip
_BORN = Usual([("%d.%m.%Y", 70.0), ("%Y-%m-%d", 15), ("%d/%m/%Y", 5), ("%d.%m.%y", 7)])
_NOTES = """
перезвонить после 18
оптовик
не звонить
VIP
Авито
постоянный клиент
муж
сосед
доставка
с сайта
риелтор
новый номер
""".strip().splitlines()
_WRONG_DOMAINS = {
    "gmail.com": ("gmial.com", "gmail.ru", "gmai.com", "gmail.con"),
    "mail.ru": ("mail.ry", "mai.ru", "maill.ru", "mail.ri"),
    "yandex.ru": ("yandex.ry", "yadex.ru", "yndex.ru"),
}


def latin(text: str, chance: Random, *, ukrainian: bool = False) -> str:
    """The text in Latin letters, by one of the usual schemes."""
    scheme = _SCHEMES[_UKRAINIAN_SCHEME if ukrainian else chance.randrange(_UKRAINIAN_SCHEME)]
    spelt = "".join(scheme.get(letter, letter) for letter in text.lower())
    return " ".join(word[:1].upper() + word[1:] for word in spelt.split(" "))


def in_wrong_layout(text: str) -> str:
    """The text typed with the keyboard left in English."""
    return text.translate(_KEYS)


def with_lookalikes(text: str, chance: Random) -> str:
    """The text with Latin letters among the Cyrillic ones that look the same."""
    return "".join(each.translate(_ALIKE) if chance.random() < 0.5 else each for each in text)


def with_a_slip(text: str, chance: Random) -> str:
    """The text with one letter swapped, dropped, doubled or hit beside its key."""
    if len(text) < 4:
        return text
    at, kind = chance.randrange(1, len(text) - 1), chance.random()
    before, letter, after = text[:at], text[at], text[at + 1 :]
    if kind < 0.3:
        return before + after[:1] + letter + after[1:]
    if kind < 0.55:
        return before + after
    if kind < 0.75:
        return before + letter + letter + after
    return before + chance.choice(_NEAR.get(letter, letter)) + after


def typed_phone(number: str, chance: Random) -> str:
    """The E.164 number as it is written by hand."""
    code = next((code for code in ("380", "375") if number.startswith("+" + code)), "7")
    rest = number[len(code) + 1 :]
    area, digits = rest[:-7], rest[-7:]
    if chance.random() < 0.008:
        at = chance.randrange(2, 7)
        digits = (
            digits[:at] + str((int(digits[at]) + chance.randrange(1, 9)) % 10) + digits[at + 1 :]
        )
    return _MOBILE[code].pick(chance).format(area, digits[:3], digits[3:5], digits[5:])


def typed_mail(address: str, chance: Random) -> str:
    """The address as its owner types it: marks, dots, other domains of the box, slips."""
    local, _, domain = address.partition("@")
    habit = chance.random()
    if domain == "gmail.com":
        local = _of_gmail(local, habit)
        domain = "googlemail.com" if 0.9 < habit < 0.915 else domain
    elif domain == "yandex.ru":
        if habit < 0.14:
            domain = chance.choice(("ya.ru", "yandex.com", "ya.ru", "yandex.by", "yandex.kz"))
        local = local.replace(".", "-") if habit > 0.97 else local
    slip = chance.random()
    if slip < 0.012:
        domain = chance.choice(_WRONG_DOMAINS.get(domain, (domain,)))
    elif slip < 0.022:
        local = with_a_slip(local, chance)
    text = f"{local}@{domain}"
    if slip > 0.93:
        return text.capitalize()
    return text.upper() if slip > 0.915 else text


def _of_gmail(local: str, habit: float) -> str:
    if habit < 0.07:
        return f"{local}+{'shop' if habit < 0.03 else 'crm'}"
    if habit < 0.14:
        return local.replace(".", "") if "." in local else f"{local[:3]}.{local[3:]}"
    return local


def typed_handle(name: str, chance: Random) -> str:
    """The Telegram name with or without its sign, or as a link."""
    shape = chance.choice(("@{}", "@{}", "{}", "https://t.me/{}", "t.me/{}", "@{} "))
    return shape.format(name.capitalize() if chance.random() < 0.1 else name)


def typed_tax_id(number: str, chance: Random) -> str:
    """The tax number, sometimes with its label or with the KPP behind."""
    kind = chance.random()
    if len(number) == 10 and kind < 0.2:
        return f"{number}/{number[:4]}01001"
    if kind < 0.25:
        return f"ИНН {number}"
    return f"{number[:4]} {number[4:]}" if kind < 0.3 else number


def typed_birthday(day: date, chance: Random) -> str:
    """The date in one of four formats; one in two hundred is a day or a month off."""
    if chance.random() < 0.005:
        day = day.replace(day=min(28, day.day + 1) if day.day != 28 else 27)
    return day.strftime(_BORN.pick(chance))


def with_a_note(text: str, chance: Random) -> str:
    """The name with what a manager adds behind it."""
    note = chance.choice(_NOTES)
    return f"{text} ({note})" if chance.random() < 0.6 else f"{text} {note}"
