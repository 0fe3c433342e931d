"""Reports about how deals end: sales, the average deal, the time it takes, why deals are lost."""

from crmkit.query.questions import Function
from crmkit.reports.columns import days, money, number
from crmkit.reports.gathering import asking_alike, with_whole
from crmkit.reports.parts import Part, count, of_amounts, of_time
from crmkit.reports.report import Report
from crmkit.reports.shared import (
    AVERAGE,
    CLOSING,
    DEALS,
    IS_LOST,
    IS_WON,
    MEAN_WON,
    REVENUE,
    SHARE,
    WON_AMOUNT,
)
from crmkit.reports.titles import Title

SALES = Report(
    name="sales",
    title=Title("Sales", "Продажи", "Продажі"),
    description=Title(
        "Won deals: how many, for how much",
        "Выигранные сделки: сколько и на какую сумму",
        "Виграні угоди: скільки й на яку суму",
    ),
    kind="deal",
    date="closed_at",
    by=("month",),
    columns=(DEALS, REVENUE, AVERAGE),
    ranked_by="revenue",
    gather=asking_alike(
        Part(
            kind="deal",
            date="closed_at",
            where=IS_WON,
            measures=(count("deals"), WON_AMOUNT, MEAN_WON),
        )
    ),
)

AVERAGE_DEAL = Report(
    name="average_deal",
    title=Title("Average deal", "Средняя сделка", "Середня угода"),
    description=Title(
        "Won deals: their sum, mean and median, over those that have an amount",
        "Выигранные сделки: сумма, среднее и медиана по тем, у которых указана сумма",
        "Виграні угоди: сума, середнє й медіана за тими, де вказано суму",
    ),
    kind="deal",
    date="closed_at",
    by=("month",),
    columns=(
        DEALS,
        number("priced", Title("With an amount", "С суммой", "Із сумою")),
        REVENUE,
        AVERAGE,
        money("median", Title("Median deal", "Медианная сделка", "Медіанна угода")),
    ),
    ranked_by="average",
    gather=asking_alike(
        Part(
            kind="deal",
            date="closed_at",
            where=IS_WON,
            measures=(
                count("deals"),
                of_amounts("priced", Function.COUNT, "amount"),
                WON_AMOUNT,
                MEAN_WON,
                of_amounts("median", Function.QUANTILE, "amount"),
            ),
        )
    ),
)

LOST_REASONS = Report(
    name="lost_reasons",
    title=Title("Lost deals", "Потерянные сделки", "Втрачені угоди"),
    description=Title(
        "Why deals were lost: how many, for how much, which share of all that were",
        "Почему теряются сделки: сколько, на какую сумму, какая доля всех потерь",
        "Чому втрачаються угоди: скільки, на яку суму, яка частка всіх втрат",
    ),
    kind="deal",
    date="closed_at",
    by=(),
    always=("lost_reason",),
    columns=(DEALS, money("sum", Title("Lost amount", "Потеряно", "Втрачено")), SHARE),
    ranked_by="deals",
    gather=with_whole(
        asking_alike(
            Part(
                kind="deal",
                date="closed_at",
                where=IS_LOST,
                measures=(count("deals"), of_amounts("sum", Function.SUM, "amount")),
            )
        ),
        "deals",
        of=("lost_reason",),
    ),
)

TIME_TO_CLOSE = Report(
    name="time_to_close",
    title=Title("Time to close", "Срок сделки", "Тривалість угоди"),
    description=Title(
        "Won deals: days from creation to the sale",
        "Выигранные сделки: сколько дней от создания до продажи",
        "Виграні угоди: скільки днів від створення до продажу",
    ),
    kind="deal",
    date="closed_at",
    by=("month",),
    columns=(
        DEALS,
        days("mean", Title("Mean, days", "В среднем, дней", "У середньому, днів"), "mean_time"),
        days("median", Title("Median, days", "Медиана, дней", "Медіана, днів"), "median_time"),
        days("p90", Title("9 of 10 within", "9 из 10 за, дней", "9 із 10 за, днів"), "long_time"),
    ),
    ranked_by="mean_time",
    gather=asking_alike(
        Part(
            kind="deal",
            date="closed_at",
            where=IS_WON,
            measures=(
                count("deals"),
                of_time("mean_time", Function.MEAN, CLOSING),
                of_time("median_time", Function.QUANTILE, CLOSING),
                of_time("long_time", Function.QUANTILE, CLOSING, q=0.9),
            ),
        )
    ),
)
