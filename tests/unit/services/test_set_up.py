"""Setting up the shop: what would break it later is refused at once."""

from datetime import UTC, date, datetime, timedelta

import pytest
from attrs import evolve

from crmkit.app import Crm, System
from crmkit.domain.clients import Company, Contact, Handle
from crmkit.domain.custom import CustomField, CustomRecord, RecordType
from crmkit.domain.deals import Deal
from crmkit.domain.pipelines import Pipeline, Stage, TaskTemplate
from crmkit.domain.staff import Employee, Grant, Role
from crmkit.domain.tasks import Task
from crmkit.errors import BadInput, Conflict, NotFound, RuleViolation
from crmkit.ids import PipelineId
from crmkit.services.work import Work
from crmkit.testing.builders import NOON, an_id
from tests.unit.services.shop import TEST, Shop

REPAIR = (
    Stage(key="in", title="In"),
    Stage(
        key="bench",
        title="On the bench",
        requires=("custom.serial",),
        tasks=(TaskTemplate(title="Mend", due_field="custom.promised"),),
    ),
    Stage(key="out", title="Handed out", kind="won"),
)


def a_workshop(work: Work) -> CustomRecord:
    for key, of in (("serial", "text"), ("promised", "day")):
        work.create(CustomField, of_kind="record", key=key, title=key, type=of)
    drawn = work.create(Pipeline, key="repair", name="Repair", stages=REPAIR)
    work.create(RecordType, key="case", title="Case", pipeline_id=drawn.id)
    return work.create(CustomRecord, type="case", title="Screen")


def a_deal(work: Work) -> Deal:
    return work.open_deal(work.recognise(name="Пётр", phone="89211234567").id, "Чехол")


def test_a_login_names_one_employee(shop: Shop) -> None:
    with shop.crm.work(TEST) as work:
        with pytest.raises(Conflict, match="login"):
            work.create(Employee, login="anna", name="Анна вторая")
        with pytest.raises(Conflict):
            work.change(shop.boris, login="anna")


def test_a_login_is_not_empty(shop: Shop) -> None:
    with shop.crm.work(TEST) as work, pytest.raises(BadInput, match="login"):
        work.create(Employee, login=" ", name="Никто")


def test_a_key_names_one_pipeline(shop: Shop) -> None:
    with shop.crm.work(TEST) as work:
        with pytest.raises(Conflict, match="pipeline"):
            work.create(Pipeline, key="sales", name="Ещё", stages=REPAIR[:1])
        work.archive(work.find(Pipeline)[0])
        assert work.create(Pipeline, key="sales", name="Ещё", stages=REPAIR[:1]).key == "sales"


def test_a_grant_is_of_a_known_kind(shop: Shop) -> None:
    grants = (Grant(action="read", kind="deals"),)
    with shop.crm.work(TEST) as work, pytest.raises(BadInput, match="deals"):
        work.create(Role, key="typo", name="Typo", grants=grants)


def test_a_stage_asks_for_fields_that_are_there(shop: Shop) -> None:
    with shop.crm.work(TEST) as work, pytest.raises(BadInput, match=r"custom\.promised"):
        work.create(Pipeline, key="repair", name="Repair", stages=REPAIR)


def test_a_stage_where_something_stands_is_not_taken_away(shop: Shop) -> None:
    with shop.crm.work(TEST) as work:
        a_deal(work)
        (drawn,) = work.find(Pipeline)
        first, *rest = drawn.stages
        renamed = evolve(first, title="Fresh")
        drawn = work.change(drawn, stages=(renamed, *rest))
        with pytest.raises(RuleViolation, match="new"):
            work.change(drawn, stages=(evolve(first, key="fresh"), *rest), transitions=())
        with pytest.raises(RuleViolation, match="new"):
            work.delete(drawn)


def test_a_deal_is_created_in_a_stage_of_its_pipeline(shop: Shop) -> None:
    with shop.crm.work(TEST) as work:
        deal = a_deal(work)
        given = {"title": "Чехол", "contact_id": deal.contact_id, "pipeline_id": deal.pipeline_id}
        with pytest.raises(RuleViolation, match="no stage"):
            work.create(Deal, **given, stage="nowhere")
        with pytest.raises(BadInput, match="outcome"):
            work.create(Deal, **given, stage="won")
        with pytest.raises(NotFound):
            work.create(Deal, **{**given, "pipeline_id": an_id(PipelineId, 9)}, stage="new")


def test_a_required_field_is_asked_for_by_hand_only(shop: Shop) -> None:
    with shop.crm.work(TEST) as work:
        given = {"of_kind": "contact", "key": "size", "title": "Size", "type": "text"}
        work.create(CustomField, **given, required=True)
        assert work.recognise(phone="89211234567").custom == {}
        with pytest.raises(BadInput, match="requires"):
            work.create(Contact, name="Пётр")


