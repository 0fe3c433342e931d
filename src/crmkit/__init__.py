"""crmkit: a CRM that lives inside your program.

    from crmkit import Crm, System

    crm = Crm.open("memory:")  # or "sqlite:///shop.db"
    with crm.work(System("web shop")) as work:
        anna = work.recognise(name="Anna", phone="8 (921) 123-45-67")
        work.open_deal(anna.id, "Order 1042")

The records are in `crmkit.domain`, the names to ask for them with in `crmkit.fields`, the
reports in `crmkit.reports`, and what helps in tests in `crmkit.testing`.
"""

from typing import TYPE_CHECKING

from crmkit.app import Actor, Crm, System
from crmkit.domain.events import Event
from crmkit.domain.leads import NewInquiry
from crmkit.domain.policy import Policy
from crmkit.errors import CrmError
from crmkit.money import Money
from crmkit.plugins import Adapter, Plugin
from crmkit.query.questions import Measure, Page, Question, Tally
from crmkit.services.inquire import Intake
from crmkit.services.recognise import Recognition
from crmkit.services.show import ClientCard
from crmkit.services.work import Work

if TYPE_CHECKING:
    from crmkit.plugins import hookimpl

__version__ = "0.1.0"

__all__ = [
    "Actor",
    "Adapter",
    "ClientCard",
    "Crm",
    "CrmError",
    "Event",
    "Intake",
    "Measure",
    "Money",
    "NewInquiry",
    "Page",
    "Plugin",
    "Policy",
    "Question",
    "Recognition",
    "System",
    "Tally",
    "Work",
    "__version__",
    "hookimpl",
]


def __getattr__(name: str) -> object:
    """Imports pluggy for those who write a plugin, and spares it the others."""
    if name == "hookimpl":
        from crmkit.plugins import hookimpl  # noqa: PLC0415 - pluggy costs import time

        return hookimpl
    message = f"module {__name__!r} has no attribute {name!r}"
    raise AttributeError(message)
