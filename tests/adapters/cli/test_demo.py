"""The demo: what it prints is what its base holds, and what it suggests works."""

import json
import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest

from crmkit import Crm, System, Work
from crmkit.domain.clients import Contact
from crmkit.domain.conversations import Interaction
from crmkit.domain.deals import Deal
from crmkit.domain.leads import Inquiry, Lead
from crmkit.fields import deal, interaction, lead
from tests.adapters.cli.conftest import Demo
from tests.adapters.cli.support import PEOPLE, crmkit, refused

pytestmark = pytest.mark.slow


@pytest.fixture
def work(demo: Demo) -> Iterator[Work]:
    """A look into the base of the demo."""
    crm = Crm.open(demo.db)
    with crm.work(System("test"), writes=False) as opened:
        yield opened
    crm.close()


def _line(demo: Demo, start: str) -> str:
    return next(line for line in demo.printed.splitlines() if line.strip().startswith(start))


def _suggested(demo: Demo) -> list[str]:
    _, _, last = demo.printed.partition("What to try next")
    return [line.strip() for line in last.splitlines() if line.strip().startswith("crmkit ")]


def test_the_demo_is_at_most_120_lines_of_120_characters(demo: Demo) -> None:
    lines = demo.printed.splitlines()
    assert len(lines) <= 120
    assert max(map(len, lines)) <= 120


def test_every_person_is_whole_or_split_or_shares_a_client(demo: Demo) -> None:
    _, _, rest = demo.printed.partition("there are really")
    bars = re.findall(r"^\s+(\d+) [█▏ ]+ (?:are|share)", rest, re.MULTILINE)
    assert rest.startswith(f" {PEOPLE} people")
    assert sum(map(int, bars)) == PEOPLE


def test_far_fewer_clients_than_rows_remain(demo: Demo) -> None:
    found = re.search(r"(\d+) rows of the two client files became (\d+) clients", demo.printed)
    assert found
    rows, clients = map(int, found.groups())
    assert PEOPLE * 0.9 < clients < PEOPLE * 1.3 < rows


def test_the_head_sees_every_deal_of_the_base_and_managers_fewer(demo: Demo, work: Work) -> None:
    count = work.count(Deal)
    assert f" {count} of {count} " in _line(demo, "marina")
    assert f" {count} of {count} " not in _line(demo, "olga")
    assert f" of {work.count(Contact)} " in _line(demo, "olga")


def test_the_days_add_up_to_the_inquiries_of_the_base(demo: Demo, work: Work) -> None:
    days = re.findall(
        r"^\s+(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) \d\d Nov +(\d+)", demo.printed, re.MULTILINE
    )
    assert sum(map(int, days)) == work.count(Inquiry) == 60


def test_calls_that_nobody_took_are_on_the_cards(demo: Demo, work: Work) -> None:
    told = json.loads((demo.folder / "inquiries.json").read_text("utf-8"))
    steps = [step for asked in told["inquiries"] for step in asked["steps"]]
    missed = work.count(Interaction, interaction.outcome == "did not pick up")
    assert missed == sum(step["do"] == "call" for step in steps) > 0


def test_the_leads_of_the_year_before_speak_the_reports_words(work: Work) -> None:
    reasons = {each.fail_reason for each in work.find(Lead, lead.status == "failed")}
    assert reasons == {"spam", "wrong_contact", "not_target", "silent", "duplicate"}


@pytest.mark.parametrize(
    ("title", "stage"), [("In work", "working"), ("Quote", "quote"), ("Lost", "lost")]
)
def test_the_funnel_shows_the_deals_of_the_base(
    title: str, stage: str, demo: Demo, work: Work
) -> None:
    _, _, funnel = demo.printed.partition("The funnel")
    found = re.search(rf"^\s+{title} +(\d+) ", funnel, re.MULTILINE)
    assert found
    assert int(found[1]) == work.count(Deal, deal.stage == stage)


def test_the_wiped_phone_is_back(demo: Demo) -> None:
    phone = re.search(r"tries to delete (\+\d+)", demo.printed)
    assert phone
    assert _line(demo, "marina, the head, restores").endswith(phone[1])


def test_every_suggested_command_works(
    demo: Demo, own: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(demo.folder)
    suggested = _suggested(demo)
    assert len(suggested) >= 6
    for line in suggested:
        _, *words = shlex.split(line, comments=True)
        result = crmkit(*words, db=own)
        assert result.exit_code == 0, (line, result.output)


def test_importing_the_client_file_again_doubles_nobody(demo: Demo, own: str) -> None:
    words = ("import", str(demo.folder / "clients.csv"), "--kind", "contacts")
    assert " of which 0 were created, " in crmkit(*words, db=own).stdout


def test_a_former_demo_is_made_anew_and_tells_the_same(demo: Demo, tmp_path: Path) -> None:
    folder = tmp_path / demo.folder.name
    words = ("demo", "--dir", str(folder), "--people", str(PEOPLE))
    first = crmkit(*words)
    (folder / "my notes.txt").write_text("mine", encoding="utf-8")
    again = crmkit(*words)
    assert again.exit_code == 0, again.output
    assert again.stdout == first.stdout
    assert (folder / "my notes.txt").read_text(encoding="utf-8") == "mine"


def test_a_folder_of_somebody_else_is_refused_and_left_alone(tmp_path: Path) -> None:
    (tmp_path / "clients.csv").write_text("mine", encoding="utf-8")
    assert "not empty" in refused("demo", "--dir", str(tmp_path))
    assert [path.name for path in tmp_path.iterdir()] == ["clients.csv"]


def test_a_file_in_the_place_of_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "demo").write_text("mine", encoding="utf-8")
    assert "file of this name" in refused("demo", "--dir", str(tmp_path / "demo"))
