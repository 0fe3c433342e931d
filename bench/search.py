"""Names on SQLite: prefix, substring and likeness, in CPU milliseconds beside a count of all names.

Run ``python -m bench.search [--people 100000]``. The ratio is to counting the tenant's names that
hold a text which none holds: the cheapest way to read every name once.
"""

import argparse
import random
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from attrs import evolve

from crmkit import Crm, System
from crmkit.domain.clients import Contact
from crmkit.fields import contact
from crmkit.memory.ids import SeededIds
from crmkit.services.clock import SystemClock
from crmkit.services.work import Work
from crmkit.testing.builders import a_contact
from crmkit_sqlalchemy.opening import maintenance_of

ROUNDS = 5
ME = System("bench")
_LETTERS = "абвгдежзиклмнопрстуфхшэюя"
_GIVEN = ("Анна", "Пётр", "Вера", "Иван", "Глеб", "Ольга", "Яна", "Олег", "Нина", "Павел")
_FATHERS = ("Иван", "Петров", "Павлов", "Олегов", "Глебов")


def main() -> None:
    """Fills a base, asks, prints the table."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--people", type=int, default=100_000)
    people = options.parse_args().people
    with TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'names.db'}"
        crm = Crm.open(url)
        target = fill(crm, people)
        for index in ("without an index of names", "with it"):
            print(f"\nSQLite, {people:,} people, {index}; CPU ms, medians of {ROUNDS}\n")
            with crm.work(ME, writes=False) as work:
                _print(work, target)
            maintenance_of({"url": url}).index()
        crm.close()


def fill(crm: Crm, people: int) -> str:
    """Puts people with made-up names in, and answers with the name of one in the middle."""
    chance, ids = random.Random(7), SeededIds(SystemClock())
    names = [_name(chance) for _ in range(people)]
    for at in range(0, people, 10_000):
        with crm.work(ME) as work:
            desk = work._desk  # noqa: SLF001 - the quick way in, for the base alone
            rows = (
                evolve(a_contact(), id=type(a_contact().id)(ids.next()), name=name, version=0)
                for name in names[at : at + 10_000]
            )
            numbered = (evolve(row, number=f"{at}-{nth}") for nth, row in enumerate(rows))
            desk.write_trusted(((None, row) for row in numbered), "bench")
    return names[people // 2]


def _name(chance: random.Random) -> str:
    surname = "".join(chance.choices(_LETTERS, k=chance.randint(4, 7))).capitalize() + "ов"
    return f"{surname} {chance.choice(_GIVEN)} {chance.choice(_FATHERS)}ич"


def _print(work: Work, target: str) -> None:
    surname, given, _ = target.split()
    typo = f"{given} {surname[:2]}щ{surname[3:]}"
    floor = _cpu(lambda: work.count(Contact, contact.name.contains("¤¤¤")))
    first = contact.name.up
    asked: dict[str, Callable[[], object]] = {
        "every name once": lambda: work.count(Contact, contact.name.contains("¤¤¤")),
        "prefix, 20 in order": lambda: work.find(
            Contact, contact.name.starts_with(surname[:3]), order=[first], limit=20
        ),
        "substring, 20 in order": lambda: work.find(
            Contact, contact.name.contains(surname[1:6]), order=[first], limit=20
        ),
        "likeness, whole name": lambda: work.search(target, Contact),
        "likeness, one typo": lambda: work.search(typo, Contact),
    }
    assert target in {each.name for each in work.search(typo, Contact)}
    print(f"{'question':<26}{'ms':>10}{'ratio':>8}")
    for name, ask in asked.items():
        took = _cpu(ask)
        print(f"{name:<26}{took:>10.2f}{took / floor:>8.2f}")


def _cpu(work: Callable[[], object]) -> float:
    work()
    taken = []
    for _ in range(ROUNDS):
        began = time.process_time()
        work()
        taken.append((time.process_time() - began) * 1000)
    return median(taken)


if __name__ == "__main__":
    main()
