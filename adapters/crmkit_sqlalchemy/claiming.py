"""Claims: records that one unit at a time takes, so that workers share a pile without waiting.

Where one transaction at a time writes, its turn is the claim. Elsewhere the rows are locked, and
rows that are locked already are passed over; `demand_claims` refuses what would not do that.
"""

from collections.abc import Iterator, Sequence
from typing import TypeVar

from attrs import evolve, frozen
from sqlalchemy import Connection, Integer, column, select

from crmkit.domain.record import Record
from crmkit.errors import AdapterError
from crmkit.ids import Id
from crmkit.query.conditions import And, OneOf
from crmkit.query.questions import Page, Question
from crmkit.query.scope import ConfinedQuestion
from crmkit_sqlalchemy.dialects import Database
from crmkit_sqlalchemy.finding import Finding
from crmkit_sqlalchemy.kinds import Kinds
from crmkit_sqlalchemy.turns import Run

R = TypeVar("R", bound=Record)
_CLAUSE = "FOR UPDATE SKIP LOCKED"
_AHEAD = 32


@frozen
class Claiming:
    """Claims records of one tenant; ``run`` executes a statement of a unit that writes."""

    kinds: Kinds
    tenant: int
    run: Run

    def records(self, confined: ConfinedQuestion[R]) -> tuple[R, ...]:
        """The first records asked for that nobody else is claiming."""
        finding = Finding(self.kinds, self.tenant, self.run)
        if self.kinds.database.one_writer:
            return finding.page(confined).records
        if self.kinds.database.locks_last:
            return finding.locked(confined)
        return tuple(_step_by_step(finding, confined))


def _step_by_step(finding: Finding, confined: ConfinedQuestion[R]) -> Iterator[R]:
    """Looks without a lock, then locks by id no more than is wanted, as it still stands."""
    wanted = confined.question.size
    for page in _pages(finding, confined):
        ids = [record.id for record in page.records]
        while ids and wanted != 0:
            tried, ids = ids[:wanted], [] if wanted is None else ids[wanted:]
            places = {key: nth for nth, key in enumerate(tried)}
            got = sorted(
                finding.locked(_among(confined, tried)), key=lambda record: places[record.id]
            )
            wanted = None if wanted is None else wanted - len(got)
            yield from got
        if wanted == 0:
            return


def _pages(finding: Finding, confined: ConfinedQuestion[R]) -> Iterator[Page[R]]:
    asked = confined.question
    size = None if asked.size is None else asked.size + _AHEAD
    after = asked.after
    while True:
        page = finding.page(evolve(confined, question=evolve(asked, size=size, after=after)))
        yield page
        if page.after is None:
            return
        after = page.after


def _among(confined: ConfinedQuestion[R], ids: Sequence[Id]) -> ConfinedQuestion[R]:
    asked = confined.question
    where = And[R]((asked.where, OneOf("id", tuple(ids))))
    return evolve(confined, question=Question(kind=asked.kind, where=where))


def demand_claims(connection: Connection, database: Database) -> None:
    """Raises AdapterError where two workers could claim one record.

    That is where the dialect leaves the clause out of the statement, which SQLAlchemy does without
    a word, and where the server is older than the clause.
    """
    if database.one_writer:
        return
    name = connection.engine.url.render_as_string(hide_password=True)
    rows = select(column("id", Integer)).with_for_update(skip_locked=True)
    if _CLAUSE not in str(rows.compile(dialect=database.dialect)):
        message = f"SQLAlchemy's dialect leaves out {_CLAUSE}: two workers could claim one record"
        raise AdapterError(message, where=name, hint="use another version of SQLAlchemy")
    dialect = connection.dialect
    oldest = database.claims_since(is_mariadb=bool(getattr(dialect, "is_mariadb", False)))
    version = tuple(getattr(dialect, "server_version_info", None) or ())
    numbers = tuple(part for part in version if isinstance(part, int))
    if numbers[: len(oldest)] < oldest:
        told = ".".join(map(str, numbers)) or "an unknown version"
        message = f"the server ({told}) does not know {_CLAUSE}"
        wanted = ".".join(map(str, oldest))
        raise AdapterError(message, where=name, hint=f"use version {wanted} or a later one")
