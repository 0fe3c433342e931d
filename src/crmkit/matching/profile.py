"""A record as the matcher sees it: the normal forms of all that it holds, worked out once."""

import re
from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache

from msgspec import Struct

from crmkit.domain.addresses import address_form
from crmkit.domain.birthdays import birth_date, is_made_up_day
from crmkit.domain.cities import city_form
from crmkit.domain.company_names import company_form
from crmkit.domain.emails import emails_in, is_made_up_email, same_mailbox_key
from crmkit.domain.identity import normal_handle
from crmkit.domain.name_forms import NameForm, name_form, name_form_of
from crmkit.domain.phones import phones_in
from crmkit.domain.taxids import tax_ids_in
from crmkit.matching.kinds import ColumnKind

_PHONES = frozenset({"phone", "viber", "whatsapp"})
_MESSENGERS = ("telegram", "vk", "instagram")
_SIGNS = (("vk", ("vk.", "vkontakte", "вк:", "vk:")), ("instagram", ("instagr", "инст")))
_PREFIX = re.compile(
    r"\s*(?:вк|vk|тг|tg|телеграм\w*|telegram|инст\w*|insta\w*)\s*[:-]?\s+", re.IGNORECASE
)
_REMEMBERED = 2**16


class Profile(Struct, frozen=True, array_like=True, gc=False):
    """The normal forms of one record; what is not known is empty.

    ``names`` are the ids of the first names that the word may be, ``first`` the word itself in one
    spelling, ``last`` the surname without the ending of its sex.
    """

    kind: str = "none"
    names: tuple[str, ...] = ()
    first: str = ""
    last: str = ""
    lasts: tuple[str, ...] = ()
    middle: str = ""
    first_initial: str = ""
    middle_initial: str = ""
    sex: str = ""
    phones: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    handles: tuple[str, ...] = ()
    tax_ids: tuple[str, ...] = ()
    births: tuple[date, ...] = ()
    city: str = ""
    company: str = ""
    address: tuple[str, ...] = ()


def profile(
    values: Iterable[tuple[ColumnKind, str]], regions: Sequence[str] = ("RU", "UA", "BY", "KZ")
) -> Profile:
    """The profile of a record's cells, each with what its column holds; unreadable ones are left.

    ``regions`` are those of phones without a country code, the likeliest first.
    """
    given: dict[str, list[str]] = {}
    for column, value in values:
        if value:
            given.setdefault(column, []).append(value)
    name = _name(given)
    place = tuple(regions)
    return Profile(
        kind=name.kind,
        names=name.names,
        first=name.first,
        last=name.last,
        lasts=name.lasts,
        middle=name.middle,
        first_initial=name.first_initial,
        middle_initial=name.middle_initial,
        sex=(name.sex or "")[:1],
        phones=_phones(given, place),
        emails=_emails(given),
        handles=_handles(given, place),
        tax_ids=_tax_ids(given),
        births=_births(given),
        city=_city(given),
        company=_company(given, name),
        address=_address(given),
    )


def _name(given: dict[str, list[str]]) -> NameForm:
    parts = [given.get(part, [""])[0] for part in ("last_name", "first_name", "middle_name")]
    if any(parts):
        return name_form_of(*(part or None for part in parts))
    return name_form(given.get("name", [""])[0])


def _phones(given: dict[str, list[str]], regions: tuple[str, ...]) -> tuple[str, ...]:
    found = [_phones_of(cell, regions) for column in _PHONES for cell in given.get(column, ())]
    return tuple(sorted({phone for cell in found for phone in cell}))


@lru_cache(_REMEMBERED)
def _phones_of(cell: str, regions: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(phone.e164 for phone in phones_in(cell, regions))


def _emails(given: dict[str, list[str]]) -> tuple[str, ...]:
    cells = given.get("email")
    if not cells:
        return ()
    found = {
        same_mailbox_key(address)
        for cell in cells
        for address in emails_in(cell)
        if not is_made_up_email(address)
    }
    return tuple(sorted(found))


def _handles(given: dict[str, list[str]], regions: tuple[str, ...]) -> tuple[str, ...]:
    found = {
        f"{network}:{value}"
        for network in _MESSENGERS
        for cell in given.get(network, ())
        if (value := normal_handle(network, cell, regions)) is not None
    }
    found.update(*map(_of_any_network, given.get("messenger", ())))
    found.update(
        f"desk:{phone.e164};{phone.extension}"
        for cell in given.get("phone", ())
        for phone in phones_in(cell, regions)
        if phone.extension
    )
    return tuple(sorted(found))


def _of_any_network(cell: str) -> set[str]:
    """An account in the network that the cell names, in Telegram where it names none."""
    lowered = cell.lower()
    network = next((one for one, sign in _SIGNS if any(each in lowered for each in sign)), None)
    value = normal_handle(network or "telegram", _PREFIX.sub("", cell, count=1))
    return {f"{network or 'telegram'}:{value}"} if value else set()


def _births(given: dict[str, list[str]]) -> tuple[date, ...]:
    found = (birth_date(cell) for cell in given.get("birth_date", ()))
    return tuple(sorted({day for day in found if day and not is_made_up_day(day)}))


def _tax_ids(given: dict[str, list[str]]) -> tuple[str, ...]:
    return tuple(
        sorted({number for cell in given.get("tax_id", ()) for number in tax_ids_in(cell)})
    )


def _city(given: dict[str, list[str]]) -> str:
    cells = given.get("city")
    return city_form(cells[0]) if cells else ""


def _company(given: dict[str, list[str]], name: NameForm) -> str:
    cells = given.get("company") or (given.get("name") if name.kind == "organisation" else None)
    return company_form(cells[0]).core if cells else ""


def _address(given: dict[str, list[str]]) -> tuple[str, ...]:
    cells = given.get("address")
    if not cells:
        return ()
    form = address_form(", ".join(cells))
    return (form.street, form.house, form.flat) if form.street else ()
