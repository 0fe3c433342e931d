"""No file takes the host down: each ends in one typed line, soon and in little memory."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.adapters.spreadsheets import read_in_child
from tests.adapters.spreadsheets.hostile import HOSTILE, HUGE, deep
from tests.adapters.spreadsheets.support import cells

ROOT = Path(__file__).parents[3]
SECONDS = 2
MEBIBYTES = 256


def outcome(name: str) -> dict[str, object]:
    """What came of reading a file in a process of its own."""
    command = [sys.executable, "-m", read_in_child.__name__, name]
    child = subprocess.run(command, cwd=ROOT, capture_output=True, timeout=60, check=False)
    assert child.returncode == 0, child.stderr.decode()
    found: dict[str, object] = json.loads(child.stdout)
    return found


@pytest.mark.skipif(sys.platform != "linux", reason="limits are enforced by Linux")
@pytest.mark.parametrize("name", [*HUGE, *HOSTILE])
def test_a_hostile_file_is_refused_in_a_line_within_time_and_memory(
    name: str, tmp_path: Path
) -> None:
    path = tmp_path / "clients"
    if name in HOSTILE:
        path.write_bytes(HOSTILE[name]().getvalue())
    report = outcome(name if name in HUGE else str(path))
    assert (report["error"], str(report["text"]).count("\n")) == ("BadFile", 0), report
    assert float(str(report["seconds"])) <= SECONDS, report
    assert float(str(report["mebibytes"])) <= MEBIBYTES, report


def test_xml_of_any_depth_is_read_or_refused_without_a_crash() -> None:
    assert cells(deep()) == [(2,)]
