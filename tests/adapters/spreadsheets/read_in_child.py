"""Reads one hostile file within limits and prints what came of it, and at what price."""

import json
import resource
import sys
from pathlib import Path

LIMIT = 512 * 1024 * 1024
SECONDS = 10


def main(name: str) -> None:
    """Prints the outcome as JSON: the error's class and text, processor seconds, peak memory."""
    resource.setrlimit(resource.RLIMIT_AS, (LIMIT, LIMIT))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    from crmkit.errors import CrmError  # noqa: PLC0415 - within the limits
    from tests.adapters.spreadsheets.hostile import HUGE  # noqa: PLC0415
    from tests.adapters.spreadsheets.support import read  # noqa: PLC0415

    source = HUGE[name]() if name in HUGE else Path(name)
    before = _seconds()
    try:
        error, text = "", f"{len(read(source))} rows"
    except CrmError as refusal:
        error, text = type(refusal).__name__, str(refusal)
    report = {"error": error, "text": text, "seconds": _seconds() - before, "mebibytes": _peak()}
    sys.stdout.write(json.dumps(report))


def _seconds() -> float:
    """The processor time of this process and of those it waited for."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(usage.ru_utime + usage.ru_stime for usage in used)


def _peak() -> float:
    """The most memory that this process and the one it started held, taken together, in MiB."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    own = int(status.partition("VmHWM:")[2].split()[0])
    return (own + resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss) / 1024


if __name__ == "__main__":
    main(sys.argv[1])
