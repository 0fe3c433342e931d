"""The directory: the few records every decision needs (staff, roles, pipelines, custom fields).

It is read once and kept by the Crm; each unit of work asks the storage for the directory's
revision first, so a role revoked elsewhere takes effect at the next unit.
"""

from collections.abc import Iterable, Mapping
from typing import TypeVar

from attrs import field, frozen

from crmkit.domain.custom import CustomField, RecordType
from crmkit.domain.permissions import Viewer, everything, grants_of, team_of, teams_of
from crmkit.domain.pipelines import Pipeline
from crmkit.domain.record import Record
from crmkit.domain.schema import custom_specs, schema
from crmkit.domain.staff import Employee, Role, Team
from crmkit.errors import NotAllowed, NotFound
from crmkit.ids import EmployeeId, Id, PipelineId, TeamId
from crmkit.ports.storage import UnitOfWork
from crmkit.query.questions import Question
from crmkit.query.schema import Schema

R = TypeVar("R", bound=Record)

SERIES = "directory"
KINDS = frozenset({"employee", "team", "role", "pipeline", "custom_field", "record_type"})
"""A change of one of these takes a number of the series, and so makes every Crm read anew."""


@frozen(kw_only=True)
class Directory:
    """Staff, roles, teams, pipelines, custom fields and record types, as of one revision."""

    revision: int
    staff: Mapping[EmployeeId, Employee] = field(factory=dict)
    teams: Mapping[TeamId, Team] = field(factory=dict)
    roles: Mapping[str, Role] = field(factory=dict)
    pipelines: Mapping[PipelineId, Pipeline] = field(factory=dict)
    custom: tuple[CustomField, ...] = ()
    types: Mapping[str, RecordType] = field(factory=dict)
    schema: Schema = field(factory=schema)

    def employee(self, who: EmployeeId | str) -> Employee:
        """The active employee of this id or login; NotAllowed if there is none."""
        found = (
            self.staff.get(who)
            if isinstance(who, EmployeeId)
            else next((person for person in self.staff.values() if person.login == who), None)
        )
        if found is None or not found.active:
            message = "no active employee of this name"
            raise NotAllowed(message, where="actor", hint="add the employee, or act as System")
        return found

    def viewer(self, employee: Employee) -> Viewer:
        """The facts that the employee's rights depend on."""
        team = team_of(employee, self.teams, self.staff)
        teams = teams_of(employee, self.teams)
        return Viewer(
            employee=employee,
            grants=grants_of(employee, self.roles),
            team=team,
            teams=teams,
            pipelines=tuple(
                pipeline.id
                for pipeline in self.pipelines.values()
                if not pipeline.team_ids or set(teams) & set(pipeline.team_ids)
            ),
        )

    def pipeline(self, key: PipelineId | str | None) -> Pipeline:
        """The pipeline of this id or key; of no key, the shop's first one."""
        live = [pipeline for pipeline in self.pipelines.values() if pipeline.archived_at is None]
        if isinstance(key, PipelineId):
            found = self.pipelines.get(key)
        elif key is None:
            found = min(live, key=lambda pipeline: pipeline.id, default=None)
        else:
            found = next((pipeline for pipeline in live if pipeline.key == key), None)
        if found is None:
            known = ", ".join(sorted(pipeline.key for pipeline in live)) or "none yet"
            message = "there is no such pipeline"
            raise NotFound(message, where="pipeline", hint=f"known: {known}")
        return found


def read(unit: UnitOfWork, revision: int) -> Directory:
    """The directory as the unit sees it."""
    custom = tuple(_all(unit, CustomField))
    return Directory(
        revision=revision,
        staff=_by_id(_all(unit, Employee)),
        teams=_by_id(_all(unit, Team)),
        roles={role.key: role for role in _all(unit, Role)},
        pipelines=_by_id(_all(unit, Pipeline)),
        custom=custom,
        types={each.key: each for each in _all(unit, RecordType)},
        schema=schema().with_custom(custom_specs(custom)),
    )


def _all(unit: UnitOfWork, record: type[R]) -> tuple[R, ...]:
    question: Question[R] = Question(kind=record.kind)
    return unit.find(everything().question(question, schema())).records


Key = TypeVar("Key", bound=Id)


def _by_id(records: Iterable[R]) -> dict[Key, R]:
    return {record.id: record for record in records}  # type: ignore[misc]  # each kind has its id type
