"""The installed distribution holds every module, its types, its plugins and its command."""

import importlib
import pkgutil
import subprocess
import sys
from importlib.metadata import EntryPoint, entry_points, files
from importlib.resources import files as resources
from pathlib import Path

import pytest

from crmkit.plugins import Plugin

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ["crmkit", *sorted(path.parent.name for path in ROOT.glob("adapters/*/__init__.py"))]
PLUGINS = sorted(entry_points(group="crmkit.plugins"))
RUN_BY_OTHERS = (".env",)
"""Alembic runs its environment file itself; imported alone it finds no connection."""
COMMAND = Path(sys.executable).with_name("crmkit")


@pytest.mark.parametrize("package", PACKAGES)
def test_every_module_can_be_imported(package: str) -> None:
    path = importlib.import_module(package).__path__
    walked = [module.name for module in pkgutil.walk_packages(path, f"{package}.")]
    found = [name for name in walked if not name.endswith(RUN_BY_OTHERS)]
    assert [importlib.import_module(name).__name__ for name in found] == found


@pytest.mark.parametrize("package", PACKAGES)
def test_every_package_is_marked_as_typed(package: str) -> None:
    assert resources(package).joinpath("py.typed").is_file()


@pytest.mark.parametrize("entry", PLUGINS, ids=lambda entry: entry.name)
def test_an_entry_point_leads_to_an_adapter_of_its_name(entry: EntryPoint) -> None:
    plugin: Plugin = entry.load().crmkit_plugin()
    assert entry.name in {adapter.name for port in plugin.ports for adapter in port}


def test_the_wheel_holds_every_file_of_the_two_source_roots() -> None:
    installed = {file.as_posix() for file in files("crmkit") or ()}
    if "crmkit/__init__.py" not in installed:
        pytest.skip("installed in editable form: the files are the checkout's own")
    roots = (ROOT / "src", ROOT / "adapters")
    wanted = {p.relative_to(root).as_posix() for root in roots for p in root.rglob("*.*")}
    assert not {name for name in wanted if "__pycache__" not in name} - installed


def test_the_command_tells_what_it_can_do() -> None:
    told = subprocess.run([COMMAND, "--help"], capture_output=True, text=True, check=True)
    assert "import" in told.stdout


@pytest.mark.slow
def test_the_demo_runs_from_end_to_end(tmp_path: Path) -> None:
    done = subprocess.run(
        [COMMAND, "demo", "--dir", tmp_path], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
