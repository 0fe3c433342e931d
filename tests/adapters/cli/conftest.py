"""A small demo, made once: its folder, what it printed, and a base that a test may change."""

import shutil
from pathlib import Path

import pytest
from attrs import frozen

from tests.adapters.cli.support import PEOPLE, crmkit, url


@frozen
class Demo:
    """A demo that has been shown."""

    folder: Path
    printed: str

    @property
    def db(self) -> str:
        """Its client base, which a test leaves as it is."""
        return url(self.folder)


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Demo:
    folder = tmp_path_factory.mktemp("shop") / "demo"
    shown = crmkit("demo", "--dir", str(folder), "--people", str(PEOPLE))
    assert shown.exit_code == 0, shown.output
    return Demo(folder, shown.stdout)


@pytest.fixture
def own(demo: Demo, tmp_path: Path) -> str:
    """A copy of the demo's base, for a test that writes."""
    for file in demo.folder.glob("shop.db*"):
        shutil.copy(file, tmp_path / file.name)
    return url(tmp_path)
