"""The first tables, written out as they were: later versions change them by revisions of their own.

revision 0001, pre: nothing that an older program needs is taken away.
"""

import sqlalchemy as sa
from alembic import op

from crmkit_sqlalchemy.migrations.notation import (
    columns,
    create_indexes,
    create_tables,
    led,
    ship_statistics,
)

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_CREATION = "uq_crm_journal_creation"

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


def upgrade() -> None:
    """Makes the tables and their indexes."""
    create_tables(TABLES)
    op.create_table(
        "crm_series",
        *columns("tenant:whole! name:name! last:whole!"),
        sa.PrimaryKeyConstraint("tenant", "name", name="pk_crm_series"),
    )
    create_indexes(TABLES, INDEXES)
    if op.get_context().dialect.name in {"sqlite", "postgresql"}:
        only = sa.text("action = 'create'")
        op.create_index(
            _CREATION,
            "crm_journal",
            ["tenant", "record_id"],
            unique=True,
            sqlite_where=only,
            postgresql_where=only,
        )
    if op.get_context().dialect.name == "sqlite":
        op.execute("ANALYZE sqlite_master")  # makes the table of statistics where there is none
        ship_statistics([*led(TABLES, INDEXES), ("crm_journal", _CREATION, ["record_id"])])


def downgrade() -> None:
    """Drops the tables with all that is in them."""
    for kind in (*TABLES, "series"):
        op.drop_table(f"crm_{kind}")
