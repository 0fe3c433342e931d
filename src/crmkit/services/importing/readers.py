"""Readers: for each kind of file, how the cell of each target is read."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from zoneinfo import ZoneInfo

from attrs import frozen

from crmkit.domain.clients import HandleType
from crmkit.domain.identity import normal_handle
from crmkit.domain.phones import phones_in
from crmkit.domain.taxids import check_edrpou, check_inn, check_kpp, check_ogrn
from crmkit.money import Money
from crmkit.ports.tables import Cell
from crmkit.query.schema import CUSTOM_PREFIX, FieldSpec, FieldType
from crmkit.services.importing import cells
from crmkit.services.importing.cells import CellFault
from crmkit.services.importing.clients import TypedHandles, typed
from crmkit.services.importing.rows import Reader

_HANDLE_TYPES: Mapping[str, HandleType] = {
    "phone": "phone",
    "phone_2": "phone",
    "email": "email",
    "telegram": "telegram",
    "vk": "vk",
    "viber": "viber",
    "whatsapp": "whatsapp",
    "instagram": "instagram",
    "card": "card",
}
_SEX = {
    **dict.fromkeys(("ж", "жен", "женский", "женщина", "f", "female", "жін", "жіноча"), "female"),
    **dict.fromkeys(("м", "муж", "мужской", "мужчина", "m", "male", "чол", "чоловіча"), "male"),
}
_DAYS = frozenset({"birth_date", "expected_on"})
_MOMENTS = frozenset({"created_at", "closed_at", "placed_at"})
_AMOUNTS = frozenset({"amount", "price", "cost", "total", "revenue"})
_TAX_IDS: Mapping[str, Callable[[str], str]] = {
    "inn": check_inn,
    "kpp": check_kpp,
    "ogrn": check_ogrn,
    "edrpou": check_edrpou,
}


def may_be_dated(target: str) -> bool:
    """Whether the cells of the target may hold days or moments."""
    return target in _DAYS or target in _MOMENTS or target.startswith(CUSTOM_PREFIX)


@frozen(kw_only=True)
class Reading:
    """What the readers need to know: the shop's regions, currency, time zone and date formats."""

    regions: tuple[str, ...]
    currency: str
    zone: ZoneInfo
    date_formats: Mapping[str, Sequence[str]]
    custom: Mapping[str, FieldSpec]

    def reader(self, target: str) -> Reader:
        """How the cells of a target are read; text where nothing else is known of it."""
        return cells.reader(self._reader(target))

    def _reader(self, target: str) -> Reader:
        formats = self.date_formats.get(target, cells.DATE_FORMATS)
        if target in _HANDLE_TYPES:
            return partial(_handles, _HANDLE_TYPES[target], self.regions)
        if target in _DAYS:
            return partial(cells.day, formats=formats)
        if target in _MOMENTS:
            return partial(cells.moment, zone=self.zone, formats=formats)
        if target in _AMOUNTS:
            return partial(cells.money, currency=self.currency)
        if target.startswith(CUSTOM_PREFIX):
            return self._custom(target, formats)
        return _plain_reader(target)

    def _custom(self, target: str, formats: Sequence[str]) -> Reader:
        field = self.custom.get(target.removeprefix(CUSTOM_PREFIX))
        if field is None:
            message = f"no custom field {target[:60]!r} is defined"
            raise CellFault(message, where="mapping", hint="define it with a CustomField first")
        readers: Mapping[FieldType, Reader] = {
            FieldType.NUMBER: cells.whole,
            FieldType.DECIMAL: cells.number,
            FieldType.FLAG: cells.flag,
            FieldType.DAY: partial(cells.day, formats=formats),
            FieldType.MOMENT: partial(cells.moment, zone=self.zone, formats=formats),
            FieldType.MONEY: partial(cells.money, currency=self.currency),
            FieldType.TAGS: tags,
        }
        return readers.get(field.type, cells.text)


def _plain_reader(target: str) -> Reader:
    if target in _TAX_IDS:
        return partial(_tax_id, _TAX_IDS[target])
    readers: Mapping[str, Reader] = {
        "sex": partial(cells.choice, words=_SEX),
        "tags": tags,
        "quantity": cells.number,
        "employees": cells.whole,
        "founded": cells.whole,
        "active": cells.flag,
        "currency": currency,
    }
    return readers.get(target, cells.text)


def tags(cell: Cell) -> tuple[str, ...] | None:
    """Tags between commas or semicolons."""
    written = (cells.text(cell) or "").replace(";", ",").replace("|", ",").split(",")
    return tuple(dict.fromkeys(tag.strip() for tag in written if tag.strip())) or None


def currency(cell: Cell) -> str | None:
    """A currency code; «руб», «грн», «$» and «€» are understood."""
    written = (cells.text(cell) or "").strip(". ").upper()
    known = {"РУБ": "RUB", "Р": "RUB", "₽": "RUB", "RUR": "RUB", "ГРН": "UAH", "₴": "UAH"}
    code = {**known, "$": "USD", "€": "EUR", "ТГ": "KZT", "₸": "KZT"}.get(written, written)
    return Money(0, code).currency if code else None


def _tax_id(check: Callable[[str], str], cell: Cell) -> str | None:
    written = cells.text(cell)
    return check(written) if written else None


def _handles(kind: HandleType, regions: tuple[str, ...], cell: Cell) -> TypedHandles | None:
    written = cells.text(cell)
    if written is None:
        return None
    if kind in {"phone", "viber", "whatsapp"}:
        phones = phones_in(written, regions)
        found = tuple(typed(kind, phone.e164, written, phone.extension) for phone in phones)
    else:
        value = normal_handle(kind, written, regions)
        found = () if value is None else (typed(kind, value, written),)
    if not found:
        message = f"no {kind} can be read"
        raise CellFault(message)
    return TypedHandles(found)
