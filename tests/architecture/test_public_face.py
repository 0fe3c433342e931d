"""Packages show few names, each on purpose."""

import ast
import importlib
from pathlib import Path

import pytest

from tests.architecture.sources import ADAPTERS, CORE, ROOT, named, tree_of

MOST_NAMES = 25
MANY_NAMES = {"src/crmkit/testing/builders/__init__.py": "a builder for each kind of record"}
"""Path → why it may show more."""
FACES = sorted([*CORE.rglob("__init__.py"), *ADAPTERS.rglob("__init__.py")])


def _module(path: Path) -> str:
    return ".".join(path.parent.relative_to(ROOT).parts[1:])


def _imports_names(path: Path) -> bool:
    return any(isinstance(node, ast.ImportFrom) for node in tree_of(path).body)


@pytest.mark.parametrize("path", FACES, ids=named)
def test_a_package_shows_at_most_25_names_and_lists_them(path: Path) -> None:
    shown = getattr(importlib.import_module(_module(path)), "__all__", None)
    assert len(shown or ()) <= MOST_NAMES or named(path) in MANY_NAMES
    assert shown is not None or not _imports_names(path)


@pytest.mark.parametrize("path", FACES, ids=named)
def test_every_name_that_a_package_lists_is_there(path: Path) -> None:
    module = importlib.import_module(_module(path))
    assert not [name for name in getattr(module, "__all__", ()) if not hasattr(module, name)]
