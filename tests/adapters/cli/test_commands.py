"""The commands: tables for people, JSON and nothing else for programs, one line when refused."""

import csv
import json
from pathlib import Path

import pytest

from crmkit.reports import REPORTS
from tests.adapters.cli.conftest import Demo
from tests.adapters.cli.support import answered, crmkit, refused

pytestmark = pytest.mark.slow

QUOTES = '{"stage": "quote"}'


def _quoted(db: str) -> str:
    deals = answered("list", "deals", "--where", QUOTES, "--limit", "1", "--json", db=db)
    found: str = deals[0]["id"]
    return found


# ------------------------------------------------------------------ list


def test_list_shows_people_a_table_with_names_instead_of_ids(demo: Demo) -> None:
    shown = crmkit("list", "deals", "--limit", "5", db=demo.db).stdout
    assert "Deals" in shown
    assert "₽" in shown


def test_list_gives_programs_the_records_and_nothing_else(demo: Demo) -> None:
    deals = answered("list", "deals", "--limit", "3", "--json", db=demo.db)
    assert len(deals) == 3
    assert {"id", "title", "stage", "amount", "owner_id"} <= deals[0].keys()


def test_list_keeps_to_the_condition(demo: Demo) -> None:
    deals = answered("list", "deals", "--where", QUOTES, "--json", db=demo.db)
    assert {deal["stage"] for deal in deals} == {"quote"}


def test_list_descends_by_a_field_with_a_minus(demo: Demo) -> None:
    deals = answered("list", "deals", "--order", "-amount", "--json", db=demo.db)
    amounts = [float(deal["amount"]["amount"]) for deal in deals]
    assert amounts == sorted(amounts, reverse=True)


def test_list_shows_a_manager_own_deals_alone(demo: Demo) -> None:
    everything = ("list", "deals", "--limit", "1000", "--json")
    all_, own = answered(*everything, db=demo.db), answered(*everything, "--as", "olga", db=demo.db)
    assert 0 < len(own) < len(all_)
    assert len({deal["owner_id"] for deal in own}) == 1


@pytest.mark.parametrize("word", ["contact", "contacts", "companies", "inquiries", "products"])
def test_list_knows_kinds_in_the_singular_and_the_plural(word: str, demo: Demo) -> None:
    assert answered("list", word, "--limit", "1", "--json", db=demo.db)


def test_list_of_an_unknown_kind_is_wrong_usage(demo: Demo) -> None:
    result = crmkit("list", "unicorns", db=demo.db)
    assert result.exit_code == 2
    assert "no such kind 'unicorns'" in result.stderr


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (("--where", '{"nope": 1}'), "no field 'nope'"),
        (("--where", "{nope"), "not JSON"),
        (("--order", "nope"), "no field 'nope'"),
        (("--as", "nobody"), "no active employee"),
    ],
)
def test_list_refuses_in_one_line(words: tuple[str, ...], reason: str, demo: Demo) -> None:
    assert reason in refused("list", "deals", *words, db=demo.db)


def test_a_base_of_an_unknown_kind_is_refused_in_one_line() -> None:
    assert "no plugin offers" in refused("list", "deals", db="nosuch://shop")


def test_a_command_without_a_base_is_wrong_usage() -> None:
    assert crmkit("list", "deals").exit_code == 2


# ------------------------------------------------------------------ show


def test_find_finds_people_and_companies_by_a_name_like_the_text(demo: Demo) -> None:
    for plural, words in (("contacts", ()), ("companies", ("--companies",))):
        (known,) = answered("list", plural, "--limit", "1", "--json", db=demo.db)
        found = answered("find", known["name"], *words, "--limit", "1", "--json", db=demo.db)
        assert [each["name"] for each in found] == [known["name"]]
        assert known["name"].split()[0] in crmkit("find", known["name"], *words, db=demo.db).stdout


