"""`crmkit db`: moving, copying and migrating a base from the command line."""

from contextlib import closing
from pathlib import Path

import pytest

from crmkit import Crm, System
from crmkit.domain.custom import CustomField
from crmkit.ports.maintenance import Indexed
from crmkit_sqlalchemy.opening import maintenance_of
from tests.adapters.cli.support import answered, crmkit, refused


def _url(file: Path) -> str:
    return f"sqlite:///{file.as_posix()}"


def test_a_base_is_copied_and_the_copy_worked_with(own: str, tmp_path: Path) -> None:
    target = _url(tmp_path / "moved.db")
    copied = crmkit("db", "copy", own, target, "--as", "0")
    assert copied.exit_code == 0, copied.output
    assert copied.stdout.startswith("Copied ")
    assert answered("list", "deals", "--json", db=target) == answered(
        "list", "deals", "--json", db=own
    )


def test_a_copy_has_the_indexes_on_demand_of_its_source(own: str, tmp_path: Path) -> None:
    target = _url(tmp_path / "moved.db")
    with closing(Crm.open(own)) as crm, crm.work(System("test")) as work:
        work.create(CustomField, of_kind="deal", key="shoe_size", title="Size", type="number")
    answered("db", "index", "--json", db=own)
    answered("db", "index", "--field", "deal.shoe_size", "--json", db=own)
    assert crmkit("db", "copy", own, target).exit_code == 0
    found = maintenance_of({"url": target}).indexed()
    assert found == Indexed(names=True, fields=("deal.shoe_size",))


def test_a_base_goes_out_to_a_file_and_in_again(own: str, tmp_path: Path) -> None:
    file, target = tmp_path / "shop.jsonl.gz", _url(tmp_path / "again.db")
    out = answered("db", "export", str(file), "--json", db=own)
    assert out["records"] == sum(out["counts"].values()) > 100
    assert answered("db", "import", str(file), "--tenant", "7", "--json", db=target) == out


def test_a_file_is_overwritten_only_when_asked(own: str, tmp_path: Path) -> None:
    file = str(tmp_path / "shop.jsonl")
    answered("db", "export", file, "--json", db=own)
    assert "there already" in refused("db", "export", file, db=own)
    answered("db", "export", file, "--force", "--json", db=own)


def test_a_damaged_file_is_refused_in_one_line(own: str, tmp_path: Path) -> None:
    file = tmp_path / "shop.jsonl"
    answered("db", "export", str(file), "--json", db=own)
    file.write_bytes(file.read_bytes()[:-20])
    target = _url(tmp_path / "again.db")
    assert "damaged or cut off" in refused("db", "import", str(file), db=target)
    assert answered("list", "contacts", "--json", db=target) == []


def test_a_tenant_that_is_taken_is_refused(own: str) -> None:
    assert "not empty" in refused("db", "copy", own, own, "--as", "0")


def test_a_slip_in_the_path_of_the_source_makes_no_base(tmp_path: Path) -> None:
    source, target = (_url(tmp_path / name) for name in ("slip.db", "new.db"))
    assert "no client base" in refused("db", "copy", source, target)
    assert "no client base" in refused("db", "export", str(tmp_path / "file"), db=source)
    assert "no client base" in refused("db", "backup", str(tmp_path / "file"), db=source)
    assert [*tmp_path.iterdir()] == []


def test_a_backup_is_made_and_put_back(own: str, tmp_path: Path) -> None:
    file, lost = tmp_path / "copy.db", _url(tmp_path / "lost.db")
    assert "bytes" in crmkit("db", "backup", str(file), db=own).stdout
    assert "Restored" in crmkit("db", "restore", str(file), db=lost).stdout
    assert answered("list", "deals", "--json", db=lost) == answered(
        "list", "deals", "--json", db=own
    )
    assert "--force" in refused("db", "restore", str(file), db=lost)
    assert crmkit("db", "restore", str(file), "--force", db=lost).exit_code == 0


@pytest.mark.parametrize("database", ["sqlite:///none.db", "postgresql://", "mysql://"])
def test_all_statements_are_printed_without_a_database(database: str) -> None:
    printed = crmkit("db", "sql", "--from", "base", db=database).stdout
    assert "CREATE TABLE crm_contact" in printed
    assert "INSERT INTO crm_alembic_version" in printed


def test_the_statements_that_are_pending_are_printed(own: str, tmp_path: Path) -> None:
    assert crmkit("db", "sql", db=own).stdout == ""
    later = crmkit("db", "sql", "--from", "0001", db=own).stdout
    assert "CREATE TABLE crm_outgoing" in later
    assert "CREATE TABLE crm_contact" not in later
    assert "no revision 'x'" in refused("db", "sql", "--from", "x", db=_url(tmp_path / "a.db"))


def test_an_upgrade_goes_by_phases(tmp_path: Path) -> None:
    db = _url(tmp_path / "new.db")
    assert "phase pre comes first" in refused("db", "upgrade", "--phase", "post", db=db)
    assert answered("db", "upgrade", "--phase", "pre", "--json", db=db)["applied"]
    assert answered("db", "upgrade", "--phase", "post", "--json", db=db) == {"applied": []}
