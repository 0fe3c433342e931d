"""Erasing a person: what goes, what stays, who may, and what keeps it from being undone."""

import copy
import json
import pickle
from collections.abc import Iterator, Mapping
from datetime import timedelta

import pytest

from crmkit.domain.clients import Contact, Handle
from crmkit.domain.deals import Deal
from crmkit.domain.journal import JournalEntry
from crmkit.domain.personal import (
    IMPERSONAL,
    KEPT,
    NAMELESS,
    REMOVED,
    emptied,
    personal_fields,
    personal_kinds,
)
from crmkit.domain.policy import Policy
from crmkit.domain.privacy import Erasure, Suppression
from crmkit.domain.record import Record
from crmkit.domain.schema import schema
from crmkit.domain.secrets import Secret
from crmkit.domain.staff import Employee
from crmkit.errors import BadInput, NotAllowed, NotSupported, OnHold, RuleViolation
from crmkit.fields import journal
from crmkit.ids import ContactId
from crmkit.services.erase import Erased
from crmkit.testing.builders import rubles
from tests.support.canaries import MARK, canaries, plant
from tests.unit.services.shop import TEST, Shop

SECRET = Secret("0123456789abcdef0123456789abcdef")
GROUND = "consent withdrawn"


@pytest.fixture
def kept() -> Iterator[Shop]:
    """A shop with a secret."""
    made = Shop(Policy(secret=SECRET))
    yield made
    made.crm.close()


@pytest.fixture
def person(kept: Shop) -> ContactId:
    return plant(kept.crm)


def erased(shop: Shop, person: ContactId) -> Erased:
    with shop.crm.work(TEST) as work:
        return work.erase(person, ground=GROUND, operator="ООО Ромашка")


def _anna(shop: Shop) -> Contact:
    """The same client in every shop, ids and all."""
    with shop.crm.work(TEST) as work:
        return work.recognise(name="Анна Иванова", phone="+79210000001")


def test_nothing_about_the_person_is_left(kept: Shop, person: ContactId) -> None:
    assert canaries(kept.crm, person) > 30
    erased(kept, person)
    assert canaries(kept.crm, person) == 0


def test_the_journal_forgets_what_it_held_and_keeps_that_it_was(
    kept: Shop, person: ContactId
) -> None:
    with kept.crm.work(TEST) as work:
        before = work.find(JournalEntry)
    erased(kept, person)
    with kept.crm.work(TEST) as work:
        after = work.find(JournalEntry)
        assert {entry.id for entry in before} < {entry.id for entry in after}
        assert work.find(JournalEntry, journal.action == "erase")
    told = str(
        [(change.before, change.after) for each in after for change in each.changes.values()]
    )
    assert MARK not in told


def test_the_sealed_journal_is_verified_before_and_after(kept: Shop, person: ContactId) -> None:
    kept.clock.advance(days=1)
    kept.crm.seal()
    anchored = kept.crm.verify()
    erased(kept, person)
    kept.clock.advance(days=1)
    kept.crm.seal()
    verified = kept.crm.verify()
    assert (anchored.findings, verified.findings) == ((), ())
    assert verified.entries > anchored.entries


def test_the_client_stays_without_a_name_under_the_same_number(
    kept: Shop, person: ContactId
) -> None:
    with kept.crm.work(TEST) as work:
        number = work.get(Contact, person).number
    erased(kept, person)
    with kept.crm.work(TEST) as work:
        left = work.get(Contact, person)
        assert (left.name, left.number, left.custom) == (NAMELESS, number, {})
        assert not work.find(Handle)


def test_the_certificate_says_what_and_how_much_and_names_nobody(
    kept: Shop, person: ContactId
) -> None:
    made = erased(kept, person)
    certificate = made.certificate
    assert (certificate.subject_id, certificate.ground) == (person, GROUND)
    assert (certificate.operator, certificate.actor) == ("ООО Ромашка", "system:test")
    assert {"contact.name", "handle.value", "deal.title"} <= {*certificate.categories}
    assert "handle: 3 removed" in certificate.log.splitlines()
    assert MARK not in f"{certificate.log}{certificate.categories}"
    assert f"{MARK} attachment uri" in made.files


