"""agencies, directives and tasks with what was done about them, statutory terms, kept files

Revision: 0028, after 0027.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.sql.elements import conv

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "agencies",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(40), nullable=False),
        sa.Column("name", sa.JSON(), nullable=False),
        sa.Column("short", sa.String(40), nullable=False),
        sa.Column("contact", sa.String(120), nullable=False),
        sa.Column("phone", sa.String(20), nullable=False),
        sa.Column("mail", sa.String(254), nullable=False),
        sa.Column("language", sa.String(2), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("is_sample", sa.Boolean(), nullable=False),
        sa.Column("reminded_on", sa.Date()),
        sa.Column("submission", sa.String(43)),
        sa.PrimaryKeyConstraint("id", name="pk_agencies"),
        sa.UniqueConstraint("code", name="uq_agencies_code"),
        sa.UniqueConstraint("submission", name="uq_agencies_submission"),
    )
    op.create_table(
        "agency_members",
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name="fk_agency_members_account_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name="fk_agency_members_agency_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("agency_id", "account_id", name="pk_agency_members"),
    )
    op.create_index("ix_agency_members_account_id", "agency_members", ["account_id"])

    op.create_table(
        "directives",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(60), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("issuer", sa.String(160), nullable=False),
        sa.Column("title", sa.JSON(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Date()),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_by", sa.Integer()),
        sa.Column("submission", sa.String(43)),
        sa.ForeignKeyConstraint(["changed_by"], ["accounts.id"], name="fk_directives_changed_by"),
        sa.ForeignKeyConstraint(["edition_id"], ["editions.id"], name="fk_directives_edition_id"),
        sa.PrimaryKeyConstraint("id", name="pk_directives"),
        sa.UniqueConstraint("submission", name="uq_directives_submission"),
    )
    op.create_index("ix_directives_edition", "directives", ["edition_id", "issued_on"])

    op.create_table(
        "statutory_terms",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(40)),
        sa.Column("title", sa.JSON(), nullable=False),
        sa.Column("days_before", sa.Integer(), nullable=False),
        sa.Column("anchor", sa.String(10), nullable=False),
        sa.Column("source", sa.String(300), nullable=False),
        sa.Column("met_on", sa.Date()),
        sa.Column("note", sa.String(300), nullable=False),
        sa.Column("submission", sa.String(43)),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("anchor IN ('first_day', 'main_day')", name=conv("ck_statutory_terms_anchor")),
        sa.CheckConstraint("days_before BETWEEN 0 AND 400", name=conv("ck_statutory_terms_days_before")),
        sa.ForeignKeyConstraint(["edition_id"], ["editions.id"], name="fk_statutory_terms_edition_id"),
        sa.PrimaryKeyConstraint("id", name="pk_statutory_terms"),
        sa.UniqueConstraint("edition_id", "code", name="uq_statutory_terms_edition_id_code"),
        sa.UniqueConstraint("submission", name="uq_statutory_terms_submission"),
    )
    op.create_table(
        "tasks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(40)),
        sa.Column("directive_id", sa.Integer()),
        sa.Column("area", sa.String(14), nullable=False),
        sa.Column("title", sa.JSON(), nullable=False),
        sa.Column("folded", sa.String(700), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("agency_id", sa.Integer()),
        sa.Column("responsible", sa.String(120), nullable=False),
        sa.Column("responsible_id", sa.Integer()),
        sa.Column("starts_on", sa.Date()),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("priority", sa.String(8), nullable=False),
        sa.Column("venue_id", sa.Integer()),
        sa.Column("space_id", sa.Integer()),
        sa.Column("event_id", sa.Integer()),
        sa.Column("state", sa.String(8), nullable=False),
        sa.Column("progress", sa.Integer(), nullable=False),
        sa.Column("done_on", sa.Date()),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_by", sa.Integer()),
        sa.Column("submission", sa.String(43)),
        sa.CheckConstraint(
            "area IN ('steering', 'programme', 'conference', 'people', 'security', 'traffic', 'medical', 'reception', 'decoration', 'communication', 'it', 'environment')",
            name=conv("ck_tasks_area"),
        ),
        sa.CheckConstraint("priority IN ('urgent', 'high', 'normal', 'low')", name=conv("ck_tasks_priority")),
        sa.CheckConstraint("state IN ('todo', 'doing', 'blocked', 'reported', 'done', 'dropped')", name=conv("ck_tasks_state")),
        sa.CheckConstraint("due_on >= starts_on", name=conv("ck_tasks_dates")),
        sa.CheckConstraint("progress BETWEEN 0 AND 100", name=conv("ck_tasks_progress")),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name="fk_tasks_agency_id"),
        sa.ForeignKeyConstraint(["changed_by"], ["accounts.id"], name="fk_tasks_changed_by"),
        sa.ForeignKeyConstraint(["directive_id"], ["directives.id"], name="fk_tasks_directive_id"),
        sa.ForeignKeyConstraint(["edition_id"], ["editions.id"], name="fk_tasks_edition_id"),
        sa.ForeignKeyConstraint(["event_id"], ["drafts.id"], name="fk_tasks_event_id"),
        sa.ForeignKeyConstraint(["responsible_id"], ["accounts.id"], name="fk_tasks_responsible_id"),
        sa.ForeignKeyConstraint(["space_id"], ["spaces.id"], name="fk_tasks_space_id"),
        sa.ForeignKeyConstraint(["venue_id"], ["venues.id"], name="fk_tasks_venue_id"),
        sa.PrimaryKeyConstraint("id", name="pk_tasks"),
        sa.UniqueConstraint("edition_id", "code", name="uq_tasks_edition_id_code"),
        sa.UniqueConstraint("edition_id", "number", name="uq_tasks_edition_id_number"),
        sa.UniqueConstraint("submission", name="uq_tasks_submission"),
    )
    op.create_index("ix_tasks_agency", "tasks", ["agency_id"])
    op.create_index("ix_tasks_directive", "tasks", ["directive_id"])
    op.create_index("ix_tasks_edition_due", "tasks", ["edition_id", "due_on", "id"])
    op.create_index("ix_tasks_edition_state", "tasks", ["edition_id", "state", "due_on"])
    op.create_index("ix_tasks_event_id", "tasks", ["event_id"])
    op.create_index("ix_tasks_responsible_id", "tasks", ["responsible_id"])

    op.create_table(
        "kept_files",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer()),
        sa.Column("directive_id", sa.Integer()),
        sa.Column("name", sa.String(160), nullable=False),
        sa.Column("kind", sa.String(80), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("note", sa.String(300), nullable=False),
        sa.Column("data", sa.LargeBinary()),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.Integer()),
        sa.Column("submission", sa.String(43)),
        sa.CheckConstraint("(task_id IS NULL) <> (directive_id IS NULL)", name=conv("ck_kept_files_owner")),
        sa.ForeignKeyConstraint(["directive_id"], ["directives.id"], name="fk_kept_files_directive_id"),
        sa.ForeignKeyConstraint(["made_by"], ["accounts.id"], name="fk_kept_files_made_by"),
        sa.ForeignKeyConstraint(["task_id"], ["tasks.id"], name="fk_kept_files_task_id"),
        sa.PrimaryKeyConstraint("id", name="pk_kept_files"),
        sa.UniqueConstraint("submission", name="uq_kept_files_submission"),
    )
    op.create_index("ix_kept_files_directive_id", "kept_files", ["directive_id"])
    op.create_index("ix_kept_files_task_id", "kept_files", ["task_id"])

    op.create_table(
        "task_changes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("what", sa.String(12), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.Integer()),
        sa.ForeignKeyConstraint(["made_by"], ["accounts.id"], name="fk_task_changes_made_by"),
        sa.ForeignKeyConstraint(["task_id"], ["tasks.id"], name="fk_task_changes_task_id"),
        sa.PrimaryKeyConstraint("id", name="pk_task_changes"),
        sa.UniqueConstraint("task_id", "version", name="uq_task_changes_task_id_version"),
    )
    op.create_table(
        "task_entries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(8), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("progress", sa.Integer()),
        sa.Column("state", sa.String(8)),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.Integer()),
        sa.Column("submission", sa.String(43)),
        sa.CheckConstraint("kind IN ('comment', 'report', 'state')", name=conv("ck_task_entries_kind")),
        sa.ForeignKeyConstraint(["made_by"], ["accounts.id"], name="fk_task_entries_made_by"),
        sa.ForeignKeyConstraint(["task_id"], ["tasks.id"], name="fk_task_entries_task_id"),
        sa.PrimaryKeyConstraint("id", name="pk_task_entries"),
        sa.UniqueConstraint("submission", name="uq_task_entries_submission"),
    )
    op.create_index("ix_task_entries_task", "task_entries", ["task_id", "id"])

    op.create_table(
        "task_items",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(200), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True)),
        sa.Column("done_by", sa.Integer()),
        sa.ForeignKeyConstraint(["done_by"], ["accounts.id"], name="fk_task_items_done_by"),
        sa.ForeignKeyConstraint(["task_id"], ["tasks.id"], name="fk_task_items_task_id"),
        sa.PrimaryKeyConstraint("id", name="pk_task_items"),
    )
    op.create_index("ix_task_items_task_id", "task_items", ["task_id"])

    op.create_table(
        "task_orders",
        sa.Column("after_id", sa.Integer(), nullable=False),
        sa.Column("before_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("before_id <> after_id", name=conv("ck_task_orders_two_tasks")),
        sa.ForeignKeyConstraint(["after_id"], ["tasks.id"], name="fk_task_orders_after_id"),
        sa.ForeignKeyConstraint(["before_id"], ["tasks.id"], name="fk_task_orders_before_id"),
        sa.PrimaryKeyConstraint("after_id", "before_id", name="pk_task_orders"),
    )
    op.create_index("ix_task_orders_before_id", "task_orders", ["before_id"])

    op.create_table(
        "task_partners",
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name="fk_task_partners_agency_id"),
        sa.ForeignKeyConstraint(["task_id"], ["tasks.id"], name="fk_task_partners_task_id"),
        sa.PrimaryKeyConstraint("task_id", "agency_id", name="pk_task_partners"),
    )
    op.create_index("ix_task_partners_agency_id", "task_partners", ["agency_id"])


def downgrade() -> None:
    op.drop_table("task_partners")
    op.drop_table("task_orders")
    op.drop_table("task_items")
    op.drop_table("task_entries")
    op.drop_table("task_changes")
    op.drop_table("kept_files")
    op.drop_table("tasks")
    op.drop_table("statutory_terms")
    op.drop_table("directives")
    op.drop_table("agency_members")
    op.drop_table("agencies")
