"""A process killed at any boundary of any command leaves the database before it, or after it."""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from crmkit.services.look import Look
from crmkit.services.work import Work
from tests.reliability.commands import COMMANDS, READING, a_shop, carry_out
from tests.reliability.counts import Counts
from tests.reliability.killing import Boundaries, kill_at

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("shop") / "shop.db"
    a_shop(path)
    return path


def test_every_command_has_a_case() -> None:
    public = {name for name in dir(Work) if not name.startswith("_")}
    assert public - set(dir(Look)) - READING == COMMANDS.keys()


@pytest.mark.parametrize("name", COMMANDS)
def test_a_killed_command_is_done_whole_or_not_at_all(
    name: str, shop: Path, tmp_path: Path, counts: Counts
) -> None:
    before, done = dump(shop), tmp_path / "done.db"
    shutil.copy(shop, done)
    counting = Boundaries()
    with pytest.MonkeyPatch.context() as patch:
        counting.watch(patch)
        carry_out(done, name)
    after = dump(done)
    assert after != before
    for boundary in _tried(counting.passed, counts.boundaries):
        path = tmp_path / f"{boundary}.db"
        shutil.copy(shop, path)
        assert kill_at(boundary, lambda path=path: carry_out(path, name))  # type: ignore[misc]  # mypy infers no default
        left = dump(path)
        assert left == (after if boundary == counting.passed else before)
        if left == before:
            carry_out(path, name)
        assert dump(path) == after


def _tried(last: int, most: int | None) -> Iterator[int]:
    """The boundaries spread evenly; those around the commit are always among them."""
    if most is None:
        yield from range(1, last + 1)
        return
    yield from sorted({1 + nth * (last - 1) // (most - 1) for nth in range(most)} | {last - 1})


def dump(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """Everything in a sound database: a reader opens it after a crash as the next program would."""
    with closing(sqlite3.connect(path)) as database:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        names = [name for (name,) in database.execute(_TABLES)]
        return {name: sorted(database.execute(f"SELECT * FROM {name}"), key=repr) for name in names}  # noqa: S608 - the tables' own names


_TABLES = "SELECT name FROM sqlite_master WHERE type = 'table' AND name LIKE 'crm\\_%' ESCAPE '\\'"
