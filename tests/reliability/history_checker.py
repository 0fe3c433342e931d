"""Reads what transactions did to lists that only grow, and tells what no serial order explains.

Every transaction reads lists whole and appends values that nobody else appends, so a list as it was
read tells who wrote before. From that follow three dependencies of one transaction on another: it
wrote after the other (write-write), it read what the other wrote (write-read), the other wrote what
it had not read yet (read-write). A cycle of them is an anomaly.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from itertools import pairwise
from typing import Literal

from attrs import field, frozen

Name = int | str
Values = tuple[int, ...]
Outcome = Literal["committed", "aborted", "unknown"]


class Anomaly(StrEnum):
    """What can go wrong, by the names of Adya's hierarchy where he has one."""

    ABORTED_READ = "aborted read (G1a)"
    LOST_UPDATE = "lost update"
    WRITE_CYCLE = "write cycle (G0)"
    CIRCULAR_FLOW = "circular information flow (G1c)"
    READ_SKEW = "read skew (G-single)"
    WRITE_SKEW = "write skew (G2-item)"


@frozen
class Transaction:
    """What one transaction read of each list, and the value that it appended to some of them."""

    name: Name
    reads: Mapping[str, Values] = field(factory=dict)
    appends: Mapping[str, int] = field(factory=dict)
    outcome: Outcome = "committed"


@frozen
class Found:
    """An anomaly. ``names`` are the transactions of it; a skew's first one read what was old."""

    anomaly: Anomaly
    names: tuple[Name, ...]


_Edge = tuple[Name, Name]
_Graph = Mapping[Name, Sequence[Name]]


def anomalies(history: Sequence[Transaction], final: Mapping[str, Values]) -> list[Found]:
    """What is wrong with the history, whose lists end as ``final`` has them."""
    return [*_aborted_reads(history, final), *_lost(history, final), *_cycles(history, final)]


def _aborted_reads(history: Sequence[Transaction], final: Mapping[str, Values]) -> Iterator[Found]:
    undone = {
        (key, value): each.name
        for each in history
        if each.outcome == "aborted"
        for key, value in each.appends.items()
    }
    for each in (*history, Transaction("final", final)):
        seen = {(key, value) for key, values in each.reads.items() for value in values}
        for taken in undone.keys() & seen:
            yield Found(Anomaly.ABORTED_READ, (each.name, undone[taken]))


def _lost(history: Sequence[Transaction], final: Mapping[str, Values]) -> Iterator[Found]:
    """Committed appends that do not follow what was read, and lists read that are there no more."""
    for each in history:
        if each.outcome != "committed":
            continue
        gone = any(value not in final[key] for key, value in each.appends.items())
        if gone or not all(_goes_on(each, key, final[key]) for key in each.reads):
            yield Found(Anomaly.LOST_UPDATE, (each.name,))


def _goes_on(each: Transaction, key: str, values: Values) -> bool:
    own = (each.appends[key],) if key in each.appends else ()
    expected = (*each.reads[key], *own)
    return values[: len(expected)] == expected


def _cycles(history: Sequence[Transaction], final: Mapping[str, Values]) -> Iterator[Found]:
    writes, flows, misses = _dependencies(history, final)
    known: set[frozenset[Name]] = set()
    for anomaly, starts, graph in (
        (Anomaly.WRITE_CYCLE, writes, _graph(writes)),
        (Anomaly.CIRCULAR_FLOW, flows, _graph(writes | flows)),
        (Anomaly.READ_SKEW, misses, _graph(writes | flows)),
        (Anomaly.WRITE_SKEW, misses, _graph(writes | flows | misses)),
    ):
        for one, other in sorted(starts, key=repr):
            names = (one, *_way(graph, other, one))
            is_new = frozenset(names) not in known or anomaly is Anomaly.READ_SKEW
            if len(names) > 1 and is_new:
                known.add(frozenset(names))
                yield Found(anomaly, names)


def _dependencies(
    history: Sequence[Transaction], final: Mapping[str, Values]
) -> tuple[set[_Edge], set[_Edge], set[_Edge]]:
    """Write-write, write-read and read-write: who has to come before whom."""
    stood = [each for each in history if _stood(each, final)]
    writer: dict[tuple[str, int | None], int | str] = {
        (key, value): each.name for each in stood for key, value in each.appends.items()
    }
    follows = {
        (key, before): value
        for key, values in final.items()
        for before, value in pairwise((None, *values))
    }
    writes = {
        (writer[key, before], writer[key, value])
        for (key, before), value in follows.items()
        if (key, before) in writer and (key, value) in writer
    }
    flows, misses = set[_Edge](), set[_Edge]()
    for each in stood:
        for key, read in each.reads.items():
            last = read[-1] if read else None
            if (key, last) in writer:
                flows.add((writer[key, last], each.name))
            if key not in each.appends and (key, follows.get((key, last))) in writer:
                misses.add((each.name, writer[key, follows[key, last]]))
    return _between_two(writes), _between_two(flows), _between_two(misses)


def _stood(each: Transaction, final: Mapping[str, Values]) -> bool:
    stored = all(value in final[key] for key, value in each.appends.items())
    return each.outcome == "committed" or (each.outcome == "unknown" and stored)


def _between_two(edges: Iterable[_Edge]) -> set[_Edge]:
    return {(one, other) for one, other in edges if one != other}


def _graph(edges: Iterable[_Edge]) -> _Graph:
    graph: dict[Name, list[Name]] = {}
    for one, other in sorted(edges, key=repr):
        graph.setdefault(one, []).append(other)
    return graph


def _way(graph: _Graph, start: Name, goal: Name) -> list[Name]:
    """The shortest way through the graph, without the goal; empty where there is none."""
    came: dict[Name, Name] = {start: start}
    waiting = [start]
    for name in waiting:
        if name == goal:
            way = [came[goal]]
            while way[-1] != start:
                way.append(came[way[-1]])
            return way[::-1]
        for following in graph.get(name, ()):
            if following not in came:
                came[following] = name
                waiting.append(following)
    return []
