"""What a shop adds itself, and what only a command may change."""

import pytest

from crmkit.domain.custom import CustomField, CustomRecord, RecordType
from crmkit.domain.deals import Deal
from crmkit.errors import BadInput, Conflict, RuleViolation
from crmkit.services.work import Work
from tests.unit.services.shop import TEST, Shop


def a_serial(work: Work, **fields: object) -> CustomField:
    given = {"of_kind": "record", "key": "serial", "title": "Serial", "type": "text", **fields}
    return work.create(CustomField, **given)


def a_deal(work: Work) -> Deal:
    return work.open_deal(work.recognise(name="Пётр", phone="89211234567").id, "Чехол")


def test_the_type_of_a_defined_field_never_changes(shop: Shop) -> None:
    with shop.crm.work(TEST) as work:
        defined = a_serial(work)
        with pytest.raises(RuleViolation, match="never change"):
            work.change(defined, type="number")


def test_a_defined_field_can_be_called_otherwise(shop: Shop) -> None:
    with shop.crm.work(TEST) as work:
        assert work.change(a_serial(work), title="Serial number").title == "Serial number"


def test_one_key_has_one_definition(shop: Shop) -> None:
    with shop.crm.work(TEST) as work:
        a_serial(work)
        a_serial(work, of_kind="deal")
        with pytest.raises(Conflict, match="already"):
            a_serial(work, type="number")


def test_only_kinds_that_hold_them_have_custom_fields(shop: Shop) -> None:
    with pytest.raises(BadInput, match="a task has no custom fields"), shop.crm.work(TEST) as work:
        a_serial(work, of_kind="task")


def test_a_record_has_a_type_that_is_known(shop: Shop) -> None:
    with pytest.raises(BadInput, match="none yet"), shop.crm.work(TEST) as work:
        work.create(CustomRecord, type="warranty", title="Screen")


def test_a_field_of_one_record_type_is_refused_in_another(shop: Shop) -> None:
    with shop.crm.work(TEST) as work:
        for key in ("warranty", "visit"):
            work.create(RecordType, key=key, title=key)
        a_serial(work, record_type="warranty")
        work.create(CustomRecord, type="warranty", title="Screen", custom={"serial": "S1"})
        with pytest.raises(BadInput, match="another record type"):
            work.create(CustomRecord, type="visit", title="Visit", custom={"serial": "S1"})


def test_a_field_of_one_pipeline_fits_its_deals(shop: Shop) -> None:
    with shop.crm.work(TEST) as work:
        deal = a_deal(work)
        a_serial(work, of_kind="deal", pipeline_id=deal.pipeline_id)
        assert work.change(deal, custom={"serial": "S1"}).custom == {"serial": "S1"}


@pytest.mark.parametrize(
    "fields", [{"stage": "won"}, {"outcome": "won"}, {"title": "", "stage": ""}]
)
def test_a_deal_does_not_move_by_a_change_of_its_fields(shop: Shop, fields: dict[str, str]) -> None:
    with shop.crm.work(TEST) as work:
        deal = a_deal(work)
        with pytest.raises(RuleViolation, match=r"work\.move"):
            work.change(deal, **fields)


def test_a_stage_is_not_restored_past_the_guards(shop: Shop) -> None:
    with shop.crm.work(TEST) as work:
        moved = work.move(a_deal(work).id, "working")
        entry = work.history(moved)[-1]
        with pytest.raises(RuleViolation, match="by its command alone"):
            work.restore(moved, "stage", entry)


def test_an_id_never_changes(shop: Shop) -> None:
    with shop.crm.work(TEST) as work, pytest.raises(BadInput, match="never changes"):
        work.change(shop.anna, id=shop.boris.id)
