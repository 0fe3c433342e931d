"""What the normal forms of phones, mailboxes, companies, addresses and dates cost, one by one."""

import argparse
import operator
import random
import resource
import time
from collections.abc import Callable, Sequence

from crmkit.domain.addresses import address_form
from crmkit.domain.birthdays import birth_date
from crmkit.domain.cities import city_form
from crmkit.domain.company_names import company_form
from crmkit.domain.emails import (
    is_made_up_email,
    mailbox_kind,
    normal_email,
    same_mailbox_key,
    weak_mailbox_key,
)
from crmkit.domain.phones import looks_made_up, phone_kind, phones_in
from crmkit.domain.taxids import tax_ids_in

REGIONS = ("RU", "UA", "BY", "KZ")
STREETS = ("Ленина", "Мира", "8 Марта", "Хрещатик", "Малая Бронная", "Карла Маркса", "Лесная")
CITIES = ("Москва", "СПб", "Київ", "Нижний Новгород", "Верхняя Салда", "Алматы", "Минск")
WORDS = ("Ромашка", "Прогресс", "Северный ветер", "Рога и копыта", "Альфа", "Сервис Плюс", "Луч")
INN_WEIGHTS = (2, 4, 10, 3, 5, 9, 4, 6, 8)
DOMAINS = ("mail.ru", "gmail.com", "yandex.ru", "ukr.net", "gmial.com", "shop.ru", "bk.ru")


def plus(rng: random.Random) -> str:
    """An international number without signs."""
    area = rng.choice(("+7912", "+7926", "+7495", "+7701", "+38067", "+38050", "+37529"))
    return f"{area}{rng.randrange(10**6, 10**7)}"


def spaced(rng: random.Random) -> str:
    """A number as people type it at home."""
    tail = str(rng.randrange(10**6, 10**7))
    area = rng.choice(("8 (912)", "8 (495)", "+7 921", "8 044", "067", "8029", "+375 29", "8 701"))
    return f"{area} {tail[:3]}-{tail[3:5]}-{tail[5:]}"


def address(rng: random.Random) -> str:
    """An address in one of the usual ways."""
    street, house, flat = rng.choice(STREETS), rng.randrange(1, 200), rng.randrange(1, 300)
    shapes = (
        f"г. {rng.choice(CITIES)}, ул. {street}, д. {house}, кв. {flat}",
        f"{rng.choice(CITIES)} {street} {house}-{flat}",
        f"{rng.randrange(100000, 999999)}, {rng.choice(CITIES)}, {street} ул, {house}к2",
    )
    return rng.choice(shapes)


def company(rng: random.Random) -> str:
    """A company's name with or without its form."""
    name = f"{rng.choice(WORDS)} {''.join(rng.choices('абвгдеклмнопрст', k=5))}"
    shapes = (f'ООО "{name}"', name, f"{name}, ТОВ", f"ТД «{name}» (Київ)", f"ИП {name}")
    return rng.choice(shapes)


def email(rng: random.Random) -> str:
    """An address of a person or an office."""
    return f"{rng.choice(('anna', 'info', 'i.kim'))}{rng.randrange(10**7)}@{rng.choice(DOMAINS)}"


def birthday(rng: random.Random) -> str:
    """A day in three formats."""
    day, month, year = rng.randrange(1, 29), rng.randrange(1, 13), rng.randrange(1900, 2020)
    shapes = (f"{day:02}.{month:02}.{year}", f"{year}-{month:02}-{day:02}", f"{day} мая {year}")
    return rng.choice(shapes)


def tax_id(rng: random.Random) -> str:
    """The INN of a company, half the time with a KPP."""
    digits = [7, 7, *(rng.randrange(10) for _ in range(7))]
    check = sum(map(operator.mul, INN_WEIGHTS, digits)) % 11 % 10
    return "".join(map(str, [*digits, check])) + rng.choice(("", "/773601001"))


def phones(raw: str) -> object:
    """As every way in reads a cell."""
    return phones_in(raw, REGIONS)


WORK: tuple[tuple[str, Callable[[random.Random], str], Callable[[str], object]], ...] = (
    ("phones_in, +79123456789", plus, phones),
    ("phones_in, 8 (912) 345-67-89", spaced, phones),
    ("phone_kind", plus, phone_kind),
    ("looks_made_up", plus, looks_made_up),
    ("normal_email", email, normal_email),
    ("same_mailbox_key", email, same_mailbox_key),
    ("weak_mailbox_key", email, weak_mailbox_key),
    ("mailbox_kind", email, mailbox_kind),
    ("is_made_up_email", email, is_made_up_email),
    ("tax_ids_in", tax_id, tax_ids_in),
    ("company_form", company, company_form),
    ("address_form", address, address_form),
    ("city_form", lambda rng: f"г. {rng.choice(CITIES)}, {rng.randrange(10**6)}", city_form),
    ("birth_date", birthday, birth_date),
)


def microseconds(work: Callable[[str], object], texts: Sequence[str]) -> float:
    """CPU time a text."""
    began = time.process_time()
    for text in texts:
        work(text)
    return (time.process_time() - began) / len(texts) * 1e6


def main() -> None:
    """Measure each on texts never seen, then on texts just seen."""
    parser = argparse.ArgumentParser()
    parser.add_argument("count", nargs="?", type=int, default=20_000)
    count = parser.parse_args().count
    rng = random.Random(1)
    print(f"{'microseconds of CPU a text':34}  unseen    seen")
    for name, make, work in WORK:
        texts = list(dict.fromkeys(make(rng) for _ in range(count)))
        work(make(rng))
        unseen = microseconds(work, texts)
        recent = texts[-10_000:]
        print(f"{name:34} {unseen:7.2f} {microseconds(work, recent):7.2f}")
    print(f"peak memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MiB")


if __name__ == "__main__":
    main()
