"""Rights: what a role grants, turned into the condition that the records it reaches fulfil.

Everything here is a pure function of the roles and of who works where; the conditions are put
into every question in one place (`crmkit.query.scope`), so a list, a count, a report and a hint
obey the same rights.
"""

from collections.abc import Mapping
from functools import cache

from attrs import field, frozen

from crmkit.domain.record import LINKED
from crmkit.domain.staff import Action, Employee, Grant, Reach, Role, Team
from crmkit.ids import EmployeeId, PipelineId, TeamId
from crmkit.query.conditions import (
    And,
    AnyOf,
    Compare,
    Condition,
    Everything,
    Nothing,
    OneOf,
    Op,
    Or,
)
from crmkit.query.scope import Scope

Anything = Condition[object]

OWNED = ("contact", "company", "lead", "deal", "order", "record", "plan", "segment")
ACTIVITIES = ("task", "reminder", "note", "interaction", "attachment")
PARTS: Mapping[str, tuple[str, ...]] = {
    "handle": ("contact", "company"),
    "employment": ("contact", "company"),
    "inquiry": ("leads", "contact", "company"),
    "order_line": ("order",),
    "payment": ("order", "deal", "contact", "company"),
    "consent": ("contact",),
    "merge": ("contact", "company"),
}
"""Kinds that are seen with the records they belong to, by the relations that lead there."""
REFERENCE = ("employee", "team", "role", "product", "custom_field", "record_type")
"""Kinds that everybody with the grant may read whole."""
OFFICE = ("outgoing", "received", "erasure", "hold", "suppression", "imported", "seal", "journal")
"""Kinds for those alone whose grant reaches all."""
KINDS = (*OWNED, *ACTIVITIES, *PARTS, *REFERENCE, "pipeline", "link", *OFFICE)

_WIDTH: Mapping[Reach, int] = {"own": 1, "team": 2, "all": 3}
_DAILY: tuple[Action, ...] = ("read", "create", "change", "archive")

PRESETS: Mapping[str, tuple[Grant, ...]] = {
    "manager": tuple(Grant(action=action, reach="own") for action in _DAILY),
    "head": tuple(Grant(action=action, reach="team") for action in (*_DAILY, "assign")),
    "analyst": (Grant(action="read", reach="all"),),
    "admin": tuple(
        Grant(action=action, reach="all")
        for action in (*_DAILY, "assign", "delete", "export", "import", "erase")
    ),
    "privacy": (
        *(Grant(action=action, reach="all") for action in ("read", "export", "erase")),
        *(
            Grant(action=action, kind=kind, reach="all")
            for kind in ("hold", "task", "consent")
            for action in ("create", "change")
        ),
    ),
}
"""The grants of the roles that need no definition.

Only admin deletes and imports; personal data is exported and erased by admin and by ``privacy``,
who answers for it and sells nothing.
"""


@frozen(kw_only=True)
class Viewer:
    """The facts about an actor that rights depend on.

    ``team`` are the employees of the actor's team and of the teams below it, the actor included;
    ``pipelines`` are those the actor's team works in, ``teams`` the actor's team and those below.
    """

    employee: Employee
    grants: tuple[Grant, ...]
    team: tuple[EmployeeId, ...] = field(factory=tuple)
    pipelines: tuple[PipelineId, ...] = field(factory=tuple)
    teams: tuple[TeamId, ...] = field(factory=tuple)

    def reach(self, action: Action, kind: str) -> Reach | None:
        """How far the widest grant for the action on the kind reaches, None without any."""
        reaches = [
            grant.reach
            for grant in self.grants
            if grant.action == action and grant.kind in {"*", kind}
        ]
        return max(reaches, key=lambda reach: _WIDTH[reach], default=None)

    def owners(self, reach: Reach) -> tuple[EmployeeId, ...]:
        """Whose records a reach short of «all» covers."""
        return self.team if reach == "team" else (self.employee.id,)


def grants_of(employee: Employee, roles: Mapping[str, Role]) -> tuple[Grant, ...]:
    """The grants of the employee's role: the shop's own of that key, else the preset, else none."""
    role = roles.get(employee.role)
    return role.grants if role else PRESETS.get(employee.role, ())


def teams_of(employee: Employee, teams: Mapping[TeamId, Team]) -> tuple[TeamId, ...]:
    """The teams that the employee heads or belongs to, and the teams below them."""
    wanted = {team.id for team in teams.values() if team.head_id == employee.id}
    if employee.team_id is not None:
        wanted.add(employee.team_id)
    grown = True
    while grown:
        below = {team.id for team in teams.values() if team.parent_id in wanted} - wanted
        wanted |= below
        grown = bool(below)
    return tuple(sorted(wanted))


def team_of(
    employee: Employee, teams: Mapping[TeamId, Team], staff: Mapping[EmployeeId, Employee]
) -> tuple[EmployeeId, ...]:
    """Everybody in the teams that the employee heads or belongs to, and in the teams below them."""
    wanted = teams_of(employee, teams)
    members = {person.id for person in staff.values() if person.team_id in wanted}
    return tuple(sorted(members | {employee.id}))


