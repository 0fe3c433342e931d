"""`crmkit audit`."""

from pathlib import Path

import pytest

from tests.adapters.cli.support import answered, crmkit, refused

pytestmark = pytest.mark.slow


def test_a_journal_is_sealed_anchored_and_verified(own: str, tmp_path: Path) -> None:
    assert "no seal yet" in refused("audit", "anchor", db=own)
    sealed = answered("audit", "seal", "--size", "50", "--json", db=own)
    assert sealed["entries"] > 50 * (sealed["seals"] - 1)
    key, anchors = tmp_path / "key", tmp_path / "anchors"
    key.write_text("kept elsewhere\n")
    anchors.write_text(crmkit("audit", "anchor", "--key-file", str(key), db=own).stdout)
    words = ("--anchors", str(anchors), "--key-file", str(key))
    told = answered("audit", "verify", *words, "--json", db=own)
    assert told["sound"]
    assert told["seen"]["entries"] == sealed["entries"]
    assert "0 findings" in crmkit("audit", "verify", db=own).stdout


def test_a_lost_end_is_told_with_exit_code_1(own: str, tmp_path: Path) -> None:
    anchors = tmp_path / "anchors"
    anchors.write_text(f"999 {'0' * 64}\n")
    result = crmkit("audit", "verify", "--anchors", str(anchors), db=own)
    assert result.exit_code == 1
    assert "the journal ends before a seal" in result.stdout
