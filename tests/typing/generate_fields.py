"""Writes `crmkit.fields` from the schema: run it after a field or a relation has changed.

``python tests/typing/generate_fields.py`` rewrites the package; a test says when that is due.
"""

import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from crmkit.domain.record import Record
from crmkit.domain.schema import RECORDS, schema
from crmkit.query.schema import FieldSpec, FieldType, Relation

PACKAGE = Path(__file__).parents[2] / "src" / "crmkit" / "fields"
WIDTH = 100
# Set up once and seldom asked about: imported from their modules, so that the face stays small.
NOT_ON_THE_FACE = (
    "custom_field",
    "erasure",
    "hold",
    "imported",
    "merge",
    "outgoing",
    "received",
    "record_type",
    "role",
    "seal",
    "suppression",
)
FACE = '''"""Typed names to ask with, one for each kind of record: ``deal.stage == "won"``.

The definitions of a shop's own fields and types, and its roles, are asked about with the names in
`crmkit.fields.custom` and `crmkit.fields.staff`. Every file here is generated from the schema.
"""
'''

Imports = dict[str, set[str]]
_PYTHON: Mapping[FieldType, tuple[str, str]] = {
    FieldType.TEXT: ("", "str"),
    FieldType.FLAG: ("", "bool"),
    FieldType.NUMBER: ("", "int"),
    FieldType.DECIMAL: ("decimal", "Decimal"),
    FieldType.MONEY: ("crmkit.money", "Money"),
    FieldType.DAY: ("datetime", "date"),
    FieldType.MOMENT: ("datetime", "datetime"),
}


def generated() -> dict[str, str]:
    """The text of every file of the package, by name."""
    modules: dict[str, list[type[Record]]] = defaultdict(list)
    for record in RECORDS:
        modules[_module(record)].append(record)
    files = {f"{name}.py": _file(name, records) for name, records in modules.items()}
    return files | {"__init__.py": _face(modules)}


def _face(modules: Mapping[str, list[type[Record]]]) -> str:
    imports: Imports = {
        f"crmkit.fields.{name}": {record.kind for record in records} - {*NOT_ON_THE_FACE}
        for name, records in modules.items()
    }
    names = sorted(name for kinds in imports.values() for name in kinds)
    shown = [f'    "{name}",' for name in names]
    return "\n".join([FACE, *_import_lines(imports), "", "__all__ = [", *shown, "]", ""])


def _file(name: str, records: Iterable[type[Record]]) -> str:
    imports: Imports = defaultdict(set)
    body = [line for record in records for line in _class(record, imports)]
    instances = [f"{record.kind} = {record.__name__}Names()" for record in records]
    lines = [
        f'"""The names to ask with about what `crmkit.domain.{name}` holds."""',
        "",
        "from __future__ import annotations",
        "",
        *_import_lines(imports),
        *body,
        "",
        "",
        *instances,
    ]
    return "\n".join(lines) + "\n"


def _class(record: type[Record], imports: Imports) -> Iterator[str]:
    imports[record.__module__].add(record.__name__)
    imports["crmkit.query.names"].add("Names")
    article = "an" if record.kind[0] in "aeio" else "a"
    yield from ("", "", f"class {record.__name__}Names(Names[{record.__name__}]):")
    yield f'    """The fields and relations of {article} {record.kind.replace("_", " ")}."""'
    yield from ("", "    __slots__ = ()", "")
    kind = schema().kind(record.kind)
    for spec in kind.fields.values():
        if spec.type not in {FieldType.DOCUMENT, FieldType.CUSTOM}:
            yield _field(record, spec, imports)
    for relation in kind.relations.values():
        yield _relation(record, relation, imports)


def _field(record: type[Record], spec: FieldSpec, imports: Imports) -> str:
    owner, python = record.__name__, _python(record, spec)
    match spec:
        case FieldSpec(type=FieldType.TAGS):
            name, inside = "TagsField", owner
        case FieldSpec(searchable=True):
            name, inside = "TextField", owner
        case _:
            name, inside = "Field", f"{owner}, {python[1]}"
            imports[python[0]].add(python[1])
    imports["crmkit.query.names"].add(name)
    return f'    {spec.name}: {name}[{inside}] = {name}("{spec.name}")'


def _relation(record: type[Record], relation: Relation, imports: Imports) -> str:
    target = schema().kind(relation.target).record
    name = "Many" if relation.many else "One"
    imports[target.__module__].add(target.__name__)
    imports["crmkit.query.names"].add(name)
    inside = f"{record.__name__}, {target.__name__}"
    return f'    {relation.name}: {name}[{inside}] = {name}("{relation.name}")'


def _python(record: type[Record], spec: FieldSpec) -> tuple[str, str]:
    """The module and the name of the type of the field's values."""
    if spec.type is FieldType.ID and isinstance(spec.python, type):
        return spec.python.__module__, spec.python.__name__
    if spec.type is FieldType.CHOICE:
        known = vars(sys.modules[record.__module__])
        return record.__module__, next(key for key, it in known.items() if it == spec.python)
    return _PYTHON.get(spec.type, ("", ""))


def _import_lines(imports: Imports) -> Iterator[str]:
    standard = [module for module in sorted(imports) if module in {"datetime", "decimal"}]
    own = [module for module in sorted(imports) if module.startswith("crmkit")]
    for module in standard:
        yield from _import_line(module, imports[module])
    if standard:
        yield ""
    for module in filter(imports.__getitem__, own):
        yield from _import_line(module, imports[module])


def _import_line(module: str, names: Iterable[str]) -> Iterator[str]:
    ordered = sorted(names, key=str.casefold)
    line = f"from {module} import {', '.join(ordered)}"
    if len(line) <= WIDTH:
        yield line
    else:
        yield f"from {module} import ("
        yield from (f"    {name}," for name in ordered)
        yield ")"


def _module(record: type[Record]) -> str:
    return record.__module__.rpartition(".")[2]


if __name__ == "__main__":
    PACKAGE.mkdir(exist_ok=True)
    for name, text in generated().items():
        (PACKAGE / name).write_text(text, encoding="utf-8")
