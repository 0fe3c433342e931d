"""The first tables, written out as they were: later versions change them by revisions of their own.

revision 0001, pre: nothing that an older program needs is taken away.
"""

from collections.abc import Iterator
from functools import partial

import sqlalchemy as sa
from alembic import op

from crmkit_sqlalchemy.types import FLAG, IDENT, NAME, TEXT, WHOLE

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

# column:type, and ! where it is never absent
TABLES = {
    "attachment": (
        "version:whole! created_at:whole! archived_at:whole contact_id:ident company_id:ident "
        "lead_id:ident deal_id:ident order_id:ident record_id:ident owner_id:ident id:ident! "
        "name:text! uri:text! media_type:text size:whole name_folded:text!"
    ),
    "company": (
        "version:whole! created_at:whole! archived_at:whole custom:text! id:ident! "
        "number:text! name:text! legal_name:text party:text! activity:text site:text "
        "city:text legal_address:text actual_address:text inn:text kpp:text ogrn:text "
        "edrpou:text requisites:text employees:whole revenue:whole founded:whole "
        "parent_id:ident source:text owner_id:ident comment:text tags:text! "
        "revenue_currency:text name_folded:text! legal_name_folded:text city_folded:text "
        "comment_folded:text"
    ),
    "consent": (
        "version:whole! created_at:whole! archived_at:whole id:ident! contact_id:ident! "
        "purpose:text! channel:text! text_version:text! evidence:text source:text "
        "given_at:whole! withdrawn_at:whole"
    ),
    "contact": (
        "version:whole! created_at:whole! archived_at:whole custom:text! id:ident! "
        "number:text! name:text! last_name:text first_name:text middle_name:text "
        "birth_date:whole sex:text party:text! city:text region:text address:text "
        "language:text zone:text behaviour:text solvency:text preferences:text "
        "objections:text payment_method:text discount:text source:text referrer_id:ident "
        "owner_id:ident comment:text tags:text! name_folded:text! city_folded:text "
        "comment_folded:text"
    ),
    "custom_field": (
        "version:whole! created_at:whole! archived_at:whole id:ident! of_kind:text! key:text! "
        "title:text! type:text! choices:text! required:flag! block:text pipeline_id:ident "
        "record_type:text title_folded:text!"
    ),
    "deal": (
        "version:whole! created_at:whole! archived_at:whole custom:text! id:ident! "
        "title:text! contact_id:ident company_id:ident lead_id:ident parent_id:ident "
        "product_id:ident pipeline_id:ident! stage:text! outcome:text! amount:whole "
        "owner_id:ident channel:text source:text comment:text expected_on:whole "
        "stage_since:whole touched_at:whole closed_at:whole lost_reason:text external_id:text "
        "tags:text! amount_currency:text title_folded:text! comment_folded:text"
    ),
    "employee": (
        "version:whole! created_at:whole! archived_at:whole id:ident! login:text! name:text! "
        "role:text! team_id:ident office:text email:text phone:text zone:text active:flag! "
        "name_folded:text! office_folded:text"
    ),
    "employment": (
        "version:whole! created_at:whole! archived_at:whole id:ident! contact_id:ident! "
        "company_id:ident! position:text since:whole until:whole position_folded:text"
    ),
    "handle": (
        "version:whole! created_at:whole! archived_at:whole id:ident! contact_id:ident "
        "company_id:ident type:text! value:text! raw:text! extension:text evidence:text! "
        "valid_from:whole valid_until:whole note:text"
    ),
    "inquiry": (
        "version:whole! created_at:whole! archived_at:whole id:ident! contact_id:ident "
        "company_id:ident channel:text! source:text received_at:whole! text:text goal:text "
        "name:text phone:text email:text external_id:text text_folded:text"
    ),
    "interaction": (
        "version:whole! created_at:whole! archived_at:whole contact_id:ident company_id:ident "
        "lead_id:ident deal_id:ident order_id:ident record_id:ident owner_id:ident id:ident! "
        "type:text! direction:text! at:whole! channel:text text:text outcome:text "
        "seconds:whole recording:text external_id:text text_folded:text"
    ),
    "journal": (
        "version:whole! created_at:whole! archived_at:whole id:ident! record_kind:text! "
        "record_id:ident! action:text! actor:text! command:text! rule:text changes:text!"
    ),
    "lead": (
        "version:whole! created_at:whole! archived_at:whole custom:text! id:ident! "
        "title:text! name:text phone:text email:text company_name:text request:text "
        "comment:text channel:text source:text contact_id:ident company_id:ident "
        "inquiry_id:ident pipeline_id:ident owner_id:ident qualification:text status:text! "
        "fail_reason:text deal_id:ident touched_at:whole closed_at:whole external_id:text "
        "tags:text! title_folded:text! name_folded:text request_folded:text "
        "comment_folded:text"
    ),
    "link": (
        "version:whole! created_at:whole! archived_at:whole id:ident! type:text! "
        "inverse:text! from_kind:text! from_id:ident! to_kind:text! to_id:ident!"
    ),
    "note": (
        "version:whole! created_at:whole! archived_at:whole contact_id:ident company_id:ident "
        "lead_id:ident deal_id:ident order_id:ident record_id:ident owner_id:ident id:ident! "
        "text:text! tags:text! text_folded:text!"
    ),
    "order": (
        "version:whole! created_at:whole! archived_at:whole custom:text! id:ident! "
        "number:text! contact_id:ident company_id:ident deal_id:ident owner_id:ident "
        "placed_at:whole! status:text! total:whole discount:whole promo_code:text source:text "
        "external_id:text total_currency:text discount_currency:text"
    ),
    "order_line": (
        "version:whole! created_at:whole! archived_at:whole id:ident! order_id:ident! "
        "product_id:ident name:text! quantity:whole! price:whole! total:whole! cost:whole "
        "price_currency:text! total_currency:text! cost_currency:text name_folded:text!"
    ),
    "payment": (
        "version:whole! created_at:whole! archived_at:whole id:ident! order_id:ident "
        "deal_id:ident contact_id:ident company_id:ident amount:whole! paid_at:whole! "
        "method:text external_id:text amount_currency:text!"
    ),
    "pipeline": (
        "version:whole! created_at:whole! archived_at:whole id:ident! key:text! name:text! "
        "stages:text! transitions:text! team_ids:text! lost_reasons:text! fail_reasons:text! "
        "currency:text! name_folded:text!"
    ),
    "plan": (
        "version:whole! created_at:whole! archived_at:whole id:ident! owner_id:ident "
        "team_id:ident pipeline_id:ident starts_on:whole! ends_on:whole! target:whole! "
        "target_currency:text!"
    ),
    "product": (
        "version:whole! created_at:whole! archived_at:whole custom:text! id:ident! name:text! "
        "sku:text category:text price:whole cost:whole external_id:text price_currency:text "
        "cost_currency:text name_folded:text! category_folded:text"
    ),
    "record": (
        "version:whole! created_at:whole! archived_at:whole custom:text! id:ident! type:text! "
        "title:text! contact_id:ident company_id:ident deal_id:ident order_id:ident "
        "pipeline_id:ident stage:text owner_id:ident tags:text! title_folded:text!"
    ),
    "record_type": (
        "version:whole! created_at:whole! archived_at:whole id:ident! key:text! title:text! "
        "pipeline_id:ident title_folded:text!"
    ),
    "reminder": (
        "version:whole! created_at:whole! archived_at:whole contact_id:ident company_id:ident "
        "lead_id:ident deal_id:ident order_id:ident record_id:ident owner_id:ident id:ident! "
        "task_id:ident text:text! due_at:whole! channel:text status:text! fired_at:whole "
        "cause:text text_folded:text!"
    ),
    "role": (
        "version:whole! created_at:whole! archived_at:whole id:ident! key:text! name:text! "
        "grants:text! name_folded:text!"
    ),
    "segment": (
        "version:whole! created_at:whole! archived_at:whole id:ident! name:text! "
        "of_kind:text! question:text! owner_id:ident name_folded:text!"
    ),
    "task": (
        "version:whole! created_at:whole! archived_at:whole contact_id:ident company_id:ident "
        "lead_id:ident deal_id:ident order_id:ident record_id:ident owner_id:ident id:ident! "
        "title:text! description:text due_at:whole status:text! done_at:whole result:text "
        "cause:text title_folded:text! description_folded:text result_folded:text"
    ),
    "team": (
        "version:whole! created_at:whole! archived_at:whole id:ident! name:text! "
        "head_id:ident parent_id:ident name_folded:text!"
    ),
}

