"""What stands in a CSV file comes out row by row, and a bad row stops no good one."""

import csv
import io
from hashlib import sha256
from pathlib import Path

import pytest

from crmkit.errors import BadFile
from crmkit.ports.tables import ReadOptions, Row, RowFault, TableLimits
from crmkit_spreadsheets import SpreadsheetReader
from tests.adapters.spreadsheets.support import cells, columns, csv_file, facts, faults, read


@pytest.mark.parametrize("sign", [";", ",", "\t", "|"])
@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_the_delimiter_is_found_and_reported(sign: str, ending: str) -> None:
    rows = [["Имя", "Сумма", "Дата"], ["Анна", "10.5", "2024-01-05"], ["Борис", "7", "2024-02-06"]]
    file = csv_file("".join(sign.join(row) + ending for row in rows))
    assert facts(file).delimiter == sign
    assert cells(file) == [tuple(row) for row in rows[1:]]


@pytest.mark.parametrize(
    ("text", "delimiter"),
    [
        ("Имя;Сумма\nАнна;1,5\nБорис;2,5\n", ";"),
        ("Ф.И.О., полностью;Телефон\nИванова Анна;1\n", ";"),
        ('Имя,Адрес\nАнна,"Самара; ул. Мира; 5"\n', ","),
        ("Имя\tЗаметка\nАнна\tда, нет, может; быть\n", "\t"),
        ("Телефон\n89211234567\n89211234568\n", ";"),
        ('"Имя";"Кличка"\n"О\'Нил";"д\'Артаньян"\n', ";"),
        ("sep=|\nИмя|Город\nАнна|Самара\n", "|"),
    ],
)
def test_the_delimiter_is_the_one_a_person_would_name(text: str, delimiter: str) -> None:
    assert facts(csv_file(text)).delimiter == delimiter


def test_a_declared_delimiter_is_used() -> None:
    assert columns(csv_file("a:b;c\n1:2;3\n"), ReadOptions(delimiter=":")) == ("a", "b;c")


@pytest.mark.parametrize("delimiter", ["", ";;", '"', "\n"])
def test_a_delimiter_that_cannot_be_one_is_refused(delimiter: str) -> None:
    with pytest.raises(BadFile, match="one sign"):
        facts(csv_file("a;b\n1;2\n"), ReadOptions(delimiter=delimiter))


def test_the_line_with_the_separator_counts_as_a_line() -> None:
    assert [row.number for row in read(csv_file("sep=;\r\na;b\r\n1;2\r\n"))] == [3]


def test_rows_are_numbered_by_the_line_on_which_they_begin() -> None:
    rows = read(csv_file('a;b\n\n1;"two\nlines"\n;\n3;4\n'))
    assert rows == [
        Row(number=3, cells=("1", "two\nlines")),
        Row(number=6, cells=("3", "4")),
    ]


def test_the_header_is_trimmed_and_on_one_line() -> None:
    header = '\ufeff \'Имя\u00a0;"Номер\nтелефона";\u00a0;Е-mail\u00a0 рабочий'
    assert columns(csv_file(f"{header}\n1;2;3;4\n")) == (
        "Имя",
        "Номер телефона",
        "",
        "Е-mail рабочий",
    )


def test_the_header_may_stand_below_other_lines() -> None:
    file = csv_file("Отчёт за май;\n;\nИмя;Город\nАнна;Самара\n")
    assert columns(file, ReadOptions(header_row=3)) == ("Имя", "Город")


@pytest.mark.parametrize("number", [2, 9])
def test_a_header_row_that_is_blank_or_missing_is_refused(number: int) -> None:
    with pytest.raises(BadFile, match=f"row {number}, the header"):
        facts(csv_file("Имя;Город\n;\nАнна;Самара\n"), ReadOptions(header_row=number))


def test_blank_cells_are_none() -> None:
    assert cells(csv_file("a;b;c\n1;; \u00a0\n")) == [("1", None, None)]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("'+79211234567", "+79211234567"),
        ("'0012", "0012"),
        ("'=1+1", "=1+1"),
        ("''=1+1", "'=1+1"),
        ("'s-Hertogenbosch", "'s-Hertogenbosch"),
        ("=1+1", "=1+1"),
    ],
)
def test_an_apostrophe_that_only_kept_text_from_being_computed_is_gone(
    written: str, meant: str
) -> None:
    assert cells(csv_file(f"a;b\n{written};x\n")) == [(meant, "x")]


def test_a_row_too_short_or_too_long_is_a_fault_and_the_others_come_through() -> None:
    assert read(csv_file("a;b\n1;2\n3\n4;5;6\n7;8;;\n")) == [
        Row(number=2, cells=("1", "2")),
        RowFault(number=3, reason="the row has 1 cells where the header has 2"),
        RowFault(number=4, reason="the row has 3 cells where the header has 2"),
        Row(number=5, cells=("7", "8")),
    ]


