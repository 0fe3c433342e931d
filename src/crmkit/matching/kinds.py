"""What the columns of a table may hold."""

from typing import Literal

ColumnKind = Literal[
    "name",
    "last_name",
    "first_name",
    "middle_name",
    "birth_date",
    "phone",
    "email",
    "telegram",
    "vk",
    "viber",
    "whatsapp",
    "instagram",
    "messenger",
    "tax_id",
    "company",
    "city",
    "region",
    "address",
    "street",
    "house",
    "postcode",
    "text",
]
"""What a column holds; several columns may be of one kind.

A ``messenger`` may be of any network; ``text`` is anything else that tells records apart.
"""
