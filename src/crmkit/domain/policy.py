"""Policy: how this shop works, where crmkit must not guess."""

from collections.abc import Collection
from typing import Literal
from zoneinfo import ZoneInfo

from attrs import field, frozen

from crmkit.domain.retention import Retention
from crmkit.domain.secrets import Secret


@frozen(kw_only=True)
class Policy:
    """How the shop works: its regions for phones, its time zone and currency, what hints tell.

    ``hidden_client`` is what an actor learns of a known client hidden from them: ``nothing``,
    that it ``exists``, or its ``owner`` too.

    ``secret`` is what the keys of erased people are hashed with; without it nobody is kept from
    coming back. ``retention`` says whose data has served its purpose, ``erasure_days`` within how
    many days a request to erase is met. ``views`` are the kinds of record of which the journal
    keeps who opened one, by ``work.get`` or ``work.card``.
    """

    regions: tuple[str, ...] = ("RU", "UA")
    zone: ZoneInfo = field(factory=lambda: ZoneInfo("Europe/Moscow"))
    currency: str = "RUB"
    hidden_client: Literal["nothing", "exists", "owner"] = "exists"
    secret: Secret | None = None
    retention: tuple[Retention, ...] = ()
    erasure_days: int = 10
    views: Collection[str] = frozenset()
