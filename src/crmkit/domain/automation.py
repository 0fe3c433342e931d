"""Automation: sales rules as data that a shop may keep: when, on which records, what is to be done.

A rule hears of one change of one record at a time, with the record before and after it. Its
condition is asked of the record after the change; what it does then may be heard by other rules,
or by itself. `crmkit.domain.endless` refuses rules that could go on so for ever.
"""

from collections.abc import Iterable
from datetime import timedelta
from typing import Literal

from attrs import field, frozen

from crmkit.domain.door import checked_value
from crmkit.domain.pipelines import TaskTemplate
from crmkit.domain.record import CustomValue, Record
from crmkit.domain.reserved import refuse_reserved
from crmkit.errors import BadInput
from crmkit.ids import EmployeeId
from crmkit.query.check import check_condition
from crmkit.query.conditions import Condition, Everything
from crmkit.query.matching import Matching
from crmkit.query.schema import CUSTOM_PREFIX, FieldType, Schema

Outside = Literal["call", "message", "payment", "norm", "birthday", "silence", "cart", "import"]


@frozen(kw_only=True)
class Created:
    """A record is new."""


@frozen(kw_only=True)
class Changed:
    """A field has another value than before; custom ones are named ``custom.KEY``."""

    field: str


@frozen(kw_only=True)
class Entered:
    """A record has come into a stage."""

    stage: str


@frozen(kw_only=True)
class Left:
    """A record has gone out of a stage."""

    stage: str


@frozen(kw_only=True)
class Happened:
    """Something came from outside, or the hour came; no rule can bring it about."""

    what: Outside


Trigger = Created | Changed | Entered | Left | Happened


@frozen(kw_only=True)
class SetField:
    """Gives a field a value, None for none."""

    field: str
    value: CustomValue | None


@frozen(kw_only=True)
class AddTag:
    """Adds a tag, if it is not there."""

    tag: str


@frozen(kw_only=True)
class MoveTo:
    """Moves to a stage, through the guards; it never reopens."""

    stage: str
    lost_reason: str | None = None


@frozen(kw_only=True)
class AssignTo:
    """Gives to an employee, or to somebody of a role."""

    owner_id: EmployeeId | None = None
    role: str | None = None


@frozen(kw_only=True)
class GiveTask:
    """Creates a task from a template."""

    template: TaskTemplate


@frozen(kw_only=True)
class RemindOwner:
    """Creates a reminder to the owner, so long after the change."""

    text: str
    after: timedelta = timedelta(0)


Action = SetField | AddTag | MoveTo | AssignTo | GiveTask | RemindOwner


@frozen(kw_only=True)
class Rule:
    """When something happens to a record of a kind that fulfils a condition, this is done.

    ``key`` and ``version`` name the rule in the journal, for ever.
    """

    key: str
    version: int = 1
    of_kind: str
    trigger: Trigger
    where: Condition[object] = field(factory=Everything)
    actions: tuple[Action, ...]


def fires(rule: Rule, before: Record | None, after: Record, matching: Matching) -> bool:
    """Whether a change of a record, a creation if there is no ``before``, sets the rule off."""
    if after.kind != rule.of_kind or not _hears(rule.trigger, before, after):
        return False
    return matching.matches(rule.of_kind, rule.where)(after)


def _hears(trigger: Trigger, before: Record | None, after: Record) -> bool:
    if before is None or isinstance(trigger, Created):
        return before is None and isinstance(trigger, Created)
    match trigger:
        case Changed(field=name):
            return value_of(before, name) != value_of(after, name)
        case Entered(stage=stage):
            return value_of(before, "stage") != value_of(after, "stage") == stage
        case Left(stage=stage):
            return stage == value_of(before, "stage") != value_of(after, "stage")
        case _:
            return False


def value_of(record: Record, name: str) -> object:
    """The value of a field, a custom one too; None where the record has none such."""
    if name.startswith(CUSTOM_PREFIX):
        custom = getattr(record, "custom", {})
        return custom.get(name.removeprefix(CUSTOM_PREFIX))
    return getattr(record, name, None)


def check_rules(rules: Iterable[Rule], schema: Schema) -> None:
    """Refuses a rule that names what is not there, or what a command alone changes.

    Raises BadInput, BadQuestion or RuleViolation naming the rule or the field.
    """
    keys = set[str]()
    for rule in rules:
        where = f"rule {rule.key[:60]}"
        if rule.key in keys or not rule.key.strip():
            message = "a rule has a key of its own"
            raise BadInput(message, where=where)
        keys.add(rule.key)
        spec = schema.kind(rule.of_kind)
        check_condition(rule.of_kind, rule.where, schema)
        if isinstance(rule.trigger, Changed):
            spec.field(rule.trigger.field)
        for action in rule.actions:
            _check_action(action, rule, schema, where)


def _check_action(action: Action, rule: Rule, schema: Schema, where: str) -> None:
    spec = schema.kind(rule.of_kind)
    needed = {MoveTo: "stage", AssignTo: "owner_id", AddTag: "tags"}.get(type(action))
    if needed is not None and needed not in spec.fields:
        message = f"a {rule.of_kind} has no {needed}"
        raise BadInput(message, where=where)
    if isinstance(action, AssignTo) and (action.owner_id is None) == (action.role is None):
        message = "it is given to an employee or to a role"
        raise BadInput(message, where=where, hint="name one of the two")
    if not isinstance(action, SetField):
        return
    found = spec.field(action.field)
    refuse_reserved(rule.of_kind, [action.field])
    if found.type is FieldType.TAGS or action.field == "owner_id":
        message = f"{action.field} is not set by a rule"
        raise BadInput(message, where=where, hint="use AddTag or AssignTo")
    if action.value is not None:
        kept = checked_value(action.value, found, f"{where}, {action.field}")
        if kept != action.value:
            message = f"{action.field} would be kept otherwise than it is written"
            raise BadInput(message, where=where, hint="write it without outer spaces, in NFC")
    elif not found.optional:
        message = f"{action.field} must have a value"
        raise BadInput(message, where=where)
