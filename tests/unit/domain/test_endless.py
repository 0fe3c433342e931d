"""Rules that pass always end; of those that are refused a real circle is named."""

from collections import deque
from itertools import combinations, pairwise, product
from random import Random

import pytest
from attrs import evolve

from crmkit.domain.automation import (
    Action,
    AddTag,
    AssignTo,
    Changed,
    Created,
    Entered,
    GiveTask,
    Happened,
    Left,
    MoveTo,
    RemindOwner,
    Rule,
    SetField,
    Trigger,
    check_rules,
    fires,
)
from crmkit.domain.deals import Deal
from crmkit.domain.endless import endless, may_set_off, refuse_endless
from crmkit.domain.pipelines import TaskTemplate
from crmkit.domain.schema import schema
from crmkit.errors import BadInput, BadQuestion, RuleViolation
from crmkit.ids import EmployeeId
from crmkit.query.conditions import And, Compare, Condition, Everything, Not, OneOf, Op
from crmkit.query.matching import Matching
from crmkit.testing.builders import a_deal, an_id

GRAPHS = 2_400
MATCHING = Matching(schema(), lambda *_: ())
FIELDS, VALUES, STAGES = ("comment", "source"), ("a", "b"), ("s0", "s1")
STATES = [
    a_deal(stage=stage, comment=comment, source=source)
    for stage, comment, source in product(STAGES, (None, *VALUES), (None, *VALUES))
]
TASK = GiveTask(template=TaskTemplate(title="t"))


def a_rule(key: str, trigger: Trigger, *actions: Action, **more: object) -> Rule:
    given = {"of_kind": "deal", **more}
    return Rule(key=key, trigger=trigger, actions=actions, **given)  # type: ignore[arg-type]  # a test names what it needs


def acted(deal: Deal, action: Action) -> Deal:
    """The deal after an action, without guards: these only ever end a run sooner."""
    match action:
        case SetField(field=name, value=value):
            return evolve(deal, **{name: value})  # type: ignore[arg-type]  # a text field
        case MoveTo(stage=stage):
            return evolve(deal, stage=stage)
        case AddTag(tag=tag) if tag not in deal.tags:
            return evolve(deal, tags=(*deal.tags, tag))
        case _:
            return deal


def steps(rules: list[Rule], start: Deal, first: Deal, limit: int) -> int:
    """How many times rules fire after a first change, up to the limit."""
    deal, changes, fired = first, deque([(start, first)]), 0
    while changes and fired < limit:
        before, after = changes.popleft()
        for rule in rules:
            if before != after and fires(rule, before, after, MATCHING):
                fired += 1
                for action in rule.actions:
                    then = acted(deal, action)
                    changes.append((deal, then))
                    deal = then
    return fired


def a_random_rule(chance: Random, key: str) -> Rule:
    triggers: list[Trigger] = [
        *(Changed(field=name) for name in (*FIELDS, "tags")),
        *(Entered(stage=stage) for stage in STAGES),
        *(Left(stage=stage) for stage in STAGES),
        Happened(what="call"),
    ]
    actions: list[Action] = [
        *(SetField(field=name, value=value) for name in FIELDS for value in (*VALUES, None)),
        *(MoveTo(stage=stage) for stage in STAGES),
        AddTag(tag="x"),
        AddTag(tag="y"),
        AssignTo(owner_id=an_id(EmployeeId, 2)),
        RemindOwner(text="r"),
    ]
    some = chance.sample(actions, chance.randint(1, 2))
    return a_rule(key, chance.choice(triggers), *some, where=a_random_condition(chance))


def a_random_condition(chance: Random) -> Condition[object]:
    is_so: Condition[object] = Compare(chance.choice(FIELDS), Op.IS, chance.choice([*VALUES, None]))
    stands: Condition[object] = Compare("stage", Op.IS, chance.choice(STAGES))
    among: Condition[object] = OneOf(chance.choice(FIELDS), VALUES)
    everything: Condition[object] = Everything()
    both: Condition[object] = And((is_so, stands))
    return chance.choice([everything, everything, is_so, Not(is_so), stands, among, both])


