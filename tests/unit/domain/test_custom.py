"""Records and what a shop adds to them: keys, titles, definitions, what a repr tells."""

import pytest
from attrs.exceptions import FrozenInstanceError

from crmkit.domain.custom import CustomField, RecordType
from crmkit.domain.definitions import check_filled_in
from crmkit.domain.record import LINKED, Customisable, Record
from crmkit.domain.schema import RECORDS, custom_specs, schema
from crmkit.domain.staff import Grant
from crmkit.errors import BadInput
from crmkit.ids import CustomFieldId, RecordTypeId
from crmkit.query.schema import FieldType
from crmkit.testing.builders import NOON, a_contact, an_id


def a_field(key: str = "size", **fields: object) -> CustomField:
    given = {"of_kind": "contact", "title": "Size", "type": "text", **fields}
    return CustomField(id=an_id(CustomFieldId), created_at=NOON, key=key, **given)  # type: ignore[arg-type]  # a test names what it needs


@pytest.mark.parametrize("key", ["size", "a1_b", "x" * 40])
def test_a_key_is_short_and_plain(key: str) -> None:
    assert a_field(key).key == key


@pytest.mark.parametrize("key", ["", "1a", "_a", "Size", "размер", "a b", "a.b", "x" * 41])
def test_what_is_no_key_is_refused(key: str) -> None:
    with pytest.raises(BadInput, match="key"):
        a_field(key)
    with pytest.raises(BadInput, match="key"):
        RecordType(id=an_id(RecordTypeId), created_at=NOON, key=key, title="T")


@pytest.mark.parametrize("name", ["", "  ", "\t", None, 5])
def test_a_name_is_not_empty(name: str) -> None:
    with pytest.raises(BadInput, match=r"contact\.name"):
        a_contact(name=name)


def test_every_type_of_custom_field_can_be_asked_for() -> None:
    for kept_as in (
        "text",
        "choice",
        "flag",
        "number",
        "decimal",
        "money",
        "day",
        "moment",
        "tags",
    ):
        (spec,) = custom_specs([a_field(type=kept_as)])["contact"].values()
        assert (spec.name, spec.type, spec.optional) == ("custom.size", FieldType(kept_as), True)


@pytest.mark.parametrize("fields", [{"action": "fly"}, {"action": "read", "reach": "far"}])
def test_a_grant_is_of_a_known_action_and_reach(fields: dict[str, str]) -> None:
    with pytest.raises(BadInput, match="one of"):
        Grant(**fields)  # type: ignore[arg-type]  # wrong on purpose


@pytest.mark.parametrize("record", RECORDS)
def test_every_relation_joins_fields_that_are_there(record: type[Record]) -> None:
    for relation in record.relations:
        assert relation.local in schema().kind(record.kind).fields
        assert relation.remote in schema().kind(relation.target).fields


@pytest.mark.parametrize("kind", LINKED)
def test_every_linked_kind_reads_its_links_from_both_ends(kind: str) -> None:
    assert {"links_out", "links_in"} <= schema().kind(kind).relations.keys()


def test_a_record_in_a_log_tells_nothing_personal() -> None:
    told = repr(a_contact(name="Анна Петрова", city="Тверь"))
    assert told.startswith("<Contact ")
    assert not {"Анна", "Тверь"} & set(told.split())


def test_a_record_does_not_change() -> None:
    with pytest.raises(FrozenInstanceError):
        a_contact().name = "Other"  # type: ignore[misc]  # wrong on purpose


@pytest.mark.parametrize(
    ("field", "asked"),
    [
        (a_field(required=True), True),
        (a_field(required=False), False),
        (a_field(required=True, of_kind="deal"), False),
        (a_field(required=True, archived_at=NOON), False),
    ],
)
def test_a_required_field_is_asked_for_while_it_is_in_use(
    field: CustomField, *, asked: bool
) -> None:
    contact: Customisable = a_contact()
    if not asked:
        return check_filled_in(None, contact, [field])
    with pytest.raises(BadInput, match="size"):
        check_filled_in(None, contact, [field])
    return None
