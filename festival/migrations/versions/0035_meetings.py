"""companies and their wishes; times, tables, interpreters and the business meetings that are booked

Revision: 0035, after 0034.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.sql.elements import conv

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None

_GROUPS = "('japanese', 'vietnamese', 'agency', 'other')"


def upgrade() -> None:
    op.create_table(
        "companies",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.JSON(), nullable=False),
        sa.Column("kind", sa.String(12), nullable=False),
        sa.Column("field_id", sa.Integer(), nullable=True),
        sa.Column("country", sa.String(60), nullable=False),
        sa.Column("offers", sa.JSON(), nullable=False),
        sa.Column("seeks", sa.JSON(), nullable=False),
        sa.Column("languages", sa.String(20), nullable=False),
        sa.Column("website", sa.String(500), nullable=False),
        sa.Column("listed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("epoch", sa.SmallInteger(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("submission", sa.String(43), nullable=True),
        sa.CheckConstraint(f"kind IN {_GROUPS}", name=conv("ck_companies_kind")),
        sa.ForeignKeyConstraint(["edition_id"], ["editions.id"], name="fk_companies_edition_id_editions"),
        sa.ForeignKeyConstraint(["field_id"], ["fields.id"], name="fk_companies_field_id_fields"),
        sa.PrimaryKeyConstraint("id", name="pk_companies"),
        sa.UniqueConstraint("submission", name="uq_companies_submission"),
    )
    op.create_index("ix_companies_edition_id", "companies", ["edition_id"])
    op.create_index("ix_companies_field_id", "companies", ["field_id"])
    op.create_table(
        "company_people",
        sa.Column("company_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["company_id"], ["companies.id"], name="fk_company_people_company_id_companies"),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name="fk_company_people_person_id_persons"),
        sa.PrimaryKeyConstraint("company_id", "person_id", name="pk_company_people"),
    )
    op.create_index("ix_company_people_person_id", "company_people", ["person_id"])
    op.create_table(
        "wishes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("from_id", sa.Integer(), nullable=False),
        sa.Column("to_id", sa.Integer(), nullable=False),
        sa.Column("strength", sa.String(6), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("strength IN ('must', 'want', 'no')", name=conv("ck_wishes_strength")),
        sa.CheckConstraint("from_id <> to_id", name=conv("ck_wishes_two_companies")),
        sa.ForeignKeyConstraint(["from_id"], ["companies.id"], name="fk_wishes_from_id_companies"),
        sa.ForeignKeyConstraint(["to_id"], ["companies.id"], name="fk_wishes_to_id_companies"),
        sa.PrimaryKeyConstraint("id", name="pk_wishes"),
        sa.UniqueConstraint("from_id", "to_id", name="uq_wishes_from_id_to_id"),
    )
    op.create_index("ix_wishes_to_id", "wishes", ["to_id"])
    op.create_table(
        "meeting_plans",
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("walk_minutes", sa.SmallInteger(), nullable=False),
        sa.Column("wish_days", sa.SmallInteger(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("walk_minutes BETWEEN 0 AND 120", name=conv("ck_meeting_plans_walk_minutes")),
        sa.CheckConstraint("wish_days BETWEEN 1 AND 365", name=conv("ck_meeting_plans_wish_days")),
        sa.ForeignKeyConstraint(["edition_id"], ["editions.id"], name="fk_meeting_plans_edition_id_editions"),
        sa.PrimaryKeyConstraint("edition_id", name="pk_meeting_plans"),
    )
    op.create_table(
        "meeting_slots",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("is_break", sa.Boolean(), nullable=False),
        sa.CheckConstraint("ends_at > starts_at", name=conv("ck_meeting_slots_times")),
        sa.ForeignKeyConstraint(["edition_id"], ["editions.id"], name="fk_meeting_slots_edition_id_editions"),
        sa.PrimaryKeyConstraint("id", name="pk_meeting_slots"),
        sa.UniqueConstraint("edition_id", "starts_at", name="uq_meeting_slots_edition_id_starts_at"),
    )
    op.create_table(
        "company_away",
        sa.Column("company_id", sa.Integer(), nullable=False),
        sa.Column("slot_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["company_id"], ["companies.id"], name="fk_company_away_company_id_companies"),
        sa.ForeignKeyConstraint(["slot_id"], ["meeting_slots.id"], name="fk_company_away_slot_id_meeting_slots"),
        sa.PrimaryKeyConstraint("company_id", "slot_id", name="pk_company_away"),
    )
    op.create_table(
        "meeting_tables",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.SmallInteger(), nullable=False),
        sa.Column("zone", sa.String(20), nullable=False),
        sa.ForeignKeyConstraint(["edition_id"], ["editions.id"], name="fk_meeting_tables_edition_id_editions"),
        sa.PrimaryKeyConstraint("id", name="pk_meeting_tables"),
        sa.UniqueConstraint("edition_id", "number", name="uq_meeting_tables_edition_id_number"),
    )
    op.create_table(
        "meeting_interpreters",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("pairs", sa.String(30), nullable=False),
        sa.ForeignKeyConstraint(["edition_id"], ["editions.id"], name="fk_meeting_interpreters_edition_id_editions"),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name="fk_meeting_interpreters_person_id_persons"),
        sa.PrimaryKeyConstraint("id", name="pk_meeting_interpreters"),
        sa.UniqueConstraint("edition_id", "person_id", name="uq_meeting_interpreters_edition_id_person_id"),
    )
    op.create_table(
        "meeting_matrix",
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("asker", sa.String(12), nullable=False),
        sa.Column("asked", sa.String(12), nullable=False),
        sa.CheckConstraint(f"asker IN {_GROUPS}", name=conv("ck_meeting_matrix_asker")),
        sa.CheckConstraint(f"asked IN {_GROUPS}", name=conv("ck_meeting_matrix_asked")),
        sa.ForeignKeyConstraint(["edition_id"], ["editions.id"], name="fk_meeting_matrix_edition_id_editions"),
        sa.PrimaryKeyConstraint("edition_id", "asker", "asked", name="pk_meeting_matrix"),
    )
    op.create_table(
        "meetings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("slot_id", sa.Integer(), nullable=False),
        sa.Column("table_id", sa.Integer(), nullable=False),
        sa.Column("interpreter_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("submission", sa.String(43), nullable=True),
        sa.ForeignKeyConstraint(["edition_id"], ["editions.id"], name="fk_meetings_edition_id_editions"),
        sa.ForeignKeyConstraint(["slot_id"], ["meeting_slots.id"], name="fk_meetings_slot_id_meeting_slots"),
        sa.ForeignKeyConstraint(["table_id"], ["meeting_tables.id"], name="fk_meetings_table_id_meeting_tables"),
        sa.ForeignKeyConstraint(["interpreter_id"], ["meeting_interpreters.id"], name="fk_meetings_interpreter_id_meeting_interpreters"),
        sa.PrimaryKeyConstraint("id", name="pk_meetings"),
        sa.UniqueConstraint("submission", name="uq_meetings_submission"),
    )
    op.create_index("ix_meetings_edition", "meetings", ["edition_id"])
    where = sa.text("cancelled_at IS NULL")
    op.create_index(
        "uq_meetings_place", "meetings", ["slot_id", "table_id"], unique=True, sqlite_where=where, postgresql_where=where
    )
    op.create_table(
        "meeting_companies",
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("company_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["meeting_id"], ["meetings.id"], name="fk_meeting_companies_meeting_id_meetings"),
        sa.ForeignKeyConstraint(["company_id"], ["companies.id"], name="fk_meeting_companies_company_id_companies"),
        sa.PrimaryKeyConstraint("meeting_id", "company_id", name="pk_meeting_companies"),
    )
    op.create_index("ix_meeting_companies_company_id", "meeting_companies", ["company_id"])


def downgrade() -> None:
    for table in (
        "meeting_companies", "meetings", "meeting_matrix", "meeting_interpreters", "meeting_tables", "company_away",
        "meeting_slots", "meeting_plans", "wishes", "company_people", "companies",
    ):
        op.drop_table(table)
