"""Somebody who comes in is weighed in a database as in a search for duplicates."""

from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from crmkit.duplicates import Profile, profile
from crmkit_sqlalchemy.building import Row
from crmkit_sqlalchemy.statements import Statement
from crmkit_sqlalchemy.turns import Turn
from tests.adapters.sqlalchemy.support import fresh_storage
from tests.support.weighing import at_intake, demand_equal_scores, keep, people


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(records=people)
def test_any_pair_has_the_score_that_a_search_for_duplicates_gives_it(
    tmp_path: Path, records: Sequence[Profile]
) -> None:
    with closing(fresh_storage(tmp_path)) as storage:
        demand_equal_scores(storage, records)


def test_somebody_is_weighed_in_two_statements(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = [profile([("name", f"Иванов Иван {nth}"), ("phone", "89123401285")]) for nth in "АБВ"]
    asked: list[Statement] = []
    rows = Turn.rows

    def counted(turn: Turn, statement: Statement, values: Sequence[object]) -> list[Row]:
        asked.append(statement)
        return rows(turn, statement, values)

    with closing(fresh_storage(tmp_path)) as storage:
        keep(storage, known)
        monkeypatch.setattr(Turn, "rows", counted)
        assert at_intake(storage, known[0])
    assert len(asked) == 2
