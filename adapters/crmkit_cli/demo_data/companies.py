"""Companies: firms and sole traders with their tax numbers, one of which is wrong now and then."""

from collections.abc import Iterator, Sequence

from stdnum.ru import inn, ogrn
from stdnum.ua import edrpou

from crmkit_cli.demo_data import spelling
from crmkit_cli.demo_data.chance import Chance
from crmkit_cli.demo_data.people import Town
from crmkit_cli.demo_data.words import female_surname, lines, rows

HEADINGS = (
    *("Название", "ИНН", "КПП", "ОГРН", "ЕДРПОУ", "Юридический адрес", "Фактический адрес"),
    *("Город", "Телефон", "E-mail", "Сайт", "Сфера деятельности", "Менеджер"),
    *("Контактное лицо", "Должность контакта"),
)
_WRONG_EVERY = 9
_REGIONS = {"Москва": "77", "Санкт-Петербург": "78", "Казань": "16", "Самара": "63"}


def company_rows(chance: Chance, town: Town) -> tuple[list[tuple[str, ...]], list[int]]:
    """The rows of the file, and the numbers of those whose tax number is wrong."""
    made = list(_rows(chance, town))
    wrong = [place + 2 for place in range(_WRONG_EVERY - 1, len(made), _WRONG_EVERY)]
    for number in wrong:
        made[number - 2] = _with_wrong_number(made[number - 2])
    return made, wrong


def _rows(chance: Chance, town: Town) -> Iterator[tuple[str, ...]]:
    managers = [row[1] for row in rows("employees", ";") if row[3]]
    for country, form, name, city, street, activity, site in rows("companies", ";"):
        phone = spelling.phone(chance, town.new_mobile("uk" if country == "uk" else "ru"))
        quoted = name if form == "ИП" else f"«{name}»"
        legal = f"{city}, {street}"
        actual = legal if chance.happens(0.6) else f"{city}, ул. Складская, {chance.between(1, 90)}"
        numbers = _tax_numbers(chance, form, _REGIONS.get(city, "50"))
        contact, position = _contact(chance, country)
        yield (
            *(f"{form} {quoted}", *numbers, legal, actual, city, phone),
            *(f"{site}@example.com", f"https://{site}.example", activity, chance.one(managers)),
            *(contact, position),
        )


def _contact(chance: Chance, country: str) -> tuple[str, str]:
    sex = chance.one("mf")
    first = chance.one([row[1] for row in rows(f"first_names_{country}") if row[0] == sex])
    last = chance.one(rows(f"surnames_{country}"))[0]
    name = f"{female_surname(last) if sex == 'f' else last} {first}"
    return name, chance.one(lines("positions"))


def _tax_numbers(chance: Chance, form: str, region: str) -> Sequence[str]:
    """INN, KPP, OGRN and EDRPOU as the form of the company has them."""
    if form == "ТОВ":
        code = f"3{chance.digits(6)}"
        return "", "", "", code + edrpou.calc_check_digit(code)
    if form == "ИП":
        person = f"{region}{chance.digits(8)}"
        return person + inn.calc_personal_check_digits(person), "", _ogrnip(chance, region), ""
    firm = f"{region}{chance.digits(7)}"
    company = f"1{chance.digits(2)}{region}{chance.digits(7)}"
    return (
        *(firm + inn.calc_company_check_digit(firm), f"{region}{chance.digits(2)}01001"),
        *(company + ogrn.calc_check_digit(f"{company}0"), ""),
    )


def _ogrnip(chance: Chance, region: str) -> str:
    """The number of a sole trader, of those whose check digit is a single one."""
    while True:
        trader = f"3{chance.digits(2)}{region}{chance.digits(9)}"
        check = ogrn.calc_check_digit(f"{trader}0")
        if len(check) == 1:
            return trader + check


def _with_wrong_number(row: tuple[str, ...]) -> tuple[str, ...]:
    """The row with the last digit of its first tax number changed."""
    place = next(place for place in range(1, 5) if row[place])
    written = row[place]
    wrong = written[:-1] + str((int(written[-1]) + 1) % 10)
    return (*row[:place], wrong, *row[place + 1 :])
