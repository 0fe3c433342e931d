"""Whoever edits the journal past crmkit is found out: ten ways and more, each at many places."""

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from random import Random

import pytest
from attrs import frozen

from crmkit import Crm, System
from crmkit.domain.audit import Anchor, Tampering, Verified
from crmkit.domain.clients import Contact
from crmkit.memory.clock import SettableClock
from crmkit.memory.ids import SeededIds
from crmkit.memory.storage import MemoryStorage
from crmkit.testing.builders import NOON
from crmkit.transfer import copy_tenant
from crmkit_sqlalchemy import open_storage
from tests.adapters.sqlalchemy.support import fresh_file

PLACES = 14
SIZE = 7
Tamper = Callable[["Base"], None]


@frozen
class Base:
    """A tampered copy: its connection, the rowids of sealed entries, and a source of places."""

    sql: sqlite3.Connection
    path: Path
    random: Random

    def entry(self, where: str = "seal IS NOT NULL") -> int:
        rows = self.sql.execute(f"SELECT rowid FROM crm_journal WHERE {where}").fetchall()  # noqa: S608 - the test's own words
        return int(self.random.choice(rows)[0])

    def set(self, column: str, value: object, rowid: int) -> None:
        self.sql.execute(f"UPDATE crm_journal SET {column} = ? WHERE rowid = ?", (value, rowid))  # noqa: S608 - as above


CHANGED = "action = 'change' AND seal IS NOT NULL"


def edit_payload(base: Base) -> None:
    base.set("changes", '{"city":["Киев","Одесса"]}', base.entry(CHANGED))


def edit_salt(base: Base) -> None:
    base.set("salt", "00" * 16, base.entry(CHANGED))


def edit_actor(base: Base) -> None:
    base.set("actor", "system:nobody", base.entry())


def edit_moment(base: Base) -> None:
    base.set("created_at", 1, base.entry())


def recommit(base: Base) -> None:
    base.set("commitment", "0" * 64, base.entry(CHANGED))


def remove(base: Base) -> None:
    base.sql.execute("DELETE FROM crm_journal WHERE rowid = ?", (base.entry(),))


def insert(base: Base) -> None:
    row = list(
        base.sql.execute(
            "SELECT * FROM crm_journal WHERE rowid = ?", (base.entry(CHANGED),)
        ).fetchone()
    )
    names = [each[1] for each in base.sql.execute("PRAGMA table_info(crm_journal)")]
    key = bytearray(row[names.index("id")])
    key[-1] ^= 1 + base.random.randrange(255)
    row[names.index("id")] = bytes(key)
    marks = ", ".join("?" * len(row))
    base.sql.execute(f"INSERT INTO crm_journal VALUES ({marks})", row)  # noqa: S608 - as above


def swap(base: Base) -> None:
    one = base.entry(CHANGED)
    other = base.entry(f"{CHANGED} AND rowid <> {one}")
    (first,), (second,) = (
        base.sql.execute("SELECT id FROM crm_journal WHERE rowid = ?", (each,)).fetchone()
        for each in (one, other)
    )
    base.set("id", b"x" * 16, one)
    base.set("id", first, other)
    base.set("id", second, one)


def move_to_another_seal(base: Base) -> None:
    entry = base.entry()
    (number,) = base.sql.execute(
        "SELECT seal FROM crm_journal WHERE rowid = ?", (entry,)
    ).fetchone()
    base.set("seal", number + 1 if number == 1 else number - 1, entry)


def blank(base: Base) -> None:
    entry = base.entry(CHANGED)
    base.set("changes", "{}", entry)
    base.set("salt", None, entry)


def unseal_an_old_one(base: Base) -> None:
    base.set("seal", None, base.entry("seal < 9"))


def drop_a_seal(base: Base) -> None:
    (last,) = base.sql.execute("SELECT max(number) FROM crm_seal").fetchone()
    number = base.random.randrange(1, last)
    base.sql.execute("DELETE FROM crm_seal WHERE number = ?", (number,))


