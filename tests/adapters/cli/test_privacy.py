"""`crmkit privacy`."""

from contextlib import closing
from pathlib import Path

import pytest

from crmkit import Crm, Policy, System
from crmkit.domain.privacy import Suppression
from crmkit.domain.secrets import Secret
from tests.adapters.cli.support import answered, crmkit, refused

pytestmark = pytest.mark.slow
_STRANGE = '{"erasures": [], "suppressions": [{"key": "shoe size"}]}'


@pytest.fixture
def client(own: str) -> dict[str, str]:
    """A client, as the list has it."""
    found: dict[str, str] = answered("list", "contacts", "--limit", "1", "--json", db=own)[0]
    return found


def test_a_person_is_told_what_is_held(own: str, client: dict[str, str]) -> None:
    told = answered("privacy", "export", client["number"], "--json", db=own)
    assert told["records"]["contact"][0]["name"] == client["name"]
    assert "## contact" in crmkit("privacy", "export", client["number"], db=own).stdout


def test_erasing_gives_a_certificate_and_leaves_no_name(
    own: str, client: dict[str, str], tmp_path: Path
) -> None:
    secret = tmp_path / "secret"
    secret.write_text("0123456789abcdef0123456789abcdef\n")
    erase = (
        "privacy",
        "erase",
        client["number"],
        "--ground",
        "asked",
        "--secret-file",
        str(secret),
    )
    made = answered(*erase, "--yes", "--json", db=own)
    assert made["suppressed"]
    assert made["certificate"]["subject_id"] == client["id"]
    assert client["name"] not in crmkit("privacy", "export", client["number"], db=own).stdout
    assert "Certificate" in crmkit(*erase, "--yes", db=own).stdout


def test_without_a_yes_nothing_is_erased(own: str, client: dict[str, str]) -> None:
    asked = crmkit("privacy", "erase", client["number"], "--ground", "asked", db=own)
    assert asked.exit_code == 1
    assert "contact: 1 emptied" in asked.stderr
    told = answered("privacy", "export", client["number"], "--json", db=own)
    assert told["records"]["contact"][0]["name"] == client["name"]


def test_who_is_due_and_what_is_held(own: str) -> None:
    assert answered("privacy", "due", "--days", "36500", "--json", db=own) == []
    assert answered("privacy", "holds", "--json", db=own) == []


def test_a_base_restored_from_an_older_backup_is_erased_again(
    own: str, client: dict[str, str], tmp_path: Path
) -> None:
    secret, backup, kept = (tmp_path / name for name in ("secret", "old.db", "kept.json"))
    secret.write_text("0123456789abcdef0123456789abcdef\n")
    hushed = ("--secret-file", str(secret))
    crmkit("db", "backup", str(backup), db=own)
    erase = ("privacy", "erase", client["number"], "--ground", "asked", "--yes")
    assert crmkit(*erase, *hushed, db=own).exit_code == 0
    kept.write_text(crmkit("privacy", "certificates", "--since", "2020-01-01", db=own).stdout)
    assert client["name"] not in kept.read_text()
    crmkit("db", "restore", str(backup), "--force", db=own)
    assert client["name"] in crmkit("privacy", "export", client["number"], db=own).stdout
    (done,) = answered("privacy", "reapply", str(kept), *hushed, "--json", db=own)
    assert (done["subject_id"], done["ground"]) == (client["id"], "asked")
    assert client["name"] not in crmkit("privacy", "export", client["number"], db=own).stdout
    assert "0 of 1" in crmkit("privacy", "reapply", str(kept), *hushed, db=own).stdout


def test_who_came_and_went_since_the_backup_stays_away(own: str, tmp_path: Path) -> None:
    secret, backup, kept = (tmp_path / name for name in ("secret", "old.db", "kept.json"))
    secret.write_text("0123456789abcdef0123456789abcdef\n")
    policy = Policy(secret=Secret(secret.read_text().strip()))
    crmkit("db", "backup", str(backup), db=own)
    with closing(Crm.open(own, policy=policy)) as crm, crm.work(System("test")) as work:
        guest = work.recognise(name="Guest", phone="+79219990001")
        work.erase(guest.id, ground="asked")
    kept.write_text(crmkit("privacy", "certificates", db=own).stdout)
    crmkit("db", "restore", str(backup), "--force", db=own)
    for _ in range(2):
        assert "0 of 1" in crmkit("privacy", "reapply", str(kept), db=own).stdout
    with closing(Crm.open(own, policy=policy)) as crm, crm.work(System("test")) as work:
        assert work.is_suppressed(phone="8 921 999-00-01")
        assert work.count(Suppression) == 1


def test_what_is_no_list_of_certificates_is_refused(own: str, tmp_path: Path) -> None:
    for nth, text in enumerate(("{", "[]", "7", '{"erasures": [{}]}', _STRANGE)):
        file = tmp_path / str(nth)
        file.write_text(text)
        assert "no certificates" in refused("privacy", "reapply", str(file), db=own)
