"""Rights: what each role reaches."""

import pytest

from crmkit.domain.permissions import (
    KINDS,
    PRESETS,
    Viewer,
    everything,
    grants_of,
    scope,
    team_of,
)
from crmkit.domain.schema import schema
from crmkit.domain.staff import Action, Grant
from crmkit.ids import EmployeeId, TeamId
from crmkit.query.conditions import Condition, Everything, Nothing
from crmkit.query.reading import Reading
from crmkit.testing.builders import (
    a_contact,
    a_deal,
    a_handle,
    a_lead,
    a_role,
    a_team,
    an_employee,
    an_id,
    an_interaction,
)

ME, OTHER = an_id(EmployeeId, 1), an_id(EmployeeId, 2)


def viewer(role: str = "manager", **changes: object) -> Viewer:
    facts: dict[str, object] = {
        "employee": an_employee(1, role=role),
        "grants": PRESETS.get(role, ()),
        "team": (ME,),
        "pipelines": (a_deal().pipeline_id,),
    }
    return Viewer(**{**facts, **changes})  # type: ignore[arg-type]  # a test names what it needs


def seen(who: Viewer, record: object, *others: object, action: Action = "read") -> bool:
    kind = getattr(record, "kind", "")
    reading = Reading(
        schema(),
        lambda relation, held: [
            other
            for other in others
            if getattr(other, "kind", "") == relation.target
            and getattr(other, relation.remote) == getattr(held, relation.local)
        ],
    )
    condition: Condition[object] = scope(who, action).of(kind)
    return reading.matches(kind, condition)(record)


def test_every_kind_of_record_has_a_rule() -> None:
    assert set(KINDS) == set(schema().kinds)
    assert set(scope(viewer(), "read").visible) == set(KINDS)


def test_the_system_sees_every_kind_whole() -> None:
    assert all(everything().of(kind) == Everything() for kind in schema().kinds)


def test_a_manager_sees_own_deals_and_no_others() -> None:
    assert seen(viewer(), a_deal(owner_id=ME))
    assert not seen(viewer(), a_deal(owner_id=OTHER))
    assert not seen(viewer(), a_deal(owner_id=None))


def test_a_deal_in_a_pipeline_of_another_team_is_hidden_even_from_its_owner() -> None:
    assert not seen(viewer(pipelines=()), a_deal(owner_id=ME))


def test_a_lead_without_a_pipeline_is_seen_by_its_owner() -> None:
    assert seen(viewer(pipelines=()), a_lead(owner_id=ME, pipeline_id=None))


def test_a_client_of_another_is_seen_with_an_own_deal_about_it() -> None:
    client = a_contact(owner_id=OTHER)
    assert not seen(viewer(), client)
    assert seen(viewer(), client, a_deal(owner_id=ME, contact_id=client.id))


def test_a_client_of_another_is_not_changed_because_of_an_own_deal() -> None:
    client = a_contact(owner_id=OTHER)
    deal = a_deal(owner_id=ME, contact_id=client.id)
    assert not seen(viewer(), client, deal, action="change")


def test_a_handle_is_seen_with_its_client() -> None:
    mine, theirs = a_contact(owner_id=ME), a_contact(owner_id=OTHER)
    assert seen(viewer(), a_handle(contact_id=mine.id), mine)
    assert not seen(viewer(), a_handle(contact_id=theirs.id), theirs)


def test_a_call_about_a_hidden_deal_is_hidden_though_its_client_is_seen() -> None:
    client, deal = a_contact(owner_id=ME), a_deal(owner_id=OTHER)
    call = an_interaction(contact_id=client.id, deal_id=deal.id, owner_id=OTHER)
    assert not seen(viewer(), call, client, deal)
    without_deal = an_interaction(contact_id=client.id, deal_id=None, owner_id=OTHER)
    assert seen(viewer(), without_deal, client)


def test_a_head_sees_the_team() -> None:
    head = viewer("head", team=(ME, OTHER))
    assert seen(head, a_deal(owner_id=OTHER))
    assert not seen(head, a_deal(owner_id=an_id(EmployeeId, 3)))


@pytest.mark.parametrize("action", ["delete", "export", "import"])
@pytest.mark.parametrize("role", ["manager", "head", "analyst"])
def test_nobody_deletes_or_exports_unless_a_role_says_so(action: Action, role: str) -> None:
    reached = scope(viewer(role), action).visible.values()
    assert all(condition == Nothing() for condition in reached)


def test_a_role_of_the_shop_may_grant_what_the_presets_do_not() -> None:
    archivist = a_role(key="manager", grants=(Grant(action="delete", kind="note", reach="all"),))
    grants = grants_of(an_employee(role="manager"), {"manager": archivist})
    assert viewer(grants=grants).reach("delete", "note") == "all"
    assert viewer(grants=grants).reach("read", "deal") is None


def test_an_unknown_role_grants_nothing() -> None:
    assert grants_of(an_employee(role="wizard"), {}) == ()


def test_the_widest_of_several_grants_counts() -> None:
    grants = (Grant(action="read", reach="own"), Grant(action="read", kind="deal", reach="all"))
    assert viewer(grants=grants).reach("read", "deal") == "all"
    assert viewer(grants=grants).reach("read", "contact") == "own"


def test_a_team_includes_the_teams_below_it_also_when_they_run_in_a_circle() -> None:
    upper, lower = an_id(TeamId, 1), an_id(TeamId, 2)
    teams = {upper: a_team(1, parent_id=lower), lower: a_team(2, parent_id=upper)}
    staff = {ME: an_employee(1, team_id=upper), OTHER: an_employee(2, team_id=lower)}
    assert team_of(staff[ME], teams, staff) == (ME, OTHER)
