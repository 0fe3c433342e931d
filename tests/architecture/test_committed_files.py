"""The tree names no machine, no person's folder and no registry."""

import re
from collections.abc import Iterator

from tests.architecture.sources import ROOT, committed_files, named

MACHINE_PATHS = re.compile(r"(?<![\w.~-])/(?:root|home|Users|work|opt|tmp)/\w|\b[A-Z]:\\\w")
REGISTRY_OR_INNER_HOST = re.compile(
    r"""(?xi)
    \b[\w.-]*(pypi|pythonhosted|npmjs|artifactory|nexus)[\w-]*\.[a-z]{2,}
    | ://[\w.-]+\.(internal|intranet|corp|lan|local)\b
    | ://(?!127\.|0\.0\.0\.0)\d+\.\d+\.\d+\.\d+
    """
)


def _lines_with(pattern: re.Pattern[str]) -> Iterator[str]:
    for path in committed_files():
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        for number, line in enumerate(text.splitlines(), start=1):
            if found := pattern.search(line):
                yield f"{named(path)}:{number} {found[0]}"


def test_no_file_names_a_folder_of_somebodys_machine() -> None:
    assert not [*_lines_with(MACHINE_PATHS)]


def test_no_file_names_a_registry_or_a_host_of_somebodys_network() -> None:
    assert not [*_lines_with(REGISTRY_OR_INNER_HOST)]


def test_the_constraints_hold_exact_versions_and_nothing_else() -> None:
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pinned = re.compile(r"[a-z0-9-]+==[\w.]+( ; [^/@]+)?")
    assert not [line for line in lines if not pinned.fullmatch(line)]