def test_db_index_makes_the_index_of_names_once_and_the_doctor_tells(own: str) -> None:
    assert "every name is read" in crmkit("doctor", db=own).stdout
    made = answered("db", "index", "--json", db=own)["made"]
    assert made == ["crm_contact_marks", "crm_company_marks"]
    assert "no index" in crmkit("db", "index", db=own).stdout
    assert "found by their marks" in crmkit("doctor", db=own).stdout


def test_db_index_takes_only_custom_fields_that_are_defined(demo: Demo) -> None:
    assert crmkit("db", "index", "--drop", db=demo.db).exit_code == 2
    gone = ("db", "index", "--field", "deal.unheard_of", "--drop")
    assert answered(*gone, "--json", db=demo.db) == {"dropped": []}
    assert "left to drop" in crmkit(*gone, db=demo.db).stdout
    unknown = crmkit("db", "index", "--field", "deal.unheard_of", db=demo.db)
    assert unknown.exit_code != 0
    assert "deal.unheard_of" in unknown.stderr


def test_show_finds_a_client_by_number(demo: Demo) -> None:
    contact = answered("list", "contacts", "--limit", "1", "--json", db=demo.db)[0]
    card = answered("show", contact["number"], "--json", db=demo.db)
    assert card["contact"]["id"] == contact["id"]
    assert {"handles", "deals", "tasks", "timeline"} <= card.keys()


def test_show_draws_the_card_of_a_client(demo: Demo) -> None:
    deal = answered("show", _quoted(demo.db), "--json", db=demo.db)["record"]
    shown = crmkit("show", deal["contact_id"], db=demo.db).stdout
    assert all(part in shown for part in ("number:", "Deals", "Timeline"))


def test_show_tells_the_history_of_any_record(demo: Demo) -> None:
    told = answered("show", _quoted(demo.db), "--json", db=demo.db)
    assert [entry["command"] for entry in told["history"]][:2] == ["convert", "move"]


def test_show_hides_a_client_of_somebody_else(demo: Demo) -> None:
    olgas = answered("list", "deals", "--as", "olga", "--limit", "1", "--json", db=demo.db)[0]
    assert "visible" in refused("show", olgas["id"], "--as", "yulia", db=demo.db)


@pytest.mark.parametrize("key", ["zzz", "260101-9999", "01J00000000000000000000000"])
def test_show_of_nothing_is_refused_in_one_line(key: str, demo: Demo) -> None:
    assert "no record" in refused("show", key, db=demo.db)


# ------------------------------------------------------------------ move


def test_move_moves_the_deal_and_says_where_it_stands(own: str) -> None:
    deal = _quoted(own)
    assert "now in won, won" in crmkit("move", deal, "won", db=own).stdout
    assert answered("show", deal, "--json", db=own)["record"]["outcome"] == "won"


def test_move_answers_programs_with_the_deal(own: str) -> None:
    assert answered("move", _quoted(own), "working", "--json", db=own)["stage"] == "working"


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (("delivery",), "no way from 'quote'"),
        (("nowhere",), "no stage 'nowhere'"),
        (("lost",), "needs a reason"),
        (("lost", "--reason", "whim"), "needs a reason"),
    ],
)
def test_move_keeps_to_the_pipelines_rules(words: tuple[str, ...], reason: str, own: str) -> None:
    assert reason in refused("move", _quoted(own), *words, db=own)


def test_move_refuses_a_deal_of_somebody_else(own: str) -> None:
    deal = answered("list", "deals", "--as", "olga", "--where", QUOTES, "--json", db=own)[0]
    assert "not visible" in refused("move", deal["id"], "won", "--as", "yulia", db=own)


def test_move_refuses_what_is_no_id(own: str) -> None:
    assert "not an id" in refused("move", "deal-1", "won", db=own)


# ------------------------------------------------------------------ report


def test_report_without_a_name_lists_the_reports() -> None:
    listed = json.loads(crmkit("report", "--json").stdout)
    assert [each["report"] for each in listed] == [*REPORTS]