# name=column+column after the tenant, or the column alone; ! unique, ? rows that have the first
INDEXES = {
    "attachment": "company_id? contact_id? deal_id? lead_id? order_id? record_id?",
    "company": (
        "edrpou? inn? name_id=name_folded+id owner_id_name_id=owner_id+name_folded+id? "
        "parent_id? number!"
    ),
    "consent": "contact_id",
    "contact": (
        "created_at name_id=name_folded+id owner_id_name_id=owner_id+name_folded+id? "
        "referrer_id? number!"
    ),
    "deal": (
        "closed_at? company_id? contact_id? created_at external_id? owner_id_id=owner_id+id? "
        "owner_id_stage_amount_id=owner_id+stage+amount_currency+amount+id? parent_id? "
        "pipeline_id_stage_id=pipeline_id+stage+id product_id?"
    ),
    "employee": "login team_id?",
    "employment": "company_id contact_id",
    "handle": "company_id? contact_id? value",
    "inquiry": "contact_id? external_id? received_at",
    "interaction": (
        "company_id? contact_id_at_id=contact_id+at+id? deal_id_at_id=deal_id+at+id? "
        "external_id? lead_id? order_id? record_id?"
    ),
    "journal": "record_id_id=record_id+id",
    "lead": (
        "company_id? contact_id? created_at external_id? inquiry_id? owner_id_id=owner_id+id? "
        "owner_id_status_id=owner_id+status+id?"
    ),
    "link": "from_id to_id",
    "note": (
        "company_id? contact_id_id=contact_id+id? deal_id_id=deal_id+id? lead_id? order_id? "
        "record_id?"
    ),
    "order": "company_id? contact_id? deal_id? external_id? number placed_at",
    "order_line": "order_id product_id?",
    "payment": "company_id? contact_id? deal_id? external_id? order_id? paid_at",
    "product": "external_id? name_id=name_folded+id sku?",
    "record": "company_id? contact_id? deal_id?",
    "reminder": (
        "company_id? contact_id? deal_id? lead_id? order_id? "
        "owner_id_status_due_at_id=owner_id+status+due_at+id? record_id? "
        "status_due_at_id=status+due_at+id task_id?"
    ),
    "segment": "owner_id?",
    "task": (
        "company_id? contact_id? deal_id? lead_id? order_id? "
        "owner_id_status_due_at_id=owner_id+status+due_at+id? record_id? "
        "status_due_at_id=status+due_at+id"
    ),
}

