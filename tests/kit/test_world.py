"""The world to test in."""

from datetime import timedelta

from crmkit.domain.deals import Deal
from crmkit.domain.tasks import Task
from crmkit.fields import task
from crmkit.testing import NOON, World, a_world


def _sell(world: World, who: str) -> Deal:
    with world.work(who) as work:
        client = work.recognise(name="Пётр Иванов", phone="8 921 765-43-21")
        return work.open_deal(client.id, "Ремонт")


def test_the_shop_begins_at_noon_with_its_people_and_a_pipeline() -> None:
    world = a_world()
    assert (world.now, world.pipeline.first.key) == (NOON, "new")
    assert [world.olga.role, world.anna.role, world.boris.role] == ["head", "manager", "manager"]


def test_a_manager_sees_own_deals_and_the_head_sees_the_teams() -> None:
    world = a_world()
    _sell(world, "anna")
    seen = {}
    for who in (world.anna, world.boris, world.olga):
        with world.work(who, writes=False) as work:
            seen[who.login] = len(work.find(Deal))
    assert seen == {"anna": 1, "boris": 0, "olga": 1}


def test_time_passes_when_it_is_told_to() -> None:
    world = a_world()
    _sell(world, "anna")
    world.advance(days=3)
    with world.work("anna", writes=False) as work:
        assert not work.find(Task, task.due_at < NOON)
        assert work.count(Task, task.due_at < work.now) == 1
        assert work.now == NOON + timedelta(days=3)


def test_the_same_steps_make_the_same_ids() -> None:
    one, other = a_world(), a_world()
    assert _sell(one, "anna").id == _sell(other, "anna").id


def test_two_worlds_share_nothing() -> None:
    one, other = a_world(), a_world()
    _sell(one, "anna")
    with other.work(writes=False) as work:
        assert not work.find(Deal)