def test_erasing_again_changes_nothing(kept: Shop, person: ContactId) -> None:
    first = erased(kept, person)
    with kept.crm.work(TEST) as work:
        entries = work.count(JournalEntry)
    again = erased(kept, person)
    assert again.repeated
    assert again.certificate.id == first.certificate.id
    with kept.crm.work(TEST) as work:
        assert (work.count(JournalEntry), work.count(Erasure)) == (entries, 1)


def test_a_preview_is_the_same_and_changes_nothing(kept: Shop, person: ContactId) -> None:
    before = canaries(kept.crm, person)
    with kept.crm.work(TEST) as work:
        shown = work.erase(person, ground=GROUND).certificate
        work.roll_back()
    assert canaries(kept.crm, person) == before
    assert erased(kept, person).certificate.log == shown.log


def test_others_keep_what_is_theirs(kept: Shop) -> None:
    with kept.crm.work(TEST) as work:
        anna = work.recognise(name="Анна Иванова", phone="+79210000001")
        boris = work.recognise(name="Борис Котов", phone="+79210000002")
        sale = work.open_deal(boris.id, "Заказ Бориса", amount=rubles(7))
        work.link(anna, boris, reads="recommends", inverse="is recommended by")
    erased(kept, anna.id)
    with kept.crm.work(TEST) as work:
        assert work.get(Contact, boris.id).name == "Борис Котов"
        assert work.get(Deal, sale.id).title == "Заказ Бориса"
        assert [handle.value for handle in work.find(Handle)] == ["+79210000002"]


@pytest.mark.parametrize("login", ["anna", "olga"])
def test_who_sells_may_neither_erase_nor_export(kept: Shop, login: str) -> None:
    with kept.crm.work(login) as work:
        own = work.recognise(name="Анна Иванова", phone="+79210000001")
    with kept.crm.work(login) as work:
        with pytest.raises(NotAllowed):
            work.erase(own.id, ground=GROUND)
        with pytest.raises(NotAllowed):
            work.export_subject(own.id)
        with pytest.raises(NotAllowed):
            work.due_for_erasure()


@pytest.mark.parametrize("role", ["admin", "privacy"])
def test_admin_and_who_answers_for_personal_data_may(
    kept: Shop, person: ContactId, role: str
) -> None:
    with kept.crm.work(TEST) as work:
        work.create(Employee, login="pavel", name="Павел", role=role)
    with kept.crm.work("pavel") as work:
        assert MARK in work.export_subject(person).markdown()
        work.erase(person, ground=GROUND)
    assert canaries(kept.crm, person) == 0


def test_a_running_hold_refuses_and_says_until_when(kept: Shop, person: ContactId) -> None:
    until = kept.clock.now().date() + timedelta(days=30)
    with kept.crm.work(TEST) as work:
        work.hold(person, "invoices", until)
    with kept.crm.work(TEST) as work, pytest.raises(OnHold) as refusal:
        work.erase(person, ground=GROUND)
    assert refusal.value.until == until
    kept.clock.advance(days=31)
    erased(kept, person)
    assert canaries(kept.crm, person) == 0


def test_an_erasure_needs_its_ground(kept: Shop, person: ContactId) -> None:
    with kept.crm.work(TEST) as work, pytest.raises(BadInput, match="ground"):
        work.erase(person, ground=" ")


def test_who_comes_back_is_a_new_client(kept: Shop) -> None:
    with kept.crm.work(TEST) as work:
        anna = work.recognise(name="Анна Иванова", phone="+79210000001", email="anna@mail.ru")
        assert not work.is_suppressed(phone="89210000001")
    assert erased(kept, anna.id).suppressed
    with kept.crm.work(TEST) as work:
        assert work.is_suppressed(phone="8 921 000-00-01")
        assert work.is_suppressed(email="Anna@Mail.ru")
        assert not work.is_suppressed(phone="+79210000002")
        assert work.recognise(name="Анна", phone="+79210000001").id != anna.id
        assert "9210000001" not in str([each.digest for each in work.find(Suppression)])