def edit_a_seal(base: Base) -> None:
    (last,) = base.sql.execute("SELECT max(number) FROM crm_seal").fetchone()
    number = base.random.randrange(1, last + 1)
    base.sql.execute("UPDATE crm_seal SET head = ? WHERE number = ?", ("f" * 64, number))


def cut_the_end_off(base: Base) -> None:
    (last,) = base.sql.execute("SELECT max(number) FROM crm_seal").fetchone()
    number = base.random.randrange(1, last + 1)
    base.sql.execute("DELETE FROM crm_seal WHERE number >= ?", (number,))
    base.sql.execute("DELETE FROM crm_journal WHERE seal >= ? OR seal IS NULL", (number,))


def write_all_anew(base: Base) -> None:
    edit_actor(base)
    base.sql.execute("DELETE FROM crm_seal")
    base.sql.execute("UPDATE crm_journal SET seal = NULL")
    base.sql.commit()
    with closing(Crm(open_storage(f"sqlite:///{base.path}"))) as crm:
        crm.seal(size=SIZE)


KINDS: tuple[tuple[Tamper, frozenset[Tampering]], ...] = (
    (edit_payload, frozenset({"payload"})),
    (edit_salt, frozenset({"payload"})),
    (edit_actor, frozenset({"edited"})),
    (edit_moment, frozenset({"edited"})),
    (recommit, frozenset({"payload", "edited"})),
    (remove, frozenset({"removed"})),
    (insert, frozenset({"inserted"})),
    (swap, frozenset({"edited"})),
    (move_to_another_seal, frozenset({"removed", "inserted"})),
    (blank, frozenset({"blanked"})),
    (unseal_an_old_one, frozenset({"removed", "unsealed"})),
    (drop_a_seal, frozenset({"gap", "chain"})),
    (edit_a_seal, frozenset({"edited"})),
    (cut_the_end_off, frozenset({"truncated"})),
    (write_all_anew, frozenset({"rewritten"})),
)


@pytest.fixture(scope="module")
def sealed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Anchor]:
    """A journal of some days, sealed and anchored."""
    path = fresh_file(tmp_path_factory.mktemp("audit"))
    clock = SettableClock(NOON)
    ids = SeededIds(clock)
    with closing(Crm(open_storage(f"sqlite:///{path}"), clock=clock, ids=ids)) as crm:
        for nth in range(30):
            with crm.work(System("shop")) as work:
                one = work.create(Contact, name=f"Анна {nth}")
                work.change(work.change(one, city="Киев"), city=None, comment="вернулась")
            clock.advance(hours=5)
        crm.seal(size=SIZE)
        newest = crm.newest_seal()
    assert newest is not None
    return path, Anchor.of(newest)


def verified(path: Path, *anchors: Anchor) -> Verified:
    with closing(Crm(open_storage(f"sqlite:///{path}"))) as crm:
        return crm.verify(anchors)


def test_an_untouched_journal_is_sound(sealed: tuple[Path, Anchor]) -> None:
    path, anchor = sealed
    seen = verified(path, anchor)
    assert seen.sound
    assert (seen.entries, seen.unsealed, seen.uncommitted) == (91, 0, 0)


def test_a_journal_that_moved_is_sound_under_the_same_anchor(
    sealed: tuple[Path, Anchor],
) -> None:
    path, anchor = sealed
    moved = MemoryStorage()
    copy_tenant(f"sqlite:///{path}", moved)
    seen = Crm(moved).verify([anchor])
    assert seen.sound
    assert (seen.entries, seen.unsealed) == (91, 0)


@pytest.mark.parametrize(("tamper", "told"), KINDS, ids=lambda each: getattr(each, "__name__", ""))
def test_tampering_is_found_wherever_it_was(
    sealed: tuple[Path, Anchor], tmp_path: Path, tamper: Tamper, told: frozenset[Tampering]
) -> None:
    original, anchor = sealed
    for place in range(PLACES):
        path = tmp_path / f"{place}.db"
        shutil.copy(original, path)
        with closing(sqlite3.connect(path)) as sql:
            tamper(Base(sql, path, Random(place)))  # noqa: S311 - places to tamper at
            sql.commit()
        found = {finding.tampering for finding in verified(path, anchor).findings}
        assert found & told, f"place {place}: {found}"
