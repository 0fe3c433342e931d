"""The audit: the clients that the import made, against the truth about who is behind the rows."""

from collections import defaultdict
from collections.abc import Iterator, Mapping

from attrs import frozen

from crmkit import Work
from crmkit.domain.clients import Contact, Handle
from crmkit.ids import ContactId
from crmkit_cli.demo.story import TrueRow, Truth

Owners = Mapping[str, int]


@frozen(kw_only=True)
class Audit:
    """How well rows became people.

    ``whole`` people are one client each, and that client is nobody else; ``split`` ones are several
    clients; ``mixed`` clients are several people; ``nobody`` counts clients made of junk rows.
    """

    rows: int
    people: int
    clients: int
    whole: int
    split: int
    mixed: int
    nobody: int


def audit(work: Work, truth: Truth) -> Audit:
    """The audit of a base that holds the client files and nothing else."""
    behind = dict(_people_behind(work, truth))
    clients_of = defaultdict[int, list[ContactId]](list)
    for contact_id, people in behind.items():
        for person in people:
            clients_of[person].append(contact_id)
    mixed = {contact_id for contact_id, people in behind.items() if len(people) > 1}
    return Audit(
        rows=len(truth.rows),
        people=len(truth.people),
        clients=len(behind),
        whole=sum(len(held) == 1 and held[0] not in mixed for held in clients_of.values()),
        split=sum(len(held) > 1 for held in clients_of.values()),
        mixed=len(mixed),
        nobody=sum(not people for people in behind.values()),
    )


def _people_behind(work: Work, truth: Truth) -> Iterator[tuple[ContactId, set[int]]]:
    """For each client the people whose handles it holds, or else whose name it was given."""
    held = defaultdict[ContactId, set[str]](set)
    for handle in work.find(Handle):
        if handle.contact_id is not None:
            held[handle.contact_id].add(handle.value)
    owners = _owners(truth)
    named = defaultdict[str, list[TrueRow]](list)
    for row in truth.rows:
        named[row.name].append(row)
    for contact in work.find(Contact):
        keys = held[contact.id]
        people = {owners[key] for key in keys if key in owners}
        yield contact.id, people or _by_name(named[contact.name], keys)


def _owners(truth: Truth) -> Owners:
    """Whose each key is, slips of the hand included; shared phones are nobody's alone."""
    shared = {person.shared for person in truth.people}
    typed = {
        key: row.person
        for row in truth.rows
        if row.person is not None
        for key in row.keys
        if key not in shared
    }
    return {**typed, **{key: person.id for person in truth.people for key in person.keys}}


def _by_name(rows: list[TrueRow], keys: set[str]) -> set[int]:
    fit = [row.person for row in rows if keys.intersection(row.keys) or not keys]
    return {person for person in fit[:1] if person is not None}
