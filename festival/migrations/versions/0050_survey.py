"""the survey after a session

Revision: 0050, after 0049.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.sql.elements import conv

revision = "0050"
down_revision = "0049"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('session_opinions',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('session_id', sa.Integer(), nullable=False),
        sa.Column('rating', sa.SmallInteger(), nullable=False),
        sa.Column('useful', sa.String(120), nullable=False),
        sa.Column('remark', sa.String(1000), nullable=False),
        sa.Column('organisation', sa.String(12), nullable=False),
        sa.Column('language', sa.String(2), nullable=False),
        sa.Column('once', sa.String(43), nullable=True),
        sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("organisation IN ('', 'company_vn', 'company_jp', 'authority', 'association', 'school', 'press', 'other')", name=conv('ck_session_opinions_organisation')),
        sa.CheckConstraint('rating BETWEEN 1 AND 5', name=conv('ck_session_opinions_rating')),
        sa.ForeignKeyConstraint(['session_id'], ['conference_sessions.id'], name=conv('fk_session_opinions_session_id')),
        sa.PrimaryKeyConstraint('id', name=conv('pk_session_opinions')),
        sa.UniqueConstraint('once', name=conv('uq_session_opinions_once'))
    )
    op.create_index('ix_session_opinions_session', 'session_opinions', ['session_id', 'id'], unique=False)


def downgrade() -> None:
    op.drop_table("session_opinions")