def runs_on(rules: list[Rule]) -> bool:
    """Whether some first change of some deal goes on as long as anybody looks."""
    longest = 60 * len(rules)
    return any(
        steps(rules, start, first, longest) >= longest
        for start in STATES
        for first in STATES
        if _differ_once(start, first)
    )


def _differ_once(start: Deal, first: Deal) -> bool:
    names = ("stage", *FIELDS)
    return len([name for name in names if getattr(start, name) != getattr(first, name)]) == 1


def really_sets_off(rule: Rule, other: Rule) -> bool:
    """Whether some deal is there at which the one sets the other off; guards may stop any move."""
    tagged = [*STATES, *(evolve(each, tags=("x", "y")) for each in STATES)]
    moves = [action for action in rule.actions if isinstance(action, MoveTo)]
    stopped = [each for count in range(len(moves) + 1) for each in combinations(moves, count)]
    return any(_sets_off(rule, other, deal, s) for deal in tagged for s in stopped)


def _sets_off(rule: Rule, other: Rule, deal: Deal, stopped: tuple[MoveTo, ...]) -> bool:
    for action in rule.actions:
        then = deal if action in stopped else acted(deal, action)
        if then != deal and fires(other, deal, then, MATCHING):
            return True
        deal = then
    return False


@pytest.mark.slow
@pytest.mark.parametrize("part", range(8))
def test_rules_that_pass_always_end_and_a_refused_circle_is_real(part: int) -> None:
    passed = refused = ran_on = 0
    for seed in range(part * GRAPHS // 8, (part + 1) * GRAPHS // 8):
        chance = Random(seed)  # noqa: S311 - repeatable, not secret
        rules = [a_random_rule(chance, f"r{n}") for n in range(chance.randint(1, 5))]
        circle = endless(rules)
        if not circle:
            passed += 1
            assert not runs_on(rules), rules
            continue
        refused += 1
        ran_on += runs_on(rules)
        by_key = {rule.key: rule for rule in rules}
        assert circle[0] == circle[-1]
        for key, other in pairwise(circle):
            assert really_sets_off(by_key[key], by_key[other]), (rules, circle)
    assert passed > GRAPHS / 20
    assert refused > GRAPHS / 200
    assert ran_on > refused / 2, "too much is refused that would end"


CALL = Happened(what="call")
PING = a_rule("ping", Changed(field="comment"), SetField(field="source", value="a"))
PONG = a_rule("pong", Changed(field="source"), SetField(field="comment", value="b"))


def test_rules_that_set_what_is_set_already_pass() -> None:
    assert may_set_off([PING, PONG]) == {"ping": ("pong",), "pong": ("ping",)}
    assert not endless([PING, PONG])


def test_rules_that_undo_each_other_are_refused_with_their_circle() -> None:
    forth = a_rule("forth", Entered(stage="s1"), MoveTo(stage="s0"))
    back = a_rule("back", Left(stage="s1"), MoveTo(stage="s1"))
    with pytest.raises(RuleViolation, match=r"forth → back|back → forth") as caught:
        refuse_endless([PING, forth, back])
    assert caught.value.rule == "endless"


def test_a_circle_that_only_another_rule_undoes_is_refused() -> None:
    again = a_rule("again", Entered(stage="s1"), MoveTo(stage="s1"))
    away = a_rule("away", Left(stage="s0"), MoveTo(stage="s0"))
    assert not endless([again])
    assert not endless([away])
    assert runs_on([away, again])
    assert endless([away, again]) == ("again", "again")


def test_a_condition_that_is_false_after_the_other_acted_breaks_the_circle() -> None:
    forth = a_rule("forth", Changed(field="comment"), SetField(field="comment", value="a"))
    back = a_rule(
        "back",
        Changed(field="comment"),
        SetField(field="comment", value="b"),
        where=Compare("comment", Op.IS, None),
    )
    assert not endless([back])
    assert not endless([evolve(forth, where=Compare("comment", Op.IS, "b")), back])
    assert endless([forth, evolve(back, where=Everything())])


def test_a_task_for_every_task_never_ends() -> None:
    more = a_rule("more", Created(), TASK, of_kind="task")
    assert endless([more]) == ("more", "more")
    refuse_endless(
        [a_rule("first", Created(), TASK), evolve(more, actions=(RemindOwner(text="r"),))]
    )


def test_tasks_that_a_stage_asks_for_are_counted_in() -> None:
    on_task = a_rule("on task", Created(), RemindOwner(text="r"), of_kind="task")
    move = a_rule("move", CALL, MoveTo(stage="s1"))
    assert may_set_off([move, on_task])["move"] == ()
    assert may_set_off([move, on_task], asking={"s1"})["move"] == ("on task",)


def test_giving_to_somebody_of_a_role_may_be_another_person_each_time() -> None:
    heads = a_rule("heads", Changed(field="owner_id"), AssignTo(role="head"))
    assert endless([heads]) == ("heads", "heads")
    assert not endless([evolve(heads, actions=(AssignTo(owner_id=an_id(EmployeeId)),))])


def test_what_comes_from_outside_is_set_off_by_no_rule() -> None:
    assert not endless([a_rule("call", CALL, SetField(field="comment", value="a"), TASK)])


def test_a_trigger_hears_the_value_before_and_after() -> None:
    old, new = a_deal(stage="s0"), a_deal(stage="s1")
    heard = {
        "entered": fires(a_rule("r", Entered(stage="s1")), old, new, MATCHING),
        "left": fires(a_rule("r", Left(stage="s0")), old, new, MATCHING),
        "same": fires(a_rule("r", Entered(stage="s1")), new, new, MATCHING),
        "created": fires(a_rule("r", Created()), None, new, MATCHING),
        "entered on creation": fires(a_rule("r", Entered(stage="s1")), None, new, MATCHING),
        "other kind": fires(a_rule("r", Created(), of_kind="lead"), None, new, MATCHING),
        "outside": fires(a_rule("r", CALL), old, new, MATCHING),
    }
    assert [name for name, is_heard in heard.items() if is_heard] == ["entered", "left", "created"]


@pytest.mark.parametrize(
    ("rule", "error"),
    [
        (a_rule("r", Changed(field="no")), BadQuestion),
        (a_rule("r", CALL, where=Compare("no", Op.IS, "a")), BadQuestion),
        (a_rule("r", CALL, SetField(field="stage", value="won")), RuleViolation),
        (a_rule("r", CALL, SetField(field="comment", value=5)), BadInput),
        (a_rule("r", CALL, SetField(field="comment", value=" a")), BadInput),
        (a_rule("r", CALL, SetField(field="title", value=None)), BadInput),
        (a_rule("r", CALL, SetField(field="owner_id", value=None)), BadInput),
        (a_rule("r", CALL, SetField(field="tags", value=())), BadInput),
        (a_rule("r", CALL, AssignTo()), BadInput),
        (a_rule("r", CALL, MoveTo(stage="s"), of_kind="contact"), BadInput),
        (a_rule(" ", CALL), BadInput),
    ],
)
def test_a_rule_about_what_is_not_there_is_refused(rule: Rule, error: type[Exception]) -> None:
    with pytest.raises(error):
        check_rules([rule], schema())


def test_rules_that_make_sense_pass_and_a_key_twice_does_not() -> None:
    check_rules([PING, PONG, a_rule("t", CALL, TASK, AddTag(tag="x"))], schema())
    with pytest.raises(BadInput, match="key of its own"):
        check_rules([PING, PING], schema())