def test_a_nul_spoils_its_row_and_names_the_column() -> None:
    found = faults(csv_file("a;b\n1;2\n3;x\0y\n4;5\n"))
    assert [(fault.number, fault.column) for fault in found] == [(3, "b")]


@pytest.mark.parametrize("tail", ["", "\n5;6\n7;8\n"])
def test_a_quotation_mark_that_is_never_closed_spoils_its_row_only(tail: str) -> None:
    rows = read(csv_file(f'a;b\n1;2\n"3;4{tail}'))
    assert [(row.number, isinstance(row, RowFault)) for row in rows] == [
        (2, False),
        (3, True),
        *[(4, False), (5, False)][: tail.count(";")],
    ]


def test_a_quotation_mark_left_open_in_a_long_file_spoils_its_row_only() -> None:
    rows = read(csv_file('a;b\n"1;2\n' + "3;4\n" * 5_000))
    assert (len(rows), sum(isinstance(row, RowFault) for row in rows)) == (5_001, 1)


def test_a_quotation_mark_closed_by_another_row_swallows_no_row_between() -> None:
    rows = read(csv_file('a;b\n"Rose;1\nLily;2\n"Iris";3\n'))
    assert [(row.number, isinstance(row, RowFault)) for row in rows] == [
        (2, True),
        (3, False),
        (4, False),
    ]


@pytest.mark.parametrize(
    ("written", "meant"),
    [('"Роза" ООО', "Роза ООО"), ('ООО "Роза"', 'ООО "Роза"'), ('"ООО ""Роза"""', 'ООО "Роза"')],
)
def test_quotation_marks_around_a_part_of_a_name_are_no_fault(written: str, meant: str) -> None:
    assert cells(csv_file(f"a;b\n{written};1\n")) == [(meant, "1")]


def test_a_cell_longer_than_the_csv_module_takes_is_a_fault_of_its_row() -> None:
    rows = read(csv_file(f"a;b\n{'x' * (csv.field_size_limit() + 1)};1\n2;3\n"))
    assert [(row.number, isinstance(row, RowFault)) for row in rows] == [(2, True), (3, False)]


def test_the_limits_are_the_callers() -> None:
    narrow = ReadOptions(limits=TableLimits(columns=2))
    with pytest.raises(BadFile, match="more than 2 columns"):
        facts(csv_file("a;b;c\n1;2;3\n"), narrow)


def test_progress_never_falls_and_ends_at_the_size() -> None:
    with SpreadsheetReader().open(csv_file("a;b\n" + "1;2\n" * 20_000)) as table:
        seen = [table.consumed for _ in table.rows()]
        assert seen == sorted(seen)
        assert (len(set(seen)) > 5, seen[-1]) == (True, table.facts.size)


def test_a_stream_stays_open_and_is_read_from_its_start() -> None:
    file = csv_file("a;b\n1;2\n")
    file.read()
    assert cells(file) == [("1", "2")]
    assert not file.closed


def test_a_path_is_opened_and_let_go_of(tmp_path: Path) -> None:
    path = tmp_path / "clients.csv"
    path.write_text("a;b\n1;2\n")
    with SpreadsheetReader().open(path) as table:
        next(table.rows())
    path.unlink()
    assert not list(table.rows())


@pytest.mark.parametrize("name", ["missing.csv", "."])
def test_a_path_that_cannot_be_opened_is_refused_by_its_name(tmp_path: Path, name: str) -> None:
    with pytest.raises(BadFile, match="cannot be opened") as refusal:
        SpreadsheetReader().open(tmp_path / name)
    assert refusal.value.where == (tmp_path / name).name


def test_a_stream_that_cannot_seek_is_refused() -> None:
    class Pipe(io.BytesIO):
        def seek(self, *_: int) -> int:
            raise io.UnsupportedOperation

    with pytest.raises(BadFile, match="cannot be opened"):
        SpreadsheetReader().open(Pipe(b"a;b\n1;2\n"))


def test_a_refusal_names_the_file_and_the_row() -> None:
    file = csv_file(f"a;b\n1;2\n{'x;' * 600_000}\n")
    file.name = "clients.csv"
    with pytest.raises(BadFile) as refusal:
        read(file)
    assert refusal.value.where == "clients.csv, row 3"


@pytest.mark.parametrize("rows", [1, 40_000])
def test_a_file_is_known_again_by_its_bytes(tmp_path: Path, rows: int) -> None:
    text = "Имя;Город\n" + "Анна;Самара\n" * rows
    path = tmp_path / "clients.csv"
    path.write_text(text, encoding="utf-8")
    digest = sha256(text.encode()).hexdigest()
    assert (facts(path).name, facts(path).digest) == ("clients.csv", digest)
    stream = csv_file(text)
    assert (facts(stream).digest, len(read(stream))) == (digest, rows)
