"""crmkit: a CRM that lives inside your program.

    from crmkit import Crm, System

    crm = Crm.open("memory:")  # or "sqlite:///shop.db"
    with crm.work(System("web shop")) as work:
        anna = work.recognise(name="Anna", phone="8 (921) 123-45-67")
        work.open_deal(anna.id, "Order 1042")

The records are in `crmkit.domain`, the names to ask for them with in `crmkit.fields`, the
reports in `crmkit.reports`, and what helps in tests in `crmkit.testing`.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from crmkit.app import Actor, Crm, System
    from crmkit.domain.events import Event
    from crmkit.domain.leads import NewInquiry
    from crmkit.domain.policy import Policy
    from crmkit.errors import CrmError
    from crmkit.money import Money
    from crmkit.plugins import Adapter, Plugin, hookimpl
    from crmkit.query.questions import Measure, Page, Question, Tally
    from crmkit.services.inquire import Intake
    from crmkit.services.recognise import Recognition
    from crmkit.services.show import ClientCard
    from crmkit.services.work import Work

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


_HOMES = {
    "crmkit.app": ("Actor", "Crm", "System"),
    "crmkit.domain.events": ("Event",),
    "crmkit.domain.leads": ("NewInquiry",),
    "crmkit.domain.policy": ("Policy",),
    "crmkit.errors": ("CrmError",),
    "crmkit.money": ("Money",),
    "crmkit.plugins": ("Adapter", "Plugin", "hookimpl"),
    "crmkit.query.questions": ("Measure", "Page", "Question", "Tally"),
    "crmkit.services.inquire": ("Intake",),
    "crmkit.services.recognise": ("Recognition",),
    "crmkit.services.show": ("ClientCard",),
    "crmkit.services.work": ("Work",),
}


def __getattr__(name: str) -> object:
    """Imports a name when it is first used: pytest loads this package in every run of a host's."""
    for home, names in _HOMES.items():
        if name in names:
            return getattr(import_module(home), name)
    message = f"module {__name__!r} has no attribute {name!r}"
    raise AttributeError(message)
