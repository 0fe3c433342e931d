"""`crmkit pipeline`: check, diff, apply, back, export, diagram."""

from contextlib import closing
from pathlib import Path

import pytest

from crmkit import Crm, System
from crmkit.testing.builders import rubles
from tests.adapters.cli.support import answered, crmkit, refused, url

pytestmark = pytest.mark.slow


@pytest.fixture
def own(tmp_path: Path) -> str:
    """A base in whose usual pipeline two deals wait at a quote."""
    db = url(tmp_path)
    with closing(Crm.open(db)) as crm, crm.work(System("test")) as work:
        client = work.recognise(name="Смирнова Анна")
        for stages in ((), ("working", "quote"), ("working", "quote")):
            deal = work.open_deal(client.id, "Заказ", amount=rubles(5))
            for stage in stages:
                work.move(deal.id, stage)
    return db


@pytest.fixture
def file(own: str, tmp_path: Path) -> Path:
    """The file that draws the pipeline, as it was exported."""
    drawn = tmp_path / "sales.toml"
    drawn.write_text(crmkit("pipeline", "export", "sales", db=own).stdout, encoding="utf-8")
    return drawn


def without_quotes(file: Path) -> None:
    """Draws the pipeline without the stage of quotes, whose deals go back to work."""
    text = file.read_text(encoding="utf-8").replace('"quote", ', "")
    start = text.index('[[stages]]\nkey = "quote"')
    end = text.index('[[stages]]\nkey = "won"')
    moved = '\n[moved]\nquote = "working"\n'
    file.write_text(text[:start] + text[end:] + moved, encoding="utf-8")


def test_what_was_exported_is_sound_and_changes_nothing(own: str, file: Path) -> None:
    assert crmkit("pipeline", "check", str(file), db=own).stdout == "sales.toml: sound\n"
    assert crmkit("pipeline", "check", str(file)).exit_code == 0
    assert crmkit("pipeline", "diff", str(file), db=own).stdout == "nothing changes\n"


def test_a_fault_is_told_with_its_line_and_exit_code_1(file: Path, own: str) -> None:
    text = file.read_text(encoding="utf-8").replace('requires = ["amount"]', 'requires = ["sum"]')
    file.write_text(text, encoding="utf-8")
    line = text[: text.index('requires = ["sum"]')].count("\n") + 1
    for db in (None, own):
        told = crmkit("pipeline", "check", str(file), db=db)
        assert told.exit_code == 1
        assert told.stdout.startswith(f"sales.toml:{line}: the stage 'quote' asks for the unknown")
    assert f"line {line}" in refused("pipeline", "apply", str(file), db=own)


def test_deals_of_a_removed_stage_are_counted_moved_and_brought_back(own: str, file: Path) -> None:
    before = answered("list", "deals", "--limit", "10000", "--json", db=own)
    assert [deal["stage"] for deal in before].count("quote") == 2
    without_quotes(file)
    shown = crmkit("pipeline", "diff", str(file), db=own).stdout
    assert "> from quote to working: 2 deals, 0 other records" in shown
    assert "- stage quote: Quote (open)" in shown
    made = answered("pipeline", "apply", str(file), "--json", db=own)
    assert made["resettled"][0]["deals"] == 2
    after = answered("list", "deals", "--limit", "10000", "--json", db=own)
    assert len(after) == len(before)
    assert not any(deal["stage"] == "quote" for deal in after)
    assert crmkit("pipeline", "back", "sales", db=own).exit_code == 0
    back = answered("list", "deals", "--limit", "10000", "--json", db=own)
    assert [_told(deal) for deal in back] == [_told(deal) for deal in before]


def test_without_a_place_for_them_nothing_is_applied(own: str, file: Path) -> None:
    without_quotes(file)
    text = file.read_text(encoding="utf-8")
    file.write_text(text[: text.index("[moved]")], encoding="utf-8")
    assert "nobody has said where to" in crmkit("pipeline", "diff", str(file), db=own).stdout
    assert "say where to under [moved]" in refused("pipeline", "apply", str(file), db=own)


def test_a_diagram_comes_from_a_file_or_a_base(own: str, file: Path) -> None:
    from_file = crmkit("pipeline", "diagram", str(file)).stdout
    assert from_file.startswith("flowchart LR\n")
    assert crmkit("pipeline", "diagram", "sales", db=own).stdout == from_file


def test_an_unknown_pipeline_and_an_unreadable_file_are_refused(own: str, tmp_path: Path) -> None:
    assert "no pipeline of this key" in refused("pipeline", "export", "nothing", db=own)
    assert "cannot be read" in refused("pipeline", "check", str(tmp_path / "none.toml"))


def _told(deal: dict[str, object]) -> dict[str, object]:
    return {name: value for name, value in deal.items() if name != "version"}
