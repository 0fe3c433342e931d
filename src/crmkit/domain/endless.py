"""Endless: rules that set each other off, and whether they could go on for ever.

One rule may set off another when something that it does is heard by the other's trigger and the
other's condition is not plainly false then. A circle of such rules still ends where all they do is
to give fields the values that they have by then: what does not change a record is not heard. So
first all is taken away that circles, and what they set off, can do but once; a circle that is left
is refused.

Rules that pass always end. Rules that are refused may sometimes end all the same: a condition on
something that no rule touches may hold them up, and nobody can tell beforehand.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from graphlib import CycleError, TopologicalSorter

from attrs import evolve, field, frozen

from crmkit.domain.automation import (
    Action,
    AddTag,
    AssignTo,
    Changed,
    Created,
    Entered,
    GiveTask,
    Left,
    MoveTo,
    RemindOwner,
    Rule,
    SetField,
    Trigger,
)
from crmkit.errors import RuleViolation
from crmkit.query.conditions import And, Compare, Condition, Everything, Not, Nothing, OneOf, Op, Or

_MOVED = frozenset({"stage", "outcome", "stage_since", "touched_at", "closed_at", "lost_reason"})
_UNKNOWN = object()


@frozen
class _Effect:
    """What an action does: to the record itself, unless ``creates`` names the kind of a new one.

    ``slot`` is what it gives a ``value`` to; the same value again changes nothing. ``fields``
    are those that may change with it.
    """

    slot: tuple[str, ...] = ()
    value: object = None
    fields: frozenset[str] = frozenset()
    creates: str | None = None
    known: Mapping[str, object] = field(factory=dict)
    """What is known of the record then: what was set, and not whether a move was let through."""


Heard = Mapping[tuple[int, int], tuple[_Effect, ...]]
"""For a rule and another one, by their numbers, what the first does that the second may hear."""


@frozen(eq=False)
class _Graph:
    """The rules by number, what each does, and which of it each other one may hear."""

    rules: Sequence[Rule]
    effects: Sequence[tuple[_Effect, ...]]
    heard: Heard = field(factory=dict)


def may_set_off(
    rules: Iterable[Rule], *, asking: Collection[str] = ()
) -> Mapping[str, tuple[str, ...]]:
    """For each rule by its key, the keys of those that it may set off.

    ``asking`` are the keys of stages that ask for tasks of their own.
    """
    graph = _graph(tuple(rules), asking)
    return {
        rule.key: tuple(
            other.key for to, other in enumerate(graph.rules) if (number, to) in graph.heard
        )
        for number, rule in enumerate(graph.rules)
    }


def endless(rules: Iterable[Rule], *, asking: Collection[str] = ()) -> tuple[str, ...]:
    """The keys of rules in a circle that could run for ever, the first one again at the end.

    Nothing where every run ends.
    """
    graph = _graph(tuple(rules), asking)
    heard = graph.heard
    while True:
        left = _without_what_happens_once(graph, heard)
        if left == heard:
            return tuple(graph.rules[number].key for number in _a_circle(heard))
        heard = left


def refuse_endless(rules: Iterable[Rule], *, asking: Collection[str] = ()) -> None:
    """Raises RuleViolation naming the circle where rules could run for ever."""
    found = endless(rules, asking=asking)
    if found:
        message = f"these rules could set each other off for ever: {' → '.join(found)}"
        hint = "let a condition of one of them be false after the others have acted"
        raise RuleViolation(message, rule="endless", where=f"rule {found[0]}", hint=hint)


def _graph(rules: Sequence[Rule], asking: Collection[str]) -> _Graph:
    effects = tuple(_effects_of(rule, asking) for rule in rules)
    heard = {
        (number, to): found
        for number, rule in enumerate(rules)
        for to, other in enumerate(rules)
        if (found := tuple(each for each in effects[number] if _may_hear(other, rule, each)))
    }
    return _Graph(rules, effects, heard)


def _effects_of(rule: Rule, asking: Collection[str]) -> tuple[_Effect, ...]:
    """What the actions do one after another; what is set stays known for those that follow."""
    found: list[_Effect] = []
    known: dict[str, object] = {}
    for action in rule.actions:
        for each in _effects(action, asking):
            is_told = len(each.slot) == 1 and each.value is not _UNKNOWN
            now = {**known, each.slot[0]: each.value} if is_told else {**known}
            found.append(evolve(each, known={} if each.creates else now))
            if isinstance(action, SetField):
                known = now
    return tuple(found)


def _effects(action: Action, asking: Collection[str]) -> tuple[_Effect, ...]:
    match action:
        case SetField(field=name, value=value):
            return (_Effect((name,), value, frozenset({name})),)
        case AddTag(tag=tag):
            return (_Effect(("tags", tag), tag, frozenset({"tags"})),)
        case MoveTo(stage=stage):
            moved = _Effect(("stage",), stage, _MOVED)
            return (moved, _Effect(creates="task")) if stage in asking else (moved,)
        case AssignTo(owner_id=owner):
            given = _UNKNOWN if owner is None else owner
            return (_Effect(("owner_id",), given, frozenset({"owner_id"})),)
        case GiveTask():
            return (_Effect(creates="task"),)
        case RemindOwner():
            return (_Effect(creates="reminder"),)


def _may_hear(rule: Rule, cause: Rule, effect: _Effect) -> bool:
    kind = effect.creates or cause.of_kind
    if kind != rule.of_kind or not _is_heard(rule.trigger, effect):
        return False
    return _holds(rule.where, effect.known) is not False


def _is_heard(trigger: Trigger, effect: _Effect) -> bool:
    match trigger:
        case Created():
            return effect.creates is not None
        case Changed(field=name):
            return name in effect.fields
        case Entered(stage=stage):
            return effect.slot == ("stage",) and effect.value == stage
        case Left(stage=stage):
            return effect.slot == ("stage",) and effect.value != stage
        case _:
            return False


def _holds(condition: Condition[object], known: Mapping[str, object]) -> bool | None:
    """Whether the condition holds of a record of which this much is known; None if unknown."""
    told: bool | None = None
    match condition:
        case Everything() | Nothing():
            told = isinstance(condition, Everything)
        case And(parts):
            told = _all(_holds(part, known) for part in parts)
        case Or(parts):
            told = _opposite(_all(_opposite(_holds(part, known)) for part in parts))
        case Not(inner):
            told = _opposite(_holds(inner, known))
        case Compare(name, op, value) if name in known:
            told = _compares(known[name], op, value)
        case OneOf(name, values) if name in known:
            told = known[name] is not None and known[name] in values
        case _:
            pass
    return told


def _all(parts: Iterable[bool | None]) -> bool | None:
    held = set(parts)
    return False if False in held else (None if None in held else True)


def _opposite(told: bool | None) -> bool | None:  # noqa: FBT001 - the answer itself
    return None if told is None else not told


def _compares(known: object, op: Op, value: object) -> bool | None:
    """As the question language compares; None for what it compares in a way of its own."""
    if op is Op.IS:
        return known == value
    return False if known is None or value is None else None


def _without_what_happens_once(graph: _Graph, heard: Heard) -> Heard:
    """What is heard, without what is no change again once it was done.

    Whoever goes on for ever is in a circle or set off from one; once all others have come to rest,
    what they all give one value has that value, and giving it is no change.
    """
    lasting = _lasting(len(graph.rules), heard)
    done = [each for number in lasting for each in graph.effects[number]]
    left = {
        (number, to): tuple(
            each for each in effects if number not in lasting or _may_happen_again(each, done)
        )
        for (number, to), effects in heard.items()
    }
    return {pair: effects for pair, effects in left.items() if effects}


def _lasting(count: int, heard: Heard) -> frozenset[int]:
    """The rules that are in a circle, and all that these set off."""
    onward: dict[int, set[int]] = {number: set() for number in range(count)}
    for number, to in heard:
        onward[number].add(to)
    reached = {number: _reached(number, onward) for number in range(count)}
    in_circles = [number for number in range(count) if number in reached[number]]
    return frozenset().union(*(reached[number] for number in in_circles))


def _reached(start: int, onward: Mapping[int, set[int]]) -> set[int]:
    reached = set[int]()
    wave = set(onward[start])
    while wave:
        reached |= wave
        wave = set[int]().union(*(onward[number] for number in wave)) - reached
    return reached


def _may_happen_again(effect: _Effect, done: Iterable[_Effect]) -> bool:
    """Whether something that goes on undoes it, so that doing it is a change again."""
    if effect.creates or effect.value is _UNKNOWN:
        return True
    return any(
        each.slot[: len(effect.slot)] == effect.slot[: len(each.slot)]
        and (each.value is _UNKNOWN or each.value != effect.value)
        for each in done
        if not each.creates
    )


def _a_circle(heard: Iterable[tuple[int, int]]) -> Sequence[int]:
    """A circle in what is heard, from the first of its rules back to it; nothing if none."""
    causes: dict[int, set[int]] = {}
    for number, to in heard:
        causes.setdefault(to, set()).add(number)
    try:
        TopologicalSorter(causes).prepare()
    except CycleError as exc:
        circle: list[int] = exc.args[1][:-1]
        start = circle.index(min(circle))
        return (*circle[start:], *circle[:start], circle[start])
    return ()
