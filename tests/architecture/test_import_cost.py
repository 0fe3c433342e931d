"""`from crmkit import Crm` brings the core alone, and looks for nobody's plugins."""

import subprocess
import sys

HEAVY = (
    "alembic",
    "babel",
    "click",
    "crmkit_cli",
    "crmkit_spreadsheets",
    "crmkit_sqlalchemy",
    "hypothesis",
    "phonenumbers",
    "pytest",
    "rich",
    "sqlalchemy",
    "sqlite3",
)


def _says(code: str) -> str:
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_import_crmkit_loads_no_heavy_library() -> None:
    code = (
        "import sys; from crmkit import *;"
        f"print(*[name for name in {HEAVY!r} if name in sys.modules])"
    )
    assert not _says(code)


def test_import_crmkit_looks_for_no_entry_points() -> None:
    code = (
        "import importlib.metadata as found; looked = []\n"
        "found.entry_points = lambda **wanted: looked.append(wanted)\n"
        "found.distributions = lambda **wanted: looked.append(wanted)\n"
        "from crmkit import *; print(*looked)"
    )
    assert not _says(code)


def test_import_crmkit_starts_no_thread() -> None:
    assert _says("import threading; from crmkit import *; print(threading.active_count())") == "1"
