"""questions to sessions: who may ask, the questions, who wants to know too, and how long it is kept

Revision: 0048, after 0047.
"""

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op
from sqlalchemy.sql.elements import conv

revision = "0048"
down_revision = "0047"
branch_labels = None
depends_on = None

WRITTEN = datetime(2026, 11, 25, tzinfo=UTC)
KINDS = ("parties", "needs", "persons", "messages", "requests", "opt_outs", "incidents", "photos", "crew", "speakers", "certificates")
REASON = "Tên người hỏi và câu hỏi không được chọn chỉ cần trong thời gian hội nghị"


def upgrade() -> None:
    op.create_table('question_terms',
        sa.Column('session_id', sa.Integer(), nullable=False),
        sa.Column('is_open', sa.Boolean(), nullable=False),
        sa.Column('audience', sa.String(10), nullable=False),
        sa.Column('takes_votes', sa.Boolean(), nullable=False),
        sa.CheckConstraint("audience IN ('public', 'delegates')", name=conv('ck_question_terms_audience')),
        sa.ForeignKeyConstraint(['session_id'], ['conference_sessions.id'], name=conv('fk_question_terms_session_id')),
        sa.PrimaryKeyConstraint('session_id', name=conv('pk_question_terms'))
    )
    op.create_table('session_questions',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('session_id', sa.Integer(), nullable=False),
        sa.Column('state', sa.String(10), nullable=False),
        sa.Column('language', sa.String(2), nullable=False),
        sa.Column('text', sa.JSON(), nullable=False),
        sa.Column('answer', sa.JSON(), nullable=False),
        sa.Column('name', sa.String(80), nullable=False),
        sa.Column('consent_version', sa.String(8), nullable=False),
        sa.Column('votes', sa.Integer(), nullable=False),
        sa.Column('is_before', sa.Boolean(), nullable=False),
        sa.Column('reason', sa.String(300), nullable=False),
        sa.Column('merged_into', sa.Integer(), nullable=True),
        sa.Column('submission', sa.String(43), nullable=True),
        sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('moved_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('version', sa.SmallInteger(), nullable=False),
        sa.CheckConstraint("state IN ('new', 'accepted', 'on_stage', 'answered', 'rejected', 'merged')", name=conv('ck_session_questions_state')),
        sa.ForeignKeyConstraint(['merged_into'], ['session_questions.id'], name=conv('fk_session_questions_merged_into')),
        sa.ForeignKeyConstraint(['session_id'], ['conference_sessions.id'], name=conv('fk_session_questions_session_id')),
        sa.PrimaryKeyConstraint('id', name=conv('pk_session_questions')),
        sa.UniqueConstraint('submission', name=conv('uq_session_questions_submission'))
    )
    op.create_index('ix_session_questions_session', 'session_questions', ['session_id', 'state', 'id'], unique=False)
    op.create_table('question_votes',
        sa.Column('question_id', sa.Integer(), nullable=False),
        sa.Column('voter', sa.String(43), nullable=False),
        sa.ForeignKeyConstraint(['question_id'], ['session_questions.id'], name=conv('fk_question_votes_question_id')),
        sa.PrimaryKeyConstraint('question_id', 'voter', name=conv('pk_question_votes'))
    )
    _allow(*KINDS, "questions")
    rules = sa.table(
        "retention_rules",
        sa.column("kind", sa.String),
        sa.column("days", sa.Integer),
        sa.column("reason", sa.String),
        sa.column("changed_at", sa.DateTime(timezone=True)),
    )
    op.bulk_insert(rules, [{"kind": "questions", "days": 90, "reason": REASON, "changed_at": WRITTEN}])


def _allow(*kinds: str) -> None:
    words = ", ".join(f"'{kind}'" for kind in kinds)
    with op.batch_alter_table("retention_rules") as batch:
        batch.drop_constraint(conv("ck_retention_rules_kind"), type_="check")
        batch.create_check_constraint(conv("ck_retention_rules_kind"), sa.text(f"kind IN ({words})"))


def downgrade() -> None:
    op.execute("DELETE FROM retention_rules WHERE kind = 'questions'")
    _allow(*KINDS)
    op.drop_table("question_votes")
    op.drop_table("session_questions")
    op.drop_table("question_terms")
