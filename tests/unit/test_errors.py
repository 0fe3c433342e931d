"""Errors: one root, facts in attributes, one line of text."""

from collections.abc import Iterator

import pytest

from crmkit import errors
from crmkit.errors import BadInput, Conflict, CrmError, NotFound, RuleViolation


def every(kind: type[CrmError] = CrmError) -> Iterator[type[CrmError]]:
    yield kind
    for below in kind.__subclasses__():
        yield from every(below)


def of_the_module() -> list[type[CrmError]]:
    return [kind for kind in dict.fromkeys(every()) if kind.__module__ == errors.__name__]


def test_every_error_has_a_code_of_its_own() -> None:
    codes = [kind.code for kind in of_the_module()]
    assert len(set(codes)) == len(codes) > 10


def test_the_text_tells_where_what_and_what_next() -> None:
    error = BadInput("must be given", where="deal.title", hint="give one")
    assert str(error) == "deal.title: must be given (give one)"
    assert (error.message, error.where, error.hint) == ("must be given", "deal.title", "give one")


def test_the_text_leaves_out_what_is_not_known() -> None:
    assert str(CrmError("no")) == "no"


@pytest.mark.parametrize(("kind", "builtin"), [(BadInput, ValueError), (NotFound, LookupError)])
def test_python_programs_catch_them_as_they_know(
    kind: type[CrmError], builtin: type[Exception]
) -> None:
    assert issubclass(kind, builtin)


def test_a_refusal_names_its_rule() -> None:
    assert RuleViolation("no", rule="transition").rule == "transition"


def test_a_conflict_tells_both_versions_and_what_to_do() -> None:
    error = Conflict("changed meanwhile", expected=2, found=3)
    assert (error.expected, error.found) == (2, 3)
    assert "read the record again" in str(error)


def test_a_retry_is_told_from_a_failure_by_the_class() -> None:
    assert not issubclass(errors.TemporaryFailure, errors.PermanentFailure)
    assert issubclass(errors.TemporaryFailure, errors.AdapterError)
