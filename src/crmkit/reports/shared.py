"""Columns and parts that several reports have in common."""

from crmkit.query.questions import Function
from crmkit.reports.columns import money, number, share
from crmkit.reports.parts import count, is_, of_amounts
from crmkit.reports.titles import Title

INQUIRIES = number("inquiries", Title("Inquiries", "Обращения", "Звернення"))
LEADS = number("leads", Title("Leads", "Лиды", "Ліди"))
TARGET = number("target", Title("Target", "Целевые", "Цільові"))
CONVERTED = number("converted", Title("Became deals", "Стали сделками", "Стали угодами"))
CONVERTED_SHARE = share(
    "converted_share",
    Title("Share of deals", "Доля сделок", "Частка угод"),
    "converted",
    "leads",
)
DEALS = number("deals", Title("Deals", "Сделки", "Угоди"))
OPEN = number("open", Title("Open", "В работе", "У роботі"))
WON = number("won", Title("Won", "Выиграны", "Виграні"))
LOST = number("lost", Title("Lost", "Проиграны", "Програні"))
REVENUE = money("revenue", Title("Revenue", "Выручка", "Виторг"))
AVERAGE = money("average", Title("Average deal", "Средняя сделка", "Середня угода"))
SHARE = share("share", Title("Share", "Доля", "Частка"), "deals", "whole")

IS_WON = is_("outcome", "won")
IS_LOST = is_("outcome", "lost")
TARGET_LEADS = count("target", is_("qualification", "target"))
CONVERTED_LEADS = count("converted", is_("status", "converted"))
WON_AMOUNT = of_amounts("revenue", Function.SUM, "amount", IS_WON)
MEAN_WON = of_amounts("average", Function.MEAN, "amount", IS_WON)
CLOSING = ("created_at", "closed_at")
"""The time from the creation of a deal to its outcome."""
