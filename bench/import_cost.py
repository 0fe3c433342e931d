"""What `import crmkit` costs beside `import sqlalchemy`: CPU time, medians of interleaved runs."""

import subprocess
import sys
from statistics import median

ROUNDS = 15
GOAL = 0.4
RIVAL = "sqlalchemy"
MEASURED = ("crmkit", RIVAL)
CODE = "import time; began = time.process_time(); import {}; print(time.process_time() - began)"


def cpu_seconds(module: str) -> float:
    """The CPU time of one import in an interpreter of its own."""
    command = [sys.executable, "-c", CODE.format(module)]
    return float(subprocess.run(command, capture_output=True, text=True, check=True).stdout)


def main() -> None:
    """Import each in turn, first once to warm the caches, and print the ratio."""
    for module in MEASURED:
        cpu_seconds(module)
    rounds = [{module: cpu_seconds(module) for module in MEASURED} for _ in range(ROUNDS)]
    cost = {module: median(one[module] for one in rounds) for module in MEASURED}
    ratio = cost["crmkit"] / cost[RIVAL]
    for module, seconds in cost.items():
        print(f"import {module:<12} {seconds * 1000:6.1f} ms CPU")
    print(f"ratio {ratio:.2f} (goal: at most {GOAL})")


if __name__ == "__main__":
    main()
