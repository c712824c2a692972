"""accreditation

Zones, categories and agencies; requests with their two decisions; photos; badges that were printed.

Revision: 0016, after 0015.
"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
OPEN = "state IN ('approved', 'requested', 'signed')"


def upgrade() -> None:
    op.create_table(
        "zones",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("bit", sa.SmallInteger(), nullable=False),
        sa.Column("letter", sa.String(length=2), nullable=False),
        sa.Column("name", sa.JSON(), nullable=False),
        sa.Column("colour", sa.String(length=10), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("is_sample", sa.Boolean(), nullable=False),
        sa.CheckConstraint('bit BETWEEN 0 AND 7', name='bit'),
        sa.CheckConstraint("colour IN ('sea', 'lavender', 'lantern', 'leaf', 'amber', 'sky', 'plum', 'slate')", name='colour'),
        sa.ForeignKeyConstraint(["edition_id"], ["editions.id"], name="fk_zones_edition_id"),
        sa.PrimaryKeyConstraint('id', name="pk_zones"),
        sa.UniqueConstraint('edition_id', 'bit', name="uq_zones_edition_id_bit"),
        sa.UniqueConstraint('edition_id', 'letter', name="uq_zones_edition_id_letter"),
    )
    op.create_table(
        "accreditation_categories",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("submission", sa.String(length=43)),
        sa.Column("name", sa.JSON(), nullable=False),
        sa.Column("colour", sa.String(length=10), nullable=False),
        sa.Column("ticket_class", sa.SmallInteger(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("zones", sa.SmallInteger(), nullable=False),
        sa.Column("valid_from", MOMENT),
        sa.Column("valid_until", MOMENT),
        sa.Column("needs_photo", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("is_sample", sa.Boolean(), nullable=False),
        sa.CheckConstraint("colour IN ('sea', 'lavender', 'lantern', 'leaf', 'amber', 'sky', 'plum', 'slate')", name='colour'),
        sa.CheckConstraint('zones BETWEEN 0 AND 255', name='zones'),
        sa.ForeignKeyConstraint(["edition_id"], ["editions.id"], name="fk_accreditation_categories_edition_id"),
        sa.ForeignKeyConstraint(["event_id"], ["events.id"], name="fk_accreditation_categories_event_id"),
        sa.PrimaryKeyConstraint('id', name="pk_accreditation_categories"),
        sa.UniqueConstraint('submission', name="uq_accreditation_categories_submission"),
    )
    op.create_table(
        "accreditation_agencies",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("submission", sa.String(length=43)),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("category_id", sa.Integer()),
        sa.Column("most", sa.SmallInteger(), nullable=False),
        sa.Column("closes_at", MOMENT),
        sa.Column("epoch", sa.SmallInteger(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("is_sample", sa.Boolean(), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["category_id"], ["accreditation_categories.id"], name="fk_accreditation_agencies_category_id"),
        sa.ForeignKeyConstraint(["edition_id"], ["editions.id"], name="fk_accreditation_agencies_edition_id"),
        sa.PrimaryKeyConstraint('id', name="pk_accreditation_agencies"),
        sa.UniqueConstraint('submission', name="uq_accreditation_agencies_submission"),
    )
    op.create_index("ix_accreditation_agencies_edition", "accreditation_agencies", ['edition_id'])
    op.create_table(
        "accreditations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("category_id", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.Integer()),
        sa.Column("submission", sa.String(length=50), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("zones", sa.SmallInteger(), nullable=False),
        sa.Column("valid_from", MOMENT, nullable=False),
        sa.Column("valid_until", MOMENT, nullable=False),
        sa.Column("desk", sa.String(length=60), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("requested_at", MOMENT, nullable=False),
        sa.Column("requested_by", sa.Integer()),
        sa.Column("approved_at", MOMENT),
        sa.Column("approved_by", sa.Integer()),
        sa.Column("signed_at", MOMENT),
        sa.Column("signed_by", sa.Integer()),
        sa.Column("ended_at", MOMENT),
        sa.Column("ended_by", sa.Integer()),
        sa.Column("ticket_id", sa.Integer()),
        sa.Column("base", sa.JSON()),
        sa.Column("prints", sa.SmallInteger(), nullable=False),
        sa.Column("printed_ticket_id", sa.Integer()),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("is_sample", sa.Boolean(), nullable=False),
        sa.CheckConstraint("state IN ('requested', 'approved', 'signed', 'refused', 'withdrawn')", name='state'),
        sa.CheckConstraint('signed_by IS NULL OR signed_by <> approved_by', name='two_people'),
        sa.CheckConstraint('zones BETWEEN 0 AND 255', name='zones'),
        sa.ForeignKeyConstraint(["agency_id"], ["accreditation_agencies.id"], name="fk_accreditations_agency_id"),
        sa.ForeignKeyConstraint(["approved_by"], ["accounts.id"], name="fk_accreditations_approved_by"),
        sa.ForeignKeyConstraint(["category_id"], ["accreditation_categories.id"], name="fk_accreditations_category_id"),
        sa.ForeignKeyConstraint(["edition_id"], ["editions.id"], name="fk_accreditations_edition_id"),
        sa.ForeignKeyConstraint(["ended_by"], ["accounts.id"], name="fk_accreditations_ended_by"),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name="fk_accreditations_person_id"),
        sa.ForeignKeyConstraint(["requested_by"], ["accounts.id"], name="fk_accreditations_requested_by"),
        sa.ForeignKeyConstraint(["signed_by"], ["accounts.id"], name="fk_accreditations_signed_by"),
        sa.ForeignKeyConstraint(["ticket_id"], ["tickets.id"], name="fk_accreditations_ticket_id"),
        sa.PrimaryKeyConstraint('id', name="pk_accreditations"),
        sa.UniqueConstraint('submission', name="uq_accreditations_submission"),
    )
    op.create_index("ix_accreditations_agency", "accreditations", ['agency_id'])
    op.create_index("ix_accreditations_edition_state", "accreditations", ['edition_id', 'state', 'id'])
    op.create_index("ix_accreditations_ticket", "accreditations", ['ticket_id'])
    op.create_index("uq_accreditations_open", "accreditations", ['person_id', 'category_id'], unique=True, sqlite_where=sa.text(OPEN), postgresql_where=sa.text(OPEN))
    op.create_table(
        "accreditation_photos",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("jpeg", sa.LargeBinary(), nullable=False),
        sa.Column("consent_version", sa.String(length=10), nullable=False),
        sa.Column("consent_language", sa.String(length=2), nullable=False),
        sa.Column("consent_at", MOMENT, nullable=False),
        sa.Column("forget_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name="fk_accreditation_photos_person_id"),
        sa.PrimaryKeyConstraint('id', name="pk_accreditation_photos"),
    )
    op.create_index("ix_accreditation_photos_forget", "accreditation_photos", ['forget_at'])
    op.create_index("ix_accreditation_photos_person", "accreditation_photos", ['person_id'])
    op.create_table(
        "badge_batches",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("submission", sa.String(length=43), nullable=False),
        sa.Column("sheet", sa.String(length=2), nullable=False),
        sa.Column("reason", sa.String(length=10), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("made_by", sa.Integer()),
        sa.CheckConstraint("sheet IN ('a6', 'a4')", name='sheet'),
        sa.ForeignKeyConstraint(["edition_id"], ["editions.id"], name="fk_badge_batches_edition_id"),
        sa.ForeignKeyConstraint(["made_by"], ["accounts.id"], name="fk_badge_batches_made_by"),
        sa.PrimaryKeyConstraint('id', name="pk_badge_batches"),
        sa.UniqueConstraint('submission', name="uq_badge_batches_submission"),
    )
    op.create_index("ix_badge_batches_edition", "badge_batches", ['edition_id', 'id'])
    op.create_table(
        "printed_badges",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.SmallInteger(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("ticket_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["batch_id"], ["badge_batches.id"], name="fk_printed_badges_batch_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name="fk_printed_badges_person_id"),
        sa.ForeignKeyConstraint(["ticket_id"], ["tickets.id"], name="fk_printed_badges_ticket_id"),
        sa.PrimaryKeyConstraint('id', name="pk_printed_badges"),
    )
    op.create_index("ix_printed_badges_person", "printed_badges", ['person_id'])
    op.create_table(
        "badge_terms",
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("emergency", sa.String(length=40), nullable=False),
        sa.Column("note", sa.JSON(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["edition_id"], ["editions.id"], name="fk_badge_terms_edition_id"),
        sa.PrimaryKeyConstraint('edition_id', name="pk_badge_terms"),
    )


def downgrade() -> None:
    for table in (
        "badge_terms",
        "printed_badges",
        "badge_batches",
        "accreditation_photos",
        "accreditations",
        "accreditation_agencies",
        "accreditation_categories",
        "zones",
    ):
        op.drop_table(table)
