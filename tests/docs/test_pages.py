"""Every block of code in the README and in docs/ runs."""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

import pytest

from tests.docs.blocks import parsed
from tests.support import servers

ROOT = Path(__file__).resolve().parents[2]
SERVERS: Mapping[str, Callable[[], AbstractContextManager[str | None]]] = {
    "postgresql": servers.a_postgresql_database,
    "mariadb": servers.a_mariadb_database,
}
"""Pages about a server, and the empty database that their blocks work in."""
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_the_code_of_a_page_runs(
    page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    document = parsed(page)
    document.namespace["__name__"] = "__main__"
    with SERVERS.get(page.stem, nullcontext)() as url:
        document.namespace["URL"] = url
        for example in document.examples():
            example.evaluate()
