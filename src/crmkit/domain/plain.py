"""Any value as JSON has it, for people and other programs: what is written is not read back."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import singledispatch

from attrs import fields_dict, has

from crmkit.ids import Id
from crmkit.money import Money

Plain = str | int | float | bool | None | list["Plain"] | dict[str, "Plain"]
"""What JSON can hold."""


@singledispatch
def plain(value: object) -> Plain:
    """The value as JSON has it: ids as text, money with its currency, moments in ISO form."""
    kind = type(value)
    if has(kind):
        return {name: plain(getattr(value, name)) for name in fields_dict(kind)}
    return str(value)


@plain.register
def _(value: str | int | float | None) -> Plain:
    return value


@plain.register
def _(value: Id) -> Plain:
    return str(value)


@plain.register
def _(value: Money) -> Plain:
    return {"amount": f"{value.amount:f}", "currency": value.currency}


@plain.register
def _(value: Decimal) -> Plain:
    return f"{value:f}"


@plain.register
def _(value: date) -> Plain:  # and a moment, which is one
    return value.isoformat()


@plain.register
def _(value: Mapping) -> Plain:  # type: ignore[type-arg]  # dispatch is on the class alone
    return {str(key): plain(each) for key, each in value.items()}


@plain.register
def _(value: tuple | list) -> Plain:  # type: ignore[type-arg]  # dispatch is on the class alone
    return [plain(each) for each in value]
