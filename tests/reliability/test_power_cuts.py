"""Power cut at any moment: every acknowledged commit is there, each is whole, the file is sound."""

import shutil
import sqlite3
from collections import Counter
from collections.abc import Sequence
from contextlib import closing, suppress
from datetime import timedelta
from pathlib import Path
from random import Random

import pytest
from attrs import frozen
from sqlalchemy import event

from crmkit import Crm, System
from crmkit.errors import CrmError
from crmkit.memory.clock import SettableClock
from crmkit.memory.ids import SeededIds
from crmkit.testing.builders import NOON
from crmkit_sqlalchemy import open_storage
from crmkit_sqlalchemy.opening import engine_for
from tests.reliability.commands import COMMANDS, a_shop
from tests.reliability.counts import SHORT, Counts
from tests.reliability.office import EMPLOYEES
from tests.reliability.power import Sync, Tape, record
from tests.reliability.test_killed_processes import dump

pytestmark = pytest.mark.slow
_FULL = "PRAGMA synchronous = FULL"
_OFTEN = "PRAGMA wal_autocheckpoint = 50"  # SQLite's own 1,000 pages are more than a session writes


@frozen
class Session:
    """Every command of `Work`, one after another: the file before and after, and what was said."""

    before: Path
    after: Path
    statements: Sequence[str]

    def tape(self, folder: Path, *, synchronous: str = "FULL") -> Tape:
        """What became of the file's bytes when a connection said the same."""
        path = folder / "shop.db"
        shutil.copy(self.before, path)
        said = [
            text.replace(_FULL, f"PRAGMA synchronous = {synchronous}") for text in self.statements
        ]
        return record(path, [_OFTEN, *said])


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Session:
    folder = tmp_path_factory.mktemp("session")
    before, after = folder / "before.db", folder / "after.db"
    a_shop(before)
    shutil.copy(before, after)
    return Session(before, after, _carry_out_all(after))


def _carry_out_all(path: Path) -> list[str]:
    """All that crmkit says to SQLite, from the PRAGMAs on, with the values in it."""
    said: list[str] = []
    engine = engine_for(f"sqlite:///{path}")
    event.listen(
        engine, "connect", lambda made, _: made.set_trace_callback(said.append), insert=True
    )
    clock = SettableClock(NOON + timedelta(hours=1))
    with closing(Crm(open_storage(engine), clock=clock, ids=SeededIds(clock, seed=1))) as crm:
        for name, command in COMMANDS.items():
            actor = EMPLOYEES.get(name, System("reliability"))
            with suppress(CrmError), crm.work(actor) as work:  # some undo what others need
                command(work)
    engine.dispose()
    return said


def test_the_tape_is_that_of_the_session(session: Session, tmp_path: Path) -> None:
    tape = session.tape(tmp_path)
    *_, last = tape.stored()
    assert _dumped(last, tmp_path / "last") == dump(session.after)
    assert session.statements.count(_FULL) == 1
    assert tape.events.count(Sync("shop.db")) > 2


def test_power_cuts_lose_nothing(session: Session, tmp_path: Path, counts: Counts) -> None:
    found = _cut(session.tape(tmp_path), counts.power_cuts, tmp_path)
    assert found == {"whole": counts.power_cuts}


def test_normal_instead_of_full_loses_commits(session: Session, tmp_path: Path) -> None:
    found = _cut(session.tape(tmp_path, synchronous="NORMAL"), SHORT.power_cuts, tmp_path)
    assert found["lost"]
    assert found.keys() == {"whole", "lost"}


def test_without_syncs_the_file_is_torn(session: Session, tmp_path: Path) -> None:
    found = _cut(session.tape(tmp_path, synchronous="OFF"), SHORT.power_cuts, tmp_path)
    assert found["unsound"] + found["torn"]


def _cut(tape: Tape, times: int, folder: Path) -> Counter[str]:
    """How often what was found after a power cut was whole, lost, torn or unsound."""
    states = [_dumped(files, folder / "state") for files in tape.stored()]
    return Counter(_found(tape, Random(nth), states, folder / "cut") for nth in range(times))  # noqa: S311 - to be repeated


def _found(tape: Tape, chance: Random, states: Sequence[object], folder: Path) -> str:
    at = chance.randrange(len(tape.events) + 1)
    try:
        left = _dumped(tape.cut(at, chance), folder)
    except (AssertionError, sqlite3.DatabaseError):
        return "unsound"
    acknowledged = tape.acknowledged(at)
    if left in states[acknowledged : acknowledged + 2]:
        return "whole"
    return "lost" if left in states else "torn"


def _dumped(files: dict[str, bytearray], folder: Path) -> dict[str, list[tuple[object, ...]]]:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for name, content in files.items():
        (folder / name).write_bytes(content)
    return dump(folder / "shop.db")
