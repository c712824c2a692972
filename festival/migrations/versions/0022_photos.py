"""photos of badges: who gave them, a term of their own, and their purpose

The day on which one is forgotten is the privacy officer's term and no longer a date in each row.

Revision: 0022, after 0021.
"""

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op
from sqlalchemy.sql.elements import conv

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

KINDS = ("parties", "needs", "persons", "messages", "requests", "opt_outs")
WRITTEN = datetime(2026, 11, 25, tzinfo=UTC)
rules = sa.table(
    "retention_rules",
    sa.column("kind", sa.String),
    sa.column("days", sa.Integer),
    sa.column("reason", sa.String),
    sa.column("changed_at", sa.DateTime(timezone=True)),
)
purposes = sa.table(
    "processing_purposes",
    sa.column("key", sa.String),
    sa.column("version", sa.Integer),
    sa.column("basis", sa.String),
    sa.column("law", sa.String),
    sa.column("title", sa.JSON),
    sa.column("text", sa.JSON),
    sa.column("data", sa.JSON),
    sa.column("readers", sa.JSON),
    sa.column("made_at", sa.DateTime(timezone=True)),
)
PURPOSE = {
    "key": "badge_photo",
    "version": 1,
    "basis": "consent",
    "law": "Luật 91/2025/QH15; Nghị định 356/2025/NĐ-CP",
    "title": {"vi": "Ảnh trên thẻ công tác", "ja": "資格証の顔写真", "en": "Photo on the badge"},
    "text": {
        "vi": "In lên thẻ để lực lượng kiểm soát nhận ra người đeo thẻ. Có ô đồng ý riêng.",
        "ja": "資格証に印刷し、警備の担当者が本人を確認するため。同意欄を別に設けています。",
        "en": "Printed on the badge, so that those who check it recognise its holder. With a box of its own.",
    },
    "data": {"vi": "Ảnh chân dung", "ja": "顔写真", "en": "A picture of the face"},
    "readers": {"vi": "Cán bộ lễ tân và an ninh", "ja": "式典担当者と警備担当者", "en": "Staff of protocol and security"},
    "made_at": WRITTEN,
}


def upgrade() -> None:
    op.drop_index("ix_accreditation_photos_forget", "accreditation_photos")
    with op.batch_alter_table("accreditation_photos") as batch:
        batch.add_column(sa.Column("given_by", sa.String(8), nullable=False, server_default="desk"))
        batch.drop_column("forget_at")
    with op.batch_alter_table("accreditation_photos") as batch:
        batch.alter_column("given_by", existing_type=sa.String(8), existing_nullable=False, server_default=None)
        batch.create_check_constraint(
            conv("ck_accreditation_photos_given_by"), sa.text("given_by IN ('person', 'agency', 'desk')")
        )
    _allow(*KINDS, "photos")
    op.bulk_insert(
        rules,
        [
            {
                "kind": "photos",
                "days": 30,
                "reason": "Như đã nêu trong nội dung đồng ý; chỉ cần trong kỳ lễ hội",
                "changed_at": WRITTEN,
            }
        ],
    )
    op.bulk_insert(purposes, [PURPOSE])


def _allow(*kinds: str) -> None:
    words = ", ".join(f"'{kind}'" for kind in kinds)
    with op.batch_alter_table("retention_rules") as batch:
        batch.drop_constraint(conv("ck_retention_rules_kind"), type_="check")
        batch.create_check_constraint(conv("ck_retention_rules_kind"), sa.text(f"kind IN ({words})"))


def downgrade() -> None:
    op.execute("DELETE FROM processing_purposes WHERE key = 'badge_photo'")
    op.execute("DELETE FROM retention_rules WHERE kind = 'photos'")
    _allow(*KINDS)
    with op.batch_alter_table("accreditation_photos") as batch:
        batch.drop_constraint(conv("ck_accreditation_photos_given_by"), type_="check")
        batch.add_column(sa.Column("forget_at", sa.DateTime(timezone=True), nullable=True))
        batch.drop_column("given_by")
    op.execute("UPDATE accreditation_photos SET forget_at = consent_at")
    with op.batch_alter_table("accreditation_photos") as batch:
        batch.alter_column("forget_at", existing_type=sa.DateTime(timezone=True), nullable=False)
    op.create_index("ix_accreditation_photos_forget", "accreditation_photos", ["forget_at"])
