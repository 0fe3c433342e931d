"""The shop: all its files in one folder."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from attrs import frozen

from crmkit_cli.demo_data import clients, companies, trade
from crmkit_cli.demo_data.chance import Chance
from crmkit_cli.demo_data.files import write_csv, write_json, write_xlsx
from crmkit_cli.demo_data.inquiries import COUNT, MONDAY, Week
from crmkit_cli.demo_data.people import Person, Town

SEED = 2016
PEOPLE = 600


@frozen(kw_only=True)
class ShopFiles:
    """Where the files of the shop are; ``truth`` tells who is really behind their rows."""

    employees: Path
    products: Path
    companies: Path
    clients: Path
    old_clients: Path
    orders: Path
    inquiries: Path
    truth: Path


def make_shop(folder: Path, *, seed: int = SEED, people: int = PEOPLE) -> ShopFiles:
    """The shop's files, written into an existing folder; the same bytes for the same seed.

    ``people`` is how many clients there really are; those who first ask in the demo's week come on
    top.
    """
    chance = Chance(seed)
    town = Town(chance)
    known = town.people(people)
    newer = clients.client_rows(chance, known)
    older = clients.old_rows(chance, known, newer)
    firms, wrong = companies.company_rows(chance, town)
    lines = trade.order_lines(chance, known)
    newcomers = [town.newcomer(people + number) for number in range(1, COUNT + 1)]
    asked = Week(chance, town, known).inquiries(newcomers)
    truth = {
        "seed": seed,
        "people": [_person(each) for each in known],
        "rows": [*_rows("clients.csv", newer), *_rows("clients_2015.xlsx", older)],
        "orders": [*_orders(lines)],
        "wrong_companies": wrong,
    }
    week = {"monday": MONDAY.isoformat(), "inquiries": asked}
    staff = trade.staff_rows(chance)
    return ShopFiles(
        employees=write_csv(
            folder / "employees.csv", trade.STAFF_HEADINGS, staff, encoding="utf-8-sig"
        ),
        products=write_xlsx(
            *(folder / "products.xlsx", trade.PRODUCT_HEADINGS, trade.product_rows()),
            sheet="Прайс",
        ),
        companies=write_csv(
            folder / "companies.csv", companies.HEADINGS, firms, encoding="utf-8-sig"
        ),
        clients=_write_clients(folder / "clients.csv", newer),
        old_clients=_write_old_clients(folder / "clients_2015.xlsx", older),
        orders=_write_orders(folder / "orders.csv", lines),
        inquiries=write_json(folder / "inquiries.json", week),
        truth=write_json(folder / "truth.json", truth),
    )


def _write_clients(path: Path, made: Sequence[clients.ClientRow]) -> Path:
    cells = (row.cells() for row in made)
    return write_csv(path, clients.HEADINGS, cells, encoding="windows-1251")


def _write_old_clients(path: Path, made: Sequence[clients.ClientRow]) -> Path:
    return write_xlsx(path, clients.OLD_HEADINGS, clients.old_cells(made), sheet="Клиенты 2015")


def _write_orders(path: Path, made: Sequence[trade.OrderLine]) -> Path:
    cells = (line.cells for line in made)
    return write_csv(path, trade.ORDER_HEADINGS, cells, encoding="windows-1251")


def _person(person: Person) -> dict[str, object]:
    own = [phone for phone in person.phones if phone != person.shared]
    keys = [*own, *(key for key in (person.email, person.telegram) if key)]
    return {"id": person.id, "name": person.full_name, "keys": keys, "shared": person.shared}


def _rows(file: str, made: Sequence[clients.ClientRow]) -> Iterable[dict[str, object]]:
    for number, row in enumerate(made, start=2):
        if any(row.cells()):
            yield {
                "file": file,
                "row": number,
                "person": row.person,
                "name": row.name,
                "keys": list(row.keys),
                "fault": row.fault,
            }


def _orders(made: Sequence[trade.OrderLine]) -> Iterable[dict[str, object]]:
    for row, line in enumerate(made, start=2):
        yield {"row": row, "person": line.person, "fault": line.fault}
