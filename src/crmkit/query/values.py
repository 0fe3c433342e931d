"""The values a question may compare with: a closed set, each with one meaning in every store."""

from datetime import date, datetime
from decimal import Decimal

from crmkit.ids import Id
from crmkit.money import Money

Value = str | int | bool | Decimal | date | datetime | Money | Id
"""Text, whole number, yes/no, exact decimal, day, moment (aware), amount of money, id."""
