"""Sales plans: what was promised for a period, by whom."""

from datetime import date
from typing import ClassVar

from attrs import frozen

from crmkit.domain.record import Record
from crmkit.ids import EmployeeId, PipelineId, PlanId, TeamId
from crmkit.money import Money
from crmkit.query.schema import Relation


@frozen(kw_only=True, repr=False)
class Plan(Record):
    """The won amount promised from ``starts_on`` to ``ends_on``, both included."""

    kind: ClassVar[str] = "plan"
    relations: ClassVar[tuple[Relation, ...]] = (
        Relation(name="owner", target="employee", local="owner_id"),
        Relation(name="team", target="team", local="team_id"),
        Relation(name="pipeline", target="pipeline", local="pipeline_id"),
    )

    id: PlanId
    owner_id: EmployeeId | None = None
    team_id: TeamId | None = None
    pipeline_id: PipelineId | None = None
    starts_on: date
    ends_on: date
    target: Money
