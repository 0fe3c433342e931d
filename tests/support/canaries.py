"""A person with something to find in every field that an erasure must empty."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date

from attrs import evolve

from crmkit.app import Crm, System
from crmkit.domain.clients import Contact
from crmkit.domain.conversations import Note
from crmkit.domain.custom import CustomField, CustomRecord, Link, RecordType
from crmkit.domain.deals import Deal
from crmkit.domain.orders import Order
from crmkit.domain.personal import personal_fields, personal_kinds
from crmkit.domain.pipelines import Pipeline
from crmkit.domain.privacy import Hold
from crmkit.domain.record import Record
from crmkit.domain.schema import schema
from crmkit.ids import ContactId, Id
from crmkit.query.schema import FieldType
from crmkit.services.work import Work
from crmkit.testing import builders
from crmkit.testing.builders import rubles

MARK = "zqxj"
"""Stands in every canary; letters that no word of the shop's own has side by side."""
PHONE = "9215550"
_TEST = System("test")
_WITH_CUSTOM = ("contact", "lead", "deal", "order", "record")
_MADE_OTHERWISE = frozenset({"contact", "merge"})
_MAKERS: Mapping[str, Callable[[int], Record]] = {
    "employment": builders.an_employment,
    "handle": builders.a_handle,
    "inquiry": builders.an_inquiry,
    "lead": builders.a_lead,
    "deal": builders.a_deal,
    "order": builders.an_order,
    "order_line": builders.an_order_line,
    "payment": builders.a_payment,
    "task": builders.a_task,
    "reminder": builders.a_reminder,
    "note": builders.a_note,
    "interaction": builders.an_interaction,
    "attachment": builders.an_attachment,
    "consent": builders.a_consent,
    "record": builders.a_custom_record,
    "link": builders.a_link,
    "outgoing": builders.an_outgoing,
    "received": builders.a_received,
    "hold": builders.a_hold,
}


def plant(crm: Crm) -> ContactId:
    """A person who has a record of every kind; each was changed once and one of some deleted."""
    with crm.work(_TEST) as work:
        for kind in _WITH_CUSTOM:
            work.create(CustomField, of_kind=kind, key="diet", title="Diet", type="text")
        work.create(RecordType, key="warranty", title="Warranty")
        person = work.recognise(name=f"{MARK}0 Person", phone=f"+7{PHONE}001")
        twin = work.recognise(name=f"{MARK}00 Twin", email=f"{MARK}00@example.com")
        work.merge(person, twin, reason=f"{MARK} said so")
    with crm.work(_TEST) as work:
        for nth, record in enumerate(_records(work, person.id), start=1):
            added = work.add(record)
            if record.kind == "consent":
                continue
            _change(work, added, nth)
        note = work.create(Note, text=f"{MARK} gone", contact_id=person.id)
        work.delete(note)
        work.change(work.get(Contact, person.id), comment=f"{MARK} last", custom={"diet": MARK})
    return person.id


def canaries(crm: Crm, contact_id: ContactId) -> int:
    """How many fields about the person hold a canary."""
    with crm.work(_TEST) as work:
        told = work.export_subject(contact_id).data["records"]
    assert isinstance(told, dict)
    return str(told).count(MARK) + str(told).count(PHONE)


def _records(work: Work, contact_id: ContactId) -> Iterator[Record]:
    (pipeline, *_) = work.find(Pipeline)
    deal = work.open_deal(contact_id, f"{MARK} deal", amount=rubles(1000))
    keys: dict[str, Id] = {
        "contact_id": contact_id,
        "deal_id": deal.id,
        "from_id": contact_id,
        "to_id": deal.id,
    }
    for kind in personal_kinds():
        if kind not in _MADE_OTHERWISE:
            record = _about(_MAKERS[kind](700), keys)
            keys |= {"order_id": record.id} if isinstance(record, Order) else {}
            yield _placed(record, pipeline)


def _placed(record: Record, pipeline: Pipeline) -> Record:
    match record:
        case Deal():
            return evolve(record, pipeline_id=pipeline.id)
        case CustomRecord():
            return evolve(record, type="warranty", stage=None)
        case Hold():
            return evolve(record, until=date(2001, 1, 1))
        case Link():
            return evolve(record, from_kind="contact", to_kind="deal")
        case _:
            return record


def _about(record: Record, keys: dict[str, Id]) -> Record:
    specs = schema().kind(record.kind).fields
    changes: dict[str, object] = {}
    for name, spec in specs.items():
        if name == "id" or not isinstance(spec.python, type) or not issubclass(spec.python, Id):
            continue
        if name in keys:
            changes[name] = keys[name]
        elif spec.optional:
            changes[name] = None
    return evolve(record, **{**_canaries(record), **changes})  # type: ignore[arg-type]  # fields of its kind


def _canaries(record: Record) -> dict[str, object]:
    found: dict[str, object] = {}
    for name in personal_fields(record.kind):
        spec = schema().kind(record.kind).fields[name]
        text = f"{MARK} {record.kind} {name}"
        match spec.type:
            case FieldType.TEXT:
                found[name] = text
            case FieldType.TAGS:
                found[name] = (text,)
            case FieldType.CUSTOM:
                found[name] = {"diet": text} if record.kind in _WITH_CUSTOM else {}
            case FieldType.DOCUMENT:
                found[name] = {"text": text}
            case FieldType.DAY:
                found[name] = date(1999, 9, 9)
            case _:
                pass
    return found


def _change(work: Work, record: Record, nth: int) -> None:
    for name in personal_fields(record.kind):
        if schema().kind(record.kind).fields[name].type is FieldType.TEXT:
            work.change(record, **{name: f"{MARK} {nth} {name} anew"})
            return