_TYPES = {"ident": IDENT, "text": TEXT, "name": NAME, "whole": WHOLE, "flag": FLAG}
_PREFIX_ON_MYSQL = 150
# How many records a shop has, and in how many values of a column: of ids of others, and of some.
_ROWS, _MANY = 200_000, 40_000
_DIFFERENT = {"owner_id": 20, "pipeline_id": 4, "stage": 8, "status": 4, "amount_currency": 2}


def upgrade() -> None:
    """Makes the tables and their indexes."""
    for kind, columns in TABLES.items():
        name = f"crm_{kind}"
        key = sa.PrimaryKeyConstraint("tenant", "id", name=f"pk_{name}")
        op.create_table(name, _column("tenant:whole!"), *_columns(columns), key)
    op.create_table(
        "crm_series",
        *_columns("tenant:whole! name:name! last:whole!"),
        sa.PrimaryKeyConstraint("tenant", "name", name="pk_crm_series"),
    )
    for kind, indexes in INDEXES.items():
        for written in indexes.split():
            _create_index(kind, written)
    if op.get_context().dialect.name in {"sqlite", "postgresql"}:
        only = sa.text("action = 'create'")
        op.create_index(
            "uq_crm_journal_creation",
            "crm_journal",
            ["tenant", "record_id"],
            unique=True,
            sqlite_where=only,
            postgresql_where=only,
        )
    if op.get_context().dialect.name == "sqlite":
        _ship_statistics()


