"""The made-up shop: repeatable, as messy as claimed, and true to its own truth."""

import json
import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from attrs import astuple
from click.testing import CliRunner

from crmkit import Crm, System
from crmkit.domain.emails import normal_email
from crmkit.domain.headings import ImportKind
from crmkit.domain.imports import ImportMapping, ImportResult, from_toml
from crmkit.domain.messengers import normal_telegram
from crmkit.domain.phones import phones_in
from crmkit_cli.demo_data import ShopFiles, make_shop
from crmkit_cli.demo_data.__main__ import main
from crmkit_cli.demo_data.chance import Chance
from crmkit_cli.demo_data.clients import ClientRow, client_rows
from crmkit_cli.demo_data.people import Town
from tests.adapters.cli.support import PEOPLE

REGIONS = ("RU", "UA")


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> ShopFiles:
    return make_shop(tmp_path_factory.mktemp("files"), people=PEOPLE)


@pytest.fixture(scope="module")
def rows() -> list[ClientRow]:
    chance = Chance(5)
    return client_rows(chance, Town(chance).people(300))


@pytest.fixture(scope="module")
def results(shop: ShopFiles) -> dict[str, ImportResult]:
    """Every file of the shop, imported one after the other."""
    crm = Crm.open("memory:")
    reader = crm.plugins.table_reader("csv", {})
    brought = {}
    for path, kind in _kinds(shop):
        with reader.open(path) as table, crm.work(System("test")) as work:
            mapping = _mapping(shop, kind, table.columns)
            brought[path.name] = work.import_table(table, mapping)
    return brought


def _kinds(shop: ShopFiles) -> tuple[tuple[Path, ImportKind], ...]:
    return (
        (shop.employees, "employees"),
        (shop.products, "products"),
        (shop.companies, "companies"),
        (shop.clients, "contacts"),
        (shop.old_clients, "contacts"),
        (shop.orders, "orders"),
        (shop.leads, "leads"),
    )


def _mapping(shop: ShopFiles, kind: ImportKind, columns: Sequence[str]) -> ImportMapping:
    if kind == "leads":
        return from_toml(kind, shop.leads_mapping.read_text("utf-8"))
    return ImportMapping.guess(kind, columns)


def _truth(shop: ShopFiles) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(shop.truth.read_text(encoding="utf-8"))
    return told


def _inquiries(shop: ShopFiles) -> list[dict[str, Any]]:
    told: list[dict[str, Any]] = json.loads(shop.inquiries.read_text("utf-8"))["inquiries"]
    return told


def _files(folder: Path, seed: int) -> Iterator[bytes]:
    folder.mkdir()
    yield from (path.read_bytes() for path in astuple(make_shop(folder, seed=seed, people=30)))


def test_the_same_seed_gives_the_same_bytes(tmp_path: Path) -> None:
    assert [*_files(tmp_path / "one", 7)] == [*_files(tmp_path / "two", 7)]


def test_another_seed_gives_other_clients(tmp_path: Path) -> None:
    assert [*_files(tmp_path / "one", 7)] != [*_files(tmp_path / "two", 8)]


def test_the_client_file_is_windows_1251_with_semicolons(shop: ShopFiles) -> None:
    held = shop.clients.read_bytes()
    with pytest.raises(UnicodeDecodeError):
        held.decode("utf-8")
    assert held.decode("windows-1251").startswith("ФИО;Телефон;E-mail;Telegram;Город;")


def test_the_company_file_is_utf_8_with_a_mark(shop: ShopFiles) -> None:
    assert shop.companies.read_bytes().startswith(b"\xef\xbb\xbf")


def test_every_phone_as_typed_reads_as_the_true_one(rows: list[ClientRow]) -> None:
    for row in rows:
        if row.fault is None:
            read = {phone.e164 for phone in phones_in(row.phone, REGIONS)}
            assert read == {key for key in row.keys if key.startswith("+")}, row


def test_every_email_and_nickname_as_typed_reads_as_the_true_one(rows: list[ClientRow]) -> None:
    for row in rows:
        if row.fault is None and row.email:
            assert normal_email(row.email) in row.keys
        if row.fault is None and row.telegram:
            assert normal_telegram(row.telegram, REGIONS) in row.keys


def test_emails_are_at_domains_reserved_for_examples(shop: ShopFiles) -> None:
    texts = [
        shop.clients.read_text("windows-1251"),
        shop.companies.read_text("utf-8-sig"),
        shop.truth.read_text("utf-8"),
        shop.inquiries.read_text("utf-8"),
    ]
    hosts = re.findall(r"@([\w.-]+\.\w+)", " ".join(texts).lower())
    assert {*hosts} == {"example.com", "example.org", "example.net"}


def test_one_person_has_rows_in_many_spellings(rows: list[ClientRow]) -> None:
    spellings = {row.name for row in rows if row.person}
    people = {row.person for row in rows if row.person}
    assert len(people) < len(spellings) < len(rows)


