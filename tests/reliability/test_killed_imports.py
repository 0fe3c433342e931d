"""An import killed anywhere, again and again: no row is lost and none comes in twice."""

import random
import shutil
from collections import Counter
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest

from crmkit import Crm, System
from crmkit.domain.clients import Company, Contact, Employment, Handle
from crmkit.domain.imported import Imported
from crmkit.domain.imports import ImportMapping, ImportResult
from crmkit.domain.journal import JournalEntry
from crmkit.domain.orders import Order, OrderLine
from crmkit.domain.record import Record
from crmkit.plugins.manager import Plugins
from tests.reliability.counts import Counts
from tests.reliability.killing import Boundaries, kill_at
from tests.reliability.test_killed_processes import dump

pytestmark = pytest.mark.slow

_ROWS = 120
_PART = 25
_KINDS: tuple[type[Record], ...] = (Contact, Handle, Company, Employment, Order, OrderLine)
_TELLING = ("name", "city", "value", "position", "number", "total")


def _contacts() -> str:
    """Every third row is one more spelling of the client of the row before; every tenth is bad."""
    lines = ["ФИО;Телефон;Город;Организация"]
    for nth in range(_ROWS):
        client = nth - 1 if nth % 3 == 2 else nth
        phone = "нет" if nth % 10 == 9 else f"{'8' if nth % 2 else '+7'}921{client:07d}"
        city = "Псков" if nth % 4 else ""
        lines.append(f"Клиент {client};{phone};{city};{f'Фирма {nth % 7}' if nth % 5 == 0 else ''}")
    return "\n".join(lines)


def _orders() -> str:
    """Orders of four lines each; every other one goes over the end of a part."""
    lines = ["Номер;Клиент;Телефон;Дата;Товар;Количество;Цена"]
    for nth in range(_ROWS):
        order = nth // 4
        lines.append(f"A-{order};Клиент {order};+7921{order:07d};01.02.2026;Товар {nth};2;10")
    return "\n".join(lines)


FILES = {"contacts": _contacts(), "orders": _orders()}


@pytest.mark.parametrize("kind", FILES)
def test_a_killed_import_goes_on_and_loses_and_doubles_no_row(
    kind: str, tmp_path: Path, counts: Counts
) -> None:
    file, base, whole = tmp_path / "rows.csv", tmp_path / "base.db", tmp_path / "whole.db"
    file.write_text(FILES[kind], encoding="utf-8")
    Crm.open(f"sqlite:///{base}").close()
    shutil.copy(base, whole)
    result, boundaries = _counted(whole, file, kind)
    dice, kills = random.Random(kind), 0  # noqa: S311 - the same kills in every run
    for nth in range(1_000):
        path = tmp_path / f"{nth}.db"
        shutil.copy(base, path)
        while kill_at(dice.randint(1, boundaries), partial(_bring, path, file, kind)):
            kills += 1
        assert _content(path) == _content(whole)
        assert _told(path) == (result.created, result.updated, result.matched, result.rejected)
        before = dump(path)
        assert _bring(path, file, kind).created == 0
        assert dump(path) == before
        path.unlink()
        if kills >= counts.import_kills:
            return


def _counted(path: Path, file: Path, kind: str) -> tuple[ImportResult, int]:
    """What comes out of an import that nobody kills, and over how many boundaries it goes."""
    counting = Boundaries()
    with pytest.MonkeyPatch.context() as patch:
        counting.watch(patch)
        return _bring(path, file, kind), counting.passed


def _bring(path: Path, file: Path, kind: str) -> ImportResult:
    reader = Plugins().table_reader("csv", {})
    with closing(Crm.open(f"sqlite:///{path}")) as crm, reader.open(file) as table:
        mapping = ImportMapping(kind=kind)  # type: ignore[arg-type]  # a key of FILES
        return crm.import_table(System("test"), table, mapping, commit_every=_PART)


def _content(path: Path) -> Counter[str]:
    """What there is, without ids and moments, and how many creations the journal tells of."""
    with closing(Crm.open(f"sqlite:///{path}")) as crm, crm.work(System("test")) as work:
        found = [record for kind in _KINDS for record in work.find(kind)]
        entries = Counter(entry.action for entry in work.find(JournalEntry))
    told = Counter(
        " ".join([each.kind, *(str(getattr(each, name, "")) for name in _TELLING)])
        for each in found
        if not isinstance(each, Contact | Company)
    )
    names = Counter(f"{each.kind} {each.name}" for each in found if hasattr(each, "name"))
    return told + names + entries


def _told(path: Path) -> tuple[int, int, int, int]:
    """The counts in the one record of the import."""
    with closing(Crm.open(f"sqlite:///{path}")) as crm, crm.work(System("test")) as work:
        (made,) = work.find(Imported)
    assert made.status == "done"
    return made.created, made.updated, made.matched, made.rejected
