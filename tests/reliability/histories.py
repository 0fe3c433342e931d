"""Records what threads do to a few lists of numbers, kept as the texts of notes."""

from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from random import Random
from typing import Literal

from attrs import frozen

from crmkit import Crm, System
from crmkit.domain.conversations import Note
from crmkit.errors import Conflict, TemporaryFailure, UnknownOutcome
from crmkit.ids import NoteId
from crmkit.services.work import Work
from tests.reliability.history_checker import Outcome, Transaction, Values

_TEST = System("reliability")
_WORKERS, _EACH, _LISTS = 8, 50, "xyz"
_EMPTY = "-"
_Way = Literal["read", "write", "roll back"]
_WAYS: tuple[_Way, ...] = ("read", "write", "write", "write", "roll back")
Notes = Mapping[str, NoteId]


@frozen
class History:
    """What the transactions did, which of them only read, and how the lists ended."""

    transactions: list[Transaction]
    readers: frozenset[int | str]
    final: Mapping[str, Values]


def record(crm: Crm, seed: int) -> History:
    """Eight threads at once, fifty transactions each, on three lists that nobody else knows."""
    with crm.work(_TEST) as work:
        notes = {key: work.create(Note, text=_EMPTY).id for key in _LISTS}
    with ThreadPoolExecutor(_WORKERS) as workers:
        made = workers.map(lambda nth: [*_transactions(crm, notes, seed, nth)], range(_WORKERS))
        recorded = [each for share in made for each in share]
    with crm.work(_TEST, writes=False) as work:
        final = {key: _values(work.get(Note, note)) for key, note in notes.items()}
    readers = frozenset(each.name for way, each in recorded if way == "read")
    return History([each for _, each in recorded], readers, final)


def _transactions(
    crm: Crm, notes: Notes, seed: int, worker: int
) -> Iterator[tuple[_Way, Transaction]]:
    chance = Random(f"{seed} {worker}")  # noqa: S311 - a plan, not a secret
    for name in range(worker * _EACH, (worker + 1) * _EACH):
        way = chance.choice(_WAYS)
        keys = chance.sample(_LISTS, chance.choice((1, 2)))
        appended = () if way == "read" else chance.sample(keys, chance.randint(1, len(keys)))
        reads: dict[str, Values] = {}
        appends = dict.fromkeys(appended, name)
        outcome = _carry_out(crm, way, {key: notes[key] for key in keys}, (reads, appends))
        yield way, Transaction(name, reads, appends, outcome)


def _carry_out(
    crm: Crm, way: _Way, notes: Notes, told: tuple[dict[str, Values], Mapping[str, int]]
) -> Outcome:
    try:
        with crm.work(_TEST, writes=way != "read") as work:
            _read_and_append(work, notes, *told)
            if way == "roll back":
                work.roll_back()
                return "aborted"
    except (Conflict, TemporaryFailure):
        return "aborted"
    except UnknownOutcome:
        return "unknown"
    return "committed"


def _read_and_append(
    work: Work, notes: Notes, reads: dict[str, Values], appends: Mapping[str, int]
) -> None:
    """Reads one after the other, then appends; a last look sends the changes to the database."""
    found = {}
    for key, note in notes.items():
        found[key] = work.get(Note, note)
        reads[key] = _values(found[key])
    for key, value in appends.items():
        work.change(found[key], text=f"{found[key].text} {value}")
        work.count(Note)


def _values(note: Note) -> Values:
    return tuple(map(int, note.text.split()[1:]))
