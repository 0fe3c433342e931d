"""A work is kept whole or not at all, and ends once."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from crmkit.app import Crm
from crmkit.domain.clients import Contact
from crmkit.domain.conversations import Note
from crmkit.domain.deals import Deal
from crmkit.domain.events import Event
from crmkit.domain.leads import Lead, NewInquiry
from crmkit.domain.policy import Policy
from crmkit.domain.staff import Grant, Role
from crmkit.domain.tasks import Task
from crmkit.errors import BadInput, Conflict, CrmError, NotAllowed, NotSupported
from crmkit.ids import EmployeeId
from crmkit.plugins import hookimpl
from tests.unit.services.shop import TEST, Shop


class Ears:
    """A plugin that remembers what it heard."""

    def __init__(self) -> None:
        """Has heard nothing yet."""
        self.heard: list[Event] = []

    @hookimpl
    def crmkit_event(self, event: Event) -> None:
        """Remembers."""
        self.heard.append(event)


def test_an_inquiry_that_is_refused_leaves_no_client(shop: Shop) -> None:
    with shop.crm.work(TEST) as work:
        with pytest.raises(BadInput):
            work.take_inquiry(NewInquiry(channel="site", phone="89211234567", text="\0"))
        work.create(Note, text="остаётся")
    with shop.crm.work(TEST) as work:
        assert (work.count(Contact), work.count(Note)) == (0, 1)


def test_a_conversion_stopped_halfway_keeps_nothing_even_if_it_is_caught(shop: Shop) -> None:
    with shop.crm.work(TEST) as work:
        lead = work.take_inquiry(NewInquiry(channel="site", phone="89211234567")).lead
        grants = [Grant(action=action, reach="all") for action in ("read", "create")]
        work.create(Role, key="half", name="Half", grants=tuple(grants))
        work.change(shop.anna, role="half")
    with shop.crm.work("anna") as work, pytest.raises(NotAllowed):
        work.convert(lead.id)
    with shop.crm.work(TEST) as work:
        assert (work.count(Deal), work.get(Lead, lead.id).status) == (0, "open")


def test_a_command_written_in_part_takes_the_whole_work_down(shop: Shop) -> None:
    with shop.crm.work("anna") as work:
        mine, given = (work.recognise(phone=f"8921123456{n}") for n in (1, 2))
        work.open_deal(given.id, "Чехол")
    with shop.crm.work(TEST) as work:
        work.assign([given], "ivan")
    with pytest.raises(NotAllowed), shop.crm.work("olga") as work:  # noqa: PT012 - caught inside
        with pytest.raises(NotAllowed):
            work.assign([work.get(Contact, key.id) for key in (mine, given)], "boris")
        work.create(Note, text="не остаётся")
    with shop.crm.work(TEST) as work:
        assert (work.count(Note), work.get(Contact, mine.id).owner_id) == (0, shop.anna.id)


def test_a_stale_record_among_many_stops_them_all(shop: Shop) -> None:
    with shop.crm.work(TEST) as work:
        first, stale = (work.create(Task, title=title) for title in ("Первая", "Вторая"))
        work.change(stale, title="Вторая!")
    with shop.crm.work(TEST) as work, pytest.raises(Conflict):
        work.assign([first, stale], "anna")
    with shop.crm.work(TEST) as work:
        assert work.get(Task, first.id).owner_id is None


def test_a_conflict_that_is_caught_does_not_lose_what_followed_it(shop: Shop) -> None:
    with shop.crm.work(TEST) as work:
        made = work.create(Task, title="Позвонить")
        work.create(Note, text="первая")
    with pytest.raises(Conflict), shop.crm.work(TEST) as work:  # noqa: PT012 - caught inside
        work.add(made)
        work.create(Note, text="вторая")
        with pytest.raises(Conflict):
            work.count(Note)
    with shop.crm.work(TEST) as work:
        assert work.count(Note) == 1


def test_a_work_that_is_over_takes_no_more_writes(shop: Shop) -> None:
    with shop.crm.work(TEST) as work:
        pass
    with pytest.raises(NotSupported, match="over"):
        work.create(Note, text="поздно")


def test_a_work_that_is_over_answers_no_more(shop: Shop) -> None:
    with shop.crm.work(TEST) as work:
        pass
    with pytest.raises(NotSupported):
        work.count(Note)


def test_a_work_is_entered_once(shop: Shop) -> None:
    with shop.crm.work(TEST) as work:
        pass
    with pytest.raises(NotSupported, match="over"), work:
        pass


def test_events_are_of_committed_work_only(shop: Shop) -> None:
    ears = Ears()
    crm = Crm.open("memory:", plugins=[ears], clock=shop.clock, policy=Policy())
    with crm.work(TEST) as work:
        work.create(Note, text="да")
        assert ears.heard == []
    with crm.work(TEST) as work:
        work.create(Note, text="нет")
        work.roll_back()
    with pytest.raises(CrmError), crm.work(TEST) as work:
        work.create(Note, text="\0")
    assert [event.kind for event in ears.heard] == ["pipeline", "note"]


def test_a_command_undone_tells_of_nothing(shop: Shop) -> None:
    ears = Ears()
    crm = Crm.open("memory:", plugins=[ears], clock=shop.clock)
    with crm.work(TEST) as work, pytest.raises(BadInput):
        work.take_inquiry(NewInquiry(channel="site", phone="89211234567", text="\0"))
    assert [event.kind for event in ears.heard] == ["pipeline"]


def test_a_reader_beside_a_writer_sees_what_was_committed(shop: Shop) -> None:
    with shop.crm.work(TEST) as work, shop.crm.work(TEST, writes=False) as other:
        work.create(Note, text="ещё не видно")
        assert other.count(Note) == 0


def test_threads_of_one_crm_keep_to_their_own_rights(shop: Shop) -> None:
    def sell(login: str) -> set[EmployeeId | None]:
        seen: set[EmployeeId | None] = set()
        for nth in range(5):
            with shop.crm.work(login) as work:
                work.create(Contact, name=f"{login} {nth}")
                seen |= {client.owner_id for client in work.find(Contact)}
        return seen

    with ThreadPoolExecutor(3) as pool:
        found = list(pool.map(sell, ("anna", "boris", "ivan")))
    assert found == [{shop.anna.id}, {shop.boris.id}, {shop.ivan.id}]
    with shop.crm.work(TEST, writes=False) as work:
        numbers = {client.number for client in work.find(Contact)}
    assert len(numbers) == 15
