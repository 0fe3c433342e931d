"""The pytest plugin: each contract class is told in one line, ``storage 72/72 · TestMyStorage``.

pytest loads it in every test run of every program that has crmkit installed, so it imports
nothing of crmkit.
"""

from collections import Counter
from collections.abc import Iterator

import pytest

_CONTRACTS = "crmkit.testing.contracts"
_PROPERTY = "crmkit-contract"
_WORDS = {
    "passed": "kept",
    "skipped": "undeclared",
    "xfailed": "deviates",
    "failed": "broken",
    "error": "broken",
}

Title = tuple[str, str, int]
"""The port, the class and the number of its promises."""


def pytest_configure() -> None:
    """Makes the asserts of the contracts explain themselves."""
    pytest.register_assert_rewrite(_CONTRACTS)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Notes on every test that is a promise of a contract which one that is."""
    for item in items:
        cls = item.cls if isinstance(item, pytest.Function) else None
        port, promises = getattr(cls, "port", None), getattr(cls, "promises", None)
        if cls is None or port is None or promises is None:
            continue
        names = promises()
        if item.name in names:
            item.user_properties.append((_PROPERTY, (port, cls.__name__, len(names))))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Tells how many of its promises each class keeps."""
    counts: dict[Title, Counter[str]] = {}
    for outcome, word in _WORDS.items():
        for title in _titles(terminalreporter.stats.get(outcome, [])):
            counts.setdefault(title, Counter())[word] += 1
    if counts:
        terminalreporter.section("contracts")
    for title, found in sorted(counts.items()):
        terminalreporter.write_line(_line(title, found))


def _titles(reports: list[pytest.TestReport]) -> Iterator[Title]:
    for report in reports:
        for name, value in getattr(report, "user_properties", ()):
            if name == _PROPERTY:
                port, cls, size = value
                yield port, cls, size


def _line(title: Title, found: Counter[str]) -> str:
    port, cls, size = title
    remarks = [f"{count} {word}" for word, count in found.items() if word != "kept"]
    if left := size - found.total():
        remarks.append(f"{left} not run")
    note = f" ({', '.join(remarks)})" if remarks else ""
    return f"{port} {found['kept']}/{size}{note} · {cls}"