@cache
def everything() -> Scope:
    """The scope of the system itself."""
    return Scope({kind: Everything() for kind in KINDS})


def scope(viewer: Viewer, action: Action) -> Scope:
    """The records that the action reaches, by kind."""
    visible: dict[str, Anything] = {}
    for kind in ("deal", "lead"):
        visible[kind] = _in_pipelines(viewer, action, kind)
    for kind in OWNED:
        if kind not in visible:
            visible[kind] = _owned(viewer, action, kind)
    visible["plan"] = _with_plans_of_teams(viewer, action, visible["plan"])
    for kind in ("contact", "company"):
        visible[kind] = _with_visible_sales(action, visible, kind)
    for kind in ACTIVITIES:
        visible[kind] = _needed_to_know(viewer, action, visible, kind)
    for kind in PARTS:
        visible[kind] = _with_its_whole(viewer, action, visible, kind)
    for kind in REFERENCE:
        visible[kind] = _whole(viewer, action, kind)
    visible["pipeline"] = _pipelines(viewer, action)
    visible["link"] = _both_ends(viewer, action, visible)
    visible |= {kind: _only_all(viewer, action, kind) for kind in OFFICE}
    return Scope(visible)


def _owned(viewer: Viewer, action: Action, kind: str) -> Anything:
    reach = viewer.reach(action, kind)
    if reach is None:
        return Nothing()
    if reach == "all":
        return Everything()
    owners = viewer.owners(reach)
    return (
        Compare("owner_id", Op.IS, owners[0])
        if len(owners) == 1
        else OneOf("owner_id", tuple(owners))
    )


def _in_pipelines(viewer: Viewer, action: Action, kind: str) -> Anything:
    owned = _owned(viewer, action, kind)
    if isinstance(owned, Everything | Nothing):
        return owned
    inside: Anything = OneOf("pipeline_id", viewer.pipelines)
    if kind == "lead":
        inside = Or((Compare("pipeline_id", Op.IS, None), inside))
    return And((owned, inside))


def _with_plans_of_teams(viewer: Viewer, action: Action, owned: Anything) -> Anything:
    """A plan of a whole team has no owner; it is for whoever reaches the team."""
    if viewer.reach(action, "plan") != "team" or not viewer.teams:
        return owned
    return Or((owned, OneOf("team_id", viewer.teams)))


def _with_visible_sales(action: Action, visible: Mapping[str, Anything], kind: str) -> Anything:
    """A client is seen by the owner, and read by whoever sees one of the client's sales."""
    owned = visible[kind]
    if action != "read" or isinstance(owned, Everything | Nothing):
        return owned
    return Or((owned, AnyOf("deals", visible["deal"]), AnyOf("leads", visible["lead"])))


def _needed_to_know(
    viewer: Viewer, action: Action, visible: Mapping[str, Anything], kind: str
) -> Anything:
    """An activity is for its owner, for those who see its sale, or, without one, its client."""
    owned = _owned(viewer, action, kind)
    if isinstance(owned, Everything | Nothing):
        return owned
    of_client: Anything = Or(
        (AnyOf("contact", visible["contact"]), AnyOf("company", visible["company"]))
    )
    without_sale: Anything = And((Compare("deal_id", Op.IS, None), Compare("lead_id", Op.IS, None)))
    return Or(
        (
            owned,
            AnyOf("deal", visible["deal"]),
            AnyOf("lead", visible["lead"]),
            And((without_sale, of_client)),
        )
    )


def _with_its_whole(
    viewer: Viewer, action: Action, visible: Mapping[str, Anything], kind: str
) -> Anything:
    reach = viewer.reach(action, kind)
    if reach is None:
        return Nothing()
    if reach == "all":
        return Everything()
    wholes = tuple(AnyOf[object](name, visible[name.removesuffix("s")]) for name in PARTS[kind])
    return wholes[0] if len(wholes) == 1 else Or(wholes)


def _whole(viewer: Viewer, action: Action, kind: str) -> Anything:
    reach = viewer.reach(action, kind)
    if action == "read":
        return Everything() if reach else Nothing()
    return Everything() if reach == "all" else Nothing()


def _only_all(viewer: Viewer, action: Action, kind: str) -> Anything:
    return Everything() if viewer.reach(action, kind) == "all" else Nothing()


def _pipelines(viewer: Viewer, action: Action) -> Anything:
    reach = viewer.reach(action, "pipeline")
    if reach == "all":
        return Everything()
    if reach is None or action != "read":
        return Nothing()
    return OneOf("id", viewer.pipelines)


def _both_ends(viewer: Viewer, action: Action, visible: Mapping[str, Anything]) -> Anything:
    reach = viewer.reach(action, "link")
    if reach is None:
        return Nothing()
    if reach == "all":
        return Everything()
    ends = (
        Or(tuple(AnyOf[object](f"{side}_{kind}", visible[kind]) for kind in LINKED))
        for side in ("from", "to")
    )
    return And(tuple(ends))