def test_a_required_field_is_not_emptied(shop: Shop) -> None:
    with shop.crm.work(TEST) as work:
        given = {"of_kind": "contact", "key": "size", "title": "Size", "type": "text"}
        work.create(CustomField, **given, required=True)
        filled = work.create(Contact, name="Пётр", custom={"size": "M"})
        with pytest.raises(BadInput, match="requires"):
            work.change(filled, custom={})


def test_a_definition_is_archived_and_not_deleted(shop: Shop) -> None:
    with shop.crm.work(TEST) as work:
        made = work.create(CustomField, of_kind="deal", key="size", title="Size", type="text")
        with pytest.raises(RuleViolation, match="archive"):
            work.delete(made)


def test_custom_values_are_not_changed_from_outside(shop: Shop) -> None:
    with shop.crm.work(TEST) as work:
        work.create(CustomField, of_kind="contact", key="size", title="Size", type="text")
        given = {"size": "M"}
        client = work.create(Contact, name="Пётр", custom=given)
        given["size"] = "XL"
        assert work.get(Contact, client.id).custom == {"size": "M"}


def test_a_record_of_an_own_type_starts_and_moves_as_deals_do(shop: Shop) -> None:
    with shop.crm.work(TEST) as work:
        case = a_workshop(work)
        assert case.stage == "in"
        with pytest.raises(RuleViolation, match="requires"):
            work.move_record(case.id, "bench")
        with pytest.raises(RuleViolation, match="move_record"):
            work.change(case, stage="out")


def test_a_moved_record_gets_the_tasks_of_its_stage_in_the_shops_day(shop: Shop) -> None:
    with shop.crm.work(TEST) as work:
        case = a_workshop(work)
        filled = {"serial": "S1", "promised": date(2026, 3, 5)}
        moved = work.move_record(work.change(case, custom=filled).id, "bench")
        (task,) = work.find(Task)
    assert (moved.stage, task.record_id) == ("bench", case.id)
    assert task.due_at == datetime(2026, 3, 5, tzinfo=UTC) - timedelta(hours=3)


def test_a_client_number_of_days_to_come_is_not_taken_by_hand(shop: Shop) -> None:
    with shop.crm.work(TEST) as work:
        for kind in (Contact, Company):
            with pytest.raises(BadInput, match="by crmkit"):
                work.create(kind, name="Пётр", number="260302-0002")
        assert work.create(Contact, name="Пётр", number="250302-0002").number == "250302-0002"


def test_a_client_number_given_by_hand_is_given_once_and_stays(shop: Shop) -> None:
    with shop.crm.work(TEST) as work:
        client = work.create(Contact, name="Пётр", number="A-1")
        with pytest.raises(BadInput, match="never changes"):
            work.change(client, number="A-2")
    with pytest.raises(Conflict, match="number"), shop.crm.work(TEST) as work:
        work.create(Contact, name="Анна", number="A-1")


@pytest.mark.parametrize(
    "fields",
    [{"title": None}, {"title": 5}, {"title": "x", "due_at": datetime(2026, 3, 2)}, {"titel": "x"}],  # noqa: DTZ001 - naive on purpose
)
def test_odd_values_end_in_bad_input(shop: Shop, fields: dict[str, object]) -> None:
    with shop.crm.work(TEST) as work:
        with pytest.raises(BadInput):
            work.create(Task, **fields)
        with pytest.raises(BadInput):
            work.change(work.create(Task, title="Звонок"), **fields)


def test_a_phone_that_is_a_number_is_refused_by_name(shop: Shop) -> None:
    with shop.crm.work(TEST) as work, pytest.raises(BadInput, match="phone"):
        work.recognise(phone=89211234567)  # type: ignore[arg-type]  # as JSON may bring it


def test_a_task_cannot_be_assigned_to_nobody_known(shop: Shop) -> None:
    with shop.crm.work(TEST) as work, pytest.raises(BadInput):
        work.assign([work.find(Pipeline)[0]], "anna")


def test_the_reason_of_the_system_is_text_that_can_be_kept() -> None:
    with pytest.raises(BadInput):
        System("night\0sync")


def test_an_own_client_is_recognised_beside_a_hidden_one(shop: Shop) -> None:
    with shop.crm.work("ivan") as work:
        work.recognise(name="Пётр", phone="89211234567")
    with shop.crm.work(TEST) as work:
        mine = work.create(Contact, name="Пётр", owner_id=shop.anna.id)
        from_form = {"type": "phone", "value": "+79211234567", "raw": "89211234567"}
        work.create(Handle, contact_id=mine.id, **from_form)
    with shop.crm.work("anna") as work:
        found = work.lookup(phone="89211234567")
        assert found is not None
        assert {found.contact.id, work.recognise(phone="89211234567").id} == {mine.id}


def test_an_url_without_a_scheme_is_refused() -> None:
    with pytest.raises(BadInput, match="URL"):
        Crm.open("shop.db")


def test_a_moment_in_another_zone_is_kept_in_utc(shop: Shop) -> None:
    with shop.crm.work(TEST) as work:
        local = NOON.astimezone(shop.crm.policy.zone)
        assert work.create(Task, title="Звонок", due_at=local).due_at == NOON
