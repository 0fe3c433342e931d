"""The checker of histories names what is wrong with bad ones and finds nothing in good ones."""

from collections.abc import Mapping, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.reliability.history_checker import Anomaly, Found, Transaction, Values, anomalies

_BAD: Mapping[Anomaly, tuple[Sequence[Transaction], Mapping[str, Values]]] = {
    Anomaly.ABORTED_READ: (
        [
            Transaction("undone", {"x": ()}, {"x": 1}, "aborted"),
            Transaction("reader", {"x": (1,)}, outcome="aborted"),
        ],
        {"x": ()},
    ),
    Anomaly.WRITE_CYCLE: (
        [Transaction("one", {}, {"x": 1, "y": 1}), Transaction("other", {}, {"x": 2, "y": 2})],
        {"x": (1, 2), "y": (2, 1)},
    ),
    Anomaly.CIRCULAR_FLOW: (
        [Transaction("one", {"y": (2,)}, {"x": 1}), Transaction("other", {"x": (1,)}, {"y": 2})],
        {"x": (1,), "y": (2,)},
    ),
    Anomaly.READ_SKEW: (
        [
            Transaction("writer", {"x": (), "y": ()}, {"x": 1, "y": 1}),
            Transaction("reader", {"x": (), "y": (1,)}),
        ],
        {"x": (1,), "y": (1,)},
    ),
    Anomaly.WRITE_SKEW: (
        [
            Transaction("one", {"x": (), "y": ()}, {"x": 1}),
            Transaction("other", {"x": (), "y": ()}, {"y": 2}),
        ],
        {"x": (1,), "y": (2,)},
    ),
}
_LOST: Mapping[str, tuple[Sequence[Transaction], Mapping[str, Values]]] = {
    "an append is gone": (
        [Transaction("one", {"x": ()}, {"x": 1}), Transaction("other", {"x": ()}, {"x": 2})],
        {"x": (2,)},
    ),
    "a list that was read is gone": (
        [Transaction("one", {"x": ()}, {"x": 1}), Transaction("reader", {"x": (2, 1)})],
        {"x": (1,)},
    ),
    "both read the same and wrote": (
        [Transaction("one", {"x": ()}, {"x": 1}), Transaction("other", {"x": ()}, {"x": 2})],
        {"x": (1, 2)},
    ),
}


@pytest.mark.parametrize("anomaly", _BAD)
def test_each_anomaly_is_found_by_its_name_and_no_other(anomaly: Anomaly) -> None:
    history, final = _BAD[anomaly]
    assert {found.anomaly for found in anomalies(history, final)} == {anomaly}


@pytest.mark.parametrize("name", _LOST)
def test_a_lost_update_is_found_whichever_way_it_shows(name: str) -> None:
    history, final = _LOST[name]
    assert {found.anomaly for found in anomalies(history, final)} == {Anomaly.LOST_UPDATE}


def test_a_version_overwritten_elsewhere_is_a_read_skew_and_no_lost_update() -> None:
    late = Transaction("late", {"x": (), "y": (1,)}, {"y": 2})
    early = Transaction("early", {"x": (), "y": ()}, {"x": 1, "y": 1})
    assert anomalies([late, early], {"x": (1,), "y": (1, 2)}) == [
        Found(Anomaly.READ_SKEW, ("late", "early"))
    ]


def test_a_cycle_of_three_is_found_whole() -> None:
    ring = [
        Transaction("a", {"x": (), "y": ()}, {"x": 1}),
        Transaction("b", {"y": (), "z": ()}, {"y": 2}),
        Transaction("c", {"z": (), "x": ()}, {"z": 3}),
    ]
    (found,) = anomalies(ring, {"x": (1,), "y": (2,), "z": (3,)})
    assert (found.anomaly, {*found.names}) == (Anomaly.WRITE_SKEW, {"a", "b", "c"})


def test_the_first_of_a_skew_is_the_one_that_read_what_was_old() -> None:
    history, final = _BAD[Anomaly.READ_SKEW]
    (found,) = anomalies(history, final)
    assert found.names == ("reader", "writer")


def test_what_may_or_may_not_have_been_stored_is_no_loss() -> None:
    unknown = Transaction("one", {"x": ()}, {"x": 1}, "unknown")
    assert anomalies([unknown], {"x": ()}) == []
    later = Transaction("two", {"x": ()}, {"x": 2})
    assert anomalies([unknown, later], {"x": (2,)}) == []
    assert anomalies([unknown, Transaction("two", {"x": (1,)}, {"x": 2})], {"x": (1, 2)}) == []


_TOUCHED = st.dictionaries(st.sampled_from("xyz"), st.booleans(), max_size=2)


@given(st.lists(st.tuples(_TOUCHED, st.booleans())))
def test_nothing_is_found_where_one_came_after_the_other(
    plan: list[tuple[dict[str, bool], bool]],
) -> None:
    lists: dict[str, Values] = dict.fromkeys("xyz", ())
    history = []
    for nth, (touched, stays) in enumerate(plan):
        appends = {key: nth for key, writes in touched.items() if writes}
        reads = {key: lists[key] for key in touched}
        history.append(Transaction(nth, reads, appends, "committed" if stays else "aborted"))
        if stays:
            lists |= {key: (*lists[key], nth) for key in appends}
    assert anomalies(history[::-1], lists) == []
