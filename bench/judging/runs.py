"""Runs of other programs, and what each took: time on the wall, time of processors, memory.

A program begins with the memory of whoever starts it, so it is started by a small process: this
module by itself, ``python runs.py SAID FOLDER COMMAND…``, which prints the figures.
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from attrs import frozen

_MIB = 1024 * (1024 if sys.platform == "darwin" else 1)  # of ru_maxrss


class Failed(Exception):
    """The program ended with an error; the last of what it said is the text."""


@frozen
class Cost:
    """Seconds on the wall, seconds of processors, and peak memory in MiB."""

    wall: float
    cpu: float
    memory: float


def run(command: Sequence[str | Path], said: Path, cwd: Path) -> Cost:
    """Runs the command to its end with its output in ``said``; raises Failed when it fails."""
    starter = [sys.executable, __file__, said, cwd, *command]
    told = subprocess.run([*map(str, starter)], stdout=subprocess.PIPE, text=True, check=True)
    code, *figures = json.loads(told.stdout)
    if code:
        lines = _log(said).read_text(encoding="utf-8", errors="replace").strip().splitlines()
        raise Failed(lines[-1] if lines else f"exit code {code}")
    return Cost(*figures)


def _log(said: Path) -> Path:
    return said.with_suffix(".log")


def _started(said: Path, cwd: Path, command: Sequence[str]) -> tuple[int, float, float, float]:
    began = time.perf_counter()
    with said.open("wb") as out, _log(said).open("wb") as log:
        process = subprocess.Popen(command, stdout=out, stderr=log, cwd=cwd)
        _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    wall = time.perf_counter() - began
    return process.returncode, wall, used.ru_utime + used.ru_stime, used.ru_maxrss / _MIB


if __name__ == "__main__":
    print(json.dumps(_started(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3:])))
