"""The files of the tree, and how long the code in them is."""

import ast
import io
import shutil
import subprocess
import tokenize
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
CORE = ROOT / "src" / "crmkit"
ADAPTERS = ROOT / "adapters"
DOCS = ROOT / "docs"
PYTHON_ROOTS = ("src", "adapters", "tests", "docs", "examples", "bench")
_SILENT = {
    tokenize.COMMENT,
    tokenize.NL,
    tokenize.NEWLINE,
    tokenize.INDENT,
    tokenize.DEDENT,
    tokenize.ENDMARKER,
}
Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


def python_files() -> list[Path]:
    """Every Python file of the project, the noxfile included."""
    found = [path for root in PYTHON_ROOTS for path in sorted((ROOT / root).rglob("*.py"))]
    return [*found, ROOT / "noxfile.py"]


def modules(folder: Path) -> set[str]:
    """The names of the public modules and packages in a folder."""
    files = {path.stem for path in folder.glob("*.py")}
    packages = {path.parent.name for path in folder.glob("*/__init__.py")}
    return {name for name in files | packages if not name.startswith("_")}


def committed_files() -> list[Path]:
    """Every file that git has or would take."""
    git = shutil.which("git")
    if git is None or not (ROOT / ".git").exists():
        pytest.skip("not a git checkout")
    command = [git, "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout
    paths = [ROOT / name for name in listed.decode().split("\0") if name]
    return [path for path in paths if path.is_file()]


@cache
def tree_of(path: Path) -> ast.Module:
    """The syntax tree of a file."""
    return ast.parse(path.read_text(encoding="utf-8"))


def definitions(path: Path) -> Iterator[Definition]:
    """Every function and class in a file, nested ones included."""
    for node in ast.walk(tree_of(path)):
        if isinstance(node, Definition):
            yield node


def code_lines(path: Path) -> set[int]:
    """The numbers of the lines that hold code: no blanks, comments or docstrings."""
    held: set[int] = set()
    text = io.StringIO(path.read_text(encoding="utf-8"))
    for token in tokenize.generate_tokens(text.readline):
        if token.type not in _SILENT:
            held.update(range(token.start[0], token.end[0] + 1))
    return held - _docstring_lines(path)


def _docstring_lines(path: Path) -> set[int]:
    lines: set[int] = set()
    for node in (tree_of(path), *definitions(path)):
        if ast.get_docstring(node, clean=False) is not None:
            first = node.body[0]
            lines.update(range(first.lineno, (first.end_lineno or first.lineno) + 1))
    return lines


def named(path: Path) -> str:
    """The path as the project writes it."""
    return path.relative_to(ROOT).as_posix()
