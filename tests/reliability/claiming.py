"""Claimers: threads of several employees that take the next free lead till there is none."""

from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import closing
from multiprocessing import get_context

from crmkit import Crm, System
from crmkit.domain.leads import Lead
from crmkit.domain.staff import Employee, Grant, Role
from crmkit.errors import Conflict, TemporaryFailure
from crmkit.ids import LeadId

TEST = System("reliability")
LOGINS = ("anna", "boris", "vera", "gleb")
_WORKERS = 8
_PROCESSES = 2
Claims = list[tuple[str, LeadId]]


def a_pile(crm: Crm, count: int) -> set[LeadId]:
    """Free leads, and employees who may take them."""
    grants = tuple(
        Grant(action=action, kind="lead", reach="all") for action in ("read", "assign", "change")
    )
    with crm.work(TEST) as work:
        work.create(Role, key="caller", name="Caller", grants=grants)
        for login in LOGINS:
            work.create(Employee, login=login, name=login.title(), role="caller")
        return {work.create(Lead, title=f"Lead {nth}").id for nth in range(count)}


def claim_all(crm: Crm, most: int | None, workers: int = _WORKERS) -> Claims:
    """Who took which lead: threads at once, as many of each employee."""
    logins = [LOGINS[nth % len(LOGINS)] for nth in range(workers)]
    with ThreadPoolExecutor(workers) as threads:
        shares = threads.map(lambda login: [*_claims(crm, login, most)], logins)
        return [claim for share in shares for claim in share]


def claim_all_in_processes(url: str, most: int | None) -> Claims:
    """The same by several processes, each with its share of the threads."""
    with ProcessPoolExecutor(_PROCESSES, mp_context=get_context("spawn")) as processes:
        shares = processes.map(_claim_in_process, [url] * _PROCESSES, [most] * _PROCESSES)
        return [(login, LeadId.parse(lead)) for share in shares for login, lead in share]


def _claim_in_process(url: str, most: int | None) -> list[tuple[str, str]]:
    with closing(Crm.open(url)) as crm:
        claims = claim_all(crm, most, _WORKERS // _PROCESSES)
    return [(login, str(lead)) for login, lead in claims]


def _claims(crm: Crm, login: str, most: int | None) -> Iterator[tuple[str, LeadId]]:
    while True:
        try:
            with crm.work(login) as work:
                taken = work.claim(Lead, most=most)
        except (Conflict, TemporaryFailure):
            continue
        if not taken:
            return
        yield from ((login, lead.id) for lead in taken)
