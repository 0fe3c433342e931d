"""What a user can meet is mentioned in the pages: errors, ports, extras, hooks."""

import importlib
import inspect
import pkgutil
import tomllib
from collections.abc import Iterator

import pytest

import crmkit.ports
from crmkit import errors
from crmkit.plugins import hooks
from tests.architecture.sources import DOCS, ROOT


def _errors() -> Iterator[str]:
    for name, value in vars(errors).items():
        if inspect.isclass(value) and issubclass(value, errors.CrmError):
            yield name


def _ports() -> Iterator[str]:
    for module in pkgutil.iter_modules(crmkit.ports.__path__, "crmkit.ports."):
        for name, value in vars(importlib.import_module(module.name)).items():
            if getattr(value, "_is_protocol", False) and value.__module__ == module.name:
                yield name


def _extras() -> Iterator[str]:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    for name in settings["project"]["optional-dependencies"]:
        yield f"crmkit[{name}]"


def _hooks() -> Iterator[str]:
    for name, value in vars(hooks).items():
        if hasattr(value, f"{hooks.PROJECT}_spec"):
            yield name


@pytest.fixture(scope="module")
def pages() -> str:
    if not DOCS.exists():
        pytest.skip("no pages here")
    return "\n".join(page.read_text(encoding="utf-8") for page in sorted(DOCS.rglob("*.md")))


@pytest.mark.parametrize("name", [*_errors(), *_ports(), *_extras(), *_hooks()])
def test_the_pages_mention(name: str, pages: str) -> None:
    mentioned = f"`{name}`" in pages or f"'{name}'" in pages
    assert mentioned


def test_every_error_has_its_section(pages: str) -> None:
    codes = {getattr(errors, name).code for name in _errors()}
    assert not [code for code in codes if f"`{code}`" not in pages]
