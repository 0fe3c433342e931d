"""`crmkit demo`: the main job on the files of a made-up shop."""

from collections.abc import Sequence
from datetime import datetime, time
from pathlib import Path

import click
from attrs import astuple

from crmkit import Crm, Policy, System
from crmkit.domain.headings import ImportKind
from crmkit_cli.demo import chapters
from crmkit_cli.demo.audit import audit
from crmkit_cli.demo.bringing import Brought, bring_in
from crmkit_cli.demo.clock import DemoClock, demo_ids
from crmkit_cli.demo.folder import DemoFolder, cleared, remember
from crmkit_cli.demo.screens import Screens
from crmkit_cli.demo.story import Truth, Week, read
from crmkit_cli.demo.week import Shop
from crmkit_cli.demo_data.shop import PEOPLE, SEED, ShopFiles, make_shop
from crmkit_cli.printing import console

_OPENING = time(8, 0)


@click.command("demo")
@click.option(
    "--dir",
    "path",
    type=click.Path(path_type=Path),
    default="crmkit-demo",
    show_default=True,
    help="The folder to make; a former demo's is made anew.",
)
@click.option(
    "--people",
    default=PEOPLE,
    show_default=True,
    type=click.IntRange(20, 100_000),
    help="How many clients the shop really has.",
)
@click.option("--seed", default=SEED, show_default=True, help="Another seed, another shop.")
def command(path: Path, *, people: int, seed: int) -> None:
    """Shows the main job: a shop's messy files go in, a week of sales comes out.

    The files and the client base stay in the folder, to play with.
    """
    folder = cleared(path)
    files = make_shop(folder.path, seed=seed, people=people)
    remember(folder, *astuple(files))
    week = read(files.inquiries, Week)
    policy = Policy()
    clock = DemoClock(datetime.combine(week.monday, _OPENING, policy.zone))
    crm = Crm.open(folder.url, policy=policy, clock=clock, ids=demo_ids(clock, seed))
    try:
        _tell(crm, clock, files, folder=folder, week=week)
    finally:
        crm.close()


def _tell(crm: Crm, clock: DemoClock, files: ShopFiles, *, folder: DemoFolder, week: Week) -> None:
    screens = Screens(console(), crm.policy.zone)
    told = chapters.Told(crm=crm, screens=screens, monday=week.monday, zone=crm.policy.zone)
    screens.title(
        "A made-up phone shop", f"in {folder.path}: its files, and its client base shop.db"
    )
    truth = read(files.truth, Truth)
    _bring_in(crm, files, truth=truth, screens=screens)
    screens.chapter("A week of sales, 16 to 22 November 2026")
    shop = Shop(crm=crm, clock=clock, zone=crm.policy.zone, people=len(truth.people))
    shop.work_through(week)
    screens.days(shop, week.monday)
    of = shop.by_known
    screens.say(
        f"{of.total()} inquiries came from people in the files, written another way;"
        f" {of['recognised']} found their client."
    )
    chapters.funnel(told)
    chapters.due(told)
    chapters.reports(told)
    chapters.rights(told)
    chapters.journal(told)
    chapters.what_next(told, folder)


def _bring_in(crm: Crm, files: ShopFiles, *, truth: Truth, screens: Screens) -> None:
    first: Sequence[tuple[Path, ImportKind]] = (
        (files.employees, "employees"),
        (files.products, "products"),
        (files.clients, "contacts"),
        (files.old_clients, "contacts"),
    )
    then: Sequence[tuple[Path, ImportKind]] = (
        (files.companies, "companies"),
        (files.orders, "orders"),
        (files.leads, "leads"),
    )
    brought: list[Brought] = bring_in(crm, first)
    with crm.work(System("demo: audit"), writes=False) as work:
        found = audit(work, truth)
    brought += bring_in(crm, then)
    screens.chapter("The shop's files go in")
    screens.files(brought)
    screens.chapter("Who was behind the rows")
    screens.audit(found)
