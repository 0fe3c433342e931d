"""E-mail addresses: the form to which mail is sent, and the mailbox that several forms share.

======================================  ===========================  =============================
as typed                                ``normal_email``             ``same_mailbox_key`` of it
======================================  ===========================  =============================
``Анна <Anna.K+shop@GMail.com>``        ``anna.k+shop@gmail.com``    ``annak@gmail.com``
``mailto:ivan.petrov@ya.ru?subject=1``  ``ivan.petrov@ya.ru``        ``ivan-petrov@yandex.ru``
``Info@ПОЧТА.рф``                       ``info@xn--80a1acny.xn--…``  unchanged
``ann＠mail.ru;``                       ``ann@mail.ru``              unchanged
``anna@mаil.ru`` (a Cyrillic ``а``)     nothing: two alphabets
``anna@mail,ru``, ``anna@mailru``       ``anna@mail.ru``             unchanged
``анна@mail.ru``, ``anna@mail``         nothing: no mail would come
``a..b@mail.ru``, ``"a b"@mail.ru``     nothing
======================================  ===========================  =============================

Whether the mailbox exists is not asked: nothing here reaches the network.

What an address tells about whose it is (``data/mail_domains.txt``, ``data/mailbox_words.txt``):

========================  ================  ======================  =========================
address                   ``mailbox_kind``  ``weak_mailbox_key``    ``is_made_up_email``
========================  ================  ======================  =========================
``anna.kim@gmial.com``    person            ``annakim@gmail.com``
``anna_kim@mail.ri``      person            ``annakim@mail.ru``
``a.kim@yandex.tu``       person            ``akim@yandex.ru``
``anna@mail.ro``          person            ``anna@mail.ro``
``info@shop.ru``          role              ``info@shop.ru``
``sales-2@shop.ru``       role              ``sales2@shop.ru``
``test@test.ru``          person            ``test@test.ru``        yes
``no@mail.ru``            person            ``no@mail.ru``          yes
``aaa@aaa.aa``            person            ``aaa@aaa.aa``          yes
``123@mail.ru``           person            ``123@mail.ru``         yes
========================  ================  ======================  =========================
"""

import re
from functools import lru_cache
from typing import Literal
from unicodedata import normalize

from crmkit.domain._mailbox_words import (
    dotted_domain,
    is_made_up,
    is_of_office,
    meant_domain,
)
from crmkit.text import plain

MailboxKind = Literal["person", "role"]

_REMEMBERED = 2**16

_LONGEST = 254
_LONGEST_CELL = 1000

_ATOM = r"[a-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_DOMAIN = rf"(?:{_LABEL}\.)+[a-z](?:[a-z0-9-]{{0,61}}[a-z0-9])"
_ADDRESS = re.compile(rf"(?!')(?=[^@]{{1,64}}@){_ATOM}(?:\.{_ATOM})*@{_DOMAIN}")
_WHOLE_DOMAIN = re.compile(_DOMAIN)

# An address in another alphabet (RFC 6531) exists only on a domain in another alphabet.
_NATIVE_LOCAL = re.compile(r"[^\W_a-z0-9][^\W_a-z]*(?:[._-][^\W_a-z]+)*")

_BETWEEN = re.compile(r"[\s,;|<>()\[\]\"]+")
# No domain is without a dot, so nothing else can be meant.
_COMMA_FOR_DOT = re.compile(r"(@[a-z0-9-]+),\s?(?=(?:ru|com|net|ua|by|kz|org)\b)")
_LINK = re.compile(r"mailto:([^?]*)(?:\?.*)?", re.DOTALL)
_EDGES = ".:'"
_LATIN_AND_CYRILLIC = re.compile(r"[a-z][^.]*[а-яёіїєґў]|[а-яёіїєґў][^.]*[a-z]")

_GOOGLE = frozenset({"gmail.com", "googlemail.com"})
_YANDEX = frozenset(
    {"yandex.ru", "ya.ru", "yandex.com", "yandex.ua", "yandex.by", "yandex.kz", "narod.ru"}
)
_APPLE = frozenset({"icloud.com", "me.com", "mac.com"})
_PROTON = frozenset({"proton.me", "protonmail.com", "pm.me"})
_TAGGING = frozenset({"outlook.com", "hotmail.com", "live.com"})
_JOINTS = str.maketrans("", "", "._-")


def normal_email(raw: str) -> str | None:
    """The one address that the text holds, as mail servers take it; None for none or several.

    Lower case, the domain in ASCII. A name around it, ``mailto:`` and stray punctuation go; dots
    and tags stay, because mail is sent to this form.
    """
    address = raw.strip().lower()
    if len(address) <= _LONGEST and _ADDRESS.fullmatch(address):
        return address
    found = emails_in(raw)
    return found[0] if len(found) == 1 else None


