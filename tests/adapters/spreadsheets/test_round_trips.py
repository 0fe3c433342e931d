"""What is written comes back as it was, whatever the text is and looks like."""

import csv
import io
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Literal
from unicodedata import normalize
from zipfile import ZipFile

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from crmkit.errors import BadInput
from crmkit.ports.tables import Cell, ReadOptions, WriteOptions
from crmkit_spreadsheets import SpreadsheetWriter
from tests.adapters.spreadsheets.support import SHEET, cells, columns, csv_file, read, xlsx_file

FORMULAS = ["=1+1", "+1+1", "-1+1", "@SUM(A1)", "\t=1", "＝1", "=cmd|'/c calc'!A0", "'=1", "''+7"]
MARKS = [
    "עברית",
    "مرحبا",
    "👩\u200d👧",
    "a\u200db",
    "\u202eabc",
    '"',
    ";",
    ",",
    "\n",
    "\r",
    "_x0041_",
]
PIECES = st.sampled_from([*FORMULAS, *MARKS, "Анна", "'", "=", "+7", "0", " "])
TEXTS = st.lists(PIECES).map("".join) | st.text(
    st.characters(codec="utf-8", exclude_characters="\0")
)
ROWS = st.lists(st.tuples(TEXTS, TEXTS), min_size=1, max_size=20)


def kept(text: str) -> str | None:
    """What a text is after it was let in."""
    return normalize("NFC", text).strip() or None


def back(rows: Sequence[Sequence[Cell]], form: Literal["csv", "xlsx"]) -> list[tuple[Cell, ...]]:
    """The rows written and read; a last column keeps blank ones from vanishing."""
    file = io.BytesIO()
    SpreadsheetWriter().write(
        file,
        ["a", "b", "end"],
        rows=[(*row, "|") for row in rows],
        options=WriteOptions(format=form),
    )
    options = ReadOptions(encoding="utf-8", delimiter=";")
    return [row[:-1] for row in cells(file, options if form == "csv" else ReadOptions())]


@given(ROWS)
@example([("\n=1", "'\n=1")])
def test_every_text_comes_back_from_csv(rows: list[tuple[str, str]]) -> None:
    assert back(rows, "csv") == [tuple(map(kept, row)) for row in rows]


@given(ROWS)
@settings(max_examples=30, deadline=None)
@example([(text, text) for text in [*FORMULAS, *MARKS]])
def test_every_text_comes_back_from_xlsx(rows: list[tuple[str, str]]) -> None:
    assert back(rows, "xlsx") == [tuple(map(kept, row)) for row in rows]


@given(st.integers(-(10**15) + 1, 10**15 - 1))
@settings(max_examples=20, deadline=None)
@example(89123456789)
def test_every_whole_number_of_fifteen_digits_comes_back_from_xlsx(number: int) -> None:
    assert back([(number, None)], "xlsx") == [(number, None)]


def test_other_values_come_back_from_xlsx_under_their_types() -> None:
    moment = datetime.fromisoformat("2024-02-29 23:59:59")
    row = (Decimal("1234567.89"), True, date(1900, 3, 1), moment, None, False, "x")
    [found] = cells(xlsx_file("abcdefg", row))
    assert [(type(cell), cell) for cell in found] == [(type(cell), cell) for cell in row]


def test_what_a_sheet_cannot_hold_exactly_comes_back_as_text() -> None:
    row = (40702810900000012345, Decimal("1.0000000000000001"), date(1815, 6, 18))
    assert cells(xlsx_file("abc", row)) == [tuple(map(str, row))]


@pytest.mark.parametrize("text", FORMULAS)
def test_no_cell_of_a_csv_file_begins_as_a_formula(text: str) -> None:
    file = io.BytesIO()
    SpreadsheetWriter().write(file, [text], rows=[[text]])
    written = csv.reader(
        io.StringIO(file.getvalue().decode("utf-8-sig"), newline=""), delimiter=";"
    )
    assert all(not cell.lstrip().startswith(tuple("=+-@＝")) for row in written for cell in row)


