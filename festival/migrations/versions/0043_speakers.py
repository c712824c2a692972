"""who is asked to speak, what they tell us, files that wait to be looked at, and how long it is kept

Revision: 0043, after 0042.
"""

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op
from sqlalchemy.sql.elements import conv

revision = "0043"
down_revision = "0042"
branch_labels = None
depends_on = None

WRITTEN = datetime(2026, 11, 25, tzinfo=UTC)
KINDS = ("parties", "needs", "persons", "messages", "requests", "opt_outs", "incidents", "photos", "crew")
REASON = "Thông tin diễn giả chỉ cần cho việc chuẩn bị và tổng kết hội nghị; phần đã công bố theo sự đồng ý được giữ trong tư liệu"


def upgrade() -> None:
    op.create_table('speakers',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('event_id', sa.Integer(), nullable=False),
        sa.Column('person_id', sa.Integer(), nullable=False),
        sa.Column('state', sa.String(10), nullable=False),
        sa.Column('epoch', sa.Integer(), nullable=False),
        sa.Column('version', sa.Integer(), nullable=False),
        sa.Column('sent_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('answered_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('answer_note', sa.Text(), nullable=False),
        sa.Column('reminded_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('reminders', sa.SmallInteger(), nullable=False),
        sa.Column('biography', sa.JSON(), nullable=False),
        sa.Column('photo', sa.LargeBinary(), nullable=True),
        sa.Column('photo_agreed_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('publish_agreed_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('publish_version', sa.String(8), nullable=False),
        sa.Column('publish_language', sa.String(2), nullable=False),
        sa.Column('equipment', sa.String(120), nullable=False),
        sa.Column('equipment_note', sa.String(400), nullable=False),
        sa.Column('speaks', sa.String(2), nullable=False),
        sa.Column('hears', sa.String(4), nullable=False),
        sa.Column('arrives_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('departs_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('travel', sa.String(120), nullable=False),
        sa.Column('companion', sa.String(200), nullable=False),
        sa.Column('texts_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('reviewed_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('changed_at', sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("state IN ('listed', 'sent', 'accepted', 'declined', 'withdrawn')", name=conv('ck_speakers_state')),
        sa.ForeignKeyConstraint(['event_id'], ['events.id'], name=conv('fk_speakers_event_id')),
        sa.ForeignKeyConstraint(['person_id'], ['persons.id'], name=conv('fk_speakers_person_id')),
        sa.PrimaryKeyConstraint('id', name=conv('pk_speakers')),
        sa.UniqueConstraint('event_id', 'person_id', name=conv('uq_speakers_event_id_person_id'))
    )
    op.create_index(conv('ix_speakers_person_id'), 'speakers', ['person_id'], unique=False)
    op.create_table('speaker_abstracts',
        sa.Column('speaker_id', sa.Integer(), nullable=False),
        sa.Column('talk_id', sa.Integer(), nullable=False),
        sa.Column('abstract', sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(['speaker_id'], ['speakers.id'], name=conv('fk_speaker_abstracts_speaker_id')),
        sa.ForeignKeyConstraint(['talk_id'], ['talks.id'], name=conv('fk_speaker_abstracts_talk_id')),
        sa.PrimaryKeyConstraint('speaker_id', 'talk_id', name=conv('pk_speaker_abstracts'))
    )
    op.create_index(conv('ix_speaker_abstracts_talk_id'), 'speaker_abstracts', ['talk_id'], unique=False)
    op.create_table('speaker_terms',
        sa.Column('event_id', sa.Integer(), nullable=False),
        sa.Column('answer_by', sa.DateTime(timezone=True), nullable=True),
        sa.Column('slides_by', sa.DateTime(timezone=True), nullable=True),
        sa.Column('version', sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(['event_id'], ['events.id'], name=conv('fk_speaker_terms_event_id')),
        sa.PrimaryKeyConstraint('event_id', name=conv('pk_speaker_terms'))
    )
    with op.batch_alter_table("materials") as batch:
        batch.add_column(sa.Column("speaker_id", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("talk_id", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True))
        batch.add_column(sa.Column("approved_by", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("refused_at", sa.DateTime(timezone=True), nullable=True))
        batch.add_column(sa.Column("refusal", sa.String(300), nullable=False, server_default=""))
        batch.create_foreign_key(conv("fk_materials_speaker_id"), "speakers", ["speaker_id"], ["id"])
        batch.create_foreign_key(conv("fk_materials_talk_id"), "talks", ["talk_id"], ["id"])
        batch.create_foreign_key(conv("fk_materials_approved_by"), "accounts", ["approved_by"], ["id"])
    with op.batch_alter_table("materials") as batch:
        batch.alter_column("refusal", server_default=None, existing_type=sa.String(300), existing_nullable=False)
        batch.create_index("ix_materials_speaker", ["speaker_id"])
    # Until now only the desk brought files, and what it brings is approved.
    op.execute("UPDATE materials SET approved_at = made_at, approved_by = made_by")
    _allow(*KINDS, "speakers")
    rules = sa.table(
        "retention_rules",
        sa.column("kind", sa.String),
        sa.column("days", sa.Integer),
        sa.column("reason", sa.String),
        sa.column("changed_at", sa.DateTime(timezone=True)),
    )
    op.bulk_insert(rules, [{"kind": "speakers", "days": 90, "reason": REASON, "changed_at": WRITTEN}])


def _allow(*kinds: str) -> None:
    words = ", ".join(f"'{kind}'" for kind in kinds)
    with op.batch_alter_table("retention_rules") as batch:
        batch.drop_constraint(conv("ck_retention_rules_kind"), type_="check")
        batch.create_check_constraint(conv("ck_retention_rules_kind"), sa.text(f"kind IN ({words})"))


def downgrade() -> None:
    op.execute("DELETE FROM retention_rules WHERE kind = 'speakers'")
    _allow(*KINDS)
    # A file that nobody has approved must not be given out by a version that knows no approval.
    op.execute("DELETE FROM materials WHERE approved_at IS NULL")
    with op.batch_alter_table("materials") as batch:
        batch.drop_index("ix_materials_speaker")
        batch.drop_constraint(conv("fk_materials_approved_by"), type_="foreignkey")
        batch.drop_constraint(conv("fk_materials_talk_id"), type_="foreignkey")
        batch.drop_constraint(conv("fk_materials_speaker_id"), type_="foreignkey")
        for name in ("refusal", "refused_at", "approved_by", "approved_at", "talk_id", "speaker_id"):
            batch.drop_column(name)
    op.drop_table("speaker_terms")
    op.drop_table("speaker_abstracts")
    op.drop_table("speakers")
