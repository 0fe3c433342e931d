"""What an actor tries in order to get at more than the role grants."""

import pytest
from attrs import evolve

from crmkit.domain.clients import Contact
from crmkit.domain.conversations import Note
from crmkit.domain.custom import CustomField, Link
from crmkit.domain.deals import Deal
from crmkit.domain.journal import JournalEntry
from crmkit.domain.plans import Plan
from crmkit.domain.presets import sales_pipeline
from crmkit.domain.record import Record
from crmkit.domain.seals import Seal
from crmkit.domain.staff import Employee, Grant, Role, Team
from crmkit.domain.tasks import Task
from crmkit.errors import BadInput, CrmError, NotAllowed, NotFound, NotSupported, RuleViolation
from crmkit.fields import plan
from crmkit.ids import EmployeeId, PipelineId
from crmkit.testing.builders import NOON, a_seal, an_erasure, an_id, rubles
from tests.unit.services.shop import TEST, Shop


def a_deal_of(shop: Shop, login: str, phone: str = "89211234567") -> Deal:
    with shop.crm.work(login) as work:
        return work.open_deal(work.recognise(name="Пётр", phone=phone).id, "Чехол")


@pytest.mark.parametrize(
    ("record", "fields"),
    [
        (Employee, {"login": "eve", "name": "Eve", "role": "admin"}),
        (Role, {"key": "manager", "name": "All", "grants": (Grant(action="delete"),)}),
        (Team, {"name": "Mine"}),
        (CustomField, {"of_kind": "deal", "key": "size", "title": "Size", "type": "text"}),
    ],
)
def test_a_manager_does_not_set_up_the_shop(
    shop: Shop, record: type[Record], fields: dict[str, object]
) -> None:
    with pytest.raises(NotAllowed), shop.crm.work("anna") as work:
        work.create(record, **fields)


def test_a_forged_owner_does_not_give_a_record_away(shop: Shop) -> None:
    deal = a_deal_of(shop, "anna")
    with pytest.raises(NotAllowed, match="assign"), shop.crm.work("anna") as work:
        work.change(evolve(deal, owner_id=shop.boris.id), title="Чехол 2")


def test_a_forged_stage_does_not_pass_the_guards(shop: Shop) -> None:
    deal = a_deal_of(shop, "anna")
    with pytest.raises(RuleViolation, match="command alone"), shop.crm.work("anna") as work:
        work.change(evolve(deal, stage="won", outcome="won"), title="Чехол 2")


def test_the_journal_tells_what_really_changed(shop: Shop) -> None:
    deal = a_deal_of(shop, "anna")
    with shop.crm.work("anna") as work:
        changed = work.change(evolve(deal, comment="тихо"), title="Чехол 2")
        (entry,) = work.history(changed)[1:]
    assert set(entry.changes) == {"title", "comment"}


def test_a_deal_is_not_turned_to_a_hidden_client(shop: Shop) -> None:
    mine, other = a_deal_of(shop, "anna"), a_deal_of(shop, "ivan", "89217654321")
    with pytest.raises(NotFound), shop.crm.work("anna") as work:
        work.change(mine, contact_id=other.contact_id)


@pytest.mark.parametrize("field", ["parent_id", "referrer_id"])
def test_no_reference_leads_to_a_hidden_record(shop: Shop, field: str) -> None:
    hidden = a_deal_of(shop, "ivan", "89217654321")
    given = {"parent_id": hidden.id, "referrer_id": hidden.contact_id}[field]
    mine = a_deal_of(shop, "anna")
    with shop.crm.work("anna") as work:
        record: Record = mine if field == "parent_id" else work.find(Contact)[0]
        with pytest.raises(NotFound):
            work.change(record, **{field: given})


def test_a_hidden_record_is_not_linked(shop: Shop) -> None:
    mine, hidden = a_deal_of(shop, "anna"), a_deal_of(shop, "ivan", "89217654321")
    with pytest.raises(NotFound), shop.crm.work("anna") as work:
        work.link(mine, hidden, reads="repairs", inverse="is repaired by")


