"""The shop's own people: employees, teams and roles with their grants."""

from collections.abc import Callable
from typing import ClassVar, Literal, get_args

from attrs import field, frozen

from crmkit.domain.record import Record, title, words
from crmkit.errors import BadInput
from crmkit.ids import EmployeeId, RoleId, TeamId
from crmkit.query.schema import Relation

Action = Literal[
    "read", "create", "change", "assign", "archive", "delete", "export", "import", "erase"
]
Reach = Literal["own", "team", "all"]


def _is_one_of(known: tuple[str, ...]) -> Callable[[object, object, str], None]:
    def validate(_grant: object, _attribute: object, value: str) -> None:
        if value not in known:
            message = f"{value!r:.60} cannot be granted"
            raise BadInput(message, where="grant", hint=f"one of: {', '.join(known)}")

    return validate


@frozen(kw_only=True)
class Grant:
    """Permission for an action on a kind of record («*»: on every kind), as far as ``reach``.

    ``own`` reaches what the employee owns, ``team`` what the employee's team and the teams below
    it own, ``all`` everything; pipelines of other teams stay invisible unless the reach is all.
    """

    action: Action = field(validator=_is_one_of(get_args(Action)))
    kind: str = "*"
    reach: Reach = field(default="own", validator=_is_one_of(get_args(Reach)))


@frozen(kw_only=True, repr=False)
class Role(Record):
    """A named set of grants."""

    kind: ClassVar[str] = "role"

    id: RoleId
    key: str
    name: str = title()
    grants: tuple[Grant, ...] = ()


@frozen(kw_only=True, repr=False)
class Team(Record):
    """People who sell together; a team may belong to a larger one."""

    kind: ClassVar[str] = "team"
    relations: ClassVar[tuple[Relation, ...]] = (
        Relation(name="head", target="employee", local="head_id"),
        Relation(name="parent", target="team", local="parent_id"),
        Relation(name="members", target="employee", remote="team_id"),
    )

    id: TeamId
    name: str = title()
    head_id: EmployeeId | None = None
    parent_id: TeamId | None = None


@frozen(kw_only=True, repr=False)
class Employee(Record):
    """Somebody who works with clients. ``login`` is how the host names the person.

    ``role`` is the key of a Role, or of a preset role where the shop has defined none of that key.

    crmkit keeps no passwords: the host says who the actor is. An employee who is not ``active``
    may do nothing, and still owns what is owned until it is handed over.
    """

    kind: ClassVar[str] = "employee"
    relations: ClassVar[tuple[Relation, ...]] = (
        Relation(name="team", target="team", local="team_id"),
        Relation(name="leads", target="lead", remote="owner_id"),
        Relation(name="deals", target="deal", remote="owner_id"),
        Relation(name="contacts", target="contact", remote="owner_id"),
        Relation(name="tasks", target="task", remote="owner_id"),
    )

    id: EmployeeId
    login: str
    name: str = title()
    role: str = "manager"
    team_id: TeamId | None = None
    office: str | None = words()
    email: str | None = None
    phone: str | None = None
    zone: str | None = None
    active: bool = True
