"""Companies: firms and sole traders with their tax numbers, one of which is wrong now and then."""

from collections.abc import Iterator, Sequence

from stdnum.ru import inn, ogrn
from stdnum.ua import edrpou

from crmkit_cli.demo_data import spelling
from crmkit_cli.demo_data.chance import Chance
from crmkit_cli.demo_data.people import Country, Town
from crmkit_cli.demo_data.words import female_surname, lines, rows, rows_of

HEADINGS = (
    *("Название", "ИНН", "КПП", "ОГРН", "ЕДРПОУ", "Юридический адрес", "Фактический адрес"),
    *("Город", "Телефон", "E-mail", "Сайт", "Сфера деятельности", "Менеджер"),
    *("Контактное лицо", "Должность контакта"),
)
_WRONG_EVERY = 9
_STOREHOUSES = {"ru": "ул. Складская", "uk": "вул. Складська"}
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
    for written, form, name, city, street, activity, site in rows("companies", ";"):
        country: Country = "uk" if written == "uk" else "ru"
        on_the_desk = town.new_landline(country, city)
        number = town.new_mobile(country) if chance.happens(0.4) else on_the_desk
        phone = spelling.phone(chance, number)
        quoted = name if form == "ИП" else f"«{name}»"
        legal = f"{city}, {street}"
        elsewhere = f"{city}, {_STOREHOUSES[country]}, {chance.between(1, 90)}"
        actual = legal if chance.happens(0.6) else elsewhere
        numbers = _tax_numbers(chance, form, _REGIONS.get(city, "50"))
        contact, position = _contact(chance, country)
        yield (
            *(f"{form} {quoted}", *numbers, legal, actual, city, phone),
            *(f"{site}@example.com", f"https://{site}.example", activity, chance.one(managers)),
            *(contact, position),
        )


def _contact(chance: Chance, country: str) -> tuple[str, str]:
    sex = chance.one("mf")
    first = chance.ranked(rows_of(f"first_names_{country}", sex))[0]
    (last,) = chance.ranked(rows(f"surnames_{country}"))
    name = f"{female_surname(last) if sex == 'f' else last} {first}"
    return name, chance.one(lines("positions"))


def _tax_numbers(chance: Chance, form: str, region: str) -> Sequence[str]:
    """INN, KPP, OGRN and EDRPOU as the form of the company has them.

    Their check digits are right, but no tax office has the number 00, nothing was registered in the
    year 99, and codes of Ukraine do not begin with 99 yet: no such number is anybody's.
    """
    if form == "ТОВ":
        code = f"99{chance.digits(5)}"
        return "", "", "", code + edrpou.calc_check_digit(code)
    if form == "ИП":
        person = f"{region}00{chance.digits(6)}"
        return person + inn.calc_personal_check_digits(person), "", _ogrnip(chance, region), ""
    firm = f"{region}00{chance.digits(5)}"
    company = f"199{region}{chance.digits(7)}"
    return (
        *(firm + inn.calc_company_check_digit(firm), f"{region}{chance.digits(2)}01001"),
        *(company + ogrn.calc_check_digit(f"{company}0"), ""),
    )


def _ogrnip(chance: Chance, region: str) -> str:
    """The number of a sole trader, of those whose check digit is a single one."""
    while True:
        trader = f"399{region}{chance.digits(9)}"
        check = ogrn.calc_check_digit(f"{trader}0")
        if len(check) == 1:
            return trader + check


def _with_wrong_number(row: tuple[str, ...]) -> tuple[str, ...]:
    """The row with the last digit of its first tax number changed."""
    place = next(place for place in range(1, 5) if row[place])
    written = row[place]
    wrong = written[:-1] + str((int(written[-1]) + 1) % 10)
    return (*row[:place], wrong, *row[place + 1 :])