def test_a_deal_is_not_opened_in_the_pipeline_of_another_team(shop: Shop) -> None:
    with shop.crm.work(TEST) as work:
        drawn = sales_pipeline(an_id(PipelineId, 9), NOON)
        teams = tuple(team.id for team in work.find(Team) if team.id == shop.ivan.team_id)
        work.add(evolve(drawn, key="wholesale", team_ids=teams))
    with shop.crm.work("anna") as work:
        client = work.recognise(name="Пётр", phone="89211234567")
        with pytest.raises(NotAllowed, match="pipeline"):
            work.open_deal(client.id, "Чехол", pipeline="wholesale")


def test_archiving_does_not_carry_other_changes_along(shop: Shop) -> None:
    deal = a_deal_of(shop, "anna")
    with shop.crm.work(TEST) as work:
        grants = tuple(Grant(action=action) for action in ("read", "archive"))
        work.create(Role, key="keeper", name="Keeper", grants=grants)
        work.change(shop.anna, role="keeper")
    with pytest.raises(NotAllowed, match="change"), shop.crm.work("anna") as work:
        work.change(deal, archived_at=NOON, title="Моё")


def test_an_owner_is_an_employee(shop: Shop) -> None:
    with pytest.raises(BadInput, match="no such employee"), shop.crm.work(TEST) as work:
        work.create(Task, title="Позвонить", owner_id=an_id(EmployeeId, 99))


def test_a_reference_is_of_its_own_kind(shop: Shop) -> None:
    deal = a_deal_of(shop, "anna")
    with pytest.raises(BadInput, match="contact_id"), shop.crm.work(TEST) as work:
        work.create(Note, text="?", contact_id=deal.id)


def test_a_link_joins_kinds_that_can_be_linked(shop: Shop) -> None:
    with pytest.raises(BadInput, match="cannot be linked"), shop.crm.work(TEST) as work:
        work.link(shop.anna, shop.boris, reads="likes", inverse="is liked by")


def test_a_forged_entry_restores_nothing(shop: Shop) -> None:
    deal = a_deal_of(shop, "anna")
    with shop.crm.work(TEST) as work:
        entry = work.history(work.change(deal, comment="а"))[-1]
    forged = evolve(entry, id=an_id(type(entry.id), 77))
    with pytest.raises(NotFound), shop.crm.work(TEST) as work:
        work.restore(work.get(Deal, deal.id), "comment", forged)


@pytest.mark.parametrize("proof", [a_seal(), an_erasure()], ids=lambda proof: proof.kind)
def test_nobody_forges_a_proof(shop: Shop, proof: Record) -> None:
    with shop.crm.work(TEST) as work:
        with pytest.raises(NotSupported, match="by its command alone"):
            work.add(proof)
        assert work.find(type(proof)) == ()


def test_nobody_takes_a_seal_off(shop: Shop) -> None:
    shop.crm.seal()
    with shop.crm.work(TEST) as work:
        (seal,) = work.find(Seal)
        with pytest.raises(NotSupported):
            work.change(seal, head="0")
        with pytest.raises(RuleViolation):
            work.delete(seal)


def test_nobody_writes_the_journal(shop: Shop) -> None:
    deal = a_deal_of(shop, "anna")
    with shop.crm.work(TEST) as work:
        (entry, *_) = work.find(JournalEntry)
        with pytest.raises(CrmError):
            work.change(entry, command="nothing")
        with pytest.raises(NotSupported):
            work.add(evolve(entry, id=an_id(type(entry.id), 1), record_id=deal.id))


def test_a_head_sees_the_plan_of_the_whole_team(shop: Shop) -> None:
    target = {"starts_on": NOON.date(), "ends_on": NOON.date(), "target": rubles(1)}
    with shop.crm.work("olga") as work:
        work.create(Plan, team_id=shop.anna.team_id, **target)
        assert work.count(Plan, plan.team_id == shop.anna.team_id) == 1
        with pytest.raises(NotAllowed, match="team"):
            work.create(Plan, team_id=shop.ivan.team_id, **target)
    with shop.crm.work("ivan", writes=False) as work:
        assert work.count(Plan) == 0


def test_a_link_reads_from_both_ends(shop: Shop) -> None:
    first, second = a_deal_of(shop, "anna"), a_deal_of(shop, "anna")
    with shop.crm.work("anna") as work:
        made: Link = work.link(first, second, reads="repairs", inverse="is repaired by")
        ends = [(each.type, each.id) for one in (first, second) for each in work.links(one)]
    assert ends == [("repairs", second.id), ("is repaired by", first.id)]
    assert (made.from_kind, made.to_kind) == ("deal", "deal")
