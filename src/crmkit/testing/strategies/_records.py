"""Records of every kind with some of their optional fields filled."""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC

from attrs import field, frozen
from hypothesis import strategies as st

from crmkit.domain.clients import Requisites
from crmkit.domain.journal import FieldChange
from crmkit.domain.pipelines import Stage, TaskTemplate, Transition
from crmkit.domain.record import Record
from crmkit.domain.schema import schema as own_schema
from crmkit.domain.staff import Grant
from crmkit.ids import Id, TeamId
from crmkit.query.schema import FieldSpec, FieldType, KindSpec, Schema
from crmkit.testing.builders import an_id
from crmkit.testing.strategies._chance import Chance, drawn
from crmkit.testing.strategies._values import BY_TYPE, moment, text

Make = Callable[[Chance], object]

_GIVEN = frozenset({"id", "version", "number"})
_MOST_CUSTOM = 4
_STAGES = (
    Stage(key="new", title="Новая", tasks=(TaskTemplate(title="Позвонить", role="head"),)),
    Stage(key="работа", title="В работе", requires=("amount", "custom.size"), norm_hours=72),
    Stage(key="won", title="Продажа", kind="won"),
    Stage(key="lost", title="Отказ", kind="lost"),
)


def _grant(chance: Chance) -> Grant:
    return Grant(
        action=chance.of(("read", "change", "export")),
        kind=chance.of(("*", "deal", "contact")),
        reach=chance.of(("own", "team", "all")),
    )


_OWN_RULES: Mapping[tuple[str, str], Make] = {
    ("company", "inn"): lambda chance: chance.of(("7707083893", "500100732259")),
    ("company", "kpp"): lambda _chance: "773601001",
    ("company", "ogrn"): lambda _chance: "1027700132195",
    ("company", "edrpou"): lambda _chance: "32855961",
    ("company", "requisites"): lambda chance: Requisites(bank=text(chance), bik=text(chance)),
    ("custom_field", "key"): lambda chance: chance.of(("size", "colour", "x1")),
    ("record_type", "key"): lambda chance: chance.of(("warranty", "repair")),
    ("pipeline", "stages"): lambda chance: _STAGES[: chance.number(1, len(_STAGES))],
    ("pipeline", "transitions"): lambda chance: chance.of(
        ((), (Transition(source="new", target="new"),))
    ),
    ("pipeline", "team_ids"): lambda chance: chance.of(((), (an_id(TeamId), an_id(TeamId, 2)))),
    ("role", "grants"): lambda chance: tuple(chance.several(_grant, 0, 2)),
    ("outgoing", "payload"): lambda chance: {"text": text(chance)},
    ("journal", "changes"): lambda chance: {"name": FieldChange(before=None, after=text(chance))},
}


@frozen
class Making:
    """How records are made: with which custom fields, referring to what, how full.

    ``ids`` are those to refer to, by type; without any, the first three of each kind are.
    """

    schema: Schema = field(factory=own_schema)
    ids: Mapping[type[Id], Sequence[Id]] = field(factory=dict)
    fullness: int = 5

    def record(self, kind: str, nth: int, chance: Chance) -> Record:
        """The nth record of the kind."""
        spec = self.schema.kind(kind)
        optional = [name for name, field in spec.fields.items() if _is_optional(field)]
        filled = {*chance.some(optional, self.fullness)}
        fields = {
            name: self.value(spec, field, chance)
            for name, field in spec.fields.items()
            if name not in _GIVEN and (name in filled or not _is_optional(field))
        }
        own: type[Record] = spec.record
        for name in ("number", own.unique or "number"):
            if name in spec.fields:
                fields[name] = nth if spec.fields[name].type is FieldType.NUMBER else str(nth)
        fields |= self._kinds_of_ids(fields)
        record: Record = spec.record(id=an_id(id_type(spec.fields["id"]), nth), **fields)
        return record

    def _kinds_of_ids(self, fields: Mapping[str, object]) -> dict[str, str]:
        """What the fields beside ids of any kind must say: ``from_kind`` beside ``from_id``."""
        names = {id_type(kind.fields["id"]): name for name, kind in self.schema.kinds.items()}
        tellers = {f"{name.removesuffix('_id')}_kind": value for name, value in fields.items()}
        return {
            teller: names[type(value)]
            for teller, value in tellers.items()
            if teller in fields and isinstance(value, Id) and type(value) in names
        }

    def value(self, spec: KindSpec, field: FieldSpec, chance: Chance) -> object:
        """A value that fits the field of the kind."""
        own = _OWN_RULES.get((spec.name, field.name))
        if own is not None:
            return own(chance)
        if field.choices:
            return chance.of(field.choices)
        if field.type is FieldType.ID:
            of = id_type(field)
            return chance.of(self.ids.get(of) or [an_id(of, nth) for nth in (1, 2, 3)])
        if field.type is FieldType.CUSTOM:
            keys = chance.some([*spec.custom], _MOST_CUSTOM)
            return {key: self.value(spec, spec.custom[key], chance) for key in keys}
        if field.type is FieldType.MOMENT:
            return moment(chance).astimezone(UTC)
        return BY_TYPE[field.type](chance)


def records(kind: str, nth: int = 1) -> st.SearchStrategy[Record]:
    """The nth record of the kind, not stored yet; it refers to the first three of other kinds."""
    return drawn(lambda chance: Making().record(kind, nth, chance))


def id_type(field: FieldSpec) -> type[Id]:
    """The class of the ids that the field holds."""
    python = field.python
    return python if isinstance(python, type) and issubclass(python, Id) else Id


def _is_optional(field: FieldSpec) -> bool:
    optional = field.optional or field.type in {FieldType.TAGS, FieldType.CUSTOM}
    return optional and field.name not in _GIVEN