def test_some_phones_belong_to_two_people(rows: list[ClientRow]) -> None:
    whose: dict[str, set[int]] = {}
    for row in rows:
        for key in row.keys:
            whose.setdefault(key, set()).add(row.person or 0)
    assert any(len(people) > 1 for people in whose.values())


def test_every_heading_is_understood(shop: ShopFiles, results: dict[str, ImportResult]) -> None:
    reader = Crm.open("memory:").plugins.table_reader("csv", {})
    for path, _ in _kinds(shop):
        with reader.open(path) as table:
            unknown = {*table.columns} - {*results[path.name].columns}
        assert unknown <= {"№"}, path.name


@pytest.mark.parametrize("name", ["clients.csv", "clients_2015.xlsx"])
def test_the_rows_said_to_be_broken_are_rejected_and_no_other(
    name: str, shop: ShopFiles, results: dict[str, ImportResult]
) -> None:
    broken = [row["row"] for row in _truth(shop)["rows"] if row["file"] == name and row["fault"]]
    assert [error.row for error in results[name].errors] == broken


def test_every_row_of_the_truth_is_a_row_of_a_file(
    shop: ShopFiles, results: dict[str, ImportResult]
) -> None:
    told = _truth(shop)
    imported = results["clients.csv"].rows + results["clients_2015.xlsx"].rows
    assert len(told["rows"]) == imported
    assert len(told["orders"]) == results["orders.csv"].rows


def test_companies_with_a_wrong_tax_number_are_rejected_and_no_other(
    shop: ShopFiles, results: dict[str, ImportResult]
) -> None:
    errors = results["companies.csv"].errors
    assert [error.row for error in errors] == _truth(shop)["wrong_companies"]


def test_orders_without_a_day_are_rejected_and_no_other(
    shop: ShopFiles, results: dict[str, ImportResult]
) -> None:
    broken = [line["row"] for line in _truth(shop)["orders"] if line["fault"]]
    assert [error.row for error in results["orders.csv"].errors] == broken


def test_everybody_behind_a_row_is_somebody(shop: ShopFiles) -> None:
    told = _truth(shop)
    people = {person["id"] for person in told["people"]}
    behind = {row["person"] for row in told["rows"] if row["person"] is not None}
    assert behind == people
    assert len(people) == PEOPLE


def test_the_counts_are_those_of_people_behind_good_rows(shop: ShopFiles) -> None:
    told = _truth(shop)
    behind: dict[str, set[int]] = {}
    for row in told["rows"]:
        if row["person"] is not None and row["fault"] is None:
            behind.setdefault(row["file"], set()).add(row["person"])
            behind.setdefault("both", set()).add(row["person"])
    expected = {where: len(people) for where, people in behind.items()}
    assert told["counts"] == {"people": PEOPLE, **expected}


def test_the_leads_of_the_year_before_go_in_whole(
    shop: ShopFiles, results: dict[str, ImportResult]
) -> None:
    brought = results["leads.csv"]
    assert brought.created == brought.rows == len(_truth(shop)["leads"]) > PEOPLE / 4


def test_the_files_of_orders_and_leads_are_windows_1251(shop: ShopFiles) -> None:
    assert shop.orders.read_text("windows-1251").startswith("Номер заказа;Телефон;")
    assert shop.leads.read_text("windows-1251").startswith("Дата обращения;Клиент;")


def test_some_clients_do_not_pick_up(shop: ShopFiles) -> None:
    steps = [step for asked in _inquiries(shop) for step in asked["steps"]]
    calls = [step for step in steps if step["do"] == "call"]
    assert calls
    assert all(step["result"] for step in calls)


def test_a_third_of_the_inquiries_comes_from_known_people(shop: ShopFiles) -> None:
    known = sum(asked["person"] <= PEOPLE for asked in _inquiries(shop))
    assert 10 <= known <= 30


def test_the_week_holds_sixty_inquiries_in_their_order(shop: ShopFiles) -> None:
    moments = [datetime.fromisoformat(asked["at"]) for asked in _inquiries(shop)]
    assert len(moments) == 60
    assert moments == sorted(moments)


def test_what_becomes_of_an_inquiry_comes_after_it_step_by_step(shop: ShopFiles) -> None:
    for asked in _inquiries(shop):
        moments = [asked["at"], *(step["at"] for step in asked["steps"])]
        assert all(before < after for before, after in pairwise(moments)), asked["id"]


def test_the_module_writes_the_files_into_a_folder(tmp_path: Path) -> None:
    words = [str(tmp_path / "new"), "--people", "20", "--seed", "3"]
    result = CliRunner().invoke(main, words)
    assert result.exit_code == 0
    assert {path.name for path in (tmp_path / "new").iterdir()} >= {"clients.csv", "truth.json"}