def test_without_a_secret_it_says_that_nobody_is_kept_from_coming_back(shop: Shop) -> None:
    with shop.crm.work(TEST) as work:
        anna = work.recognise(name="Анна Иванова", phone="+79210000001")
        assert not work.erase(anna.id, ground=GROUND).suppressed
        assert not work.is_suppressed(phone="+79210000001")


def test_a_restored_base_is_erased_again(kept: Shop) -> None:
    older = Shop(Policy(secret=SECRET))
    anna, _ = (_anna(shop) for shop in (kept, older))
    certificate = erased(kept, anna.id).certificate
    with older.crm.work(TEST) as work:
        (again,) = work.reapply([certificate])
    with older.crm.work(TEST) as work:
        assert again.certificate.ground == GROUND
        assert work.get(Contact, anna.id).name == NAMELESS
        assert work.is_suppressed(phone="+79210000001")
        assert not work.reapply([certificate])


def test_a_proof_is_never_deleted(kept: Shop, person: ContactId) -> None:
    erased(kept, person)
    with kept.crm.work(TEST) as work, pytest.raises(RuleViolation, match="proof"):
        work.delete(work.find(Erasure)[0])


def test_every_kind_is_personal_or_says_why_not() -> None:
    assert {*IMPERSONAL, *personal_kinds()} == {*schema().kinds}
    assert {*KEPT, *REMOVED} | {"note"} == {*personal_kinds()}
    for kind, spec in schema().kinds.items():
        leads_to_people = any(each.python is ContactId for each in spec.fields.values())
        certificate = kind in {"contact", "erasure"}
        assert not leads_to_people or certificate or kind in personal_kinds(), kind


def test_what_is_kept_is_a_field_of_its_kind() -> None:
    for kind, names in KEPT.items():
        assert names <= schema().kind(kind).fields.keys()
        assert not names & {*personal_fields(kind)}


def test_emptying_twice_is_emptying_once(kept: Shop) -> None:
    plant(kept.crm)
    with kept.crm.work(TEST) as work:
        for kind in personal_kinds():
            of: type[Record] = schema().kind(kind).record
            for record in work.find(of):
                assert emptied(emptied(record)) == emptied(record)


def test_a_request_becomes_a_task_with_its_day(kept: Shop, person: ContactId) -> None:
    with kept.crm.work(TEST) as work:
        task = work.request_erasure(person)
        assert task.due_at == work.now + timedelta(days=10)
        assert MARK not in task.title


def test_a_secret_shows_itself_to_nobody() -> None:

    assert "0123" not in f"{SECRET!r}{SECRET}{Policy(secret=SECRET)!r}"
    for write in (pickle.dumps, copy.copy, copy.deepcopy):
        with pytest.raises(NotSupported):
            write(SECRET)
    with pytest.raises(BadInput):
        Secret("short")


def test_an_export_tells_everything_as_plain_data(kept: Shop, person: ContactId) -> None:

    with kept.crm.work(TEST) as work:
        made = work.export_subject(person)
    records = json.loads(json.dumps(made.data))["records"]
    assert isinstance(records, Mapping)
    assert {*records} == {*personal_kinds()}
    assert all(f"## {kind}" in made.markdown() for kind in records)
    with kept.crm.work(TEST) as work:
        (entry,) = work.find(JournalEntry, journal.action == "export")
    assert entry.record_id == person


def test_days_of_birth_go_and_days_of_plans_stay() -> None:
    assert "birth_date" in personal_fields("contact")
    assert "sex" in personal_fields("contact")
    assert "expected_on" not in personal_fields("deal")
