"""What it costs to weigh somebody who comes in against all clients: in memory and in databases.

A tenth of the clients share one phone, half of those who come in are known under another spelling,
and a tenth call from that phone. Measured is the CPU time of this process for the whole call: the
normal forms of what was typed, the keys, the candidates, the evidence, its reasons in words.
"""

import argparse
import random
import time
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from attrs import frozen

from bench._bases import Bases
from bench.names import written_names
from crmkit.domain.journal import Cause
from crmkit.duplicates import Profile, in_words, profile, shipped_weights
from crmkit.ids import ContactId
from crmkit.matching.kinds import ColumnKind
from crmkit.memory.storage import MemoryStorage
from crmkit.ports.storage import Identity, Storage, Writing
from crmkit.services.identify import identity
from crmkit.services.weigh import candidates
from crmkit_sqlalchemy import open_storage
from crmkit_sqlalchemy.opening import maintenance_of

SHARED = "+79990000000"
CALLS, WARM = 2_000, 200
CHUNK = 5_000
CAUSE = Cause(actor="system:bench", command="bench")
Typed = tuple[tuple[ColumnKind, str], ...]


@frozen
class Cost:
    """Microseconds of CPU a call: the median, and the slowest hundredth."""

    p50: float
    p99: float

    @classmethod
    def of(cls, spent: Sequence[int]) -> "Cost":
        """The figures of so many calls, in nanoseconds."""
        ranked = sorted(spent)
        return cls(ranked[len(ranked) // 2] / 1e3, ranked[len(ranked) * 99 // 100] / 1e3)

    def __str__(self) -> str:
        """The figures."""
        return f"{self.p50:7.0f} / {self.p99:7.0f}"


def phone(nth: int) -> str:
    """The own phone of a client; a tenth of them have the shared one alone."""
    return SHARED if nth % 10 == 0 else f"+79{nth * 7_919 % 10**9:09}"


def typed(nth: int, name: str) -> Typed:
    """What a client gave of itself."""
    mail: Typed = (("email", f"client.{nth}@mail.ru"),) if nth % 3 == 0 else ()
    return (("name", name), ("phone", phone(nth)), *mail)


def known(names: Sequence[str]) -> Iterator[Identity]:
    """The clients, as they are recognised."""
    for nth, name in enumerate(names):
        yield identity(ContactId(nth.to_bytes(16, "big")), profile(typed(nth, name)))


def fill(storage: Storage, names: Sequence[str]) -> None:
    """Makes the clients."""
    stated = known(names)
    for _ in range(0, len(names), CHUNK):
        with storage.open(writes=True) as unit:
            part = [each for each, _ in zip(stated, range(CHUNK), strict=False)]
            at = datetime.now(UTC)
            unit.write(Writing(changes=(), cause=CAUSE, at=at, identities=part))
            unit.commit()


def visitors(names: Sequence[str], fresh: Sequence[str]) -> Iterator[Typed]:
    """Those who come in: known ones with their names turned round, new ones, some of one phone."""
    rng = random.Random(5)
    for nth, name in enumerate(fresh):
        place = rng.randrange(len(names))
        number = phone(place) if phone(place) != SHARED else phone(place + 1)
        if nth % 10 == 0:
            yield ("name", name), ("phone", SHARED)
        elif nth % 2:
            yield ("name", " ".join(names[place].split()[::-1])), ("phone", number)
        else:
            yield ("name", name), ("phone", f"+7{8_000_000_000 + nth}")


def weigh(storage: Storage, given: Typed) -> int:
    """One call with its reasons; how long it took, in nanoseconds of CPU."""
    weights = shipped_weights()
    with storage.open(writes=False) as unit:
        began = time.process_time_ns()
        somebody: Profile = profile(given)
        for found in candidates(unit, somebody, weights)[:1]:
            _ = [in_words(reason.code, "ru") for reason in found.reasons(weights)]
        return time.process_time_ns() - began


def costs(storage: Storage, names: Sequence[str]) -> dict[str, Cost]:
    """Of everybody, and of those alone who call from the shared phone."""
    fresh = written_names(CALLS + WARM, 11)
    given = [*visitors(names, fresh)]
    for each in given[:WARM]:
        weigh(storage, each)
    spent = [(each, weigh(storage, each)) for each in given[WARM:]]
    shared = [took for each, took in spent if ("phone", SHARED) in each]
    return {"everybody": Cost.of([took for _, took in spent]), "shared phone": Cost.of(shared)}


def measured(people: int, server: str | None) -> Iterator[tuple[str, dict[str, Cost]]]:
    """The figures of each storage with so many clients."""
    names = written_names(people, 3)
    storage: Storage = MemoryStorage()
    fill(storage, names)
    yield "memory", costs(storage, names)
    with TemporaryDirectory() as folder:
        for name, base in (("SQLite", None), ("PostgreSQL", server)):
            if name == "PostgreSQL" and server is None:
                continue
            with Bases(base, Path(folder)).made("intake") as url:
                maintenance_of({"url": url}).upgrade()
                storage = open_storage(url)
                fill(storage, names)
                yield name, costs(storage, names)
                storage.close()


def main() -> None:
    """Prints a line a storage and number of clients."""
    parser = argparse.ArgumentParser()
    parser.add_argument("people", nargs="*", type=int, default=[10_000, 100_000])
    parser.add_argument("--server", help="URL of a PostgreSQL server, to measure it too")
    stated = parser.parse_args()
    print("us of CPU a call, p50 / p99")
    for people in stated.people:
        for name, found in measured(people, stated.server):
            told = "   ".join(f"{what} {cost}" for what, cost in found.items())
            print(f"{people:>9,} {name:<10} {told}", flush=True)


if __name__ == "__main__":
    main()
