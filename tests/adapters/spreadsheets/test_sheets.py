"""What stands in a spreadsheet comes out exactly, and what cannot is reported."""

from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from crmkit.errors import AdapterError, BadFile
from crmkit.ports.tables import Cell, ReadOptions, RowFault, TableLimits
from crmkit_spreadsheets import Isolation, SpreadsheetReader
from tests.adapters.spreadsheets.support import (
    FILES,
    cells,
    columns,
    facts,
    faults,
    ods_file,
    patched,
    read,
    sheet_file,
    xlsx_file,
)

HEADER = '<row r="1"><c r="A1" t="inlineStr"><is><t>Имя</t></is></c></row>'
ODS_TEXT = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'


def number_cell(number: str) -> str:
    return f'<row r="2"><c r="A2"><v>{number}</v></c></row>'


@pytest.mark.parametrize(
    ("stored", "meant"),
    [
        ("89123456789", 89123456789),
        ("8.9123456789E10", 89123456789),
        ("999999999999999", 999_999_999_999_999),
        ("-7", -7),
        ("0", 0),
        ("0.1", Decimal("0.1")),
        ("0.30000000000000004", Decimal("0.3")),
        ("1234567.89", Decimal("1234567.89")),
        ("1E-9", Decimal("1E-9")),
    ],
)
def test_a_number_is_exact_to_its_fifteenth_digit(stored: str, meant: int | Decimal) -> None:
    [[found]] = cells(sheet_file(HEADER + number_cell(stored)))
    assert (found, type(found)) == (meant, type(meant))


@pytest.mark.parametrize("stored", ["1E15", "40702810900000012345", "1E300", "-1E16", "1E-16"])
def test_a_number_that_lost_digits_is_a_fault(stored: str) -> None:
    [fault] = faults(sheet_file(HEADER + number_cell(stored)))
    assert (fault.number, fault.column) == (2, "Имя")


@pytest.mark.parametrize(
    "cell",
    [
        'r="A2"><f>1+1</f>',
        'r="A2"><f>1+1</f><v></v>',
        'r="A2"><f>1+1</f><v />',
        'r="A2" t="e"><f>1/0</f><v>#DIV/0!</v>',
        'r="A2" t="e"><v>#N/A</v>',
    ],
)
def test_a_formula_without_a_result_is_a_fault_and_not_a_blank(cell: str) -> None:
    rows = f'{HEADER}<row r="2"><c {cell}</c><c r="B2"><v>5</v></c></row>'
    [fault] = faults(sheet_file(rows + '<row r="3"><c r="A3"><v>6</v></c></row>'))
    assert (fault.number, fault.column) == (2, "Имя")


def test_formulas_without_results_below_the_last_value_are_not_lost() -> None:
    found = read(sheet_file(HEADER + '<row r="3"><c r="A3"><f>1+1</f></c></row>'))
    assert [(row.number, isinstance(row, RowFault)) for row in found] == [(3, True)]


@pytest.mark.parametrize(
    ("cell", "meant"),
    [
        ('r="A2"><f>1+1</f><v>2</v>', 2),
        ('r="A2" t="str"><f>A1</f><v>=1+1</v>', "=1+1"),
        ('r="A2" t="b"><v>1</v>', True),
        ('r="A2" t="inlineStr"><is><t>=cmd()</t></is>', "=cmd()"),
    ],
)
def test_a_formula_gives_its_result_and_text_stays_text(cell: str, meant: Cell) -> None:
    assert cells(sheet_file(f'{HEADER}<row r="2"><c {cell}</c></row>')) == [(meant,)]


def test_a_blank_text_as_a_result_is_a_blank() -> None:
    row = '<row r="2"><c r="A2" t="str"><f>""</f><v></v></c><c r="B2"><v>1</v></c></row>'
    assert cells(sheet_file(HEADER + row)) == [(None, 1)]


def test_a_moment_has_its_time_and_a_day_has_none() -> None:
    file = xlsx_file(
        ["Звонок"], [datetime.fromisoformat("2024-01-05 10:20:30")], [date(2024, 1, 5)]
    )
    assert cells(file) == [(datetime.fromisoformat("2024-01-05 10:20:30"),), (date(2024, 1, 5),)]


