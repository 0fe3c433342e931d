"""The encoding of a CSV file is found by its bytes."""

import pytest

from crmkit.errors import BadFile
from crmkit.ports.tables import ReadOptions
from tests.adapters.spreadsheets.support import cells, columns, csv_file, facts, faults

RUSSIAN = "Имя;Город;Заметка\n" + "Анна Иванова;Санкт-Петербург;Ждёт звонка — до 18:00, № 7\n"
LATIN = "name;e-mail;comment\n" + "Anna;anna@shop.example;VIP client, Самара\n"
UKRAINIAN = "Ім'я;Місто;Нотатка\n" + "Ганна Їжакевич;Київ;Ґанок, є питання\n"
ENCODINGS = ["utf-8", "utf-8-sig", "utf-16", "cp1251", "koi8-u", "cp866"]


def file_text(rows: str, size: int) -> str:
    header, row = rows.splitlines(keepends=True)
    return header + row * size


def in_encoding(text: str, encoding: str) -> str:
    """The text as far as the encoding has its signs."""
    return text.encode(encoding, "ignore").decode(encoding)


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("size", [1, 10, 100, 5_000])
@pytest.mark.parametrize("rows", [RUSSIAN, LATIN], ids=["russian", "latin"])
def test_the_encoding_is_found_whatever_the_size_and_mix(
    rows: str, size: int, encoding: str
) -> None:
    text = in_encoding(file_text(rows, size), encoding)
    expected = tuple(text.splitlines()[-1].split(";"))
    assert cells(csv_file(text, encoding))[-1] == expected


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "cp1251", "koi8-u"])
@pytest.mark.parametrize("size", [1, 10, 100])
def test_ukrainian_is_found_too(size: int, encoding: str) -> None:
    text = file_text(UKRAINIAN, size)
    assert cells(csv_file(text, encoding))[-1] == tuple(text.splitlines()[-1].split(";"))


@pytest.mark.parametrize("encoding", ["cp1251", "koi8-u", "cp866"])
@pytest.mark.parametrize("word", ["АННА", "анна", "Пётр", "ООО", "Да", "Київ"])
def test_a_single_word_in_any_case_is_enough(word: str, encoding: str) -> None:
    text = in_encoding(f"name;word\nx;{word}\n", encoding)
    assert cells(csv_file(text, encoding)) == [("x", text.split(";")[-1].strip())]


def test_the_first_cyrillic_word_after_a_hundred_kilobytes_still_counts() -> None:
    text = "name;city\n" + "Anna;London\n" * 10_000 + "Anna;Москва\n"
    assert cells(csv_file(text, "cp1251"))[-1] == ("Anna", "Москва")


def test_western_european_text_is_left_to_the_detector() -> None:
    text = "name;city\n" + "Jürgen Müller;Köln, Straße 7\nFrançois Lefèvre;Besançon\n" * 20
    assert cells(csv_file(text, "cp1252"))[:2] == [
        ("Jürgen Müller", "Köln, Straße 7"),
        ("François Lefèvre", "Besançon"),
    ]


def test_a_lonely_number_sign_is_read_as_a_russian_program_writes_it() -> None:
    assert cells(csv_file("order;sum\n№ 7;5\n", "cp1251")) == [("№ 7", "5")]


def test_the_encoding_found_is_reported() -> None:
    assert facts(csv_file(file_text(RUSSIAN, 3), "cp1251")).encoding == "cp1251"


def test_a_declared_encoding_is_used() -> None:
    file = csv_file("Имя;Город\nАнна;Самара\n", "mac_cyrillic")
    assert columns(file, ReadOptions(encoding="mac_cyrillic")) == ("Имя", "Город")


def test_a_byte_order_mark_is_no_part_of_the_header_of_a_declared_encoding() -> None:
    file = csv_file("Имя;Город\nАнна;Самара\n", "utf-8-sig")
    assert columns(file, ReadOptions(encoding="UTF-8")) == ("Имя", "Город")


@pytest.mark.parametrize(
    ("declared", "actual"),
    [
        ("utf-8", "cp1251"),
        ("cp1251", "utf-8"),
        ("cp1251", "utf-8-sig"),
        ("cp1251", "utf-16"),
        ("utf-16", "utf-8"),
        ("utf-16-le", "utf-8"),
        ("ascii", "cp1251"),
        ("rot13", "utf-8"),
        ("no-such", "utf-8"),
        ("utf\0", "utf-8"),
        ("undefined", "utf-8"),
    ],
)
def test_a_declared_encoding_that_the_bytes_refute_is_refused(declared: str, actual: str) -> None:
    with pytest.raises(BadFile, match=r"encoding|is in"):
        facts(csv_file(file_text(RUSSIAN, 3), actual), ReadOptions(encoding=declared))


def test_utf_16_without_a_mark_is_refused_rather_than_read_as_something_else() -> None:
    with pytest.raises(BadFile, match="header is not text"):
        facts(csv_file("name;city\nAnna;London\n", "utf-16-le"))


def test_a_few_broken_bytes_spoil_their_row_and_not_the_encoding() -> None:
    rows = [f"Клиент {number};Самара\n".encode() for number in range(50)]
    rows[20] = b"\xff\xfe;\xd0\n"
    file = csv_file("")
    file.write("Имя;Город\n".encode() + b"".join(rows))
    assert [fault.number for fault in faults(file)] == [22]


def test_a_character_cut_off_at_the_end_of_the_file_is_a_fault_of_its_row() -> None:
    file = csv_file("")
    file.write(file_text(RUSSIAN, 3).encode()[:-3] + b"\xd0")
    assert [(fault.number, fault.column) for fault in faults(file)] == [(4, "Заметка")]


def test_utf_16_cut_in_the_middle_of_a_character_ends_in_an_error() -> None:
    file = csv_file("")
    file.write(file_text(RUSSIAN, 3).encode("utf-16")[:-3])
    with pytest.raises(BadFile, match="row 4"):
        cells(file)
