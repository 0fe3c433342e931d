"""Hypothesis strategies: values, records, whole small shops, and questions about them.

``shops()`` draws a `Shop`: a few related records of many kinds with custom fields of every type.
``questions(shop, kind)``, ``tallies(shop, kind)`` and ``scopes(shop)`` draw what can be asked of
it and by whom; the values they compare with are mostly the shop's own, so that answers are
rarely empty. Everything drawn would pass the door (`crmkit.domain.door`) and the check of
questions (`crmkit.query.check`).
"""

from crmkit.testing.strategies._conditions import conditions, paths
from crmkit.testing.strategies._questions import columns, questions, tallies
from crmkit.testing.strategies._records import records
from crmkit.testing.strategies._scopes import scopes, viewers
from crmkit.testing.strategies._shops import CUSTOM_FIELDS, Shop, shops
from crmkit.testing.strategies._values import days, decimals, moments, moneys, numbers, tags, texts

__all__ = [
    "CUSTOM_FIELDS",
    "Shop",
    "columns",
    "conditions",
    "days",
    "decimals",
    "moments",
    "moneys",
    "numbers",
    "paths",
    "questions",
    "records",
    "scopes",
    "shops",
    "tags",
    "tallies",
    "texts",
    "viewers",
]
