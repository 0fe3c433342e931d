"""Eight claimers at one pile: every lead goes to one of them, and nobody exceeds the quota."""

from collections import Counter
from pathlib import Path

import pytest

from crmkit import Crm
from crmkit.domain.journal import JournalEntry
from crmkit.domain.leads import Lead
from crmkit.domain.staff import Employee
from crmkit.fields import journal
from crmkit.ids import LeadId
from tests.reliability.claiming import (
    LOGINS,
    TEST,
    Claims,
    a_pile,
    claim_all,
    claim_all_in_processes,
)
from tests.reliability.counts import Counts

pytestmark = pytest.mark.slow


@pytest.mark.server
def test_every_lead_is_claimed_once(crm: Crm, counts: Counts) -> None:
    pile = a_pile(crm, counts.leads)
    claims = claim_all(crm, most=None)
    _is_claimed_once(crm, claims)
    assert {lead for _, lead in claims} == pile


@pytest.mark.server
def test_no_quota_is_exceeded(crm: Crm, counts: Counts) -> None:
    pile, most = a_pile(crm, counts.leads), counts.leads // 5
    claims = claim_all(crm, most)
    _is_claimed_once(crm, claims)
    assert {lead for _, lead in claims} < pile
    assert Counter(login for login, _ in claims) == dict.fromkeys(LOGINS, most)


@pytest.mark.parametrize("has_quota", [False, True])
def test_processes_at_one_file_claim_no_lead_twice(
    tmp_path: Path, counts: Counts, *, has_quota: bool
) -> None:
    url = f"sqlite:///{tmp_path / 'shop.db'}"
    crm = Crm.open(url)
    pile = a_pile(crm, counts.leads)
    share = counts.leads // 5
    claims = claim_all_in_processes(url, share if has_quota else None)
    _is_claimed_once(crm, claims)
    if has_quota:
        assert Counter(login for login, _ in claims) == dict.fromkeys(LOGINS, share)
    else:
        assert {lead for _, lead in claims} == pile
    crm.close()


def _is_claimed_once(crm: Crm, claims: Claims) -> None:
    """The claimers, the leads and the journal tell the same, and no lead twice."""
    with crm.work(TEST, writes=False) as work:
        logins = {each.id: each.login for each in work.find(Employee)}
        owned: dict[LeadId, str] = {
            lead.id: logins[lead.owner_id] for lead in work.find(Lead) if lead.owner_id
        }
        told = work.find(JournalEntry, journal.command == "claim")
    assert len(claims) == len(owned)
    assert {lead: login for login, lead in claims} == owned
    assert Counter(each.record_id for each in told) == dict.fromkeys(owned, 1)
