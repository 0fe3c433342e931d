"""The cards of a phone's address book are rows, whatever version of vCard they are in."""

import io
import sys
from contextlib import suppress
from pathlib import Path
from quopri import encodestring

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crmkit.domain.headings import guess_columns
from crmkit.errors import AdapterError, BadFile, CrmError
from crmkit.ports.tables import ReadOptions, Row, TableLimits
from crmkit_spreadsheets.vcf_rows import COLUMNS
from tests.adapters.spreadsheets.support import columns, facts, faults, read

ANDROID = f"""BEGIN:VCARD
VERSION:2.1
N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:{encodestring("Котова;Анна;Олеговна".encode()).decode()};;
FN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:{encodestring("Анна Котова".encode()).decode()}
TEL;CELL;PREF:+79211234567
TEL;WORK:8 (812) 123-45-67
EMAIL;HOME:anna@example.com
PHOTO;ENCODING=BASE64;JPEG:/9j/4AAQSkZJRgABAQAA
 AAABAAEAAD/2wBDAAYEBQYFBAYGBQYHBwYI

END:VCARD
"""
IPHONE = """BEGIN:VCARD
VERSION:3.0
PRODID:-//Apple Inc.//iPhone OS 17.5//EN
N:Белов;Игорь;;;
FN:Игорь Белов
ORG:ООО \\"Ромашка\\"\\, филиал;Отдел продаж
TITLE:директор
item1.TEL;type=pref:+7 921 000-00-01
item1.X-ABLabel:_$!<Mobile>!$_
item2.ADR;type=HOME;type=pref:;;ул. Мира\\, 5;Псков;Псковская;180000;Россия
EMAIL;type=INTERNET;type=pref:igor@example.com
EMAIL;type=INTERNET:igor@example.org
BDAY:1990-05-17
NOTE:постоянный\\nзвонить
 \x20вечером
CATEGORIES:vip,опт
END:VCARD
"""
NEWEST = """begin:vcard
version:4.0
fn:Вера
tel;value=uri;type="voice,cell":tel:+79210000003;ext=12
bday:--0203
end:vcard
"""


def file(text: str, encoding: str = "utf-8") -> io.BytesIO:
    return io.BytesIO(text.encode(encoding))


def cards(text: str, encoding: str = "utf-8") -> list[dict[str, object]]:
    """What each card says."""
    return [
        {name: cell for name, cell in zip(COLUMNS, row.cells, strict=True) if cell is not None}
        for row in read(file(text, encoding))
        if isinstance(row, Row)
    ]


def test_a_card_of_an_android_phone_is_read() -> None:
    assert cards(ANDROID) == [
        {
            "name": "Анна Котова",
            "last_name": "Котова",
            "first_name": "Анна",
            "middle_name": "Олеговна",
            "phone": "+79211234567, 8 (812) 123-45-67",
            "email": "anna@example.com",
        }
    ]


def test_a_card_of_an_iphone_is_read() -> None:
    assert cards(IPHONE) == [
        {
            "name": "Игорь Белов",
            "last_name": "Белов",
            "first_name": "Игорь",
            "phone": "+7 921 000-00-01",
            "email": "igor@example.com",
            "email_2": "igor@example.org",
            "company": 'ООО "Ромашка", филиал',
            "position": "директор",
            "birth_date": "1990-05-17",
            "address": "ул. Мира, 5",
            "city": "Псков",
            "region": "Псковская",
            "comment": "постоянный звонить вечером",
            "tags": "vip, опт",
        }
    ]


def test_a_card_of_the_newest_version_is_read() -> None:
    assert cards(NEWEST) == [{"name": "Вера", "phone": "+79210000003 доб. 12"}]


@pytest.mark.parametrize("encoding", ["cp1251", "utf-8-sig", "utf-16"])
def test_cards_are_read_in_the_encoding_that_they_are_in(encoding: str) -> None:
    assert [each["name"] for each in cards(IPHONE + NEWEST, encoding)] == ["Игорь Белов", "Вера"]


def test_rows_are_numbered_by_the_line_on_which_the_card_begins() -> None:
    assert [row.number for row in read(file(NEWEST + "\n" + IPHONE))] == [1, 8]
    assert facts(file(NEWEST)).format == "vcf"


def test_the_columns_are_understood_without_a_mapping() -> None:
    assert guess_columns("contacts", columns(file(NEWEST))) == {name: name for name in COLUMNS}


def test_a_card_that_cannot_be_read_spoils_no_other() -> None:
    bad = "BEGIN:VCARD\nVERSION:3.0\nно что это\nEND:VCARD\n"
    endless = "BEGIN:VCARD\nVERSION:3.0\nFN:Олег\n"
    text = bad + NEWEST + endless + IPHONE + endless
    assert [(each.number, each.reason) for each in faults(file(text))] == [
        (1, "the card cannot be read as a vCard"),
        (11, "the card is too long, or has no end"),
        (31, "the card is too long, or has no end"),
    ]
    assert len(cards(text)) == 2


def test_pictures_are_passed_over_and_a_card_has_its_limit() -> None:
    picture = "PHOTO;ENCODING=b;TYPE=JPEG:" + "QUJD" * 20 + ("\n " + "QUJD" * 20) * 1_000
    options = ReadOptions(limits=TableLimits(row_chars=1_000))
    text = IPHONE.replace("TITLE", f"{picture}\nTITLE")
    assert [row.cells for row in read(file(text), options) if isinstance(row, Row)] == [
        row.cells for row in read(file(IPHONE)) if isinstance(row, Row)
    ]
    long = NEWEST.replace("fn:", "note:" + "слово " * 1_000 + "\nfn:")
    assert [each.number for each in faults(file(long + NEWEST), options)] == [1]


def test_without_the_library_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "vobject", None)
    with pytest.raises(AdapterError, match=r"crmkit\[files\]"):
        columns(file(NEWEST))


def test_a_file_without_a_whole_card_has_no_rows() -> None:
    with pytest.raises(BadFile):
        columns(file("BEGIN:VCARD"[:-1]))


@settings(max_examples=60, deadline=None)
@given(st.integers(0, len(IPHONE) - 1), st.text(max_size=6))
def test_no_change_of_a_card_takes_the_reader_down(at: int, put: str) -> None:
    text = IPHONE[:at] + put + IPHONE[at + len(put) :]
    with suppress(CrmError):
        read(io.BytesIO((NEWEST + text).encode("utf-8", "surrogatepass")))


def test_cards_are_brought_in(tmp_path: Path) -> None:
    from tests.adapters.cli.support import answered  # noqa: PLC0415 - the command, for once

    path = tmp_path / "phone.vcf"
    path.write_text(ANDROID + IPHONE + NEWEST + NEWEST, encoding="utf-8")
    told = answered(
        *("import", str(path), "--kind", "contacts", "--json"), db=f"sqlite:///{tmp_path / 'a.db'}"
    )
    assert (told["created"], told["matched"], told["rejected"]) == (3, 1, 0)
