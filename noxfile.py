"""The project's sessions. Run as a script it needs Python 3.11 and nothing else.

python3 noxfile.py -s demo     try crmkit on the client base of a made-up shop
python3 noxfile.py -s tests    everything that must be green before a change lands
python3 noxfile.py -l          the single steps

Where nox is absent, the script makes itself an environment in ``.nox/boot`` and goes on there.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).resolve().parent
BOOT = ROOT / ".nox" / "boot"
CONSTRAINTS = ROOT / "constraints.txt"
OLDEST_PYTHON = (3, 11)
OLDEST_NOX = (2025,)


def boot() -> int:
    """Runs this file again with nox from `.nox/boot`, made on the first run or when broken."""
    if sys.version_info[:2] < OLDEST_PYTHON:
        return _stop(f"crmkit needs Python 3.11 or newer; this is {sys.version.split()[0]}")
    python = BOOT / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    if not _has_nox(python):
        trouble = _make_boot(python)
        if trouble:
            return _stop(trouble)
    return subprocess.call([python, "-m", "nox", "--noxfile", __file__, *sys.argv[1:]])


def _make_boot(python: Path) -> str:
    """Makes the environment; gives back what went wrong, in words for the person at the screen."""
    if find_spec("venv") is None or find_spec("ensurepip") is None:
        name = f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"
        return (
            "this Python cannot make virtual environments.\n"
            f"Debian, Ubuntu: apt install python3-venv (or {name}); then run the command again."
        )
    print("Setting up .nox/boot, once …", file=sys.stderr, flush=True)
    quiet = ["--quiet", "--disable-pip-version-check", "--no-input"]
    steps = [
        [sys.executable, "-m", "venv", "--clear", str(BOOT)],
        [str(python), "-m", "pip", "install", *quiet, "-c", str(CONSTRAINTS), "nox", "uv"],
    ]
    for step in steps:
        if subprocess.call(step):
            return f"setting up failed at: {' '.join(step)}\nThe reason stands above."
    return ""


def _has_nox(python: Path) -> bool:
    if not python.exists():
        return False
    found = subprocess.run([python, "-c", "import nox, uv"], capture_output=True, check=False)
    return found.returncode == 0


def _stop(message: str) -> int:
    print(f"noxfile.py: {message}", file=sys.stderr)
    return 1


def _nox_is_here() -> bool:
    try:
        return tuple(map(int, version("nox").split(".")[:1])) >= OLDEST_NOX
    except PackageNotFoundError:
        return False


if __name__ == "__main__" and not _nox_is_here():
    sys.exit(boot())

import nox  # noqa: E402 - it may have to be installed first

nox.needs_version = ">=2025.2"
nox.options.default_venv_backend = "uv|virtualenv"
nox.options.error_on_external_run = True
nox.options.reuse_venv = "yes"
nox.options.sessions = ["tests"]

STEPS = ("lint", "types", "core", "suite", "docs", "wheel")
CLEAN = {"PYTHONPATH": None}
"""Only what is installed may be imported."""


def _install(session: nox.Session, *what: str) -> None:
    session.install("-c", str(CONSTRAINTS), *what)


@nox.session
def demo(session: nox.Session) -> None:
    """Try crmkit: a shop's messy files in, clients and a week of sales out."""
    _install(session, ".[all]")
    session.run("crmkit", "demo", *session.posargs)
    command = os.path.relpath(Path(session.bin) / "crmkit")
    print(f"\nFor these commands, first:\n  alias crmkit={command}")


@nox.session(venv_backend="none")
def tests(session: nox.Session) -> None:
    """Everything that must be green, the quick steps first."""
    for step in STEPS:
        session.notify(step)


@nox.session(tags=["step"])
def lint(session: nox.Session) -> None:
    """Style, layout, import contracts."""
    _install(session, "ruff", "import-linter")
    session.run("ruff", "check")
    session.run("ruff", "format", "--check")
    roots = os.pathsep.join(["src", "adapters"])
    session.run("lint-imports", "--no-logo", "--no-cache", env={"PYTHONPATH": roots})


@nox.session(tags=["step"])
def types(session: nox.Session) -> None:
    """Strict types everywhere, tests included, and every dependency declared."""
    _install(session, "-e", ".[all,dev]")
    session.run("deptry", "src", "adapters")
    session.run("mypy")


@nox.session(tags=["step"])
def core(session: nox.Session) -> None:
    """The core's unit tests, at desk length, with the core's dependencies alone."""
    _install(session, ".", "pytest", "hypothesis")
    quick = ["--hypothesis-profile", "quick", "-m", "not slow"]
    session.run("pytest", "tests/unit", *quick, *session.posargs, env=CLEAN)


@nox.session(tags=["step"])
def suite(session: nox.Session) -> None:
    """All tests, with every extra."""
    _install(session, "-e", ".[all,dev]")
    session.run("pytest", *session.posargs)


@nox.session(tags=["step"])
def docs(session: nox.Session) -> None:
    """The pages build without a warning, and every block of code in them runs."""
    _install(session, "-e", ".[all,dev]")
    session.run("sphinx-build", "-W", "-n", "-q", "-b", "html", "docs", "docs/_build/html")
    session.run("pytest", "tests/docs", *session.posargs)


@nox.session(tags=["step"], reuse_venv=False)
def wheel(session: nox.Session) -> None:
    """The built wheel holds everything and does the main job by itself."""
    _install(session, "build", "hatchling", "pytest", "hypothesis")
    made = Path(session.create_tmp()).resolve() / "dist"
    shutil.rmtree(made, ignore_errors=True)
    session.run("python", "-m", "build", "--no-isolation", "--outdir", str(made), silent=True)
    (built,) = made.glob("*.whl")
    _install(session, f"crmkit[all] @ {built.as_uri()}")
    session.run("pytest", "tests/installed", *session.posargs, env=CLEAN)


@nox.session
def bench(session: nox.Session) -> None:
    """The measured figures: ratios against a hand-written floor, and peak memory."""
    _install(session, ".[all]")
    scripts = session.posargs or sorted(str(path) for path in Path("bench").glob("[!_]*.py"))
    for script in scripts:
        session.run("python", "-m", f"bench.{Path(script).stem}", env=CLEAN)


@nox.session
def reliability(session: nox.Session) -> None:
    """Faults and phone numbers as often as a long run tries them."""
    _install(session, "-e", ".[all,dev]")
    tried = ["tests/reliability", "tests/unit/domain/test_phone_plans.py"]
    session.run("pytest", *tried, "--long", "-o", "faulthandler_timeout=0", *session.posargs)


@nox.session
def lock(session: nox.Session) -> None:
    """Renew constraints.txt: one exact version of everything, for every system and Python."""
    session.install("uv")
    line = "uv pip compile --universal --all-extras --python-version 3.11 --upgrade"
    quiet = "--no-header --no-annotate --quiet --output-file constraints.txt"
    session.run(*line.split(), *quiet.split(), "pyproject.toml", *session.posargs)


if __name__ == "__main__":
    os.chdir(ROOT)
    nox.main()
