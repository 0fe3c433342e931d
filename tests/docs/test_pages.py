"""Every block of code in the README and in docs/ runs."""

from pathlib import Path

import pytest

from tests.docs.blocks import parsed

ROOT = Path(__file__).resolve().parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_the_code_of_a_page_runs(
    page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    document = parsed(page)
    document.namespace["__name__"] = "__main__"
    for example in document.examples():
        example.evaluate()
