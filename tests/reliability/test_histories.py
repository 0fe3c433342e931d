"""What many transactions at once read and wrote is explained by the isolation of each database."""

from collections import Counter
from logging import getLogger

import pytest

from crmkit import Crm
from tests.reliability.counts import Counts
from tests.reliability.histories import record
from tests.reliability.history_checker import Anomaly, anomalies

pytestmark = pytest.mark.slow
_LOG = getLogger(__name__)
_LEFT_OPEN = {Anomaly.READ_SKEW, Anomaly.WRITE_SKEW}
"""What READ COMMITTED lets a unit for writing see."""


@pytest.mark.server
def test_no_history_shows_an_anomaly_that_is_excluded(
    crm: Crm, counts: Counts, database: str
) -> None:
    outcomes, open_ones = Counter[str](), Counter[str]()
    for seed in range(counts.histories):
        history = record(crm, seed)
        outcomes.update(each.outcome for each in history.transactions)
        found = anomalies(history.transactions, history.final)
        left_open = [
            each
            for each in found
            if database != "sqlite"
            and each.anomaly in _LEFT_OPEN
            and not (each.anomaly is Anomaly.READ_SKEW and each.names[0] in history.readers)
        ]
        assert [each for each in found if each not in left_open] == []
        open_ones.update(each.anomaly for each in left_open)
    assert outcomes["committed"] > outcomes.total() // 4
    _LOG.info("%s: %s, not excluded: %s", database, dict(outcomes), dict(open_ones))
