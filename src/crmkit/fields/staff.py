"""The names to ask with about what `crmkit.domain.staff` holds."""

from __future__ import annotations

from datetime import datetime

from crmkit.domain.clients import Contact
from crmkit.domain.deals import Deal
from crmkit.domain.leads import Lead
from crmkit.domain.staff import Employee, Role, Team
from crmkit.domain.tasks import Task
from crmkit.ids import EmployeeId, RoleId, TeamId
from crmkit.query.names import Field, Many, Names, One, TextField


class EmployeeNames(Names[Employee]):
    """The fields and relations of an employee."""

    __slots__ = ()

    version: Field[Employee, int] = Field("version")
    created_at: Field[Employee, datetime] = Field("created_at")
    archived_at: Field[Employee, datetime] = Field("archived_at")
    id: Field[Employee, EmployeeId] = Field("id")
    login: Field[Employee, str] = Field("login")
    name: TextField[Employee] = TextField("name")
    role: Field[Employee, str] = Field("role")
    team_id: Field[Employee, TeamId] = Field("team_id")
    office: TextField[Employee] = TextField("office")
    email: Field[Employee, str] = Field("email")
    phone: Field[Employee, str] = Field("phone")
    zone: Field[Employee, str] = Field("zone")
    active: Field[Employee, bool] = Field("active")
    team: One[Employee, Team] = One("team")
    leads: Many[Employee, Lead] = Many("leads")
    deals: Many[Employee, Deal] = Many("deals")
    contacts: Many[Employee, Contact] = Many("contacts")
    tasks: Many[Employee, Task] = Many("tasks")


class TeamNames(Names[Team]):
    """The fields and relations of a team."""

    __slots__ = ()

    version: Field[Team, int] = Field("version")
    created_at: Field[Team, datetime] = Field("created_at")
    archived_at: Field[Team, datetime] = Field("archived_at")
    id: Field[Team, TeamId] = Field("id")
    name: TextField[Team] = TextField("name")
    head_id: Field[Team, EmployeeId] = Field("head_id")
    parent_id: Field[Team, TeamId] = Field("parent_id")
    head: One[Team, Employee] = One("head")
    parent: One[Team, Team] = One("parent")
    members: Many[Team, Employee] = Many("members")


class RoleNames(Names[Role]):
    """The fields and relations of a role."""

    __slots__ = ()

    version: Field[Role, int] = Field("version")
    created_at: Field[Role, datetime] = Field("created_at")
    archived_at: Field[Role, datetime] = Field("archived_at")
    id: Field[Role, RoleId] = Field("id")
    key: Field[Role, str] = Field("key")
    name: TextField[Role] = TextField("name")


employee = EmployeeNames()
team = TeamNames()
role = RoleNames()
