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
whole, for new ones are sold before the library knows them. Plain Russian and Ukrainian numbers are
recognised by patterns made of its metadata: some twenty times faster, with equal results.
"""

from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING

from attrs import frozen

if TYPE_CHECKING:
    from crmkit.domain._phone_reading import Reading

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


def phones_in(raw: str, regions: tuple[str, ...] = ("RU",)) -> tuple[Phone, ...]:
    """All different phone numbers of a cell, in its order, whatever words stand among them.

    ``"8 (912) 345-67-89, раб. 84951234567 доб. 12"`` holds two. Texts over 500 characters are
    no phone cells and hold none.
    """
    return tuple(dict.fromkeys(Phone(*reading) for reading in _reader()(raw, regions)))


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
def _reader() -> Callable[[str, tuple[str, ...]], "list[Reading]"]:
    """Loads the library on first use: it takes longer than the rest of crmkit."""
    from crmkit.domain._phone_reading import numbers_in  # noqa: PLC0415 - see the docstring

    return numbers_in
