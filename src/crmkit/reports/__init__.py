"""Reports: the questions a head of sales asks, each a pure function over the question language.

``REPORTS`` lists them by name. A report asks through a unit of work, so it tells what the actor
may see and nothing else; it answers with values, for a screen, a file or a program to show.
"""

from collections.abc import Mapping
from types import MappingProxyType

from crmkit.errors import BadQuestion
from crmkit.reports.clients import PORTRAIT, REPEAT
from crmkit.reports.deals import AVERAGE_DEAL, LOST_REASONS, SALES, TIME_TO_CLOSE
from crmkit.reports.funnel import FUNNEL
from crmkit.reports.leads import CHANNELS, CONVERSION, NEW_LEADS
from crmkit.reports.options import Options
from crmkit.reports.parts import Asker
from crmkit.reports.report import Report
from crmkit.reports.table import Column, ColumnType, ReportTable
from crmkit.reports.team import MANAGERS, OVERDUE_TASKS

__all__ = [
    "REPORTS",
    "Asker",
    "Column",
    "ColumnType",
    "Options",
    "Report",
    "ReportTable",
    "run_report",
]

REPORTS: Mapping[str, Report] = MappingProxyType(
    {
        report.name: report
        for report in (
            NEW_LEADS,
            CONVERSION,
            CHANNELS,
            FUNNEL,
            SALES,
            AVERAGE_DEAL,
            LOST_REASONS,
            TIME_TO_CLOSE,
            MANAGERS,
            OVERDUE_TASKS,
            PORTRAIT,
            REPEAT,
        )
    }
)
"""The reports by name, in the order in which a sale goes."""


def run_report(name: str, asker: Asker, options: Options) -> ReportTable:
    """The report of this name over what the asker may see; BadQuestion if there is none."""
    report = REPORTS.get(name)
    if report is None:
        message = f"there is no report {name[:60]!r}"
        raise BadQuestion(message, where="report", hint=f"known: {', '.join(REPORTS)}")
    return report.run(asker, options)
