"""A world to test in: a shop in memory with its people, a pipeline, and a clock that you move."""

from datetime import datetime

from attrs import field, frozen

from crmkit.app import Actor, Crm, System
from crmkit.domain.pipelines import Pipeline
from crmkit.domain.policy import Policy
from crmkit.domain.staff import Employee, Team
from crmkit.memory.clock import SettableClock
from crmkit.memory.ids import SeededIds
from crmkit.memory.storage import MemoryStorage
from crmkit.ports.storage import Storage
from crmkit.services.work import Work
from crmkit.testing.builders import NOON

_SYSTEM = System("test world")


@frozen(kw_only=True, eq=False)
class World:
    """A shop at noon of a Monday: Olga heads the team in which Anna and Boris sell.

    Their logins are ``olga``, ``anna`` and ``boris``; deals go along ``pipeline``, the shop's
    usual one. Nothing moves the clock but `advance`, and the same steps make the same ids.
    """

    crm: Crm
    clock: SettableClock = field(repr=False)
    team: Team
    olga: Employee
    anna: Employee
    boris: Employee
    pipeline: Pipeline

    @property
    def now(self) -> datetime:
        """The moment at which the clock stands."""
        return self.clock.now()

    def advance(self, **by: float) -> datetime:
        """Moves the clock on: ``world.advance(days=3)``, in the words of timedelta."""
        return self.clock.advance(**by)

    def work(self, actor: Actor = _SYSTEM, *, writes: bool = True) -> Work:
        """Opens a unit of work, of the system unless an actor is given."""
        return self.crm.work(actor, writes=writes)


def a_world(
    *, at: datetime = NOON, policy: Policy | None = None, storage: Storage | None = None
) -> World:
    """A fresh world: in memory, unless an empty storage of another kind is given."""
    clock = SettableClock(at)
    crm = Crm(storage or MemoryStorage(), clock=clock, ids=SeededIds(clock), policy=policy)
    with crm.work(_SYSTEM) as work:
        team = work.create(Team, name="Отдел продаж")
        olga, anna, boris = (
            work.create(Employee, login=login, name=name, role=role, team_id=team.id)
            for login, name, role in (
                ("olga", "Ольга Смирнова", "head"),
                ("anna", "Анна Петрова", "manager"),
                ("boris", "Борис Котов", "manager"),
            )
        )
        team = work.change(team, head_id=olga.id)
        (pipeline,) = work.find(Pipeline)
    return World(
        crm=crm, clock=clock, team=team, olga=olga, anna=anna, boris=boris, pipeline=pipeline
    )
