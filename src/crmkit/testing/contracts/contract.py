"""What all contracts share: their tests are promises, and a promise is not dropped in silence."""

from collections.abc import Callable
from typing import ClassVar, TypeVar

import pytest

T = TypeVar("T", bound=Callable[..., None])
_REASON = "__crmkit_deviates__"


def deviates(reason: str) -> Callable[[T], T]:
    """Marks the override of a contract's test: the adapter knowingly breaks this promise.

    The override must fail, as the promise is broken: once it passes, the deviation is reported
    as out of date. The usual body is ``super().test_...()``.
    """

    def mark(test: T) -> T:
        setattr(test, _REASON, reason)
        pytest.mark.xfail(reason=reason, strict=True)(test)
        return test

    return mark


class Contract:
    """The promises of one port as tests; a subclass opens an adapter and inherits them.

    The class that names the ``port`` is the contract, with the tests it inherits. A subclass of
    it that overrides one of them, or sets it to None, cannot be made (TypeError), unless the
    override says why with `deviates`.
    """

    port: ClassVar[str]
    """The name of the port, as it is printed beside the figures."""

    def __init_subclass__(cls, **options: object) -> None:
        """Refuse an override that gives no reason."""
        super().__init_subclass__(**options)
        if "port" in vars(cls):
            return
        for name in cls.promises() & vars(cls).keys():
            if not getattr(vars(cls)[name], _REASON, None):
                message = (
                    f"{cls.__name__}.{name} overrides a promise of the contract;"
                    ' say why with @deviates("reason"), or give the test another name'
                )
                raise TypeError(message)

    @classmethod
    def promises(cls) -> frozenset[str]:
        """The names of the contract's tests."""
        contract = next((base for base in cls.__mro__ if "port" in vars(base)), object)
        return frozenset(name for name in dir(contract) if name.startswith("test_"))
