"""A small shop for the tests of the services, with a clock that one sets."""

from collections.abc import Iterator

import pytest

from crmkit.app import Crm, System
from crmkit.domain.policy import Policy
from crmkit.domain.staff import Employee, Team
from crmkit.memory.clock import SettableClock
from crmkit.memory.ids import SeededIds
from crmkit.memory.storage import MemoryStorage
from crmkit.testing.builders import NOON

TEST = System("test")


class Shop:
    """The shop: anna and boris sell, olga heads their team, ivan is in another team."""

    def __init__(self, policy: Policy | None = None) -> None:
        """Opens it at noon."""
        self.clock = SettableClock(NOON)
        self.crm = Crm(MemoryStorage(), clock=self.clock, ids=SeededIds(self.clock), policy=policy)
        with self.crm.work(TEST) as work:
            team = work.create(Team, name="Розница")
            other = work.create(Team, name="Опт")
            self.anna = work.create(Employee, login="anna", name="Анна", team_id=team.id)
            self.boris = work.create(Employee, login="boris", name="Борис", team_id=team.id)
            self.olga = work.create(
                Employee, login="olga", name="Ольга", team_id=team.id, role="head"
            )
            self.ivan = work.create(Employee, login="ivan", name="Иван", team_id=other.id)


@pytest.fixture
def shop() -> Iterator[Shop]:
    made = Shop()
    yield made
    made.crm.close()
