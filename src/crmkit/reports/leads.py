"""Reports about what comes in: new leads, what becomes of them, and through which channels."""

from crmkit.reports.columns import number, share
from crmkit.reports.gathering import asking_alike
from crmkit.reports.parts import Part, count, is_, its
from crmkit.reports.report import Report
from crmkit.reports.shared import (
    CONVERTED,
    CONVERTED_LEADS,
    CONVERTED_SHARE,
    INQUIRIES,
    IS_WON,
    LEADS,
    OPEN,
    REVENUE,
    TARGET,
    TARGET_LEADS,
    WON,
    WON_AMOUNT,
)
from crmkit.reports.titles import Title

NEW_LEADS = Report(
    name="new_leads",
    title=Title("New leads", "Новые лиды", "Нові ліди"),
    description=Title(
        "How many leads came in, and how many of them are of the kind the shop wants",
        "Сколько пришло лидов и сколько из них целевых",
        "Скільки надійшло лідів і скільки з них цільових",
    ),
    kind="lead",
    date="created_at",
    by=("month", "channel"),
    columns=(
        LEADS,
        TARGET,
        number("non_target", Title("Not target", "Нецелевые", "Нецільові")),
        share(
            "target_share",
            Title("Share of target", "Доля целевых", "Частка цільових"),
            "target",
            "leads",
        ),
    ),
    ranked_by="leads",
    gather=asking_alike(
        Part(
            kind="lead",
            date="created_at",
            measures=(
                count("leads"),
                TARGET_LEADS,
                count("non_target", is_("qualification", "non_target")),
            ),
        )
    ),
)

CONVERSION = Report(
    name="conversion",
    title=Title("Conversion", "Конверсия", "Конверсія"),
    description=Title(
        "What became of the leads that came in together: deals, failures, sales",
        "Что стало с лидами, пришедшими в одно время: сделки, отказы, продажи",
        "Що сталося з лідами, які надійшли в один час: угоди, відмови, продажі",
    ),
    kind="lead",
    date="created_at",
    by=("month",),
    columns=(
        LEADS,
        CONVERTED,
        number("failed", Title("Failed", "Отказы", "Відмови")),
        OPEN,
        WON,
        CONVERTED_SHARE,
        share(
            "failed_share",
            Title("Share of failed", "Доля отказов", "Частка відмов"),
            "failed",
            "leads",
        ),
        share(
            "won_share", Title("Share of sales", "Доля продаж", "Частка продажів"), "won", "leads"
        ),
    ),
    ranked_by="leads",
    gather=asking_alike(
        Part(
            kind="lead",
            date="created_at",
            measures=(
                count("leads"),
                CONVERTED_LEADS,
                count("failed", is_("status", "failed")),
                count("open", is_("status", "open")),
                count("won", is_("status", "converted"), its("deal", "outcome", "won")),
            ),
        )
    ),
)

CHANNELS = Report(
    name="channels",
    title=Title("Channels", "Каналы", "Канали"),
    description=Title(
        "What each channel brought in the same days: inquiries, leads, sales",
        "Что принёс каждый канал за одни и те же дни: обращения, лиды, продажи",
        "Що приніс кожен канал за ті самі дні: звернення, ліди, продажі",
    ),
    kind="deal",
    date="closed_at",
    by=("channel",),
    columns=(INQUIRIES, LEADS, TARGET, WON, REVENUE),
    ranked_by="revenue",
    gather=asking_alike(
        Part(kind="inquiry", date="received_at", measures=(count("inquiries"),)),
        Part(kind="lead", date="created_at", measures=(count("leads"), TARGET_LEADS)),
        Part(kind="deal", date="closed_at", where=IS_WON, measures=(count("won"), WON_AMOUNT)),
    ),
)
