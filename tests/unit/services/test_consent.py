"""Consent: on record for good, withdrawn by a command, and asked before anything goes out."""

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crmkit.domain.clients import Contact
from crmkit.domain.consents import Consent
from crmkit.domain.outbox import Outgoing
from crmkit.errors import CrmError, RuleViolation
from crmkit.services.work import Work
from crmkit.testing.builders import NOON
from tests.unit.services.shop import TEST, Shop

PURPOSES = ("ads", "news")
CHANNELS = ("sms", "mail")
STEPS = st.lists(
    st.tuples(
        st.sampled_from(["consent", "withdraw", "withdraw all", "message"]),
        st.sampled_from(PURPOSES),
        st.sampled_from(CHANNELS),
    ),
    max_size=12,
)


def anna(work: Work) -> Contact:
    return work.recognise(name="Анна Иванова", phone="+79210000001")


def agree(work: Work, client: Contact, purpose: str = "ads", channel: str = "sms") -> Consent:
    return work.consent(client.id, purpose=purpose, channel=channel, text_version="2026-01")


def message(work: Work, client: Contact, purpose: str = "ads", channel: str = "sms") -> Outgoing:
    return work.create(
        Outgoing,
        key=f"message {work.count(Outgoing)}",
        topic=channel,
        contact_id=client.id,
        payload={"purpose": purpose, "channel": channel},
        due_at=NOON,
    )


def test_a_consent_stands_until_it_is_withdrawn(shop: Shop) -> None:
    with shop.crm.work(TEST) as work:
        client = anna(work)
        assert not work.may_contact(client.id, "ads", "sms")
        agree(work, client)
        assert work.may_contact(client.id, "ads", "sms")
        assert not work.may_contact(client.id, "ads", "mail")
        assert not work.may_contact(client.id, "news", "sms")
        (ended,) = work.withdraw(client.id, "ads")
        assert ended.withdrawn_at == work.now
        assert not work.may_contact(client.id, "ads", "sms")
        assert work.count(Consent) == 1


def test_a_consent_of_tomorrow_does_not_stand_today(shop: Shop) -> None:
    with shop.crm.work(TEST) as work:
        client, tomorrow = anna(work), work.now + timedelta(days=1)
        work.consent(client.id, purpose="ads", channel="sms", text_version="1", given_at=tomorrow)
        assert not work.may_contact(client.id, "ads", "sms")
    shop.clock.advance(days=2)
    with shop.crm.work(TEST) as work:
        assert work.may_contact(client.id, "ads", "sms")


def test_nobody_edits_or_deletes_a_consent(shop: Shop) -> None:
    with shop.crm.work(TEST) as work:
        given_one = agree(work, anna(work))
        for change in ({"purpose": "news"}, {"withdrawn_at": None, "evidence": "forged"}):
            with pytest.raises(RuleViolation, match="command"):
                work.change(given_one, **change)
        with pytest.raises(RuleViolation, match="command"):
            work.archive(given_one)
        with pytest.raises(RuleViolation, match="proof"):
            work.delete(given_one)


def test_withdrawing_cancels_what_waits_for_that_purpose_alone(shop: Shop) -> None:
    with shop.crm.work(TEST) as work:
        client = anna(work)
        for purpose in PURPOSES:
            agree(work, client, purpose)
        ads, news = (message(work, client, purpose) for purpose in PURPOSES)
        bill = work.create(
            Outgoing, key="bill", topic="sms", contact_id=client.id, payload={}, due_at=NOON
        )
        work.withdraw(client.id, "ads")
        found = {each.id: each.status for each in work.find(Outgoing)}
    assert found == {ads.id: "dead", news.id: "waiting", bill.id: "waiting"}


@settings(max_examples=60, deadline=None)
@given(STEPS)
def test_nothing_advertising_waits_without_a_live_consent(
    steps: list[tuple[str, str, str]],
) -> None:
    shop = Shop()
    with shop.crm.work(TEST) as work:
        client = anna(work)
        for step, purpose, channel in steps:
            _take(work, client, step, purpose, channel)
            for each in work.find(Outgoing):
                said = each.payload["purpose"], each.payload["channel"]
                assert each.status != "waiting" or work.may_contact(client.id, *said)
    shop.crm.close()


def _take(work: Work, client: Contact, *step: str) -> None:
    name, purpose, channel = step
    if name == "consent":
        agree(work, client, purpose, channel)
    elif name == "message":
        allowed = work.may_contact(client.id, purpose, channel)
        try:
            message(work, client, purpose, channel)
        except CrmError:
            assert not allowed
        else:
            assert allowed
    else:
        work.withdraw(client.id, purpose, None if name == "withdraw all" else channel)
