"""The names to ask with about what `crmkit.domain.plans` holds."""

from __future__ import annotations

from datetime import date, datetime

from crmkit.domain.pipelines import Pipeline
from crmkit.domain.plans import Plan
from crmkit.domain.staff import Employee, Team
from crmkit.ids import EmployeeId, PipelineId, PlanId, TeamId
from crmkit.money import Money
from crmkit.query.names import Field, Names, One


class PlanNames(Names[Plan]):
    """The fields and relations of a plan."""

    __slots__ = ()

    version: Field[Plan, int] = Field("version")
    created_at: Field[Plan, datetime] = Field("created_at")
    archived_at: Field[Plan, datetime] = Field("archived_at")
    id: Field[Plan, PlanId] = Field("id")
    owner_id: Field[Plan, EmployeeId] = Field("owner_id")
    team_id: Field[Plan, TeamId] = Field("team_id")
    pipeline_id: Field[Plan, PipelineId] = Field("pipeline_id")
    starts_on: Field[Plan, date] = Field("starts_on")
    ends_on: Field[Plan, date] = Field("ends_on")
    target: Field[Plan, Money] = Field("target")
    owner: One[Plan, Employee] = One("owner")
    team: One[Plan, Team] = One("team")
    pipeline: One[Plan, Pipeline] = One("pipeline")


plan = PlanNames()
