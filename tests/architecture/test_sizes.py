"""Modules and functions stay small enough to be read in one go."""

import ast
from collections.abc import Iterator

from tests.architecture.sources import code_lines, definitions, named, python_files

MODULE_LINES = 350
FUNCTION_LINES = 40

LONG_MODULES: dict[str, str] = {}
"""Path → why it may be longer than the rest."""
LONG_FUNCTIONS: dict[str, str] = {}
"""``path:function`` → why it may be longer than the rest."""


def test_no_module_is_longer_than_350_lines() -> None:
    lengths = {
        named(path): len(path.read_text(encoding="utf-8").splitlines()) for path in python_files()
    }
    long = {name: length for name, length in lengths.items() if length > MODULE_LINES}
    assert long.keys() == LONG_MODULES.keys(), long


def test_no_function_is_longer_than_40_lines_of_code() -> None:
    long = {name: length for name, length in _function_lengths() if length > FUNCTION_LINES}
    assert long.keys() == LONG_FUNCTIONS.keys(), long


def _function_lengths() -> Iterator[tuple[str, int]]:
    for path in python_files():
        held = code_lines(path)
        for node in definitions(path):
            if not isinstance(node, ast.ClassDef):
                own = range(node.lineno, (node.end_lineno or node.lineno) + 1)
                yield f"{named(path)}:{node.name}", len(held.intersection(own))
