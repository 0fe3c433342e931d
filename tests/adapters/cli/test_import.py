"""`crmkit import`: what it answers, and that no file takes it down or leaves half of itself."""

import json
import resource
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.adapters.cli.support import answered, crmkit, refused
from tests.adapters.spreadsheets.hostile import GIBIBYTE, HOSTILE
from tests.adapters.spreadsheets.support import cells, xlsx_file

FILE = (
    "ФИО;Телефон;Город\nАнна Петрова;8 (921) 123-45-67;Псков\nИгорь;нет;\nАня;+79211234567;Тверь\n"
)
COMMAND = Path(sys.executable).with_name("crmkit")
SECONDS = 2
MEBIBYTES = 256


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "clients.csv"
    path.write_text(FILE, encoding="cp1251")
    return path


@pytest.fixture
def db(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'new.db'}"


def test_json_says_what_became_of_every_row_and_nothing_else(file: Path, db: str) -> None:
    assert answered("import", str(file), "--kind", "contacts", "--json", db=db) == {
        "rows": 3,
        "created": 1,
        "updated": 0,
        "matched": 1,
        "rejected": 1,
        "errors": [{"row": 3, "column": "Телефон", "reason": "no phone can be read"}],
    }


def test_a_person_reads_a_sentence_the_columns_and_the_rejected_rows(file: Path, db: str) -> None:
    result = crmkit("import", str(file), "--kind", "leads", db=db)
    first, columns, unused, *_ = result.stdout.splitlines()
    assert (
        first == "clients.csv: 3 rows, of which 2 were created, 0 updated, 0 matched, 1 rejected."
    )
    assert columns == "Columns: ФИО → name, Телефон → phone"
    assert unused == "Not used: Город"
    assert "no phone can be read" in result.stdout
    assert result.stderr.startswith("To take it back: crmkit import revert ")


def test_a_dry_run_says_the_same_and_changes_nothing(file: Path, db: str) -> None:
    words = ("import", str(file), "--kind", "contacts", "--json")
    preview = answered(*words, "--dry-run", db=db)
    assert answered("list", "contact", "--json", db=db) == []
    assert answered(*words, db=db) == preview


def test_a_mapping_file_says_what_a_column_means(file: Path, db: str, tmp_path: Path) -> None:
    mapping = tmp_path / "map.toml"
    mapping.write_text('[columns]\n"Город" = "company"\n[options]\nbad_cells = "leave_out"\n')
    words = ("import", str(file), "--kind", "contacts", "--map", str(mapping), "--json")
    assert answered(*words, db=db)["created"] == 2
    assert len(answered("list", "company", "--json", db=db)) == 2


def test_an_import_is_listed_and_taken_back(file: Path, db: str) -> None:
    answered("import", str(file), "--kind", "contacts", "--json", db=db)
    (made,) = answered("import", "list", "--json", db=db)
    assert (made["file"], made["status"], made["created"]) == ("clients.csv", "done", 1)
    preview = answered("import", "revert", "last", "--dry-run", "--json", db=db)
    told = answered("import", "revert", made["id"], "--json", db=db)
    assert told == preview == {"removed": 2, "restored": 0, "kept": []}
    assert answered("list", "contact", "--json", db=db) == []
    assert "reverted" in crmkit("import", "list", db=db).stdout
    assert "no import to take back" in refused("import", "revert", "last", db=db)


def test_a_person_reads_what_was_taken_back_and_what_was_kept(file: Path, db: str) -> None:
    crmkit("import", str(file), "--kind", "contacts", "--commit-every", "0", db=db)
    (anna,) = answered("list", "contact", "--json", db=db)
    other = file.with_name("more.csv")
    other.write_text("Телефон;Город\n89211234567;Псков\n89211234568;Тверь\n")
    crmkit("import", str(other), "--kind", "contacts", "--commit-every", "1", db=db)
    lines = crmkit("import", "revert", "last", db=db).stdout.splitlines()
    assert lines == ["more.csv: 2 records were removed, 0 put back, 0 things kept."]
    assert answered("list", "contact", "--json", db=db) == [anna | {"version": 1}]


@pytest.mark.parametrize("encoding", ["cp1251", "utf-8-sig", "utf-16"])
def test_rejected_rows_come_in_the_same_format_to_be_corrected(
    tmp_path: Path, db: str, encoding: str
) -> None:
    file, rejected = tmp_path / "clients.csv", tmp_path / "rejected.csv"
    file.write_text(FILE.replace(";", "\t"), encoding=encoding)
    words = ("--kind", "contacts", "--errors", str(rejected), "--json")
    answered("import", str(file), *words, db=db)
    text = rejected.read_text(encoding=encoding)
    assert text.splitlines() == [
        "ФИО\tТелефон\tГород\tcrmkit: reason",
        "Игорь\tнет\t\tТелефон: no phone can be read",
    ]
    assert answered("import", str(rejected), *words, db=db)["rejected"] == 1
    assert rejected.read_text(encoding=encoding) == text
    rejected.write_text(text.replace("нет", "89210000001"), encoding=encoding)
    assert answered("import", str(rejected), *words, db=db)["created"] == 1


