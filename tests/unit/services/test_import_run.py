"""Importing a table: every row is reported, good ones are never blocked, rights come first."""

import pytest

from crmkit.domain.clients import Company, Contact
from crmkit.domain.custom import CustomField
from crmkit.domain.imports import ImportMapping
from crmkit.domain.journal import JournalEntry
from crmkit.domain.staff import Employee, Grant, Role
from crmkit.errors import BadInput, NotAllowed
from crmkit.fields import journal
from crmkit.ports.tables import Cell, RowFault
from tests.unit.services.sheets import Sheet, bring, counts, reasons, sheet
from tests.unit.services.shop import TEST, Shop

GOOD = "Анна;89211234567"


def test_a_bad_row_is_reported_by_its_heading_and_blocks_no_other(shop: Shop) -> None:
    table = sheet("Клиент;Моб. телефон", GOOD, "Игорь;скоро будет", "Олег;89217654321")
    result = bring(shop, "contacts", table, chunk=2)
    assert counts(result) == (2, 0, 0, 1)
    assert reasons(result) == [(3, "Моб. телефон", "no phone can be read")]


def test_a_row_that_the_file_spoils_is_reported_as_the_file_says(shop: Shop) -> None:
    fault = RowFault(number=7, column="name", reason="a formula with an error")
    table = Sheet(["client", "name"], [fault, ["Анна", None]])
    mapping = ImportMapping(kind="contacts", columns={"client": "name", "name": ""})
    result = bring(shop, "contacts", table, mapping=mapping)
    assert reasons(result) == [(7, "name", "a formula with an error")]
    assert result.created == 1


@pytest.mark.parametrize(
    ("heading", "cell"),
    [
        ("ФИО", "Анна\0Петрова"),
        ("ФИО", "\ud800"),
        ("ФИО", "Ы" * 10_000),
        ("Город", "Ы" * 501),
        ("Комментарий", "\0"),
        ("E-mail", "anna@@example"),
        ("Пол", "неизвестно"),
        ("Дата рождения", "31.02.1990"),
        ("Дата рождения", "01.01.2099"),
        ("Дата создания", "0001-01-01"),
        ("Теги", "\0|x"),
    ],
)
def test_what_no_client_may_have_rejects_the_row_alone(
    shop: Shop, heading: str, cell: Cell
) -> None:
    headings = ["ФИО", "Телефон", heading] if heading != "ФИО" else ["Телефон", "ФИО"]
    good: list[Cell] = ["Анна", "89211234567", None]
    bad: list[Cell] = ["Игорь", "89217654321", cell] if heading != "ФИО" else ["89217654321", cell]
    if heading == "ФИО":
        good = ["89211234567", "Анна"]
    result = bring(shop, "contacts", Sheet(headings, [good, bad]))
    assert counts(result) == (1, 0, 0, 1)
    assert result.errors[0].column == heading


def test_no_reason_quotes_the_cell(shop: Shop) -> None:
    table = sheet("Компания;ИНН;Выручка", "Ромашка;7707083890;", "Лютик;;сто рублей")
    result = bring(shop, "companies", table)
    said = " ".join(error.reason for error in result.errors)
    assert result.rejected == 2
    assert not any(part in said for part in ("77070", "90", "сто"))


def test_a_rejected_row_leaves_nothing_of_itself_behind(shop: Shop) -> None:
    table = sheet("Номер;Клиент;Телефон;Компания;Дата", "A-1;Анна;89211234567;Ромашка;01.02.2026")
    assert bring(shop, "orders", table).rejected == 1
    with shop.crm.work(TEST, writes=False) as work:
        assert work.count(Contact) == work.count(Company) == 0


def test_a_bad_cell_may_be_left_out_instead(shop: Shop) -> None:
    table = sheet("ФИО;Телефон;Дата рождения", "Анна;нет;31.02.1990")
    mapping = ImportMapping(kind="contacts", bad_cells="leave_out")
    assert counts(bring(shop, "contacts", table, mapping=mapping)) == (1, 0, 0, 0)


def test_defaults_and_words_of_the_file_are_understood(shop: Shop) -> None:
    mapping = ImportMapping(
        kind="contacts",
        defaults={"source": "выставка"},
        values={"sex": {"Дама": "female"}},
    )
    bring(shop, "contacts", sheet("ФИО;Пол", "Ким Саша; дама"), mapping=mapping)
    with shop.crm.work(TEST, writes=False) as work:
        (made,) = work.find(Contact)
    assert (made.sex, made.source) == ("female", "выставка")


@pytest.mark.parametrize(
    "mapping",
    [
        ImportMapping(kind="contacts", columns={"Телефоны": "phone"}),
        ImportMapping(kind="contacts", columns={"ФИО": "custom.loyalty"}),
        ImportMapping(kind="contacts", defaults={"birth_date": "вчера"}),
        ImportMapping(kind="contacts", defaults={"phone": "89211234567"}),
        ImportMapping(kind="contacts", zone="Europe/Nowhere"),
    ],
)
def test_a_mapping_that_does_not_fit_is_refused_before_any_row(
    shop: Shop, mapping: ImportMapping
) -> None:
    with pytest.raises(BadInput, match="mapping"):
        bring(shop, "contacts", sheet("ФИО;Телефон", GOOD), mapping=mapping)


