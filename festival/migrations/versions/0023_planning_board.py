"""the planning board: localities, their plans, and what each plan said before

Revision: 0023, after 0022.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.sql.elements import conv

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "localities",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(80), nullable=False),
        sa.Column("name", sa.JSON(), nullable=False),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("position", sa.SmallInteger(), nullable=False),
        sa.CheckConstraint("kind IN ('province', 'city', 'town', 'district')", name=conv("ck_localities_kind")),
        sa.PrimaryKeyConstraint("id", name="pk_localities"),
        sa.UniqueConstraint("slug", name="uq_localities_slug"),
    )
    op.create_table(
        "plans_of_localities",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("locality_id", sa.Integer(), nullable=False),
        sa.Column("layer", sa.String(12), nullable=False),
        sa.Column("name", sa.JSON(), nullable=False),
        sa.Column("name_key", sa.String(200), nullable=False),
        sa.Column("status", sa.String(12), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("ready", sa.Integer(), nullable=False),
        sa.Column("progress", sa.SmallInteger(), nullable=True),
        sa.Column("decision", sa.String(80), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("document_url", sa.String(500), nullable=False),
        sa.Column("agency", sa.JSON(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("is_public", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("submission", sa.String(43), nullable=True),
        sa.CheckConstraint(
            "layer IN ('provincial', 'urban', 'district', 'township', 'zoning', 'land_use')",
            name=conv("ck_plans_of_localities_layer"),
        ),
        sa.CheckConstraint(
            "status IN ('not_started', 'drawing_up', 'completing', 'submitted', 'completed', 'approved')",
            name=conv("ck_plans_of_localities_status"),
        ),
        sa.CheckConstraint("total > 0 AND ready BETWEEN 0 AND total", name=conv("ck_plans_of_localities_counts")),
        sa.CheckConstraint("progress BETWEEN 0 AND 100", name=conv("ck_plans_of_localities_progress")),
        sa.ForeignKeyConstraint(["locality_id"], ["localities.id"], name="fk_plans_of_localities_locality_id_localities"),
        sa.PrimaryKeyConstraint("id", name="pk_plans_of_localities"),
        sa.UniqueConstraint("locality_id", "layer", "name_key", name="uq_plans_of_localities_locality_id_layer_name_key"),
        sa.UniqueConstraint("submission", name="uq_plans_of_localities_submission"),
    )
    op.create_table(
        "plan_versions",
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("note", sa.String(300), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["plan_id"], ["plans_of_localities.id"], name="fk_plan_versions_plan_id_plans_of_localities"),
        sa.ForeignKeyConstraint(["made_by"], ["accounts.id"], name="fk_plan_versions_made_by_accounts"),
        sa.PrimaryKeyConstraint("plan_id", "version", name="pk_plan_versions"),
    )


def downgrade() -> None:
    op.drop_table("plan_versions")
    op.drop_table("plans_of_localities")
    op.drop_table("localities")
