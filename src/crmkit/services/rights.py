"""Rights: what one actor may do, asked before anything is read or written."""

from collections.abc import Iterable, Iterator
from typing import NoReturn, Self

from attrs import evolve, field, frozen

from crmkit.domain.custom import Link
from crmkit.domain.journal import NOBODY
from crmkit.domain.permissions import ACTIVITIES, OWNED, PARTS, Viewer, everything, scope
from crmkit.domain.plans import Plan
from crmkit.domain.record import Record
from crmkit.domain.staff import Action
from crmkit.errors import NotAllowed
from crmkit.ids import EmployeeId, Id
from crmkit.query.schema import Schema
from crmkit.query.scope import Scope

_IN_PIPELINES = frozenset({"deal", "lead"})
_DAILY = frozenset({*OWNED, *ACTIVITIES, *PARTS, Link.kind})


@frozen
class Refused:
    """An action that was refused on a record; on `NOBODY` where it is of the kind as a whole."""

    action: Action
    kind: str
    key: Id


@frozen(kw_only=True)
class Rights:
    """Who acts and how far each action reaches. Without a viewer it is the system itself.

    ``refused`` gathers what was denied in one unit of work, ``viewed`` what was opened in it, by
    id with the kind, as far as the policy asks.
    """

    actor: str
    viewer: Viewer | None = None
    scopes: dict[Action, Scope] = field(factory=dict)
    refused: list[Refused] = field(factory=list, eq=False)
    viewed: dict[Id, str] = field(factory=dict, eq=False)

    def of_a_work(self) -> Self:
        """The same rights, with nothing refused or viewed yet."""
        return evolve(self, refused=[], viewed={})

    def scope(self, action: Action) -> Scope:
        """The records that the action reaches, worked out once."""
        found = self.scopes.get(action)
        if found is None:
            found = everything() if self.viewer is None else scope(self.viewer, action)
            self.scopes[action] = found
        return found

    def demand(self, action: Action, kind: str, key: Id = NOBODY) -> None:
        """Raises NotAllowed when no grant covers the action on the kind at all."""
        if self.viewer is not None and self.viewer.reach(action, kind) is None:
            role = self.viewer.employee.role
            message = f"the role {role!r} has no grant to {action} a {kind}"
            self.refuse(Refused(action, kind, key), message, kind)

    def demand_all(self, action: Action, kind: str) -> None:
        """Raises NotAllowed unless a grant covers the action on every record of the kind."""
        self.demand(action, kind)
        if self.viewer is not None and self.viewer.reach(action, kind) != "all":
            message = f"the grant to {action} a {kind} must reach all"
            self.refuse(Refused(action, kind, NOBODY), message, kind)

    def refuse(self, refused: Refused, message: str, where: str) -> NoReturn:
        """Raises NotAllowed, and remembers that."""
        self.refused.append(refused)
        raise NotAllowed(message, where=where, hint="ask whoever sets up the roles")

    def demand_place(self, action: Action, record: Record) -> None:
        """Raises NotAllowed when a record may not be put where its pipeline or team says."""
        viewer, kind = self.viewer, record.kind
        reach = "all" if viewer is None else viewer.reach(action, kind)
        if viewer is None or reach == "all":
            return
        if kind not in _DAILY:
            self._too_short(action, record, "kind of record")
        pipeline = getattr(record, "pipeline_id", None)
        if kind in _IN_PIPELINES and pipeline not in {None, *viewer.pipelines}:
            self._too_short(action, record, "pipeline")
        if isinstance(record, Plan) and record.team_id is not None:
            self._demand_team(action, record)

    def demand_owner(self, record: Record) -> None:
        """Raises NotAllowed when a new record may not belong to its owner."""
        viewer = self.viewer
        if viewer is None or record.kind not in OWNED:
            return
        reach = viewer.reach("create", record.kind)
        if reach is None or reach == "all" or owner(record) in {None, *viewer.owners(reach)}:
            return
        self._too_short("create", record, "owner")

    def _demand_team(self, action: Action, plan: Plan) -> None:
        viewer = self.viewer
        if viewer is None:
            return
        if viewer.reach(action, plan.kind) != "team" or plan.team_id not in viewer.teams:
            self._too_short(action, plan, "team")

    def _too_short(self, action: Action, record: Record, place: str) -> NoReturn:
        key = NOBODY if action == "create" else record.id
        message = f"the grant to {action} a {record.kind} does not reach this {place}"
        self.refuse(Refused(action, record.kind, key), message, record.kind)


def owner(record: Record) -> EmployeeId | None:
    """Whom the record belongs to; None for kinds without an owner too."""
    return getattr(record, "owner_id", None)


def demanded(changed: Iterable[str]) -> set[Action]:
    """The actions that a change amounts to: giving away, archiving, changing anything else."""
    apart: dict[str, Action] = {"owner_id": "assign", "archived_at": "archive"}
    return {apart.get(name, "change") for name in changed}


def referred_to(record: Record, schema: Schema) -> Iterator[tuple[str, str]]:
    """The fields that lead to records whose visibility depends on the actor, with their kinds."""
    if isinstance(record, Link):
        yield from (("from_id", record.from_kind), ("to_id", record.to_kind))
        return
    for relation in schema.kind(record.kind).relations.values():
        if not relation.many and relation.local != "id" and relation.target in _DAILY:
            yield relation.local, relation.target
