"""the register of what is signed at the conference

Revision: 0053, after 0052.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.sql.elements import conv

revision = "0053"
down_revision = "0052"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "signings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(60), nullable=False),
        sa.Column("number_key", sa.String(60), nullable=False),
        sa.Column("kind", sa.String(11), nullable=False),
        sa.Column("title", sa.JSON(), nullable=False),
        sa.Column("sides", sa.JSON(), nullable=False),
        sa.Column("field_id", sa.Integer(), nullable=True),
        sa.Column("signed_on", sa.Date(), nullable=True),
        sa.Column("place", sa.JSON(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=True),
        sa.Column("currency", sa.String(3), nullable=False),
        sa.Column("amount_is_public", sa.Boolean(), nullable=False),
        sa.Column("owner", sa.String(120), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("state", sa.String(9), nullable=False),
        sa.Column("is_public", sa.Boolean(), nullable=False),
        sa.Column("paper", sa.LargeBinary(), nullable=True),
        sa.Column("paper_name", sa.String(120), nullable=True),
        sa.Column("paper_type", sa.String(100), nullable=True),
        sa.Column("paper_size", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("submission", sa.String(43), nullable=True),
        sa.CheckConstraint("amount > 0", name=conv("ck_signings_amount")),
        sa.CheckConstraint("currency IN ('VND', 'USD', 'JPY')", name=conv("ck_signings_currency")),
        sa.CheckConstraint(
            "kind IN ('memorandum', 'agreement', 'certificate')", name=conv("ck_signings_kind")
        ),
        sa.CheckConstraint(
            "state IN ('prepared', 'signed', 'under_way', 'fulfilled', 'lapsed')",
            name=conv("ck_signings_state"),
        ),
        sa.ForeignKeyConstraint(["edition_id"], ["editions.id"], name=conv("fk_signings_edition_id")),
        sa.ForeignKeyConstraint(["field_id"], ["fields.id"], name=conv("fk_signings_field_id")),
        sa.PrimaryKeyConstraint("id", name=conv("pk_signings")),
        sa.UniqueConstraint("edition_id", "number_key", name=conv("uq_signings_edition_id_number_key")),
        sa.UniqueConstraint("submission", name=conv("uq_signings_submission")),
    )
    op.create_index("ix_signings_field", "signings", ["field_id"], unique=False)
    op.create_table(
        "signing_parties",
        sa.Column("signing_id", sa.Integer(), nullable=False),
        sa.Column("company_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["company_id"], ["companies.id"], name=conv("fk_signing_parties_company_id")
        ),
        sa.ForeignKeyConstraint(
            ["signing_id"], ["signings.id"], name=conv("fk_signing_parties_signing_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("signing_id", "company_id", name=conv("pk_signing_parties")),
    )
    op.create_index("ix_signing_parties_company_id", "signing_parties", ["company_id"], unique=False)
    op.create_table(
        "signing_versions",
        sa.Column("signing_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("note", sa.String(300), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["made_by"], ["accounts.id"], name=conv("fk_signing_versions_made_by")),
        sa.ForeignKeyConstraint(
            ["signing_id"], ["signings.id"], name=conv("fk_signing_versions_signing_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("signing_id", "version", name=conv("pk_signing_versions")),
    )


def downgrade() -> None:
    op.drop_table("signing_versions")
    op.drop_table("signing_parties")
    op.drop_table("signings")
