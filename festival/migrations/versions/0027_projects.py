"""the fields of the conference, and the projects that call for capital

Revision: 0027, after 0026.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.sql.elements import conv

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "fields",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(80), nullable=False),
        sa.Column("name", sa.JSON(), nullable=False),
        sa.Column("summary", sa.JSON(), nullable=False),
        sa.Column("text", sa.JSON(), nullable=False),
        sa.Column("icon", sa.String(20), nullable=False),
        sa.Column("position", sa.SmallInteger(), nullable=False),
        sa.Column("submission", sa.String(43), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_fields"),
        sa.UniqueConstraint("slug", name="uq_fields_slug"),
        sa.UniqueConstraint("submission", name="uq_fields_submission"),
    )
    op.create_table(
        "projects",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(20), nullable=False),
        sa.Column("name", sa.JSON(), nullable=False),
        sa.Column("summary", sa.JSON(), nullable=False),
        sa.Column("field_id", sa.Integer(), nullable=True),
        sa.Column("locality_id", sa.Integer(), nullable=True),
        sa.Column("place", sa.JSON(), nullable=False),
        sa.Column("area", sa.BigInteger(), nullable=True),
        sa.Column("capital", sa.BigInteger(), nullable=True),
        sa.Column("status", sa.String(14), nullable=False),
        sa.Column("contact", sa.JSON(), nullable=False),
        sa.Column("phone", sa.String(40), nullable=False),
        sa.Column("mail", sa.String(254), nullable=False),
        sa.Column("document_url", sa.String(500), nullable=False),
        sa.Column("is_public", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "status IN ('proposed', 'in_planning', 'land_cleared', 'bidding', 'granted')", name=conv("ck_projects_status")
        ),
        sa.CheckConstraint("area > 0", name=conv("ck_projects_area")),
        sa.CheckConstraint("capital > 0", name=conv("ck_projects_capital")),
        sa.ForeignKeyConstraint(["field_id"], ["fields.id"], name="fk_projects_field_id_fields"),
        sa.ForeignKeyConstraint(["locality_id"], ["localities.id"], name="fk_projects_locality_id_localities"),
        sa.PrimaryKeyConstraint("id", name="pk_projects"),
        sa.UniqueConstraint("code", name="uq_projects_code"),
    )
    op.create_index("ix_projects_field_id", "projects", ["field_id"])
    op.create_index("ix_projects_locality_id", "projects", ["locality_id"])


def downgrade() -> None:
    op.drop_table("projects")
    op.drop_table("fields")
