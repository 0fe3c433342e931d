"""The drivers' errors in crmkit's words: the class says whether to try again, the text where."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import create_engine

from crmkit.domain.clients import Contact
from crmkit.errors import AdapterError, CrmError, StorageFull, TemporaryFailure
from crmkit.testing.builders import a_contact, a_note
from crmkit.testing.contracts.clerk import Clerk
from crmkit_sqlalchemy import open_storage
from tests.adapters.sqlalchemy.support import a_clerk, driver_of, fresh_file

BAD_URLS = {
    "nonsense": "not a database URL",
    "oracle://host/db": "keeps no records in 'oracle'",
    "sqlite://": "SQLite needs a file",
    "sqlite:///:memory:": "SQLite needs a file",
    "mysql+nodriver://host/db": "no driver 'nodriver'",
}


@pytest.mark.parametrize("url", BAD_URLS)
def test_a_bad_url_is_refused_in_one_line(url: str) -> None:
    with pytest.raises(AdapterError, match=BAD_URLS[url]) as caught:
        open_storage(url)
    assert "\n" not in str(caught.value)


def test_a_file_that_is_no_database_is_named(tmp_path: Path) -> None:
    path = tmp_path / "letter.txt"
    path.write_text("Dear Sir or Madam, " * 100)
    with pytest.raises(AdapterError, match=r"letter\.txt: this is not a database file") as caught:
        open_storage(f"sqlite:///{path}")
    assert isinstance(caught.value.__cause__, Exception)
    assert path.read_text().startswith("Dear Sir")


def test_a_missing_folder_is_told(tmp_path: Path) -> None:
    with pytest.raises(AdapterError, match="see to its folder"):
        open_storage(f"sqlite:///{tmp_path / 'nowhere' / 'shop.db'}")


def test_a_server_that_does_not_answer_is_a_failure_for_now() -> None:
    with pytest.raises(TemporaryFailure, match="does not answer"):
        open_storage("postgresql://shop:secret@127.0.0.1:1/shop")


def test_no_error_shows_the_password() -> None:
    with pytest.raises(TemporaryFailure) as caught:
        open_storage("postgresql://shop:s3cret@127.0.0.1:1/shop")
    assert "s3cret" not in str(caught.value)


def test_a_full_disk_is_a_failure_for_now_and_keeps_what_was_there(tmp_path: Path) -> None:
    with a_clerk(tmp_path) as clerk:
        clerk.create(a_contact())
        with clerk.storage.open(writes=True) as unit:
            driver_of(unit).execute("PRAGMA max_page_count = 1")
            notes = [(None, a_note(nth, text="x" * 9000)) for nth in range(1, 200)]
            with pytest.raises(StorageFull, match="the disk is full"):
                unit.write(clerk.writing(*notes))
            with pytest.raises(AdapterError, match="has undone the transaction"):
                unit.commit()
        assert clerk.find(Contact) == [a_contact(version=1)]


def test_a_database_locked_by_another_program_is_a_failure_for_now(tmp_path: Path) -> None:
    path = fresh_file(tmp_path)
    engine = create_engine(f"sqlite:///{path}", connect_args={"timeout": 0})
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(TemporaryFailure, match="locked by another program"):
            Clerk(open_storage(engine)).create(a_contact())
        other.execute("ROLLBACK")
    Clerk(open_storage(engine)).create(a_contact())
    engine.dispose()


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root writes anywhere")
def test_a_file_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    path = fresh_file(tmp_path)
    path.chmod(0o444)
    with pytest.raises(AdapterError, match="cannot be written"), a_clerk(tmp_path):
        Clerk(open_storage(f"sqlite:///{path}")).create(a_contact())


def test_no_message_tells_what_was_to_be_written(tmp_path: Path) -> None:
    with a_clerk(tmp_path) as clerk:
        clerk.create(a_contact(name="Анна Тайная"))
        with pytest.raises(CrmError) as caught:
            clerk.create(a_contact(name="Анна Тайная"))
    assert "Тайная" not in str(caught.value)


def test_a_second_writer_in_one_thread_waits_and_is_told_why(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("crmkit_sqlalchemy.doors.PATIENCE", 0.01)
    refused = pytest.raises(TemporaryFailure, match="in this very thread")
    with a_clerk(tmp_path) as clerk:
        with clerk.storage.open(writes=True), refused:
            clerk.create(a_contact())
        clerk.create(a_contact())
