"""Every package below adapters/ is under the same checks as the rest."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from tests.architecture.sources import ADAPTERS, CORE, ROOT, named

PACKAGES = sorted(path for path in ADAPTERS.iterdir() if path.is_dir() and path.name[0] not in "._")


@pytest.fixture(scope="module")
def settings() -> dict[str, Any]:
    tools: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]
    return tools


def test_the_import_contracts_know_every_package(settings: dict[str, Any]) -> None:
    assert settings["importlinter"]["root_packages"] == ["crmkit", *(p.name for p in PACKAGES)]


def test_the_dependency_check_knows_every_package(settings: dict[str, Any]) -> None:
    assert settings["deptry"]["known_first_party"] == ["crmkit", *(p.name for p in PACKAGES)]


@pytest.mark.parametrize("package", [CORE, *PACKAGES], ids=named)
def test_a_package_says_that_it_is_typed(package: Path) -> None:
    assert (package / "py.typed").exists()
