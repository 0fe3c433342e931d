"""Everything public in the core says what it promises."""

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.architecture.sources import CORE, named, tree_of

NAMED = ("_", "test_")
"""Private things need no promise; the name of a contract's test is its promise."""


def test_every_public_thing_of_the_core_has_a_docstring() -> None:
    silent = [where for path in sorted(CORE.rglob("*.py")) for where in _silent_in(path)]
    assert not silent


def _silent_in(path: Path) -> Iterator[str]:
    if ast.get_docstring(tree_of(path)) is None:
        yield named(path)
    for node in _public(tree_of(path)):
        if ast.get_docstring(node) is None:
            yield f"{named(path)}:{node.lineno} {node.name}"


def _public(parent: ast.Module | ast.ClassDef) -> Iterator[ast.FunctionDef | ast.ClassDef]:
    for node in parent.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith(NAMED):
            yield node
            if isinstance(node, ast.ClassDef):
                yield from _public(node)
