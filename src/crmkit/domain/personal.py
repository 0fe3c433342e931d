"""Personal data: what of each kind of record tells about a client, and what is left of it.

Erasing is the rule and keeping the exception: every text, list of words, day and custom value of a
kind goes unless `KEPT` names it. So a field added later goes too.
"""

from collections.abc import Mapping
from typing import TypeVar

from attrs import evolve

from crmkit.domain.record import Record
from crmkit.domain.schema import schema
from crmkit.query.schema import FieldSpec, FieldType

R = TypeVar("R", bound=Record)

NAMELESS = "Удалённый клиент"
"""What an erased client is called."""
ERASED = "Удалено"
"""What stands in the place of a text that must not be empty."""

IMPERSONAL: Mapping[str, str] = {
    "company": "an organisation; the people who work there are contacts",
    "pipeline": "how the shop sells",
    "product": "what the shop sells",
    "plan": "what was promised, by the staff",
    "employee": "the shop's own staff, which its contracts with them govern",
    "team": "the shop's own staff",
    "role": "rights of the staff",
    "custom_field": "the definition of a field, without values",
    "record_type": "the definition of a kind, without records",
    "segment": "a question to all clients",
    "erasure": "the certificate, which names nobody",
    "suppression": "a keyed hash, which is there to outlive the erasure",
    "imported": "that a file came in: counts and columns, no rows of it",
    "seal": "hashes over the journal",
    "journal": "emptied by the storage together with the records that it is about",
}
"""The kinds that hold nothing about a client of their own, and why."""

REMOVED = frozenset({"handle", "employment", "link"})
"""The kinds of which nothing is left: without their content they mean nothing."""

KEPT: Mapping[str, frozenset[str]] = {
    "contact": frozenset({"number", "source"}),
    "inquiry": frozenset({"channel", "source"}),
    "lead": frozenset({"channel", "source", "fail_reason"}),
    "deal": frozenset({"stage", "channel", "source", "expected_on", "lost_reason", "external_id"}),
    "order": frozenset({"number", "promo_code", "source", "external_id"}),
    "order_line": frozenset({"name"}),
    "payment": frozenset({"method", "external_id"}),
    "record": frozenset({"type", "stage"}),
    "consent": frozenset({"purpose", "channel", "text_version"}),
    "task": frozenset({"cause"}),
    "reminder": frozenset({"channel", "cause"}),
    "interaction": frozenset({"channel"}),
    "attachment": frozenset({"media_type"}),
    "merge": frozenset({"survivor_kind", "absorbed_kind", "moved"}),
    "hold": frozenset({"until"}),
    "outgoing": frozenset({"topic", "claimed_by"}),
    "received": frozenset({"source", "digest"}),
}
"""What is kept although it could be text about somebody: words that reports count by, sums' own
numbers in the books of the shop, and the bare fact of a consent."""

_TELLING = frozenset(
    {FieldType.TEXT, FieldType.TAGS, FieldType.CUSTOM, FieldType.DOCUMENT, FieldType.DAY}
)
_TELLING_CHOICES = frozenset({("contact", "sex")})
_UNIQUE_KEYS = frozenset({("outgoing", "key"), ("received", "key")})


def personal_kinds() -> tuple[str, ...]:
    """The kinds that may hold something about a client, in the order of the schema."""
    return tuple(kind for kind in schema().kinds if kind not in IMPERSONAL)


def personal_fields(kind: str) -> tuple[str, ...]:
    """The fields of the kind that an erasure empties."""
    kept = KEPT.get(kind, frozenset())
    return tuple(
        name
        for name, spec in schema().kind(kind).fields.items()
        if name not in kept and (spec.type in _TELLING or (kind, name) in _TELLING_CHOICES)
    )


def emptied(record: R) -> R:
    """The record without anything about the person; ids, sums, moments and counts stay."""
    specs = schema().kind(record.kind).fields
    changes = {name: _empty(record, specs[name]) for name in personal_fields(record.kind)}
    return evolve(record, **changes)  # type: ignore[arg-type]  # names of R's own fields


def _empty(record: Record, spec: FieldSpec) -> object:
    if (record.kind, spec.name) in _UNIQUE_KEYS:
        return f"erased:{record.id}"
    if spec.optional:
        return None
    if spec.type is FieldType.TAGS:
        return ()
    if spec.type in {FieldType.CUSTOM, FieldType.DOCUMENT}:
        return {}
    return NAMELESS if record.kind == "contact" else ERASED
