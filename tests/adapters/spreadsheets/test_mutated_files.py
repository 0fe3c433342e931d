"""A file with wrong bytes is read or refused; nothing else ever comes of it."""

import io
import random
from collections import Counter
from collections.abc import Iterable

import pytest

from crmkit.errors import BadFile
from tests.adapters.spreadsheets.support import (
    FILES,
    SHEET,
    csv_file,
    ods_file,
    patched,
    read,
    xlsx_file,
)

CSV = 'Имя;Телефон;"Заметка, длинная"\r\n"Анна ""Роза""";+7921;"две\nстроки"\r\nБорис;;\r\n' * 5
ODS_ROW = (
    '<table:table-row table:number-rows-repeated="2"><table:table-cell'
    ' office:value-type="string"><text:p>Анна</text:p></table:table-cell></table:table-row>'
)
SEEDS = {
    "csv": csv_file(CSV).getvalue(),
    "csv in cp1251": csv_file(CSV, "cp1251").getvalue(),
    "csv in utf-16": csv_file(CSV, "utf-16").getvalue(),
    "xlsx": xlsx_file(["Имя", "Сумма"], ["Анна", 5], ["Борис", 7]).getvalue(),
    "ods": ods_file(ODS_ROW * 3).getvalue(),
    "xls": (FILES / "clients.xls").read_bytes(),
}

IN_ORDER = {"read", "refused in a line"}


def mutated(content: bytes, chance: random.Random) -> bytes:
    """The content with a few bytes changed, cut out, doubled or cut off."""
    result = bytearray(content)
    for _ in range(chance.randint(1, 8)):
        at, length = chance.randrange(len(result) or 1), chance.randint(1, 20)
        match chance.randrange(5):
            case 0:
                result[at : at + length] = chance.randbytes(length)
            case 1:
                del result[at : at + length]
            case 2:
                result[at:at] = result[at : at + length] * chance.randint(1, 50)
            case 3:
                result[at : at + 1] = bytes([chance.choice(b'\0\xff;"\n\r\t=<>&\x98')])
            case _:
                result = result[: max(1, at)] if chance.random() < 0.2 else result
    return bytes(result)


def outcomes(files: Iterable[bytes]) -> Counter[str]:
    """How many of the files were read and how many refused; any other end is a failure."""
    counts = Counter[str]()
    for content in files:
        try:
            read(io.BytesIO(content))
            counts["read"] += 1
        except BadFile as refusal:
            counts["refused in a line" if "\n" not in str(refusal) else "refused at length"] += 1
    return counts


@pytest.mark.parametrize(
    ("name", "times"),
    [
        ("csv", 400),
        ("csv in cp1251", 400),
        ("csv in utf-16", 200),
        ("xlsx", 20),
        ("ods", 20),
        ("xls", 20),
    ],
)
def test_a_file_with_wrong_bytes_is_read_or_refused(name: str, times: int) -> None:
    chance = random.Random(name)  # noqa: S311 - repeatable
    files = (mutated(SEEDS[name], chance) for _ in range(times))
    assert outcomes(files).keys() <= IN_ORDER


@pytest.mark.parametrize(
    ("name", "part"),
    [
        ("xlsx", SHEET),
        ("xlsx", "xl/workbook.xml"),
        ("xlsx", "xl/styles.xml"),
        ("ods", "content.xml"),
    ],
)
def test_an_archive_with_wrong_xml_inside_is_read_or_refused(name: str, part: str) -> None:
    chance = random.Random(part)  # noqa: S311 - repeatable
    files = (
        patched(io.BytesIO(SEEDS[name]), part, lambda content: mutated(content, chance)).getvalue()
        for _ in range(10)
    )
    assert outcomes(files).keys() <= IN_ORDER
