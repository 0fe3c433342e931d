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
        "rows": [
            *_client_truth("clients.csv", newer),
            *_client_truth("clients_2015.xlsx", older),
        ],
        "orders": [
            {"row": row, "person": line.person, "fault": line.fault}
            for row, line in enumerate(lines, start=2)
        ],
        "wrong_companies": wrong,
    }
    return ShopFiles(
        employees=write_csv(
            *(folder / "employees.csv", trade.STAFF_HEADINGS, trade.staff_rows(chance)),
            encoding="utf-8-sig",
        ),
        products=write_xlsx(
            *(folder / "products.xlsx", trade.PRODUCT_HEADINGS, trade.product_rows()),
            sheet="Прайс",
        ),
        companies=write_csv(
            folder / "companies.csv", companies.HEADINGS, firms, encoding="utf-8-sig"
        ),
        clients=write_csv(
            *(folder / "clients.csv", clients.HEADINGS, (row.cells() for row in newer)),
            encoding="windows-1251",
        ),
        old_clients=write_xlsx(
            *(folder / "clients_2015.xlsx", clients.OLD_HEADINGS, clients.old_cells(older)),
            sheet="Клиенты 2015",
        ),
        orders=write_csv(
            *(folder / "orders.csv", trade.ORDER_HEADINGS, (line.cells for line in lines)),
            encoding="windows-1251",
        ),
        inquiries=write_json(
            folder / "inquiries.json", {"monday": MONDAY.isoformat(), "inquiries": asked}
        ),
        truth=write_json(folder / "truth.json", truth),
    )


def _person(person: Person) -> dict[str, object]:
    own = [phone for phone in person.phones if phone != person.shared]
    keys = [*own, *(key for key in (person.email, person.telegram) if key)]
    return {"id": person.id, "name": person.full_name, "keys": keys, "shared": person.shared}


def _client_truth(file: str, made: Sequence[clients.ClientRow]) -> Iterable[dict[str, object]]:
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