@pytest.mark.parametrize("name", [*REPORTS])
def test_every_report_answers_with_its_columns(name: str, demo: Demo) -> None:
    told = answered("report", name, "--format", "json", db=demo.db)
    assert told["report"] == name
    assert all([*row] == told["columns"] for row in told["rows"])


def test_report_sums_what_the_list_shows(demo: Demo) -> None:
    deals = answered("list", "deals", "--where", '{"outcome": "won"}', "--json", db=demo.db)
    told = answered("report", "sales", "--by", "year", "--json", db=demo.db)
    revenue = sum(float(deal["amount"]["amount"]) for deal in deals)
    assert float(told["rows"][0]["revenue"]["amount"]) == revenue


def test_report_shows_a_manager_own_sales_alone(demo: Demo) -> None:
    told = answered("report", "sales", "--by", "owner", "--as", "olga", "--json", db=demo.db)
    assert len(told["rows"]) == 1


def test_report_keeps_to_the_days(demo: Demo) -> None:
    days = ("--from", "2026-11-18", "--to", "18.11.2026")
    told = answered("report", "new_leads", "--by", "day", *days, "--json", db=demo.db)
    assert [row["day"] for row in told["rows"]] == ["2026-11-18"]


def test_report_as_csv_has_a_line_for_each_row(demo: Demo) -> None:
    shown = crmkit("report", "sales", "--by", "owner", "--format", "csv", db=demo.db).stdout
    header, *rows = csv.reader(shown.splitlines())
    assert header[:1] == ["owner"]
    assert all(len(row) == len(header) for row in rows)


def test_report_calls_its_last_row_total(demo: Demo) -> None:
    shown = crmkit("report", "sales", "--by", "owner", "--totals", db=demo.db).stdout
    assert "│ Total " in shown


def test_a_report_that_is_none_is_wrong_usage(demo: Demo) -> None:
    assert crmkit("report", "horoscope", db=demo.db).exit_code == 2


def test_a_report_without_a_base_is_wrong_usage() -> None:
    assert crmkit("report", "sales").exit_code == 2


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (("--by", "nope"), "cannot be grouped by 'nope'"),
        (("--where", '{"nope": 1}'), "no field 'nope'"),
        (("--from", "2026-11-20", "--to", "2026-11-19"), "ends before it starts"),
        (("--currency", "roubles"), "currency"),
    ],
)
def test_report_refuses_in_one_line(words: tuple[str, ...], reason: str, demo: Demo) -> None:
    assert reason in refused("report", "sales", *words, db=demo.db)


# ------------------------------------------------------------------ db, doctor


def test_db_check_asks_for_the_upgrade_that_db_upgrade_brings(tmp_path: Path) -> None:
    db = f"sqlite:///{(tmp_path / 'new.db').as_posix()}"
    assert "db upgrade" in refused("db", "check", db=db)
    assert answered("db", "upgrade", "--json", db=db)["applied"]
    assert answered("db", "check", "--json", db=db) == {"pending": [], "post": []}


def test_db_upgrade_may_be_repeated(own: str) -> None:
    assert answered("db", "upgrade", "--json", db=own) == {"applied": []}
    assert "up to date" in crmkit("db", "check", db=own).stdout


def test_doctor_finds_a_good_base_in_order(demo: Demo) -> None:
    told = answered("doctor", "--json", db=demo.db)
    assert told["ok"]
    assert {"crmkit", "tables", "client base"} <= {each["name"] for each in told["findings"]}


def test_doctor_tells_of_a_file_that_is_no_base(tmp_path: Path) -> None:
    (tmp_path / "bad.db").write_text("no database at all " * 100, encoding="utf-8")
    result = crmkit("doctor", "--json", db=f"sqlite:///{(tmp_path / 'bad.db').as_posix()}")
    assert result.exit_code == 1
    assert not json.loads(result.stdout)["ok"]
