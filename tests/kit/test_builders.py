"""Builders: pure functions that make records fit to be stored."""

from collections.abc import Callable

import pytest

from crmkit.domain.door import checked
from crmkit.domain.record import Record
from crmkit.domain.schema import RECORDS, custom_specs, schema
from crmkit.ids import Id
from crmkit.testing import builders
from crmkit.testing.builders import a_contact, a_custom_field, a_deal, a_pipeline, an_id

Build = Callable[..., Record]
BUILDERS: list[Build] = [
    make
    for name, make in vars(builders).items()
    if name.startswith(("a_", "an_")) and name != "an_id"
]
every_builder = pytest.mark.parametrize("build", BUILDERS, ids=lambda build: build.__name__)


def test_there_is_a_builder_for_every_kind() -> None:
    assert {build().kind for build in BUILDERS} == {record.kind for record in RECORDS}


@every_builder
def test_the_same_call_builds_an_equal_record(build: Build) -> None:
    assert build(3) == build(3)


@every_builder
def test_records_built_with_greater_numbers_come_later(build: Build) -> None:
    assert build().id < build(2).id < build(300).id


@every_builder
def test_what_is_built_passes_the_door(build: Build) -> None:
    assert checked(build(), schema().kind(build().kind)) == build()


def test_ids_of_different_kinds_differ() -> None:
    kinds = Id.__subclasses__()
    assert len({an_id(kind) for kind in kinds}) == len(kinds)


def test_any_field_can_be_given() -> None:
    assert a_deal(stage="won", title="Чехол").stage == "won"


def test_a_field_that_is_not_there_cannot_be_given() -> None:
    with pytest.raises(TypeError):
        a_deal(color="red")


def test_what_is_built_belongs_together() -> None:
    deal = a_deal()
    assert (deal.contact_id, deal.pipeline_id) == (a_contact().id, a_pipeline().id)
    assert deal.stage == a_pipeline().first.key


def test_custom_fields_can_be_built_for_the_schema() -> None:
    known = schema().with_custom(custom_specs([a_custom_field()]))
    assert known.kind("deal").field("custom.field1").name == "custom.field1"
