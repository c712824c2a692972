"""protocol and security officers

Protocol approves accreditations, security countersigns them.

Revision: 0013, after 0012.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.sql.elements import conv

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

OLD = ("administrator", "organizer", "registrar", "gate_lead", "coordinator", "crew", "leader")
NEW = ("protocol", "security")


def _allow(*roles: str) -> None:
    words = ", ".join(f"'{role}'" for role in roles)
    with op.batch_alter_table("grants") as batch:
        batch.drop_constraint(conv("ck_grants_role"), type_="check")
        batch.create_check_constraint(conv("ck_grants_role"), sa.text(f"role IN ({words})"))


def upgrade() -> None:
    _allow("administrator", "organizer", "registrar", *NEW, *OLD[3:])


def downgrade() -> None:
    # Who was only that keeps the account and may do no more than crew.
    op.execute("DELETE FROM grants WHERE role IN ('protocol', 'security') AND account_id IN (SELECT account_id FROM grants WHERE role = 'crew')")
    op.execute("DELETE FROM grants WHERE role = 'security' AND account_id IN (SELECT account_id FROM grants WHERE role = 'protocol')")
    op.execute("UPDATE grants SET role = 'crew' WHERE role IN ('protocol', 'security')")
    _allow(*OLD)
