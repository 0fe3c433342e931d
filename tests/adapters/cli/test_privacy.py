"""`crmkit privacy`."""

from pathlib import Path

import pytest

from tests.adapters.cli.support import answered, crmkit

pytestmark = pytest.mark.slow


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