def downgrade() -> None:
    """Drops the tables with all that is in them."""
    for kind in (*TABLES, "series"):
        op.drop_table(f"crm_{kind}")


def _columns(written: str) -> Iterator[sa.Column[object]]:
    return (_column(each) for each in written.split())


def _column(written: str) -> sa.Column[object]:
    name, _, kind = written.partition(":")
    return sa.Column(name, _TYPES[kind.removesuffix("!")], nullable=not kind.endswith("!"))


def _index(kind: str, written: str) -> tuple[str, list[str], str]:
    """The name, the columns after the tenant, and the mark of an index."""
    name, _, several = written.rstrip("!?").partition("=")
    mark = written[-1]
    return f"{'uq' if mark == '!' else 'ix'}_crm_{kind}_{name}", (several or name).split("+"), mark


def _create_index(kind: str, written: str) -> None:
    name, columns, mark = _index(kind, written)
    present = sa.text(f"{columns[0]} IS NOT NULL") if mark == "?" else None
    lengths = {column: _PREFIX_ON_MYSQL for column in columns if column in _texts(kind)}
    op.create_index(
        name,
        f"crm_{kind}",
        ["tenant", *columns],
        unique=mark == "!",
        sqlite_where=present,
        postgresql_where=present,
        mysql_length=lengths,
        mariadb_length=lengths,
    )


def _ship_statistics() -> None:
    """Tells SQLite what a grown shop is like, so that it takes the right index from the start.

    Without statistics it takes a tenant for ten records, and reads all of them by the primary
    key where an index would lead to a few (measured: 100 times slower at 100,000 records).
    """
    op.execute("ANALYZE sqlite_master")  # makes the table of statistics where there is none
    rows = [(f"crm_{kind}", f"sqlite_autoindex_crm_{kind}_1", ["id"]) for kind in TABLES]
    for kind, indexes in INDEXES.items():
        for index, columns, _ in map(partial(_index, kind), indexes.split()):
            rows.append((f"crm_{kind}", index, columns))
    rows.append(("crm_journal", "uq_crm_journal_creation", ["record_id"]))
    told = [sa.column(name, sa.Text) for name in ("tbl", "idx", "stat")]
    statistics = sa.table("sqlite_stat1", *told)
    op.bulk_insert(
        statistics,
        [{"tbl": tbl, "idx": idx, "stat": _statistics(columns)} for tbl, idx, columns in rows],
    )


def _statistics(columns: list[str]) -> str:
    """The rows of a table, of a tenant, and of each longer prefix of the index."""
    numbers, rows = [_ROWS, _ROWS], _ROWS
    for name in columns:
        rows = max(1, rows // _DIFFERENT.get(name, _MANY if name.endswith("_id") else _ROWS))
        numbers.append(rows)
    return " ".join(map(str, numbers))


def _texts(kind: str) -> frozenset[str]:
    written = (each.partition(":") for each in TABLES[kind].split())
    return frozenset(name for name, _, kept in written if kept.startswith("text"))
