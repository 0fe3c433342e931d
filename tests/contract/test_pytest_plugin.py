"""The pytest plugin, run in a pytest of its own."""

import subprocess
import sys
from pathlib import Path

import pytest

CONTRACT = """
from typing import ClassVar
import pytest
from crmkit.testing.contracts.contract import Contract, deviates


class GreeterContract(Contract):
    port: ClassVar[str] = "greeter"

    def test_it_greets(self) -> None: ...

    def test_it_waves(self) -> None:
        pytest.skip("undeclared: no hands")

    def test_it_sings(self) -> None:
        raise AssertionError("silence")


class TestLoud(GreeterContract): ...


class TestShy(GreeterContract):
    @deviates("it is shy")
    def test_it_sings(self) -> None:
        super().test_it_sings()


def test_something_else() -> None: ...
"""


pytestmark = pytest.mark.slow


def _run(folder: Path, *options: str) -> str:
    (folder / "test_greeters.py").write_text(CONTRACT, "utf-8")
    command = [sys.executable, "-m", "pytest", "-q", "-c", "/dev/null", *options, "."]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False).stdout


def test_each_contract_class_is_told_in_one_line(tmp_path: Path) -> None:
    told = _run(tmp_path)
    assert "greeter 1/3 (1 undeclared, 1 broken) · TestLoud" in told
    assert "greeter 1/3 (1 undeclared, 1 deviates) · TestShy" in told


def test_a_part_of_a_contract_is_not_told_as_the_whole(tmp_path: Path) -> None:
    assert "greeter 1/3 (2 not run) · TestLoud" in _run(tmp_path, "-k", "greets")


def test_nothing_is_told_where_no_contract_runs(tmp_path: Path) -> None:
    assert "contracts" not in _run(tmp_path, "-k", "something")


def test_loading_the_plugin_brings_neither_the_domain_nor_hypothesis() -> None:
    heavy = ("hypothesis", "sqlalchemy", "crmkit.domain", "crmkit.query", "crmkit.app", "attrs")
    code = (
        "import sys, crmkit.testing.pytest_plugin;"
        f"print(*[name for name in {heavy!r} if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not done.stdout.strip()
