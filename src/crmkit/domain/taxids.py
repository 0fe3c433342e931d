"""Numbers by which states know taxpayers: INN, KPP, OGRN, EDRPOU, RNTRC, UNP.

Every check takes the number as people write it and gives its compact form:

======================  ==========================  ================  =====================
check                   as typed                    compact           length
======================  ==========================  ================  =====================
``check_inn``           ``"ИНН 7707 083 893"``      ``"7707083893"``  10, a person 12 (RU)
``check_kpp``           ``"7736-01-001"``           ``"773601001"``   9 (RU)
``check_ogrn``          ``"1027700132195.0"``       unchanged digits  13, OGRNIP 15 (RU)
``check_edrpou``        ``"ЄДРПОУ 32855961"``       ``"32855961"``    8 (UA)
``check_rntrc``         ``"25 30 41 40 71"``        ``"2530414071"``  10, a person (UA)
``check_unp``           ``"УНП МА1953684"``         ``"MA1953684"``   9, two letters (BY)
======================  ==========================  ================  =====================

All raise BadInput, whose hint says what to do. A message shows at most two digits of each end.

`tax_ids_in` reads a cell for comparing, in which anything may stand, and never raises:

=========================================  ================================
as typed                                   found
=========================================  ================================
``7707083893/773601001``, ``ИНН…, КПП…``    ``7707083893``: a KPP tells nobody apart
``ИНН 7707 083 893; ОГРН 1027700132195``   ``7707083893``, ``1027700132195``
``105123458`` (a spreadsheet's)            ``0105123458``, its zero restored
``7707083894`` (no check digit fits)       ``7707083894``: two may share a slip
``DE 123456789``                           ``DE123456789``
``0000000000``, ``1234567890``, ``нет``    nothing
=========================================  ================================
"""

import re
from functools import cache, lru_cache
from importlib import import_module
from typing import Protocol

from attrs import frozen

from crmkit.errors import BadInput
from crmkit.text import plain

_LABEL = re.compile(r"^\s*(?:ИНН|КПП|ОГРНИП|ОГРН|ЄДРПОУ|ЕДРПОУ|РНОКПП|ІПН|УНП|INN|KPP|OGRN|UNP)\b")
_LABELS = re.compile(
    r"(?<!\w)(?:ИНН|КПП|ОГРНИП|ОГРН|ЄДРПОУ|ЕДРПОУ|РНОКПП|ІПН|УНП|БИН|ИИН|INN|KPP|OGRN|UNP|VAT)(?![^\W\d])"
)
_JOINTS = re.compile(r"[\s\-–—.:#]+")
_SPREADSHEET_FRACTION = re.compile(r"(?<=\d)[.,]0+$")
_KPP = re.compile(r"[0-9]{4}[0-9A-Z]{2}[0-9]{3}")
_LONGEST = 64
_SHOWN = 2

_REMEMBERED = 2**16
_LONGEST_CELL = 200
_DIGITS_OF_KPP = 9
_MOST_KPPS = "01001"  # the first registration at the place of a company
_RUN = re.compile(r"(?<![0-9A-ZА-ЯЁІЇЄҐ])(?:[A-ZА-ЯІ]{2})?[0-9]{7,15}(?![0-9])")
_GROUPS = re.compile(r"(?<![0-9])[0-9]{2,5}(?:[ -][0-9]{1,5}){2,4}(?![0-9])")
_ANY = re.compile(r"(?=(?:[A-Z]*[0-9]){6})[0-9A-Z]{8,15}")
_PLACEHOLDERS = ("1234567890", "123456789", "12345678", "0123456789", "9876543210")


class _Checker(Protocol):
    """The part of a python-stdnum module that is used here."""

    def validate(self, number: str, /) -> str: ...


@frozen
class _Rule:
    """How one number is called, how long it may be and which module of python-stdnum knows it."""

    name: str
    lengths: tuple[int, ...]
    module: str


_INN = _Rule("INN", (10, 12), "stdnum.ru.inn")
_OGRN = _Rule("OGRN", (13, 15), "stdnum.ru.ogrn")
_EDRPOU = _Rule("EDRPOU", (8,), "stdnum.ua.edrpou")
_RNTRC = _Rule("RNTRC", (10,), "stdnum.ua.rntrc")
_UNP = _Rule("UNP", (9,), "stdnum.by.unp")
_RULES = (_INN, _OGRN, _EDRPOU, _RNTRC, _UNP)
_WITHOUT_ZERO = (7, 9)


def check_inn(text: str) -> str:
    """The Russian INN of a company (10 digits) or a person (12), its check digits proven."""
    return _checked(text, _INN)


def check_ogrn(text: str) -> str:
    """The Russian OGRN of a company (13 digits) or OGRNIP of a sole trader (15)."""
    return _checked(text, _OGRN)


def check_edrpou(text: str) -> str:
    """The Ukrainian code of an organisation (8 digits)."""
    return _checked(text, _EDRPOU)


def check_rntrc(text: str) -> str:
    """The Ukrainian taxpayer number of a person (10 digits), also called IPN."""
    return _checked(text, _RNTRC)


def check_unp(text: str) -> str:
    """The Belarusian payer number: 9 digits, or two letters and 7 digits for a person."""
    return _checked(text, _UNP)


