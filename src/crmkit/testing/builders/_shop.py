"""Builders of the shop's own people and of what the shop adds itself."""

from crmkit.domain.custom import CustomField, CustomRecord, Link, RecordType, Segment
from crmkit.domain.journal import JournalEntry
from crmkit.domain.staff import Employee, Grant, Role, Team
from crmkit.ids import (
    ContactId,
    CustomFieldId,
    CustomRecordId,
    EmployeeId,
    JournalEntryId,
    LinkId,
    OrderId,
    RecordTypeId,
    RoleId,
    SegmentId,
    TeamId,
)
from crmkit.testing.builders._anchors import NOON, an_id, built


def an_employee(nth: int = 1, /, **changes: object) -> Employee:
    """A manager of the first team; the first one's login is ``anna``."""
    return built(
        Employee(
            id=an_id(EmployeeId, nth),
            created_at=NOON,
            login=f"anna{nth if nth > 1 else ''}",
            name=f"Анна Петрова {nth}",
            team_id=an_id(TeamId),
        ),
        changes,
    )


def a_team(nth: int = 1, /, **changes: object) -> Team:
    """A team without a head."""
    return built(Team(id=an_id(TeamId, nth), created_at=NOON, name=f"Отдел продаж {nth}"), changes)


def a_role(nth: int = 1, /, **changes: object) -> Role:
    """A role that may read own orders and nothing else."""
    return built(
        Role(
            id=an_id(RoleId, nth),
            created_at=NOON,
            key=f"clerk{nth}",
            name=f"Приёмщик {nth}",
            grants=(Grant(action="read", kind="order"),),
        ),
        changes,
    )


def a_custom_field(nth: int = 1, /, **changes: object) -> CustomField:
    """A text field that the shop added to deals."""
    return built(
        CustomField(
            id=an_id(CustomFieldId, nth),
            created_at=NOON,
            of_kind="deal",
            key=f"field{nth}",
            title=f"Поле {nth}",
            type="text",
        ),
        changes,
    )


def a_record_type(nth: int = 1, /, **changes: object) -> RecordType:
    """A kind of record that the shop invented."""
    return built(
        RecordType(
            id=an_id(RecordTypeId, nth),
            created_at=NOON,
            key=f"warranty{nth}",
            title=f"Гарантия {nth}",
        ),
        changes,
    )


def a_custom_record(nth: int = 1, /, **changes: object) -> CustomRecord:
    """A record of the first invented kind, about the first contact."""
    return built(
        CustomRecord(
            id=an_id(CustomRecordId, nth),
            created_at=NOON,
            type="warranty1",
            title=f"Случай {nth}",
            contact_id=an_id(ContactId),
        ),
        changes,
    )


def a_link(nth: int = 1, /, **changes: object) -> Link:
    """A link from the first invented record to the first order."""
    return built(
        Link(
            id=an_id(LinkId, nth),
            created_at=NOON,
            type="repairs",
            inverse="is repaired by",
            from_kind="record",
            from_id=an_id(CustomRecordId),
            to_kind="order",
            to_id=an_id(OrderId),
        ),
        changes,
    )


def a_segment(nth: int = 1, /, **changes: object) -> Segment:
    """A saved question about clients."""
    return built(
        Segment(
            id=an_id(SegmentId, nth),
            created_at=NOON,
            name=f"Постоянные {nth}",
            of_kind="contact",
            question="{}",
            owner_id=an_id(EmployeeId),
        ),
        changes,
    )


def a_journal_entry(nth: int = 1, /, **changes: object) -> JournalEntry:
    """The entry that the first contact's creation leaves."""
    return built(
        JournalEntry(
            id=an_id(JournalEntryId, nth),
            created_at=NOON,
            record_kind="contact",
            record_id=an_id(ContactId),
            action="create",
            actor="system:test",
            command="test",
            changes={},
        ),
        changes,
    )
