"""Builders of what the office keeps: outbox, inbox, erasures, holds, imports, seals."""

from datetime import timedelta

from crmkit.domain.imported import Imported
from crmkit.domain.merging import Merge
from crmkit.domain.outbox import Outgoing, Received
from crmkit.domain.privacy import Erasure, Hold, Suppression
from crmkit.domain.seals import Seal
from crmkit.ids import (
    ContactId,
    ErasureId,
    HoldId,
    ImportedId,
    JournalEntryId,
    MergeId,
    OutgoingId,
    ReceivedId,
    SealId,
    SuppressionId,
)
from crmkit.testing.builders._anchors import NOON, an_id, built


def an_outgoing(nth: int = 1, /, **changes: object) -> Outgoing:
    """A message to the first contact that waits to be sent."""
    return built(
        Outgoing(
            id=an_id(OutgoingId, nth),
            created_at=NOON,
            key=f"message:{nth}",
            topic="sms",
            contact_id=an_id(ContactId),
            payload={"text": "Ваш заказ готов"},
            due_at=NOON,
        ),
        changes,
    )


def a_received(nth: int = 1, /, **changes: object) -> Received:
    """The mark of an inquiry that came in from the site."""
    return built(
        Received(
            id=an_id(ReceivedId, nth),
            created_at=NOON,
            source="site",
            key=f"form-{nth}",
            digest="e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        ),
        changes,
    )


def an_erasure(nth: int = 1, /, **changes: object) -> Erasure:
    """The certificate of the first contact's erasure."""
    return built(
        Erasure(
            id=an_id(ErasureId, nth),
            created_at=NOON,
            subject_id=an_id(ContactId),
            ground="отзыв согласия",
            actor="system:test",
            categories=("contact", "handle"),
        ),
        changes,
    )


def a_hold(nth: int = 1, /, **changes: object) -> Hold:
    """A year in which the first contact's data is kept for the tax office."""
    return built(
        Hold(
            id=an_id(HoldId, nth),
            created_at=NOON,
            contact_id=an_id(ContactId),
            reason="налоговый учёт",
            until=(NOON + timedelta(days=365)).date(),
        ),
        changes,
    )


def a_merge(nth: int = 1, /, **changes: object) -> Merge:
    """The first contact has absorbed the second."""
    return built(
        Merge(
            id=an_id(MergeId, nth),
            created_at=NOON,
            survivor_kind="contact",
            survivor_id=an_id(ContactId),
            absorbed_kind="contact",
            absorbed_id=an_id(ContactId, 2),
            reason="один телефон",
        ),
        changes,
    )


def a_suppression(nth: int = 1, /, **changes: object) -> Suppression:
    """A phone that must not come back."""
    return built(
        Suppression(
            id=an_id(SuppressionId, nth),
            created_at=NOON,
            key="phone",
            digest=f"{nth:064x}",
            erasure_id=an_id(ErasureId),
        ),
        changes,
    )


def an_imported(nth: int = 1, /, **changes: object) -> Imported:
    """The record of a file of three contacts, one of them new, that was brought in whole."""
    return built(
        Imported(
            id=an_id(ImportedId, nth),
            created_at=NOON,
            file="clients.csv",
            digest=f"{nth:064x}",
            of_kind="contacts",
            mapping='[columns]\n"ФИО" = "name"',
            actor="system:test",
            status="done",
            created=1,
            matched=2,
            first_entry=an_id(JournalEntryId),
            last_entry=an_id(JournalEntryId, 9),
            finished_at=NOON,
        ),
        changes,
    )


def a_seal(nth: int = 1, /, **changes: object) -> Seal:
    """The nth seal of the journal, over one entry."""
    return built(
        Seal(id=an_id(SealId, nth), created_at=NOON, number=nth, entries=1, head=f"{nth:064x}"),
        changes,
    )