def check_kpp(text: str) -> str:
    """The Russian KPP: tax office, reason and number; it has no check digit.

    The format is that of the tax service's order ММВ-7-6/435@: NNNNPPXXX, where PP may be letters.
    """
    compact = _compact(text, "KPP")
    if not _KPP.fullmatch(compact) or len(set(compact)) == 1:
        message = f"{masked_number(compact)} is no KPP"
        raise BadInput(message, where="kpp", hint="a KPP is 9 digits, such as 773601001")
    return compact


@lru_cache(_REMEMBERED)
def tax_ids_in(text: str) -> tuple[str, ...]:
    """The different numbers of the cell by which taxpayers are told apart, in its order.

    Numbers whose check digits fit come alone; where none fits, the one number that the whole cell
    is. A KPP tells no company apart, and what is made up nobody.
    """
    if len(text) > _LONGEST_CELL:
        return ()
    cell = _LABELS.sub(" ", _SPREADSHEET_FRACTION.sub("", plain(text).upper().strip()))
    runs = _RUN.findall(_GROUPS.sub(_joined, cell))
    whole = _JOINTS.sub("", cell)
    found = [number for run in runs if (number := _proven(run, is_alone=run == whole))]
    return tuple(dict.fromkeys(found)) if found else _unproven(whole, runs)


def masked_number(number: str) -> str:
    """The number with its middle hidden: ``"77******93"``; short or odd text is hidden whole."""
    hidden = len(number) - 2 * _SHOWN
    if hidden < 2 * _SHOWN or not (number.isascii() and number.isalnum()):
        return "***"
    return f"{number[:_SHOWN]}{'*' * hidden}{number[-_SHOWN:]}"


def _joined(groups: re.Match[str]) -> str:
    """``7707 083 893`` in one piece; of two numbers side by side nothing is joined."""
    joined = _JOINTS.sub("", groups[0])
    return joined if any(len(joined) in rule.lengths for rule in _RULES) else groups[0]


def _proven(run: str, *, is_alone: bool) -> str | None:
    """The number, if any check digit fits it; a lost leading zero comes back."""
    if len(run) == _DIGITS_OF_KPP and (not is_alone or run.endswith(_MOST_KPPS)):
        return None
    candidates = (run, f"0{run}") if is_alone and len(run) in _WITHOUT_ZERO else (run,)
    proofs = (
        _valid(number, rule)
        for number in candidates
        for rule in _RULES
        if len(number) in rule.lengths and len(set(number)) > 1
    )
    return next(filter(None, proofs), None)


def _unproven(whole: str, runs: list[str]) -> tuple[str, ...]:
    """The one number that no check digit fits: the only run of digits but a KPP, or the whole."""
    likely = [run for run in runs if len(run) != _DIGITS_OF_KPP]
    compact = likely[0] if len(likely) == 1 else whole
    is_made_up = len(set(compact)) <= _SHOWN or compact in _PLACEHOLDERS
    is_kpp = len(compact) == _DIGITS_OF_KPP and compact.isdigit()
    return (compact,) if _ANY.fullmatch(compact) and not is_made_up and not is_kpp else ()


def _checked(text: str, rule: _Rule) -> str:
    """The compact number when its length, format and check digit fit."""
    compact = _compact(text, rule.name)
    problem = _problem(compact, rule)
    if problem:
        message = f"{masked_number(compact)} is no {rule.name}: {problem}"
        raise BadInput(message, where=rule.name.lower(), hint=_hint(compact, rule))
    return _valid(compact, rule) or compact


def _problem(compact: str, rule: _Rule) -> str | None:
    """What is wrong, in words; None when nothing is."""
    if len(compact) not in rule.lengths:
        allowed = " or ".join(map(str, rule.lengths))
        return f"it has {len(compact)} characters, not {allowed}"
    if len(set(compact)) == 1:
        return "it is one digit repeated"
    return None if _valid(compact, rule) else "its digits do not agree with the check digit"


def _hint(compact: str, rule: _Rule) -> str:
    """What to do next; a spreadsheet's lost leading zero is the commonest cause."""
    if "/" in compact:
        return "two numbers stand in one cell: give each its own column"
    restored = f"0{compact}"
    if len(restored) in rule.lengths and _valid(restored, rule):
        return "a spreadsheet dropped the leading zero: keep the column as text and put 0 in front"
    return "compare with the document; a digit is missing, doubled or swapped"


def _valid(compact: str, rule: _Rule) -> str | None:
    """The number as python-stdnum writes it, or None when it refuses."""
    # Imported on first use: the library costs as much to import as the rest of crmkit.
    from stdnum.exceptions import ValidationError  # noqa: PLC0415

    try:
        return _checker(rule.module).validate(compact)
    except ValidationError:
        return None


@cache
def _checker(module: str) -> _Checker:
    checker: _Checker = import_module(module)
    return checker


def _compact(text: str, name: str) -> str:
    """Capital letters and digits only, without label, spaces, dashes and a spreadsheet's ``.0``."""
    if len(text) > _LONGEST:
        message = f"{len(text)} characters are no {name}"
        raise BadInput(message, where=name.lower(), hint="give the number alone")
    unlabelled = _LABEL.sub("", plain(text).upper().strip())
    return _JOINTS.sub("", _SPREADSHEET_FRACTION.sub("", unlabelled))
