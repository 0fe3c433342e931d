"""Phones, mailboxes and profiles as they get typed."""
# ruff: noqa: PLR2004 - how often each shape is met stands in the open

import random

from bench.duplicates import slips
from bench.duplicates.knobs import JITTER, Knobs
from bench.duplicates.person import Phone
from bench.duplicates.words import Wheel

SEVEN = Wheel(
    (
        "+7{a}{b}{c}{d}", "8{a}{b}{c}{d}", "7{a}{b}{c}{d}", "{a}{b}{c}{d}", "+7 ({a}) {b}-{c}-{d}",
        "8 ({a}) {b}-{c}-{d}", "8({a}){b}{c}{d}", "8-{a}-{b}-{c}-{d}", "8 {a} {b} {c} {d}",
        "+7 {a} {b}-{c}-{d}", "+7({a}){b}-{c}-{d}", "{a} {b}-{c}-{d}", "8{a} {b}{c}{d}",
        "8.{a}.{b}.{c}.{d}", "+7-{a}-{b}-{c}-{d}", "({a}) {b}-{c}-{d}", "7 {a} {b} {c} {d}",
        "{a}-{b}-{c}-{d}", "007{a}{b}{c}{d}", "7{a}{b}{c}{d}.0", "+7\u00a0{a}\u00a0{b}\u00a0{c}{d}",
        "+ 7 {a} {b} {c} {d}", "+8{a}{b}{c}{d}", "{a}.{b}.{c}{d}",
    ),
    (16, 15, 9, 5, 12, 7, 4, 4, 4, 4, 4, 2, 2, 0.6, 1, 1, 1, 1, 0.2, 0.7, 0.4, 0.3, 0.2, 0.2),
)  # fmt: skip
UKRAINIAN = Wheel(
    (
        "+380{a}{b}{c}{d}", "0{a}{b}{c}{d}", "380{a}{b}{c}{d}", "0{a} {b} {c} {d}",
        "(0{a}) {b}-{c}-{d}", "+38 (0{a}) {b}-{c}-{d}", "+38(0{a}){b}{c}{d}", "80{a}{b}{c}{d}",
        "0{a}-{b}-{c}-{d}", "8 0{a} {b} {c} {d}", "8(0{a}){b}-{c}-{d}", "+380 {a} {b} {c} {d}",
        "{a}{b}{c}{d}", "00380{a}{b}{c}{d}", "38 0{a} {b}{c}{d}", "380{a}{b}{c}{d}.0",
    ),
    (22, 22, 12, 6, 6, 7, 3, 6, 5, 1.5, 1.5, 4, 1.5, 0.3, 1, 0.5),
)  # fmt: skip
BELARUSIAN = Wheel(
    (
        "+375{a}{b}{c}{d}", "375{a}{b}{c}{d}", "80{a}{b}{c}{d}", "8 (0{a}) {b}-{c}-{d}",
        "8-0{a}-{b}-{c}-{d}", "+375 ({a}) {b}-{c}-{d}", "+375 {a} {b} {c} {d}", "8 0{a} {b}{c}{d}",
        "0{a}{b}{c}{d}", "(0{a}) {b}-{c}-{d}",
    ),
    (24, 12, 14, 8, 6, 12, 10, 5, 2, 2),
)  # fmt: skip
ABROAD = Wheel(
    ("+{code}{a}{b}{c}{d}", "+{code} {a} {b} {c}{d}", "{code}{a}{b}{c}{d}", "00{code}{a}{b}{c}{d}",
     "+{code} ({a}) {b}-{c}{d}"),
    (50, 25, 12, 4, 4),
)  # fmt: skip
AMERICAN = Wheel(
    ("({a}) {b}-{c}{d}", "{a}-{b}-{c}{d}", "{a}{b}{c}{d}", "+1{a}{b}{c}{d}", "1-{a}-{b}-{c}{d}",
     "+1 ({a}) {b}-{c}{d}", "{a}.{b}.{c}{d}", "{a} {b} {c}{d}"),
    (22, 20, 16, 14, 6, 8, 5, 6),
)  # fmt: skip
EUROPEAN = Wheel(
    ("0{a}{b}{c}{d}", "0{a} {b}{c}{d}", "+{code}{a}{b}{c}{d}", "+{code} {a} {b} {c}{d}",
     "0{a} {b} {c} {d}", "00{code}{a}{b}{c}{d}", "+{code} (0){a} {b}{c}{d}"),
    (20, 16, 26, 18, 8, 5, 4),
)  # fmt: skip
SHAPES = {
    "ru": SEVEN,
    "kz": SEVEN,
    "uk": UKRAINIAN,
    "by": BELARUSIAN,
    "us": AMERICAN,
    "europe": EUROPEAN,
    "abroad": ABROAD,
}
HOMES = {"ru", "kz", "uk", "by"}
TRUNKS = {"gb", "de", "fr", "il", "tr"}
NOISE = (
    "тел. {}", "{} (моб)", "{} Анна", "моб.{}", "т.{}", "{} раб", "{} вечером", "{} WhatsApp",
    "тел: {}", "{} (основной)", "{};", "Тел.:{}", "{} звонить после 18", "м.т. {}", "{} дом.",
    " {}", "'{}", "{} (Viber)",
)  # fmt: skip
EXTENSIONS = (" доб. {}", " доб.{}", " вн. {}", " (доб. {})", "#{}", " ext {}", ",{}", " внутр {}")
JOINTS = (", ", "; ", " / ", ",", " ", "\n", " и ", ";")
JUNK_PHONES = (
    "0000000", "1234567890", "+7", "нет", "-", "79999999999", "+71111111111", "89000000000",
    "+79990000000", "0", "1111111", "123", "88888888888", "+70000000000", "0000000000", "123-45-67",
    "+380000000000", "0999999999", "нет телефона", "8-800-555-35-35", "+79123456789",
)  # fmt: skip
JUNK_EMAILS = (
    "noemail@mail.ru", "test@test.ru", "no@no.ru", "-", "нет", "none@none.com", "a@a.ru",
    "net@net.ru", "mail@mail.ru", "no-reply@shop.ru", "example@example.com", "1@1.ru",
    "123@mail.ru", "нет почты", "email@email.com", "client@client.ru", "qwe@qwe.ru", "@",
)  # fmt: skip
TWINS = {
    "gmail.com": ("googlemail.com",),
    "yandex.ru": ("ya.ru", "yandex.com", "yandex.ua", "yandex.by", "yandex.kz"),
    "ya.ru": ("yandex.ru", "yandex.com"),
    "icloud.com": ("me.com",),
}
DOMAIN_SLIPS = {
    "gmail.com": ("gmial.com", "gmail.ru", "gmail.con", "gmai.com", "gmail.co", "gamil.com",
                  "gmaill.com", "gmil.com", "gmail,com", "gmailcom", "g-mail.com"),
    "mail.ru": ("mai.ru", "mail.ry", "maill.ru", "mail.ri", "meil.ru", "mail.r", "mailru",
                "mail,ru", "mial.ru"),
    "yandex.ru": ("yandex.ry", "yndex.ru", "yadex.ru", "yandex,ru", "jandex.ru", "yandexru",
                  "yande.ru", "yandex.r"),
    "ukr.net": ("ukr.ney", "urk.net", "ukr.ne", "ukrnet"),
    "yahoo.com": ("yaho.com", "yahoo.con", "yhaoo.com"),
    "hotmail.com": ("hotmial.com", "hotmail.con", "hotmal.com"),
}  # fmt: skip
HANDLES = {
    "telegram": Wheel(
        ("@{}", "{}", "t.me/{}", "https://t.me/{}", "telegram: {}", "tg @{}", "Telegram @{}",
         "тг: {}", "телеграм @{}", "tg:{}", "http://telegram.me/{}", "@ {}"),
        (50, 8, 10, 10, 4, 4, 4, 3, 2, 2, 1, 1),
    ),
    "vk": Wheel(
        ("vk.com/{}", "https://vk.com/{}", "https://m.vk.com/{}", "вк: {}", "vk {}",
         "http://vkontakte.ru/{}", "vk: @{}", "www.vk.com/{}", "ВК vk.com/{}"),
        (34, 34, 6, 4, 4, 1, 3, 3, 4),
    ),
    "instagram": Wheel(
        ("instagram.com/{}", "inst: {}", "https://www.instagram.com/{}/", "инст {}", "@{} (inst)",
         "insta @{}", "https://instagram.com/{}?igshid=1"),
        (20, 20, 20, 12, 10, 12, 4),
    ),
    "whatsapp": Wheel(
        ("+{}", "https://wa.me/{}", "whatsapp +{}", "WhatsApp: {}", "wa.me/{}", "вотсап {}",
         "viber +{}", "{}"),
        (18, 20, 16, 10, 14, 6, 8, 8),
    ),
}  # fmt: skip


