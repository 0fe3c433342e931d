"""Paths as people write them: ``stage``, ``owner.login``, ``contact.custom.size``."""

from typing import TypeVar

from crmkit.errors import BadQuestion
from crmkit.query.questions import Path, Step
from crmkit.query.schema import CUSTOM_PREFIX, FieldSpec, KindSpec, Schema

R = TypeVar("R")


def spelling(path: Path[R]) -> str:
    """The path as people write it."""
    return ".".join((*(step.relation for step in path.steps), path.name))


def read_path(text: str, kind: str, schema: Schema) -> Path[object]:
    """The path that is written so; BadQuestion if the kind has none such."""
    spec, name, steps = schema.kind(kind), text, list[Step]()
    while "." in name and not name.startswith(CUSTOM_PREFIX):
        relation, name = name.split(".", 1)
        spec = to_one(spec, relation, schema)
        steps.append(Step(relation))
    spec.field(name)
    return Path(name, tuple(steps))


def field_at(path: Path[R], kind: str, schema: Schema) -> FieldSpec:
    """The field that the path ends at; BadQuestion if it leads nowhere or to many records."""
    found = schema.ends.get((kind, path))
    if found is None:
        spec = schema.kind(kind)
        for step in path.steps:
            spec = to_one(spec, step.relation, schema)
        found = schema.ends[kind, path] = spec.field(path.name)
    return found


def to_one(kind: KindSpec, relation: str, schema: Schema) -> KindSpec:
    """The kind at the other end of a relation to at most one record."""
    found = kind.relation(relation)
    if found.many:
        message = f"{kind.name}.{relation} leads to many records, so a path cannot take it"
        raise BadQuestion(message, where="path", hint="ask with any, all or count instead")
    return schema.kind(found.target)
