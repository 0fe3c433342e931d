"""Readers: for each kind of file, how the cell of each target is read."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from attrs import frozen

from crmkit.domain.clients import HandleType
from crmkit.domain.door import checked_value
from crmkit.domain.headings import HEADINGS
from crmkit.domain.identity import normal_external, normal_handle
from crmkit.domain.imports import ImportMapping
from crmkit.domain.phones import phones_in
from crmkit.domain.recognition import Key
from crmkit.domain.taxids import check_edrpou, check_inn, check_kpp, check_ogrn
from crmkit.errors import BadInput
from crmkit.ports.tables import Cell
from crmkit.query.schema import CUSTOM_PREFIX, FieldSpec, FieldType
from crmkit.services.importing import cells
from crmkit.services.importing.cells import CellFault
from crmkit.services.importing.clients import NO_SYSTEM
from crmkit.services.importing.dates import Dates
from crmkit.services.importing.leads import QUALIFICATIONS
from crmkit.services.importing.leads import STATUSES as OF_LEADS
from crmkit.services.importing.numbers import Numbers, currency
from crmkit.services.importing.purchases import STATUSES as OF_ORDERS
from crmkit.services.importing.rows import HandleReader, Reader, Readers
from crmkit.services.recognise import Typed

HANDLES: Mapping[str, HandleType] = {
    **dict.fromkeys(("phone", "phone_2", "phone_3", "phone_4", "phone_5"), "phone"),
    **dict.fromkeys(("email", "email_2", "email_3"), "email"),
    "telegram": "telegram",
    "vk": "vk",
    "viber": "viber",
    "whatsapp": "whatsapp",
    "instagram": "instagram",
    "card": "card",
}
"""The targets that hold handles, beside the ids of contacts and companies."""
DAYS = frozenset({"birth_date", "expected_on"})
MOMENTS = frozenset({"created_at", "changed_at", "closed_at", "placed_at"})
AMOUNTS = frozenset({"amount", "price", "cost", "total", "revenue"})
QUANTITIES = frozenset({"quantity"})
WHOLE = frozenset({"employees", "founded"})

_LONG = frozenset({"comment", "request", "preferences", "behaviour", "solvency"})
_CLIENTS = frozenset({"contacts", "companies"})
_SEX = {
    **dict.fromkeys(("ж", "жен", "женский", "женщина", "f", "female", "жін", "жіноча"), "female"),
    **dict.fromkeys(("м", "муж", "мужской", "мужчина", "m", "male", "чол", "чоловіча"), "male"),
}
_TAX_IDS: Mapping[str, Callable[[str], str]] = {
    "inn": check_inn,
    "kpp": check_kpp,
    "ogrn": check_ogrn,
    "edrpou": check_edrpou,
}


@frozen(kw_only=True)
class Reading:
    """What the readers need to know: the mapping, the shop's regions, and how columns are written.

    ``custom`` are the definitions of custom fields by their keys.
    """

    mapping: ImportMapping
    regions: tuple[str, ...]
    currency: str
    dates: Callable[[str], Dates]
    numbers: Callable[[str], Numbers]
    custom: Mapping[str, FieldSpec]

    def readers(self) -> Readers:
        """How the cells of every target are read."""
        targets = {*HEADINGS[self.mapping.kind], *self.mapping.columns.values()} - {""}
        handles = {target: self._handles(target) for target in targets if self._is_handle(target)}
        values = {target: self._value(target) for target in targets if not self._is_handle(target)}
        return Readers(values=values, handles=handles)

    def _is_handle(self, target: str) -> bool:
        is_client_id = target == "external_id" and self.mapping.kind in _CLIENTS
        return target in HANDLES or is_client_id

    def _handles(self, target: str) -> HandleReader:
        if target == "external_id":
            return partial(_ids, self.mapping.system)
        if HANDLES[target] in {"phone", "viber", "whatsapp"}:
            return partial(_phones, HANDLES[target], self.regions)
        return partial(_other_handles, HANDLES[target], self.regions)

    def _value(self, target: str) -> Reader:
        if target.startswith(CUSTOM_PREFIX):
            return self._custom(target)
        if target in DAYS | MOMENTS:
            dates = self.dates(target)
            return dates.day if target in DAYS else dates.moment
        if target in AMOUNTS | QUANTITIES | WHOLE:
            return self._number(target)
        if target in _TAX_IDS:
            return partial(_tax_id, target.upper(), _TAX_IDS[target])
        if target == "external_id" and self.mapping.system is not None:
            return partial(_with_system, self.mapping.system)
        return self._word(target)

    def _number(self, target: str) -> Reader:
        numbers = self.numbers(target)
        if target in AMOUNTS:
            return numbers.amount
        return numbers.whole if target in WHOLE else numbers.number

    def _word(self, target: str) -> Reader:
        statuses = OF_LEADS if self.mapping.kind == "leads" else OF_ORDERS
        readers: Mapping[str, Reader] = {
            "sex": partial(cells.choice, words=_SEX),
            "status": partial(cells.choice, words=statuses),
            "qualification": partial(cells.choice, words=QUALIFICATIONS),
            "tags": cells.tags,
            "active": cells.flag,
            "currency": currency,
            **dict.fromkeys(_LONG, cells.text),
        }
        return readers.get(target, cells.short_text)

    def _custom(self, target: str) -> Reader:
        field = self.custom.get(target.removeprefix(CUSTOM_PREFIX))
        if field is None:
            message = f"no custom field {target[:60]!r} is defined"
            raise BadInput(message, where="mapping", hint="define it with a CustomField first")
        numbers, dates = self.numbers(target), self.dates(target)
        readers: Mapping[FieldType, Reader] = {
            FieldType.NUMBER: numbers.whole,
            FieldType.DECIMAL: numbers.number,
            FieldType.FLAG: cells.flag,
            FieldType.DAY: dates.day,
            FieldType.MOMENT: dates.moment,
            FieldType.MONEY: partial(_money, numbers, self.currency),
            FieldType.TAGS: cells.tags,
        }
        return partial(_fit, readers.get(field.type, cells.text), field)


def _fit(read: Reader, field: FieldSpec, cell: Cell) -> object:
    value = read(cell)
    return None if value is None else checked_value(value, field, field.name)


def _money(numbers: Numbers, code: str, cell: Cell) -> object:
    amount = numbers.amount(cell)
    return None if amount is None else amount.money(code)


def _tax_id(name: str, check: Callable[[str], str], cell: Cell) -> str | None:
    written = cells.text(cell)
    try:
        return check(written) if written else None
    except BadInput as exc:  # its message shows some of the digits
        message = f"this is no {name}"
        raise CellFault(message, hint=exc.hint) from exc


def _with_system(system: str, cell: Cell) -> str | None:
    written = cells.short_text(cell)
    return written and f"{system}:{written.removeprefix(f'{system}:')}"


def _ids(system: str | None, cell: Cell) -> Sequence[Typed]:
    """The client's id in another program, told apart by the program's name."""
    written = cells.short_text(cell)
    if written is None:
        return ()
    stated = normal_external(written) if system is None else None
    prefix = f"{system or NO_SYSTEM}:"
    value = stated or normal_external(prefix + written.removeprefix(prefix))
    if value is None:
        message = "no id can be read"
        raise CellFault(message)
    return (Typed(key=Key(type="external", value=value), raw=written),)


def _phones(kind: HandleType, regions: tuple[str, ...], cell: Cell) -> Sequence[Typed]:
    written = cells.short_text(cell)
    if written is None:
        return ()
    found = phones_in(written, regions)
    if not found:
        message = f"no {kind} can be read"
        raise CellFault(message)
    return [
        Typed(key=Key(type=kind, value=phone.e164), raw=written, extension=phone.extension)
        for phone in found
    ]


def _other_handles(kind: HandleType, regions: tuple[str, ...], cell: Cell) -> Sequence[Typed]:
    written = cells.short_text(cell)
    if written is None:
        return ()
    value = normal_handle(kind, written, regions)
    if value is None:
        message = f"no {kind} can be read"
        raise CellFault(message)
    return (Typed(key=Key(type=kind, value=value), raw=written),)
