"""Reports about what comes in equal what one counts by hand."""

from collections import Counter

from hypothesis import given

from crmkit.domain.deals import Deal
from crmkit.domain.leads import Inquiry, Lead
from crmkit.testing.builders import a_lead
from tests.unit.reports.books import Books, by, grouped, month, rows, some_books


@given(some_books)
def test_new_leads_are_counted_by_month_and_channel(shop: Books) -> None:
    counted = Counter((month(lead.created_at), lead.channel) for lead in shop.of(Lead))
    assert {
        (row["month"], row["channel"]): row["leads"] for row in shop.rows("new_leads")
    } == counted


@given(some_books)
def test_the_share_of_target_leads_is_of_all_the_leads_of_a_group(shop: Books) -> None:
    counted = {
        owner: sum(lead.qualification == "target" for lead in leads) / len(leads)
        for owner, leads in grouped(shop.of(Lead), lambda lead: lead.owner_id).items()
    }
    found = shop.rows("new_leads", "owner")
    assert {row["owner.id"]: row["target_share"] for row in found} == counted


@given(some_books)
def test_conversion_follows_the_leads_that_came_in_one_month(shop: Books) -> None:
    won = {deal.id for deal in shop.of(Deal) if deal.outcome == "won"}
    counted = {}
    for start, leads in grouped(shop.of(Lead), lambda lead: month(lead.created_at)).items():
        status = Counter(lead.status for lead in leads)
        sold = sum(lead.status == "converted" and lead.deal_id in won for lead in leads)
        counted[start] = (len(leads), status["converted"], status["failed"], status["open"], sold)
    assert {
        row["month"]: tuple(row[name] for name in ("leads", "converted", "failed", "open", "won"))
        for row in shop.rows("conversion")
    } == counted


@given(some_books)
def test_the_shares_of_a_cohort_never_exceed_the_whole(shop: Books) -> None:
    for row in shop.rows("conversion", "owner", "channel"):
        assert 0 <= row["won_share"] <= row["converted_share"] <= 1 - row["failed_share"] + 1e-9


@given(some_books)
def test_a_channel_shows_inquiries_leads_and_sales_side_by_side(shop: Books) -> None:
    won = [deal for deal in shop.of(Deal) if deal.outcome == "won"]
    inquiries = Counter[str | None](inquiry.channel for inquiry in shop.of(Inquiry))
    leads = Counter(lead.channel for lead in shop.of(Lead))
    sales = Counter(deal.channel for deal in won)
    assert {
        row["channel"]: (row["inquiries"], row["leads"], row["won"])
        for row in shop.rows("channels")
    } == {
        channel: (inquiries[channel], leads[channel], sales[channel])
        for channel in {*inquiries, *leads, *sales}
    }


def test_a_lead_nobody_owns_is_in_a_row_without_a_name() -> None:
    (row,) = rows("new_leads", [a_lead(owner_id=None)], by("owner"))
    assert (row["owner"], row["owner.id"], row["leads"]) == (None, None, 1)
