"""How the blocks of a page are run.

- ``python``: executed, all blocks of a page in one namespace and one empty folder; a block that
  begins with ``>>>`` is a doctest.
- ``shell``: the lines that begin with ``crmkit`` are run in that folder and must succeed.
  ``$URL`` stands for ``URL``: the database of a page about a server, an empty one.
- ``text`` right after one of them, with nothing between: what it prints, word for word.
"""

import shlex
import subprocess
import sys
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path

from sybil import Document, Example, Region
from sybil.evaluators.python import PythonEvaluator
from sybil.parsers.markdown import CodeBlockParser, PythonCodeBlockParser, SkipParser

COMMAND = Path(sys.executable).with_name("crmkit")


def parsed(page: Path) -> Document:
    """The page with its blocks, each ready to be run."""
    return Document.parse(
        str(page),
        _python_blocks,
        CodeBlockParser("shell", _run_commands),
        CodeBlockParser("text", _compare),
        SkipParser(),
    )


def _python_blocks(document: Document) -> list[Region]:
    blocks = [*PythonCodeBlockParser()(document)]
    for block in blocks:
        if isinstance(block.evaluator, PythonEvaluator):
            block.evaluator = _run_python
    return blocks


def _run_python(example: Example) -> None:
    with redirect_stdout(StringIO()) as output:
        PythonEvaluator()(example)
    _remember(example, output.getvalue())


def _run_commands(example: Example) -> None:
    lines = [line for line in example.parsed.splitlines() if line.startswith("crmkit ")]
    url = str(example.namespace.get("URL"))
    _remember(example, "".join(_printed_by(line.replace("$URL", url)) for line in lines))


def _printed_by(line: str) -> str:
    command = [str(COMMAND), *shlex.split(line)[1:]]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{line}\n{done.stderr}"
    return done.stdout


def _remember(example: Example, output: str) -> None:
    example.namespace["_printed"] = example.end, output


def _compare(example: Example) -> None:
    end, output = example.namespace.get("_printed", (0, ""))
    if example.document.text[end : example.start].strip("`\n ") == "":
        told = f"{example.path}:{example.line} prints otherwise:\n{output}"
        assert output.strip() == example.parsed.strip(), told