def test_rows_keep_their_numbers_below_blank_ones() -> None:
    text = '<c r="C{0}" t="inlineStr"><is><t>x{0}</t></is></c>'
    rows = "".join(f'<row r="{n}">{text.format(n)}</row>' for n in (3, 7, 8))
    file = sheet_file(rows)
    assert (facts(file).header_row, columns(file)) == (3, ("x3",))
    assert [row.number for row in read(file)] == [7, 8]


def test_an_old_excel_file_is_read() -> None:
    assert cells(FILES / "clients.xls") == [
        (
            "Анна",
            89123456789,
            date(1990, 5, 17),
            datetime.fromisoformat("2024-01-05 10:20:00"),
            Decimal("1234.5"),
        ),
        ("Борис", "+79211234567", None, None, 7),
    ]


def test_an_open_document_is_read() -> None:
    texts = [["Имя", "Город"], ["Анна", "Самара"]]
    rows = "".join(
        f"<table:table-row>{''.join(map(ODS_TEXT.format, row))}</table:table-row>" for row in texts
    )
    file = ods_file(rows)
    assert (facts(file).format, columns(file), cells(file)) == (
        "ods",
        ("Имя", "Город"),
        [("Анна", "Самара")],
    )


def test_the_sheet_is_the_one_asked_for() -> None:
    assert facts(FILES / "clients.xls", ReadOptions(sheet="Клиенты")).sheets == ("Клиенты",)
    with pytest.raises(BadFile, match="no such sheet") as refusal:
        facts(FILES / "clients.xls", ReadOptions(sheet="Лист2"))
    assert "“Клиенты”" in str(refusal.value)


def test_a_hidden_sheet_is_not_the_one_meant() -> None:
    def hide(part: bytes) -> bytes:
        return part.replace(b'sheetId="1"', b'sheetId="1" state="hidden"')

    with pytest.raises(BadFile, match="no such sheet"):
        facts(patched(xlsx_file(["a"], [1]), "xl/workbook.xml", hide))


def test_the_limit_on_cells_is_the_callers() -> None:
    file = xlsx_file(["a", "b"], *[[1, 2]] * 10)
    with pytest.raises(BadFile, match="more cells"):
        facts(file, ReadOptions(limits=TableLimits(cells=21)))
    assert len(read(file, ReadOptions(limits=TableLimits(cells=22)))) == 10


def test_a_row_with_more_text_than_a_row_has_is_a_fault() -> None:
    file = xlsx_file(["a"], ["x" * 101], ["y"])
    found = read(file, ReadOptions(limits=TableLimits(row_chars=100)))
    assert [(row.number, isinstance(row, RowFault)) for row in found] == [(2, True), (3, False)]


def test_two_columns_of_one_name_are_refused_whatever_their_case() -> None:
    with pytest.raises(BadFile, match="columns 1 and 3 are both called “Телефон”"):
        facts(xlsx_file(["Телефон", "Имя", " ТЕЛЕФОН"], [1, 2, 3]))


def test_the_reading_stops_when_the_table_is_closed(tmp_path: Path) -> None:
    path = tmp_path / "clients.xlsx"
    path.write_bytes(xlsx_file(["a"], *[["x" * 100]] * 10_000).getvalue())
    with SpreadsheetReader().open(path) as table:
        next(table.rows())
    assert list(table.rows()) == []


def test_progress_ends_at_the_size() -> None:
    with SpreadsheetReader().open(xlsx_file(["a"], *[[1]] * 1_000)) as table:
        seen = [table.consumed for _ in table.rows()]
    assert (seen == sorted(seen), seen[-1]) == (True, table.facts.size)


@pytest.mark.parametrize("python", ["/bin/false", "/bin/true"])
def test_a_python_that_is_none_is_named_as_the_trouble(python: str) -> None:
    reader = SpreadsheetReader(isolation=Isolation(python=python))
    with pytest.raises(AdapterError, match="does not start"):
        reader.open(xlsx_file(["a"], [1]))


def test_a_file_that_takes_more_memory_than_allowed_is_refused() -> None:
    reader = SpreadsheetReader(isolation=Isolation(memory_bytes=8 * 1024 * 1024))
    with pytest.raises(BadFile, match="more memory"):
        reader.open(xlsx_file(["a"], *[[f"{n}" * 100] for n in range(20_000)]))
