"""Contracts: a promise is overridden aloud or not at all."""

from typing import ClassVar

import pytest

from crmkit.testing.contracts.contract import Contract, deviates


class Greeting(Contract):
    def test_it_greets(self) -> None:
        raise NotImplementedError


class GreeterContract(Greeting):
    port: ClassVar[str] = "greeter"

    def test_it_says_goodbye(self) -> None:
        raise NotImplementedError


def test_the_promises_of_a_contract_are_its_tests_and_those_it_inherits() -> None:
    assert GreeterContract.promises() == {"test_it_greets", "test_it_says_goodbye"}


def test_an_adapter_inherits_the_promises_and_adds_none() -> None:
    class Adapter(GreeterContract):
        def test_of_its_own(self) -> None:
            raise NotImplementedError

    assert Adapter.promises() == GreeterContract.promises()


@pytest.mark.parametrize("override", [lambda _self: None, None, property()])
def test_a_promise_cannot_be_overridden_in_silence(override: object) -> None:
    with pytest.raises(TypeError, match="deviates"):
        type("Adapter", (GreeterContract,), {"test_it_greets": override})


def test_nor_further_down() -> None:
    adapter = type("Adapter", (GreeterContract,), {})
    with pytest.raises(TypeError, match="test_it_greets"):
        type("Further", (adapter,), {"test_it_greets": lambda _self: None})


def test_a_promise_can_be_overridden_for_a_reason() -> None:
    class Adapter(GreeterContract):
        @deviates("it is shy")
        def test_it_greets(self) -> None:
            super().test_it_greets()

    (mark,) = getattr(Adapter.test_it_greets, "pytestmark")  # noqa: B009 - pytest's own
    assert (mark.name, mark.kwargs) == ("xfail", {"reason": "it is shy", "strict": True})
