"""What importing crmkit costs beside `import sqlalchemy`: medians of CPU time."""

import os
import subprocess
import sys
from statistics import median
from tempfile import TemporaryDirectory

ROUNDS = 15
GOAL = 0.4
RIVAL = "sqlalchemy"
OURS = ("crmkit", "crmkit.app")
"""The bare package, and what it imports once `Crm` is first used."""
MEASURED = (*OURS, RIVAL)
CODE = "import time; began = time.process_time(); import {}; print(time.process_time() - began)"


def cpu_seconds(module: str, bytecode: str) -> float:
    """The CPU time of one import in an interpreter of its own, which keeps its bytecode there."""
    command = [sys.executable, "-c", CODE.format(module)]
    around = {**os.environ, "PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": bytecode}
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=around)
    return float(done.stdout)


def main() -> None:
    """Import each in turn, first once to write the bytecode, and print the ratio."""
    with TemporaryDirectory() as bytecode:
        runs = [{one: cpu_seconds(one, bytecode) for one in MEASURED} for _ in range(1 + ROUNDS)]
    cost = {module: median(run[module] for run in runs[1:]) for module in MEASURED}
    for module, seconds in cost.items():
        print(f"import {module:<12} {seconds * 1000:6.1f} ms CPU")
    for module in OURS:
        print(f"{module}: ratio {cost[module] / cost[RIVAL]:.2f} (goal: at most {GOAL})")


if __name__ == "__main__":
    main()
