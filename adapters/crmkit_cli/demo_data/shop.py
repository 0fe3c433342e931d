"""The shop: everything about it, and all its files in one folder."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from attrs import frozen

from crmkit_cli.demo_data import clients, companies, leads, trade
from crmkit_cli.demo_data.chance import Chance
from crmkit_cli.demo_data.clients import ClientRow
from crmkit_cli.demo_data.files import write_csv, write_json, write_text, write_xlsx
from crmkit_cli.demo_data.inquiries import COUNT, MONDAY, Week
from crmkit_cli.demo_data.leads import LeadLine
from crmkit_cli.demo_data.people import Person, Town
from crmkit_cli.demo_data.trade import OrderLine

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
    leads: Path
    leads_mapping: Path
    inquiries: Path
    truth: Path


@frozen(kw_only=True)
class ShopRows:
    """What the files of a shop hold; ``people`` are those who are really behind the rows.

    ``newcomers`` first ask in the demo's week. ``wrong_companies`` are the numbers of the rows of
    ``companies`` whose tax number is wrong, as a person counts them: the headings are row 1.
    """

    seed: int
    people: Sequence[Person]
    newcomers: Sequence[Person]
    employees: Sequence[tuple[str, ...]]
    products: Sequence[tuple[str | int, ...]]
    companies: Sequence[tuple[str, ...]]
    wrong_companies: Sequence[int]
    clients: Sequence[ClientRow]
    old_clients: Sequence[ClientRow]
    orders: Sequence[OrderLine]
    leads: Sequence[LeadLine]
    inquiries: Sequence[dict[str, object]]


def make_shop_rows(*, seed: int = SEED, people: int = PEOPLE) -> ShopRows:
    """The shop without its files: nothing is written, and the same seed gives the same rows.

    ``people`` is how many clients there really are, from 20 to 100,000; those who first ask in the
    demo's week come on top.
    """
    chance = Chance(seed)
    town = Town(chance)
    known = town.people(people)
    newcomers = [town.newcomer(people + number) for number in range(1, COUNT + 1)]
    newer = clients.client_rows(chance, known)
    firms, wrong = companies.company_rows(chance, town)
    return ShopRows(
        seed=seed,
        people=known,
        newcomers=newcomers,
        employees=[*trade.staff_rows(chance, town)],
        products=[*trade.product_rows()],
        companies=firms,
        wrong_companies=wrong,
        clients=newer,
        old_clients=clients.old_rows(chance, known, newer),
        orders=trade.order_lines(chance, known),
        leads=leads.lead_lines(chance, known),
        inquiries=Week(chance, town, known).inquiries(newcomers),
    )


def make_shop(folder: Path, *, seed: int = SEED, people: int = PEOPLE) -> ShopFiles:
    """The shop's files, written into an existing folder; the same bytes for the same seed.

    ``people`` is as in `make_shop_rows`.
    """
    shop = make_shop_rows(seed=seed, people=people)
    week = {"monday": MONDAY.isoformat(), "inquiries": shop.inquiries}
    return ShopFiles(
        employees=_csv(
            folder / "employees.csv", trade.STAFF_HEADINGS, shop.employees, encoding="utf-8-sig"
        ),
        products=write_xlsx(
            folder / "products.xlsx", trade.PRODUCT_HEADINGS, shop.products, sheet="Прайс"
        ),
        companies=_csv(
            folder / "companies.csv", companies.HEADINGS, shop.companies, encoding="utf-8-sig"
        ),
        clients=_csv(
            folder / "clients.csv", clients.HEADINGS, (row.cells() for row in shop.clients)
        ),
        old_clients=write_xlsx(
            *(folder / "clients_2015.xlsx", clients.OLD_HEADINGS),
            clients.old_cells(shop.old_clients),
            sheet="Клиенты 2015",
        ),
        orders=_csv(
            folder / "orders.csv", trade.ORDER_HEADINGS, (line.cells for line in shop.orders)
        ),
        leads=_csv(folder / "leads.csv", leads.HEADINGS, (line.cells for line in shop.leads)),
        leads_mapping=write_text(folder / "leads.toml", leads.MAPPING),
        inquiries=write_json(folder / "inquiries.json", week),
        truth=write_json(folder / "truth.json", _truth(shop)),
    )


def _csv(
    path: Path,
    headings: Sequence[str],
    rows: Iterable[Sequence[str]],
    encoding: str = "windows-1251",
) -> Path:
    return write_csv(path, headings, rows, encoding=encoding)


def _truth(shop: ShopRows) -> dict[str, object]:
    """Who is behind every row, and how many people that makes."""
    return {
        "seed": shop.seed,
        "counts": {
            "people": len(shop.people),
            "clients.csv": _behind(shop.clients),
            "clients_2015.xlsx": _behind(shop.old_clients),
            "both": _behind([*shop.clients, *shop.old_clients]),
        },
        "people": [_person(each) for each in shop.people],
        "rows": [
            *_client_truth("clients.csv", shop.clients),
            *_client_truth("clients_2015.xlsx", shop.old_clients),
        ],
        "orders": [
            {"row": row, "person": line.person, "fault": line.fault}
            for row, line in enumerate(shop.orders, start=2)
        ],
        "leads": [line.person for line in shop.leads],
        "wrong_companies": shop.wrong_companies,
    }


def _behind(made: Iterable[ClientRow]) -> int:
    """How many people the rows that can be taken are really about."""
    return len({row.person for row in made if row.fault is None and row.person is not None})


def _person(person: Person) -> dict[str, object]:
    own = [phone for phone in person.phones if phone != person.shared]
    keys = [*own, *(key for key in (person.email, person.telegram) if key)]
    return {"id": person.id, "name": person.full_name, "keys": keys, "shared": person.shared}


def _client_truth(file: str, made: Sequence[ClientRow]) -> Iterable[dict[str, object]]:
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