class Contacts:
    """Types ways to reach people; every slip is drawn from one generator."""

    def __init__(self, rng: random.Random, knobs: Knobs) -> None:
        """Spell and slip as often as the knobs have it."""
        self.rng = rng
        self.knobs = knobs
        self._western_shop = knobs.from_west > 1
        self._shapes = {name: wheel.turned(rng, JITTER) for name, wheel in SHAPES.items()}

    def phone(self, phone: Phone) -> str:
        """One number as it gets typed."""
        draw = self.rng.random
        if phone.city and draw() < self.knobs.phone_short * 4:
            local = phone.rest[len(phone.city) :]
            text = f"{local[:-4]}-{local[-4:-2]}-{local[-2:]}" if draw() < 0.7 else local
        else:
            text = self._formats(phone).spin(self.rng).format(code=phone.code, **_pieces(phone))
        if draw() < self.knobs.phone_typo:
            text = slips.digit_typo(text, self.rng)
        return text

    def extension(self) -> str:
        """What follows the number of a switchboard."""
        return self.rng.choice(EXTENSIONS).format(self.rng.randrange(10, 999))

    def noisy(self, text: str) -> str:
        """A typed number, at times with a word beside it."""
        if self.rng.random() < self.knobs.phone_noise:
            return self.rng.choice(NOISE).format(text)
        return text

    def joined(self, one: str, other: str) -> str:
        """Two numbers or boxes in one field."""
        return one + self.rng.choice(JOINTS) + other

    def _formats(self, phone: Phone) -> Wheel[str]:
        if phone.land in HOMES:
            return self._shapes[phone.land]
        if not self._western_shop:
            return self._shapes["abroad"]
        if phone.land == "us":
            return self._shapes["us"]
        return self._shapes["europe" if phone.land in TRUNKS else "abroad"]

    def email(self, box: str) -> str:
        """One mailbox as it gets typed."""
        draw = self.rng.random
        if draw() < self.knobs.email_variant:
            box = self._variant(box)
        if draw() < self.knobs.email_typo:
            box = self._box_typo(box)
        case = draw()
        if case < 0.08:
            return box.capitalize() if case < 0.05 else box.upper()
        if case > 0.985:
            return self.rng.choice((f" {box}", f"{box} ", f"mailto:{box}", f"<{box}>", f"{box}."))
        return box

    def _variant(self, box: str) -> str:
        local, _, domain = box.partition("@")
        rng, draw = self.rng, self.rng.random()
        if domain == "gmail.com" and draw < 0.4:
            place = rng.randrange(1, max(2, len(local)))
            dotted = local.replace(".", "") if "." in local else f"{local[:place]}.{local[place:]}"
            return f"{dotted}@{domain}"
        if draw < 0.6:
            tag = rng.choice(("shop", "1", "sale", "site", "spam", "news", "zakaz"))
            return f"{local}+{tag}@{domain}"
        if domain in TWINS:
            twin = rng.choice(TWINS[domain])
            if domain != "gmail.com" and "." in local and rng.random() < 0.4:
                local = local.replace(".", "-")
            return f"{local}@{twin}"
        return f"{local}+1@{domain}" if draw < 0.7 else box.title() if draw < 0.8 else box

    def _box_typo(self, box: str) -> str:
        local, _, domain = box.partition("@")
        if domain in DOMAIN_SLIPS and self.rng.random() < 0.55:
            return f"{local}@{self.rng.choice(DOMAIN_SLIPS[domain])}"
        return f"{slips.typo(local, self.rng)}@{domain}"

    def handle(self, network: str, name: str) -> str:
        """One profile as it gets typed."""
        if self.rng.random() < self.knobs.handle_typo:
            name = slips.typo(name, self.rng)
        if self.rng.random() < 0.08 and network != "whatsapp":
            name = name.capitalize()
        return HANDLES[network].spin(self.rng).format(name)


def _pieces(phone: Phone) -> dict[str, str]:
    rest = phone.rest
    head = len(rest) - 7
    return {"a": rest[:head], "b": rest[head:-4], "c": rest[-4:-2], "d": rest[-2:]}
