"""One thing has one name: port, in-memory version, contract and how-to share a file name."""

import importlib
import inspect

import pytest

from tests.architecture.sources import CORE, DOCS, modules

PORTS = sorted(modules(CORE / "ports"))
CONTRACTS = CORE / "testing" / "contracts"
SHARED = {"contract", "clerk"}
"""What all contracts share; not a contract of a port itself."""
PROMISED = sorted(modules(CONTRACTS) - SHARED)


def _names(thing: object) -> set[str]:
    return {name for name in dir(thing) if not name.startswith("_")}


def _classes(module: str) -> list[type]:
    own = vars(importlib.import_module(module)).values()
    return [thing for thing in own if inspect.isclass(thing) and thing.__module__ == module]


def _protocols(module: str) -> list[type]:
    return [thing for thing in _classes(module) if getattr(thing, "_is_protocol", False)]


@pytest.mark.parametrize("name", PROMISED)
def test_a_contract_is_named_as_its_port(name: str) -> None:
    assert name in PORTS


@pytest.mark.parametrize("name", PROMISED)
def test_what_has_a_contract_has_an_in_memory_version_under_the_same_name(name: str) -> None:
    assert name in modules(CORE / "memory")


@pytest.mark.parametrize("name", sorted(modules(CORE / "memory") & set(PORTS)))
def test_an_in_memory_module_named_as_a_port_keeps_that_port(name: str) -> None:
    offered = [_names(thing) for thing in _classes(f"crmkit.memory.{name}")]
    wanted = [_names(port) for port in _protocols(f"crmkit.ports.{name}")]
    assert any(port <= keeper for port in wanted for keeper in offered)


@pytest.mark.parametrize("name", PROMISED)
def test_what_has_a_contract_has_a_how_to_under_the_same_name(name: str) -> None:
    assert (DOCS / "how-to" / f"{name}.md").exists()
