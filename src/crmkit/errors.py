"""What can go wrong, as types: the class says what to do, the attributes say where.

Every error carries a stable ``code``; ``docs/reference/errors.md`` has a section for each.
Texts never hold personal data: name the field, the record's id or a masked value instead.
"""

from datetime import date
from typing import ClassVar


class CrmError(Exception):
    """Anything crmkit refuses or fails to do; catch it to catch them all.

    ``where`` names the place (a field, a file with its row, a port); ``hint`` says what to do next.
    """

    code: ClassVar[str] = "crm"

    def __init__(self, message: str, *, where: str | None = None, hint: str | None = None) -> None:
        """Keep the facts apart, so that a program reads attributes and a person reads the text."""
        super().__init__(message)
        self.message = message
        self.where = where
        self.hint = hint

    def __str__(self) -> str:
        """One line: where, what, what to do next."""
        text = f"{self.where}: {self.message}" if self.where else self.message
        return f"{text} ({self.hint})" if self.hint else text


class BadInput(CrmError, ValueError):
    """Something given from outside cannot be what it claims to be; nothing was changed."""

    code = "bad-input"


class BadFile(BadInput):
    """A file cannot be read as the table it claims to be; nothing of it was taken."""

    code = "bad-file"


class BadQuestion(BadInput):
    """A question names a field, relation, value or order that its kind does not have."""

    code = "bad-question"


class MixedCurrencies(BadInput):
    """Amounts of different currencies were to be added or compared; convert them first."""

    code = "mixed-currencies"


class RuleViolation(CrmError):
    """A rule of the shop forbids this step; ``rule`` names it."""

    code = "rule"

    def __init__(
        self, message: str, *, rule: str, where: str | None = None, hint: str | None = None
    ) -> None:
        """Remember which rule said no."""
        super().__init__(message, where=where, hint=hint)
        self.rule = rule


class OnHold(RuleViolation):
    """A person's data may not be erased yet; ``until`` is the last day of the hold, None without.

    The rule is called ``hold``.
    """

    code = "on-hold"

    def __init__(
        self, message: str, *, until: date | None, where: str | None = None, hint: str | None = None
    ) -> None:
        """Remember until when."""
        super().__init__(message, rule="hold", where=where, hint=hint)
        self.until = until


class NotAllowed(CrmError):
    """The actor's role does not grant this; the text says which grant is missing."""

    code = "not-allowed"


class NotFound(CrmError, LookupError):
    """No such record, or none that this actor may see: the two answer alike."""

    code = "not-found"


class Conflict(CrmError):
    """Somebody else changed the record first; read it again and decide anew.

    ``expected`` and ``found`` are the versions.
    """

    code = "conflict"

    def __init__(
        self,
        message: str,
        *,
        expected: int | None = None,
        found: int | None = None,
        where: str | None = None,
        hint: str | None = "read the record again and repeat the change",
    ) -> None:
        """Keep both versions."""
        super().__init__(message, where=where, hint=hint)
        self.expected = expected
        self.found = found


class NotSupported(CrmError):
    """An adapter does not offer this ability; it says so instead of pretending."""

    code = "not-supported"


class AdapterError(CrmError):
    """An adapter is missing, set up wrongly or failed; ``where`` names it."""

    code = "adapter"


class TemporaryFailure(AdapterError):
    """The outer world failed for now; the same call may be repeated later."""

    code = "temporary"


class StorageFull(TemporaryFailure):
    """Nothing more can be written: the disk is full, or over a quota; nothing was changed.

    Make room, and the same call works again.
    """

    code = "storage-full"


class UnknownOutcome(AdapterError):
    """The connection broke while a unit of work was committed: it was stored whole, or not at all.

    Look before you repeat it. A command that recognises its own repetition may be repeated at
    once: ``take_inquiry`` with an external id, ``add`` of a record whose id the caller made.
    """

    code = "unknown-outcome"


class PermanentFailure(AdapterError):
    """The outer world refused for good; repeating the call changes nothing."""

    code = "permanent"
