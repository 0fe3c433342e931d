"""The example of a desk in a shell runs as it stands."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.adapters.cli.support import answered

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(shutil.which("sh") is None, reason="needs a POSIX shell"),
]
SCRIPT = Path(__file__).parents[3] / "examples" / "desk_cli" / "desk.sh"


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The base that the script leaves; its output lies beside it."""
    file = tmp_path_factory.mktemp("desk") / "shop.db"
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    env = {**os.environ, "PATH": path, "PYTHONUTF8": "1"}
    command = ["sh", str(SCRIPT), str(file)]
    done = subprocess.run(command, env=env, capture_output=True, check=False, timeout=120)
    assert done.returncode == 0, done.stderr.decode()
    file.with_suffix(".txt").write_bytes(done.stdout)
    return file


def test_nine_good_rows_are_five_people(base: Path) -> None:
    contacts = answered("list", "contacts", "--json", db=f"sqlite:///{base.as_posix()}")
    assert len(contacts) == 5


def test_a_family_with_one_phone_stays_two_people(base: Path) -> None:
    printed = base.with_suffix(".txt").read_text(encoding="utf-8")
    assert all(name in printed for name in ("Петров Игорь", "Петрова Ольга"))


def test_the_move_that_the_pipeline_forbids_ends_with_code_1(base: Path) -> None:
    assert "(exit code 1" in base.with_suffix(".txt").read_text(encoding="utf-8")


def test_the_total_of_sales_is_printed(base: Path) -> None:
    printed = base.with_suffix(".txt").read_text(encoding="utf-8").replace("\u00a0", " ")
    assert "│ Total          │     2 │ 39 490 ₽ │" in printed
