"""Reserved fields: what a command alone changes, so that nobody goes round its guards."""

from collections.abc import Iterable, Mapping

from attrs import fields

from crmkit.domain.consents import Consent
from crmkit.errors import BadInput, RuleViolation

_FIXED = frozenset({"id", "version"})
_OWN_FIXED = {kind: frozenset({"number"}) for kind in ("contact", "company")}
_OF_COMMANDS: Mapping[str, tuple[frozenset[str], str]] = {
    "deal": (
        frozenset({"stage", "outcome", "stage_since", "closed_at", "lost_reason"}),
        "work.move(deal.id, stage)",
    ),
    "record": (frozenset({"stage"}), "work.move_record(record.id, stage)"),
    "consent": (
        frozenset(attribute.name for attribute in fields(Consent)) - _FIXED,
        "work.withdraw(contact, purpose) and work.consent(contact, …)",
    ),
    "lead": (
        frozenset({"status", "fail_reason", "deal_id", "closed_at"}),
        "work.convert(lead.id) or work.fail(lead.id, reason)",
    ),
}


def refuse_reserved(kind: str, names: Iterable[str]) -> None:
    """Raises RuleViolation for a field that a command alone changes, BadInput for one that stays.

    The stage of a deal moves through the pipeline's guards, a lead ends by being converted or
    failed.
    """
    asked = set(names)
    fixed = asked & (_FIXED | _OWN_FIXED.get(kind, frozenset()))
    if fixed:
        message = "never changes"
        raise BadInput(message, where=f"{kind}.{min(fixed)}")
    reserved, command = _OF_COMMANDS.get(kind, (frozenset[str](), ""))
    if asked & reserved:
        message = "changes by its command alone"
        where = f"{kind}.{min(asked & reserved)}"
        raise RuleViolation(message, rule="reserved", where=where, hint=f"call {command}")