def emails_in(raw: str) -> tuple[str, ...]:
    """All different addresses of a cell, in its order: ``"a@mail.ru; b@mail.ru"`` holds two.

    Texts over 1,000 characters are no address cells and hold none.
    """
    if len(raw) > _LONGEST_CELL:
        return ()
    words = _BETWEEN.split(_COMMA_FOR_DOT.sub(r"\1.", plain(raw).lower()))
    found = (_read(word) for word in words if "@" in word)
    return tuple(dict.fromkeys(address for address in found if address))


def same_mailbox_key(address: str) -> str:
    """Equal keys mean one mailbox, by its provider's published rules; takes a normal form.

    Gmail ignores dots and whatever follows a plus; Yandex answers on all its domains, takes a dot
    for a hyphen and ignores what follows a plus; Apple and Proton answer on all their domains, and
    Proton ignores dots, hyphens and underscores. Mail.ru, inbox.ru, list.ru and bk.ru are four
    mailboxes. The key recognises; mail goes to the normal form.
    """
    local, _, domain = address.rpartition("@")
    untagged = local.partition("+")[0] or local
    if domain in _GOOGLE:
        return f"{untagged.replace('.', '')}@gmail.com"
    if domain in _YANDEX:
        return f"{untagged.replace('.', '-')}@yandex.ru"
    if domain in _APPLE:
        return f"{untagged}@icloud.com"
    if domain in _PROTON:
        return f"{untagged.translate(_JOINTS) or untagged}@proton.me"
    return f"{untagged}@{domain}" if domain in _TAGGING else address


@lru_cache(_REMEMBERED)
def weak_mailbox_key(address: str) -> str:
    """Equal keys mean addresses that may be one with a slip: evidence, and no more than that.

    A domain that is one slip away from a well-known one is that one, unless somebody is known to
    have it; dots, hyphens, underscores and tags do not count. The key of a key is itself.
    """
    local, _, domain = address.rpartition("@")
    local, _, domain = same_mailbox_key(f"{local}@{meant_domain(domain)}").rpartition("@")
    untagged = local.partition("+")[0] or local
    return f"{untagged.translate(_JOINTS) or untagged}@{domain}"


def mailbox_kind(address: str) -> MailboxKind:
    """Whether the mailbox is a person's, or a role's that several people read: info@, buh@."""
    return "role" if is_of_office(address.partition("@")[0]) else "person"


def is_made_up_email(address: str) -> bool:
    """Whether the address was typed to get past a required field: test@test.ru, no@mail.ru.

    Such an address is kept like any other, but tells nobody from anybody else.
    """
    local, _, domain = address.rpartition("@")
    return is_made_up(local, domain)


def domain_in_ascii(domain: str) -> str | None:
    """The domain as the network knows it: lower case, IDNA; None when there can be no such one.

    A label that mixes Latin and Cyrillic letters is a slip of the keyboard layout: no registry
    gives it out.
    """
    if len(domain) > _LONGEST or _LATIN_AND_CYRILLIC.search(domain):
        return None
    try:
        ascii_domain = domain.encode("idna").decode("ascii").lower()
    except UnicodeError:
        return None
    return ascii_domain if _WHOLE_DOMAIN.fullmatch(ascii_domain) else None


def masked_email(address: object) -> str:
    """The address for a message: its first letter and domain, ``a***@mail.ru``."""
    normal = normal_email(str(address))
    if normal is None:
        return "***"
    local, _, domain = normal.rpartition("@")
    return f"{local[0]}***@{domain}"


def _read(word: str) -> str | None:
    """The address of a word, its domain in ASCII, if mail may reach it."""
    link = _LINK.fullmatch(word)
    local, _, domain = (link[1] if link else word).strip(_EDGES).rpartition("@")
    ascii_domain = domain_in_ascii(domain if "." in domain else dotted_domain(domain))
    if ascii_domain is None:
        return None
    whole = f"{local}@{ascii_domain}"
    is_address = _ADDRESS.fullmatch(whole) or _is_native(local, ascii_domain)
    return whole if is_address and len(whole) <= _LONGEST else None


def _is_native(local: str, ascii_domain: str) -> bool:
    """Whether the part before the at sign is a word in the alphabet of an international domain."""
    return (
        "xn--" in ascii_domain
        and len(local) <= 64  # noqa: PLR2004 - RFC 5321, the same bound as in the pattern
        and _NATIVE_LOCAL.fullmatch(local) is not None
        and normalize("NFKC", local).lower() == local
    )
