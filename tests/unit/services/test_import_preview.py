"""A preview tells what becomes of every row, and the import does exactly that."""

import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

from crmkit.domain.headings import ImportKind
from crmkit.domain.imports import ImportMapping, ImportResult, RowError, RowReport
from crmkit.ids import Id
from tests.unit.services.sheets import Sheet, sheet
from tests.unit.services.shop import TEST, Shop
from tests.unit.services.test_import_again import FILES, Cells, files, imported


def told(
    shop: Shop, table: Sheet, mapping: ImportMapping, *, keep: bool
) -> tuple[ImportResult, list[RowReport]]:
    """The outcome of the file and of each row; of records that the file itself makes no ids."""
    reports: list[RowReport] = []
    with shop.crm.work(TEST) as work:
        begun = Id(shop.crm._ids.next())
        result = work.import_table(table, mapping, tell=reports.append)
        if not keep:
            work.roll_back()
    own = [None if each.known and each.known > begun else each.known for each in reports]
    return result, [evolve(each, known=known) for each, known in zip(reports, own, strict=True)]


def test_each_row_is_told_of_with_its_reasons(shop: Shop) -> None:
    with shop.crm.work(TEST) as work:
        anna = work.recognise(name="Анна Котова", phone="89211234567")
    table = sheet(
        "ФИО;Телефон;Город;E-mail",
        "Анна Котова;89211234567;Псков;anna@example.com",
        "Игорь Белов;89217654321;;",
        "Олег;нет;;",
        "Анна Котова;;Псков;",
    )
    _, reports = told(shop, table, ImportMapping(kind="contacts"), keep=True)
    assert reports == [
        RowReport(
            row=2,
            outcome="updated",
            known=anna.id,
            by=("phone",),
            makes=("handle",),
            changes=("contact.city",),
        ),
        RowReport(row=3, outcome="created", makes=("contact", "handle")),
        RowReport(
            row=4,
            outcome="rejected",
            error=RowError(row=4, column="Телефон", reason="no phone can be read"),
        ),
        RowReport(row=5, outcome="matched", known=anna.id, by=("name",)),
    ]


@pytest.mark.slow
@pytest.mark.parametrize("kind", [*FILES])
def test_the_import_does_what_its_preview_told_row_by_row(kind: ImportKind) -> None:
    @settings(max_examples=40, deadline=None)
    @given(files("contacts"), files(kind), st.booleans())
    def check(known: list[Cells], rows: list[Cells], again: bool) -> None:  # noqa: FBT001 - drawn
        shop, header = Shop(), [*FILES[kind]]
        imported(shop, "contacts", known)
        if again:
            imported(shop, kind, rows[::2])
        mapping = ImportMapping(kind=kind)
        preview = told(shop, Sheet(header, rows), mapping, keep=False)
        assert told(shop, Sheet(header, rows), mapping, keep=True) == preview
        assert [each.outcome for each in preview[1]].count("created") == preview[0].created
        assert len(preview[1]) == len(rows)

    check()
