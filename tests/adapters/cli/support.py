"""Running commands as a terminal would, without one."""

import json
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result

from crmkit_cli.main import main

PEOPLE = 40
"""How many clients the small demo has: enough for every kind of row."""


def crmkit(*words: str, db: str | None = None) -> Result:
    """What the command answers; ``db`` stands in for its option."""
    env = {"CRMKIT_DB": db, "COLUMNS": "120"}
    return CliRunner(catch_exceptions=False).invoke(main, words, env=env)


def answered(*words: str, db: str) -> Any:  # noqa: ANN401 - JSON is of any type
    """The JSON that is all the command prints."""
    result = crmkit(*words, db=db)
    assert result.exit_code == 0, result.stderr
    return json.loads(result.stdout)


def refused(*words: str, db: str | None = None) -> str:
    """The one line with which a command refuses."""
    result = crmkit(*words, db=db)
    assert result.exit_code == 1, result.output
    assert result.stdout == ""
    (line,) = result.stderr.splitlines()
    return line


def url(folder: Path) -> str:
    """The client base of a demo's folder."""
    return f"sqlite:///{(folder / 'shop.db').as_posix()}"
