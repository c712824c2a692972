"""how long phones, qualifications and words of the crew are kept: a term that the privacy officer can shorten

Revision: 0041, after 0040.
"""

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op
from sqlalchemy.sql.elements import conv

revision = "0041"
down_revision = "0040"
branch_labels = None
depends_on = None

WRITTEN = datetime(2026, 11, 25, tzinfo=UTC)
KINDS = ("parties", "needs", "persons", "messages", "requests", "opt_outs", "photos", "incidents")
REASON = "Liên lạc và chuyên môn của lực lượng cần cho quyết toán và cảm ơn; sau đó chỉ giữ số liệu"


def upgrade() -> None:
    _allow(*KINDS, "crew")
    rules = sa.table(
        "retention_rules",
        sa.column("kind", sa.String),
        sa.column("days", sa.Integer),
        sa.column("reason", sa.String),
        sa.column("changed_at", sa.DateTime(timezone=True)),
    )
    op.bulk_insert(rules, [{"kind": "crew", "days": 90, "reason": REASON, "changed_at": WRITTEN}])


def _allow(*kinds: str) -> None:
    words = ", ".join(f"'{kind}'" for kind in kinds)
    with op.batch_alter_table("retention_rules") as batch:
        batch.drop_constraint(conv("ck_retention_rules_kind"), type_="check")
        batch.create_check_constraint(conv("ck_retention_rules_kind"), sa.text(f"kind IN ({words})"))


def downgrade() -> None:
    op.execute("DELETE FROM retention_rules WHERE kind = 'crew'")
    _allow(*KINDS)
