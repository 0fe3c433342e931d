"""Which sign stands between the cells of a CSV file."""

import csv
import re
from collections.abc import Iterable

from crmkit.errors import BadFile

_CANDIDATES = ";,\t|"
_SAMPLE = 4_096
_SPREADSHEET_HINT = re.compile(r"sep=(.)\r?\n")


def hinted_delimiter(head: str) -> str | None:
    """The sign that a spreadsheet program left in a line of its own, ``sep=;``."""
    hint = _SPREADSHEET_HINT.match(head)
    return hint[1] if hint else None


def find_delimiter(head: str, declared: str | None) -> str:
    """The sign declared, or the one that splits the first rows most evenly."""
    if declared is not None:
        return _confirmed(declared)
    sample = head[:_SAMPLE]
    return _sniffed(sample) or _most_even(sample)


def _confirmed(declared: str) -> str:
    if len(declared) != 1 or declared in '"\r\n\0':
        raise BadFile("the delimiter must be one sign", hint='such as ";", ",", "|" or a tab')
    return declared


def _sniffed(sample: str) -> str | None:
    """What the standard library finds, if the header has it."""
    try:
        found = csv.Sniffer().sniff(sample, delimiters=_CANDIDATES).delimiter
    except csv.Error:
        return None
    return found if found in sample.lstrip().partition("\n")[0] else None


def _most_even(sample: str) -> str:
    """The candidate under which most rows are as wide as the header, and that wider than one."""
    return max(_CANDIDATES, key=lambda sign: _evenness(sample.splitlines(keepends=True), sign))


def _evenness(lines: Iterable[str], delimiter: str) -> tuple[bool, float, int]:
    widths = [len(row) for row in csv.reader(lines, delimiter=delimiter) if row] or [0]
    return widths[0] > 1, widths.count(widths[0]) / len(widths), widths[0]
