"""Trade: the price list, the staff, and the orders of two years."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from functools import cache

from attrs import frozen

from crmkit_cli.demo_data import spelling
from crmkit_cli.demo_data.chance import Chance
from crmkit_cli.demo_data.people import Person, Town
from crmkit_cli.demo_data.words import rows

PRODUCT_HEADINGS = ("Артикул", "Наименование", "Группа", "Цена", "Закупочная цена")
STAFF_HEADINGS = ("ФИО", "Логин", "Должность", "Отдел", "Руководитель", "Телефон", "Почта")
ORDER_HEADINGS = (
    *("Номер заказа", "Телефон", "E-mail", "Дата заказа", "Товар"),
    *("Количество", "Цена", "Статус"),
)
_FIRST_DAY = date(2024, 11, 16)
_DAYS = 730
_GROWTH = 0.4
_STATUSES = (("выполнен", 92), ("отменён", 5), ("возврат", 3))
_ORDERS_OF_ONE = ((0, 30), (1, 34), (2, 18), (3, 10), (5, 6), (8, 2))
_LINES_OF_ONE = ((1, 62), (2, 26), (3, 12))


@frozen(kw_only=True)
class OrderLine:
    """One row of the file of orders, and whose it is."""

    person: int
    cells: tuple[str, ...]
    fault: bool = False


def product_rows() -> Iterator[tuple[str | int, ...]]:
    """The price list."""
    for category, sku, name, price, cost in rows("products", ";"):
        yield sku, name, category, int(price), int(cost)


def staff_rows(chance: Chance, town: Town) -> Iterator[tuple[str, ...]]:
    """The employees, the head first."""
    listed = rows("employees", ";")
    head = listed[0][1]
    for login, name, role, team in listed:
        phone = spelling.phone(chance, town.new_landline("ru", "Москва"))
        yield name, login, role, team, head if team else "", phone, f"{login}@shop.example"


def order_lines(chance: Chance, people: Sequence[Person]) -> list[OrderLine]:
    """The orders in the order of their days; rows of one number are one order."""
    placed: list[tuple[datetime, Person]] = []
    for person in people:
        many = chance.weighted(_ORDERS_OF_ONE)
        placed.extend((_moment(chance), person) for _ in range(many))
    placed.sort(key=lambda order: (order[0], order[1].id))
    made = [
        line
        for number, (at, person) in enumerate(placed, start=10001)
        for line in _lines(chance, str(number), at, person=person)
    ]
    return list(_with_faults(made))


def _moment(chance: Chance) -> datetime:
    """A moment of the two years; the shop grows."""
    days = chance.below(_DAYS)
    later = max(days, chance.below(_DAYS)) if chance.happens(_GROWTH) else days
    day = _FIRST_DAY + timedelta(days=later)
    return datetime.combine(day, time(chance.between(9, 20), chance.below(60)))


def _lines(chance: Chance, number: str, at: datetime, *, person: Person) -> Iterator[OrderLine]:
    phone = email = ""
    if person.email and chance.happens(0.3):
        email = person.email
    else:
        phone = spelling.phone(chance, person.phones[0])
    status = chance.weighted(_STATUSES)
    for _ in range(chance.weighted(_LINES_OF_ONE)):
        _, _, name, price, _ = chance.ranked(_by_price())
        typed = name.replace(" ", "") if chance.happens(0.06) else name
        paid = int(price) - (int(price) // 20 if chance.happens(0.15) else 0)
        quantity = chance.weighted((("1", 85), ("2", 12), ("3", 3)))
        day = at.strftime("%d.%m.%Y %H:%M")
        yield OrderLine(
            person=person.id,
            cells=(number, phone, email, day, typed, quantity, _price(paid), status),
        )


@cache
def _by_price() -> Sequence[tuple[str, ...]]:
    """The goods, the cheap ones, which sell most, first."""
    return sorted(rows("products", ";"), key=lambda row: (int(row[3]), row[1]))


def _price(amount: int) -> str:
    """As an accountant writes it: ``12 990,00``."""
    return f"{amount:,}".replace(",", " ") + ",00"


def _with_faults(made: Sequence[OrderLine]) -> Iterator[OrderLine]:
    """The lines, every 400th without the date or with a day that does not exist."""
    for place, line in enumerate(made, start=350):
        yield line
        if place % 400 == 0:
            number, phone, email, _, *rest = line.cells
            day = "" if place % 800 else "31.11.2025"
            cells = (f"{number}/2", phone, email, day, *rest)
            yield OrderLine(person=line.person, cells=cells, fault=True)
