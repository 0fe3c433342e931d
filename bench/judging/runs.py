"""Runs of other programs, and what each took: time on the wall, time of processors, memory."""

import os
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from subprocess import Popen

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
    began = time.perf_counter()
    with said.open("wb") as out, said.with_suffix(".log").open("wb") as log:
        process = Popen([*map(str, command)], stdout=out, stderr=log, cwd=cwd)
        _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    wall = time.perf_counter() - began
    if process.returncode:
        told = said.with_suffix(".log").read_text(encoding="utf-8", errors="replace").strip()
        raise Failed(told.splitlines()[-1] if told else f"exit code {process.returncode}")
    return Cost(wall, used.ru_utime + used.ru_stime, used.ru_maxrss / _MIB)
