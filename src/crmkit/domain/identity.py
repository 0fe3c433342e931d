"""The normal form of any handle, by which two records turn out to be one client.

=============  ========================================  ===========================
kind           as typed                                  normal form
=============  ========================================  ===========================
``phone``      ``8 (912) 345-67-89 доб. 5``              ``+79123456789``
``email``      ``Анна <Anna@Mail.ru>``                   ``anna@mail.ru``
``telegram``   ``https://t.me/Anna_K``                   ``anna_k``
``vk``         ``vk.com/id1``                            ``id1``
``viber``      ``8 912 345-67-89``                       ``+79123456789``
``whatsapp``   ``wa.me/79123456789``                     ``+79123456789``
``instagram``  ``@Anna.Kim``                             ``anna.kim``
``site``       ``HTTPS://www.Shop.ru/about/``            ``shop.ru/about``
``card``       ``№ 0012-345 a``                          ``0012345A``
``external``   ``1c:000-42``                             ``1c:000-42`` as it is
=============  ========================================  ===========================

Equal normal forms of one kind mean one person, mailbox or device; aliases of a mailbox are a
matter of `crmkit.domain.emails.same_mailbox_key`, extensions of `crmkit.domain.phones`.
"""

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType

from crmkit.domain.emails import domain_in_ascii, normal_email
from crmkit.domain.messengers import (
    normal_instagram,
    normal_phone_account,
    normal_telegram,
    normal_vk,
)
from crmkit.domain.phones import normal_phone
from crmkit.errors import BadInput
from crmkit.text import clean, plain

_LONGEST = 1000
_LONGEST_CARD = 64

_SITE = re.compile(r"(?:https?:)?(?://)?([^/?#:@\s]+)(:[0-9]{1,5})?([/?#]\S*)?", re.IGNORECASE)
_WWW = re.compile(r"(?:www\.)+(?=[^.]+\.)")
_CARD_JOINTS = re.compile(r"[\s#./-]+")
_CARD = re.compile(r"(?=.*[0-9])[0-9A-ZА-ЯЁІЇЄҐ]+")
_EXTERNAL = re.compile(r"[^\s:]+:\S(?:.*\S)?")


def normal_handle(kind: str, raw: str, regions: tuple[str, ...] = ("RU",)) -> str | None:
    """The form under which the handle is stored and looked up; None when it cannot be one.

    ``regions`` are those of phones without a country code. Raises BadInput for an unknown kind.
    """
    reader = _READERS.get(kind)
    if reader is None:
        message = f"there are no handles of the kind {kind[:20]!r}"
        raise BadInput(message, where="handle.type", hint=f"use one of {', '.join(_READERS)}")
    return reader(raw, regions)


def normal_site(raw: str) -> str | None:
    """The address of a site without ``https://www.``: the host in lower case, the path as it is."""
    match = _SITE.fullmatch(plain(raw).strip()) if len(raw) <= _LONGEST else None
    domain = match and domain_in_ascii(match[1].lower())
    if not match or not domain or _kept(raw) is None:
        return None
    return f"{_WWW.sub('', domain)}{match[2] or ''}{(match[3] or '').rstrip('/?#')}"


def normal_card(raw: str) -> str | None:
    """A loyalty card's digits and capital letters; at least one digit, up to 64 characters."""
    if len(raw) > _LONGEST:
        return None
    card = _CARD_JOINTS.sub("", plain(raw).upper())
    return card if len(card) <= _LONGEST_CARD and _CARD.fullmatch(card) else None


def normal_external(raw: str) -> str | None:
    """Another program's id, ``source:id``, as it is there."""
    kept = _kept(raw) if len(raw) <= _LONGEST else None
    return kept if kept and _EXTERNAL.fullmatch(kept) else None


def _kept(raw: str) -> str | None:
    try:
        return clean(raw, where="handle")
    except BadInput:
        return None


def _phone(raw: str, regions: tuple[str, ...]) -> str | None:
    phone = normal_phone(raw, regions)
    return phone.e164 if phone else None


_READERS: Mapping[str, Callable[[str, tuple[str, ...]], str | None]] = MappingProxyType(
    {
        "phone": _phone,
        "email": lambda raw, _regions: normal_email(raw),
        "telegram": normal_telegram,
        "vk": lambda raw, _regions: normal_vk(raw),
        "viber": normal_phone_account,
        "whatsapp": normal_phone_account,
        "instagram": lambda raw, _regions: normal_instagram(raw),
        "site": lambda raw, _regions: normal_site(raw),
        "card": lambda raw, _regions: normal_card(raw),
        "external": lambda raw, _regions: normal_external(raw),
    }
)