def test_headings_are_found_whatever_their_case_and_signs(shop: Shop) -> None:
    mapping = ImportMapping(kind="contacts", columns={"карта, №": "card"})
    result = bring(shop, "contacts", sheet("ФИО;Карта №", "Анна;A-1"), mapping=mapping)
    assert result.columns == {"ФИО": "name", "Карта №": "card"}


def test_custom_fields_are_filled_and_fit_their_definitions(shop: Shop) -> None:
    with shop.crm.work(TEST) as work:
        work.create(CustomField, of_kind="contact", key="floor", title="Этаж", type="number")
    mapping = ImportMapping(kind="contacts", columns={"Этаж": "custom.floor"})
    table = sheet("ФИО;Этаж", "Анна;3", "Игорь;третий")
    assert counts(bring(shop, "contacts", table, mapping=mapping)) == (1, 0, 0, 1)
    with shop.crm.work(TEST, writes=False) as work:
        assert work.find(Contact)[0].custom == {"floor": 3}


@pytest.mark.parametrize("login", ["anna", "olga"])
def test_without_a_grant_nothing_of_the_file_is_looked_at(shop: Shop, login: str) -> None:
    table, mapping = sheet("ФИО;Телефон", GOOD), ImportMapping(kind="contacts")
    with shop.crm.work(login) as work, pytest.raises(NotAllowed, match="import"):
        work.import_table(table, mapping)
    assert not table.touched


def test_a_grant_to_import_must_reach_all_and_all_that_rows_write(shop: Shop) -> None:
    with shop.crm.work(TEST) as work:
        narrow = (Grant(action="import", reach="team"),)
        contacts = (Grant(action="import", kind="contact", reach="all"),)
        for key, grants in (("narrow", narrow), ("contacts", contacts)):
            work.create(Role, key=key, name=key, grants=grants)
            work.create(Employee, login=key, name=key, role=key)
    for login, header in (("narrow", "ФИО;Телефон"), ("contacts", "ФИО;Компания")):
        with shop.crm.work(login) as work, pytest.raises(NotAllowed):
            work.import_table(sheet(header, GOOD), ImportMapping(kind="contacts"))
    with shop.crm.work("contacts") as work:
        assert work.import_table(sheet("ФИО", "Анна"), ImportMapping(kind="contacts")).created


def test_the_journal_says_who_imported(shop: Shop) -> None:
    result = bring(shop, "contacts", sheet("ФИО;Телефон;Компания", "Анна;89211234567;Ромашка"))
    with shop.crm.work(TEST, writes=False) as work:
        entries = work.find(JournalEntry, journal.command == f"import {result.import_id}")
    assert sorted(each.record_kind for each in entries) == [
        "company",
        "contact",
        "employment",
        "handle",
    ]


def test_a_preview_says_the_same_and_keeps_nothing(shop: Shop) -> None:
    mapping = ImportMapping(kind="contacts")
    with shop.crm.work(TEST) as work:
        preview = work.import_table(sheet("ФИО;Телефон", GOOD), mapping)
        work.roll_back()
    assert bring(shop, "contacts", sheet("ФИО;Телефон", GOOD), mapping=mapping) == preview


def test_an_error_of_the_file_in_its_middle_keeps_nothing(shop: Shop) -> None:
    class Torn(Sheet):
        def rows(self):  # type: ignore[no-untyped-def]  # noqa: ANN202 - as its base
            yield from super().rows()
            message = "the file is cut short"
            raise BadInput(message)

    torn = Torn(["ФИО"], [["Анна"], ["Игорь"]])
    with pytest.raises(BadInput, match="cut short"):
        bring(shop, "contacts", torn, chunk=1)
    with shop.crm.work(TEST, writes=False) as work:
        assert work.count(Contact) == 0


def test_progress_is_told_after_each_chunk(shop: Shop) -> None:
    told: list[tuple[int, int]] = []
    with shop.crm.work(TEST) as work:
        table = sheet("ФИО", "Анна", "Игорь")
        work.import_table(
            table, ImportMapping(kind="contacts"), lambda done, size: told.append((done, size))
        )
    assert told == [(2, 2)]


def test_of_very_long_rows_fewer_are_held_at_a_time(shop: Shop) -> None:
    class Long(Sheet):
        def rows(self):  # type: ignore[no-untyped-def]  # noqa: ANN202 - as its base
            for row in super().rows():
                self.consumed += 5_000_000
                yield row

    told: list[int] = []
    with shop.crm.work(TEST) as work:
        table = Long(["ФИО"], [["Анна"], ["Игорь"], ["Олег"]])
        mapping = ImportMapping(kind="contacts")
        result = work.import_table(table, mapping, lambda done, _size: told.append(done))
    assert result.created == 3
    assert len(told) > 1


def test_the_list_of_errors_is_bounded(shop: Shop) -> None:
    rows: list[list[Cell]] = [["Анна", "нет"] for _ in range(10_050)]
    result = bring(shop, "contacts", Sheet(["ФИО", "Телефон"], rows))
    assert (result.rejected, len(result.errors)) == (10_050, 10_000)
