"""Policy: how this shop works, where crmkit must not guess."""

from typing import Literal
from zoneinfo import ZoneInfo

from attrs import field, frozen


@frozen(kw_only=True)
class Policy:
    """How the shop works: its regions for phones, its time zone and currency, what hints tell.

    ``hidden_client`` is what an actor learns of a known client hidden from them: ``nothing``,
    that it ``exists``, or its ``owner`` too.
    """

    regions: tuple[str, ...] = ("RU", "UA")
    zone: ZoneInfo = field(factory=lambda: ZoneInfo("Europe/Moscow"))
    currency: str = "RUB"
    hidden_client: Literal["nothing", "exists", "owner"] = "exists"
