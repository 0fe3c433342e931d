"""Actors and what they may see."""

from hypothesis import strategies as st

from crmkit.domain.permissions import KINDS, PRESETS, Viewer, everything, scope
from crmkit.domain.pipelines import Pipeline
from crmkit.domain.staff import Employee, Grant, Reach
from crmkit.query.scope import Scope
from crmkit.testing.strategies._chance import Chance, drawn
from crmkit.testing.strategies._conditions import Asking
from crmkit.testing.strategies._shops import Shop

_REACHES: tuple[Reach, ...] = ("own", "team", "all")
_NARROWED = 3


def scopes(shop: Shop) -> st.SearchStrategy[Scope]:
    """The scope of the system, of an employee, or of conditions that no role would give."""
    return drawn(lambda chance: _scope(Asking(shop, chance)))


def viewers(shop: Shop) -> st.SearchStrategy[Viewer]:
    """Employees with the grants of a preset role or any others, a team and some pipelines."""
    return drawn(lambda chance: _viewer(Asking(shop, chance)))


def _scope(asking: Asking) -> Scope:
    if asking.chance.once_in(2):
        return scope(_viewer(asking), "read")
    return _narrowed(asking) if asking.chance.once_in(2) else everything()


def _narrowed(asking: Asking) -> Scope:
    """The system's scope but for a few kinds, whose conditions have any shape."""
    kinds = asking.chance.some(asking.shop.kinds, _NARROWED)
    return Scope({**everything().visible, **{kind: asking.condition(kind, 1) for kind in kinds}})


def _viewer(asking: Asking) -> Viewer:
    chance, records = asking.chance, asking.shop.records
    staff = [record for record in records if isinstance(record, Employee)]
    pipelines = [record.id for record in records if isinstance(record, Pipeline)]
    employee = chance.of(staff)
    team = {employee.id, *(person.id for person in chance.some(staff, len(staff)))}
    own = tuple(chance.several(_grant, 0, 3))
    return Viewer(
        employee=employee,
        grants=own if chance.once_in(4) else chance.of([*PRESETS.values()]),
        team=tuple(sorted(team)),
        pipelines=tuple(chance.some(pipelines, len(pipelines))),
    )


def _grant(chance: Chance) -> Grant:
    return Grant(action="read", kind=chance.of(("*", *KINDS)), reach=chance.of(_REACHES))