def test_no_cell_of_an_xlsx_file_is_a_formula() -> None:
    with ZipFile(xlsx_file(["a"], *[[text] for text in FORMULAS])) as archive:
        assert b"<f" not in archive.read(SHEET)


@pytest.mark.parametrize("text", ["+7 (921) 123-45-67", "-5", "+380501234567", "- "])
def test_a_phone_with_a_plus_stands_in_csv_as_it_is(text: str) -> None:
    file = io.BytesIO()
    SpreadsheetWriter().write(file, ["a", "b"], rows=[[text, "x"]])
    assert f"\n{text.strip()};x".encode() in file.getvalue()


def test_csv_is_laid_out_for_a_double_click_here() -> None:
    file = io.BytesIO()
    row: list[Cell] = [
        "Анна",
        Decimal("1.50"),
        True,
        date(2024, 1, 5),
        datetime.fromisoformat("2024-01-05 09:30:00"),
        None,
    ]
    assert SpreadsheetWriter().write(file, "abcdef", rows=[row]) == 1
    lines = file.getvalue().decode("utf-8-sig").splitlines()
    assert lines == ["a;b;c;d;e;f", "Анна;1,50;true;2024-01-05;2024-01-05 09:30:00;"]


def test_csv_may_be_laid_out_otherwise() -> None:
    file = io.BytesIO()
    options = WriteOptions(encoding="cp1251", delimiter=",", decimal_mark=".")
    SpreadsheetWriter().write(
        file, ["Имя", "Сумма"], rows=[["Анна", Decimal("1.5")]], options=options
    )
    assert file.getvalue() == "Имя,Сумма\r\nАнна,1.5\r\n".encode("cp1251")


@pytest.mark.parametrize("form", ["csv", "xlsx"])
@pytest.mark.parametrize(
    "cell",
    [
        "a\0b",
        "\ud800",
        Decimal("1e1000000"),
        Decimal("1e-16"),
        Decimal("NaN"),
        datetime.fromisoformat("2024-01-05T10:00:00+03:00"),
    ],
)
def test_what_no_file_keeps_is_refused_with_its_row(
    cell: Cell, form: Literal["csv", "xlsx"]
) -> None:
    with pytest.raises(BadInput) as refusal:
        back([("x", "y"), (cell, "y")], form)
    assert refusal.value.where == "row 3"


@pytest.mark.parametrize(
    ("options", "rows"),
    [
        (WriteOptions(), [["1"]]),
        (WriteOptions(), [["1", "2", "3"]]),
        (WriteOptions(encoding="cp1251"), [["1", "שלום"]]),
        (WriteOptions(encoding="no-such"), [["1", "2"]]),
        (WriteOptions(format="xlsx"), [["1", "x" * 32_768]]),
        (WriteOptions(format="xlsx", sheet="a/b"), [["1", "2"]]),
    ],
)
def test_a_table_that_cannot_be_written_leaves_the_old_file(
    options: WriteOptions, rows: list[list[str]], tmp_path: Path
) -> None:
    path = tmp_path / "clients"
    path.write_text("old")
    with pytest.raises(BadInput):
        SpreadsheetWriter().write(path, ["a", "b"], rows=rows, options=options)
    assert [entry.read_text() for entry in tmp_path.iterdir()] == ["old"]


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_a_path_holds_the_whole_table_at_the_end(
    form: Literal["csv", "xlsx"], tmp_path: Path
) -> None:
    path = tmp_path / "clients"
    SpreadsheetWriter().write(path, ["a"], rows=[["1"], ["2"]], options=WriteOptions(format=form))
    assert ([*tmp_path.iterdir()], len(read(path))) == ([path], 2)


def test_rows_are_taken_one_by_one() -> None:
    file = io.BytesIO()
    rows = ([str(number)] for number in range(10_000))
    assert SpreadsheetWriter().write(file, ["a"], rows=rows) == 10_000


def test_a_header_that_looks_like_a_formula_comes_back() -> None:
    file = io.BytesIO()
    SpreadsheetWriter().write(file, ["=1+1", "b"], rows=[["1", "2"]])
    assert columns(csv_file(file.getvalue().decode("utf-8-sig"))) == ("=1+1", "b")