def test_rejected_rows_of_a_sheet_come_as_a_sheet(tmp_path: Path, db: str) -> None:
    file, rejected = tmp_path / "clients.xlsx", tmp_path / "rejected.xlsx"
    file.write_bytes(xlsx_file(["ФИО", "Телефон"], ["Анна", "нет"], ["Игорь", 5]).getvalue())
    words = ("import", str(file), "--kind", "contacts", "--errors", str(rejected), "--json")
    assert answered(*words, db=db)["rejected"] == 2
    assert cells(rejected) == [
        ("Анна", "нет", "Телефон: no phone can be read"),
        ("Игорь", 5, "Телефон: no phone can be read"),
    ]


def test_rows_are_told_of_one_by_one(file: Path, db: str) -> None:
    words = ("import", str(file), "--kind", "contacts", "--dry-run", "--rows")
    plan = answered(*words, "--json", db=db)["plan"]
    assert [(each["row"], each["outcome"]) for each in plan] == [
        (2, "created"),
        (3, "rejected"),
        (4, "matched"),
    ]
    lines = crmkit(*words, db=db).stdout.splitlines()
    assert "2: created: +contact, +handle" in lines
    assert "3: rejected: no phone can be read" in lines


@pytest.mark.parametrize("written", ["[columns", "\x00", "[options]\nzone = 5\n"])
def test_a_mapping_file_that_is_none_is_refused_by_its_name(
    file: Path, db: str, tmp_path: Path, written: str
) -> None:
    mapping = tmp_path / "map.toml"
    mapping.write_text(written)
    line = refused("import", str(file), "--kind", "contacts", "--map", str(mapping), db=db)
    assert "map.toml" in line


@pytest.mark.parametrize(
    "options",
    [
        ["--map", "absent.toml"],
        ["--map", "."],
        ["--currency", "₽"],
        ["--encoding", "utf-8"],
        ["--encoding", "latin-9000"],
    ],
)
def test_what_cannot_be_is_refused_in_a_line(file: Path, db: str, options: list[str]) -> None:
    refused("import", str(file), "--kind", "contacts", *options, db=db)


def test_an_employee_without_the_grant_is_refused(file: Path, db: str, tmp_path: Path) -> None:
    staff = tmp_path / "staff.csv"
    staff.write_text("login,name\nanna,Anna\n")
    answered("import", str(staff), "--kind", "employees", "--json", db=db)
    line = refused("import", str(file), "--kind", "contacts", "--as", "anna", db=db)
    assert "no grant to import" in line


@pytest.mark.parametrize("words", [["--kind", "people"], [], ["--kind", "contacts", "--nonsense"]])
def test_a_wrong_use_ends_with_2(file: Path, words: list[str]) -> None:
    assert crmkit("import", str(file), *words, db="memory:").exit_code == 2


def in_a_process_of_its_own(file: Path, db: Path) -> tuple[int, str, str, float]:
    """Exit code, output, messages and CPU seconds of the command, within the allowed memory."""

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_DATA, (MEBIBYTES * 1024 * 1024,) * 2)

    words = ["import", str(file), "--kind", "contacts", "--json", "--db", f"sqlite:///{db}"]
    command = [str(COMMAND), *words]
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(
        command, capture_output=True, text=True, check=False, timeout=60, preexec_fn=limit
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return done.returncode, done.stdout, done.stderr, seconds


def absent(path: Path) -> None:
    """No file at all."""


def folder(path: Path) -> None:
    path.mkdir()


def gigabyte(path: Path) -> None:
    """A cell of a gigabyte, which takes no room on the disk."""
    with path.open("wb") as file:
        file.write(b"name;phone\nAnna;")
        file.truncate(GIBIBYTE)


def formulas(path: Path) -> None:
    path.write_bytes(xlsx_file(["=1/0", "=2+2"], ["=1/0", "=2+2"]).getvalue())


def nothing_known(path: Path) -> None:
    path.write_text("a;b\n1;2\n")


def hostile(name: str) -> Callable[[Path], object]:
    return lambda path: path.write_bytes(HOSTILE[name]().getvalue())


FILES: dict[str, Callable[[Path], object]] = {
    "an empty file": hostile("an empty file"),
    "a header only": hostile("a header only"),
    "two columns of one name": hostile("two columns of one name"),
    "a NUL in the header": hostile("a NUL in the header"),
    "a part packed a thousand times": hostile("a part packed a thousand times"),
    "an archive cut in half": hostile("an archive cut in half"),
    "no file": absent,
    "a folder": folder,
    "a cell of a gigabyte": gigabyte,
    "formulas alone": formulas,
    "headings that nobody knows": nothing_known,
}


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="limits are enforced by Linux")
@pytest.mark.parametrize("name", FILES)
def test_a_hostile_file_ends_in_one_line_soon_and_writes_nothing(name: str, tmp_path: Path) -> None:
    FILES[name](tmp_path / "clients.csv")
    code, output, said, seconds = in_a_process_of_its_own(
        tmp_path / "clients.csv", tmp_path / "shop.db"
    )
    assert (code, output, said.count("\n")) == (1, "", 1), said
    assert said.startswith("Error: ")
    assert not (tmp_path / "shop.db").exists()
    assert seconds <= SECONDS


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="limits are enforced by Linux")
def test_a_cell_that_cannot_be_kept_rejects_its_row_alone(tmp_path: Path) -> None:
    file = tmp_path / "clients.csv"
    file.write_bytes("Имя;Телефон\nАн\0на;89211234567\nИгорь;89217654321\n".encode())
    code, output, said, _ = in_a_process_of_its_own(file, tmp_path / "shop.db")
    assert (code, said) == (0, "")
    assert (json.loads(output)["created"], json.loads(output)["rejected"]) == (1, 1)
