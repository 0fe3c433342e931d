"""Phone numbers: from whatever was typed to E.164, by which a client is recognised.

=================================  ============  ================================================
as typed                           regions       read as
=================================  ============  ================================================
``8 (912) 345-67-89``              RU            ``+79123456789``
``79123456789``, ``9123456789``    RU            ``+79123456789``
``067 123-45-67``                  RU, UA        ``+380671234567``
``80671234567``                    UA            ``+380671234567``, dialled by old rules
``+8 912 345-67-89``               RU            ``+79123456789``, a slip of the plus
``8 495 123-45-67 доб. 12``        RU            ``+74951234567`` and the extension ``12``
``89123456789.0``, ``８９１２…``    RU            ``+79123456789``, a spreadsheet's, full width
``+7 999 000-00-00``, ``1234567``  any           nothing: made up
``345-67-89``                      any           nothing: no area code
``8912345678²``                    any           nothing: a footnote's digit is no digit
=================================  ============  ================================================

The library phonenumbers decides what a number is; only Russian mobile ranges (+7 9…) are taken
whole, for new ones are sold before the library knows them. Numbers of digits, spaces, brackets and
hyphens are read by patterns made of its metadata: some twenty times faster, with equal results.

Made up are 999 000-00-00, nine same digits at the end (911 111-11-11) and a pair five times
(909 090-90-90): they are nobody's. What only looks so may be somebody's, and is kept:

================  ==============  =================
E.164             ``phone_kind``  ``looks_made_up``
================  ==============  =================
``+79123456780``  mobile
``+74951234568``  landline
``+78005553535``  toll_free
``+12025550123``  other
``+79991234567``  mobile          yes
``+79267777777``  mobile          yes
``+79121212121``  mobile          yes
================  ==============  =================
"""

from collections.abc import Callable
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Literal

from attrs import frozen

if TYPE_CHECKING:
    from crmkit.domain._phone_reading import Reading

PhoneKind = Literal["mobile", "landline", "toll_free", "other"]

_REMEMBERED = 2**16
_END = 7
_RUNS = ("0123456789" * 2, "9876543210" * 2)
_SHOWN_HEAD = 5
_SHOWN_TAIL = 4
_LEAST_HIDDEN = 2


@frozen
class Phone:
    """A valid number: ``e164`` such as ``+79123456789``, and the extension behind it, if any.

    As text it is an RFC 3966 number (``+74951234567;ext=12``), which reads back as itself.
    """

    e164: str
    extension: str | None = None

    def __str__(self) -> str:
        """The number, and the extension where there is one."""
        return f"{self.e164};ext={self.extension}" if self.extension else self.e164


def normal_phone(raw: str, regions: tuple[str, ...] = ("RU",)) -> Phone | None:
    """The one phone number that the text holds; None when it holds none, or several.

    A number without a country code is read as dialled in the first of ``regions`` (ISO codes)
    where it is valid; a region without a numbering plan raises BadInput.
    """
    found = phones_in(raw, regions)
    return found[0] if len(found) == 1 else None


@lru_cache(_REMEMBERED)
def phones_in(raw: str, regions: tuple[str, ...] = ("RU",)) -> tuple[Phone, ...]:
    """All different phone numbers of a cell, in its order, whatever words stand among them.

    ``"8 (912) 345-67-89, раб. 84951234567 доб. 12"`` holds two. Texts over 500 characters are
    no phone cells and hold none.
    """
    readings = _reader()(raw, regions)
    if len(readings) == 1:
        return (Phone(*readings[0]),)
    return tuple(Phone(*reading) for reading in dict.fromkeys(readings))


def phone_kind(e164: str) -> PhoneKind:
    """What kind of number it is; ``toll_free`` is any number of a service, such as 8-800.

    ``other`` is where the plan does not tell mobiles from landlines, and the rest. Takes E.164.
    """
    return _kinds()(e164)


def looks_made_up(e164: str) -> bool:
    """Whether the number is one that people invent, so that it tells little: +7 999 123-45-67.

    Seven digits in a row or the same at its end, or a pair four times. Takes E.164.
    """
    end = e164[-_END:]
    return (
        len(set(end)) == 1
        or any(end in run for run in _RUNS)
        or e164[-8:] == e164[-2:] * 4
        or e164[-9:-1] == e164[-3:-1] * 4
    )


def masked_phone(raw: object) -> str:
    """The number with its middle hidden, for messages: ``+7912***6789``.

    A text that does not begin with a full international number is hidden whole.
    """
    number = str(raw).partition(";")[0]
    digits = number.removeprefix("+")
    is_full = number.startswith("+") and digits.isascii() and digits.isdigit()
    if not is_full or len(number) < _SHOWN_HEAD + _LEAST_HIDDEN + _SHOWN_TAIL:
        return "***"
    return f"{number[:_SHOWN_HEAD]}***{number[-_SHOWN_TAIL:]}"


@cache
def _kinds() -> Callable[[str], PhoneKind]:
    """Loads the library on first use, as below."""
    from crmkit.domain._phone_plans import kind_of  # noqa: PLC0415 - see the docstring

    return kind_of


@cache
def _reader() -> Callable[[str, tuple[str, ...]], "list[Reading]"]:
    """Loads the library on first use: it takes longer than the rest of crmkit."""
    from crmkit.domain._phone_reading import numbers_in  # noqa: PLC0415 - see the docstring

    return numbers_in
