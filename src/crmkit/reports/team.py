"""Reports about the shop's own people: what each manager achieved, and what was left undone."""

from datetime import datetime

from crmkit.domain.record import Record
from crmkit.query.conditions import Compare, Op, Or
from crmkit.query.questions import Function, Measure, Path
from crmkit.reports.columns import days, moment, money, number, share
from crmkit.reports.gathering import asking
from crmkit.reports.options import Options
from crmkit.reports.parts import (
    LIVE,
    Anything,
    Part,
    both,
    count,
    during,
    is_,
    is_not,
    of_amounts,
    of_time,
)
from crmkit.reports.report import Report
from crmkit.reports.shared import (
    AVERAGE,
    CLOSING,
    CONVERTED,
    CONVERTED_LEADS,
    CONVERTED_SHARE,
    IS_LOST,
    IS_WON,
    LEADS,
    LOST,
    MEAN_WON,
    OPEN,
    REVENUE,
    WON,
    WON_AMOUNT,
)
from crmkit.reports.titles import Title

_OPEN = both(is_("outcome", "open"), LIVE)
_PLANNED = frozenset({"owner", "pipeline"})
"""What a plan is about: the words by which promised and done can be compared."""


def _managers(_now: datetime, options: Options) -> tuple[Part, ...]:
    leads = Part(kind="lead", date="created_at", measures=(count("leads"), CONVERTED_LEADS))
    known = {word.partition(".")[0] for word in options.by}
    if options.where is not None or not known <= _PLANNED:
        return leads, _deals(options)
    return leads, _deals(options), _plans(options)


def _deals(options: Options) -> Part:
    closed = both(is_not("outcome", "open"), during("closed_at", options))
    return Part(
        kind="deal",
        date=None,
        where=Or((_OPEN, closed)),
        measures=(
            count("open", _OPEN),
            count("won", IS_WON),
            count("lost", IS_LOST),
            count("closed", is_not("outcome", "open")),
            WON_AMOUNT,
            MEAN_WON,
            of_time("time", Function.MEAN, CLOSING, IS_WON),
        ),
    )


def _plans(options: Options) -> Part:
    """The plans of single managers that lie whole in the range of days."""
    inside: list[Anything] = [is_not("owner_id", None)]
    if options.starts is not None:
        inside.append(Compare("starts_on", Op.AT_LEAST, options.starts))
    if options.ends is not None:
        inside.append(Compare("ends_on", Op.AT_MOST, options.ends))
    measures = (of_amounts("plan", Function.SUM, "target"),)
    return Part(kind="plan", date=None, where=both(*inside), measures=measures)


MANAGERS = Report(
    name="managers",
    title=Title("Managers", "Менеджеры", "Менеджери"),
    description=Title(
        "What each manager achieved: leads, deals, revenue, the plan",
        "Чего добился каждый менеджер: лиды, сделки, выручка, план",
        "Чого досяг кожен менеджер: ліди, угоди, виторг, план",
    ),
    kind="deal",
    date="closed_at",
    by=("owner",),
    columns=(
        LEADS,
        CONVERTED,
        CONVERTED_SHARE,
        OPEN,
        WON,
        LOST,
        share(
            "won_share",
            Title("Share of won", "Доля выигранных", "Частка виграних"),
            "won",
            "closed",
        ),
        REVENUE,
        AVERAGE,
        days("days", Title("Days to close", "Дней до продажи", "Днів до продажу"), "time"),
        money("plan", Title("Plan", "План", "План"), optional=True),
        share(
            "plan_share",
            Title("Plan fulfilled", "Выполнение плана", "Виконання плану"),
            "revenue",
            "plan",
            optional=True,
        ),
    ),
    ranked_by="revenue",
    gather=asking(_managers),
)


def _overdue(now: datetime, _options: Options) -> tuple[Part, ...]:
    late: Anything = Compare("due_at", Op.LESS, now)
    oldest: Measure[Record] = Measure(name="oldest", function=Function.MIN, of=Path("due_at"))
    part = Part(
        kind="task",
        date="due_at",
        where=both(is_("status", "open"), late, LIVE),
        measures=(count("tasks"), oldest),
    )
    return (part,)


OVERDUE_TASKS = Report(
    name="overdue_tasks",
    title=Title("Overdue tasks", "Просроченные задачи", "Прострочені завдання"),
    description=Title(
        "Open tasks whose moment has passed, and the oldest of these moments",
        "Открытые задачи, срок которых прошёл, и самый давний срок",
        "Відкриті завдання, строк яких минув, і найдавніший строк",
    ),
    kind="task",
    date="due_at",
    by=("owner",),
    columns=(
        number("tasks", Title("Tasks", "Задачи", "Завдання")),
        moment("oldest", Title("Oldest", "Самая давняя", "Найдавніше")),
    ),
    ranked_by="tasks",
    gather=asking(_overdue),
)
