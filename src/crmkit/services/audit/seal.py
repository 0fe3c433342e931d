"""Sealing: the entries that no seal covers yet go under the next one."""

from datetime import datetime
from hashlib import sha256

from crmkit.domain.commitments import NOTHING, head, line
from crmkit.domain.journal import JournalEntry
from crmkit.domain.seals import Seal
from crmkit.ids import Id, SealId
from crmkit.ports.storage import UnitOfWork
from crmkit.query.conditions import Compare, Op
from crmkit.query.questions import Question
from crmkit.services.audit.reading import after, asked, late, newest_seal


def seal_next(unit: UnitOfWork, now: datetime, done: Id | None, size: int) -> Seal | None:
    """The next seal, over at most ``size`` entries with ids after ``done``; None without any.

    Unless told, it looks from a day before the newest seal's last entry on.
    """
    newest = newest_seal(unit)
    start = late(newest) if done is None and newest is not None else done
    question = Question[JournalEntry](
        kind=JournalEntry.kind,
        where=Compare("seal", Op.IS, None),
        size=size,
        after=None if start is None else after(start),
    )
    entries = asked(unit, question).records
    if not entries:
        return None
    digest = sha256()
    for entry in entries:
        digest.update(line(entry))
    number = 1 if newest is None else newest.number + 1
    seal = Seal(
        id=SealId(entries[-1].id),
        created_at=now,
        number=number,
        entries=len(entries),
        head=head(NOTHING if newest is None else newest.head, number, digest.digest()),
    )
    unit.seal(seal, [entry.id for entry in entries])
    return seal
