"""sessions of the conference: talks, people, materials, and who speaks now

Revision: 0031, after 0030.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.sql.elements import conv

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "conference_sessions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.JSON(), nullable=False),
        sa.Column("summary", sa.JSON(), nullable=False),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("space_id", sa.Integer(), nullable=True),
        sa.Column("channels", sa.String(20), nullable=False),
        sa.Column("is_public", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("submission", sa.String(43), nullable=True),
        sa.CheckConstraint("kind IN ('talks', 'panel', 'signing', 'break')", name=conv("ck_conference_sessions_kind")),
        sa.CheckConstraint("ends_at > starts_at", name=conv("ck_conference_sessions_times")),
        sa.ForeignKeyConstraint(["event_id"], ["events.id"], name="fk_conference_sessions_event_id_events"),
        sa.ForeignKeyConstraint(["space_id"], ["spaces.id"], name="fk_conference_sessions_space_id_spaces"),
        sa.PrimaryKeyConstraint("id", name="pk_conference_sessions"),
        sa.UniqueConstraint("submission", name="uq_conference_sessions_submission"),
    )
    op.create_index("ix_conference_sessions_event", "conference_sessions", ["event_id", "starts_at"])
    op.create_table(
        "session_fields",
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("field_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["session_id"], ["conference_sessions.id"], name="fk_session_fields_session_id_conference_sessions"),
        sa.ForeignKeyConstraint(["field_id"], ["fields.id"], name="fk_session_fields_field_id_fields"),
        sa.PrimaryKeyConstraint("session_id", "field_id", name="pk_session_fields"),
    )
    op.create_index("ix_session_fields_field_id", "session_fields", ["field_id"])
    op.create_table(
        "talks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.JSON(), nullable=False),
        sa.Column("abstract", sa.JSON(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("position", sa.SmallInteger(), nullable=False),
        sa.Column("submission", sa.String(43), nullable=True),
        sa.ForeignKeyConstraint(["session_id"], ["conference_sessions.id"], name="fk_talks_session_id_conference_sessions"),
        sa.PrimaryKeyConstraint("id", name="pk_talks"),
        sa.UniqueConstraint("submission", name="uq_talks_submission"),
    )
    op.create_index("ix_talks_session_id", "talks", ["session_id"])
    op.create_table(
        "session_parts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("talk_id", sa.Integer(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(12), nullable=False),
        sa.CheckConstraint("kind IN ('speaker', 'moderator', 'interpreter')", name=conv("ck_session_parts_kind")),
        sa.ForeignKeyConstraint(["session_id"], ["conference_sessions.id"], name="fk_session_parts_session_id_conference_sessions"),
        sa.ForeignKeyConstraint(["talk_id"], ["talks.id"], name="fk_session_parts_talk_id_talks"),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name="fk_session_parts_person_id_persons"),
        sa.PrimaryKeyConstraint("id", name="pk_session_parts"),
    )
    op.create_index("ix_session_parts_session", "session_parts", ["session_id"])
    op.create_index("ix_session_parts_person", "session_parts", ["person_id"])
    op.create_table(
        "speaker_profiles",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("biography", sa.JSON(), nullable=False),
        sa.Column("photo", sa.LargeBinary(), nullable=True),
        sa.Column("photo_agreed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name="fk_speaker_profiles_person_id_persons"),
        sa.PrimaryKeyConstraint("person_id", name="pk_speaker_profiles"),
    )
    op.create_table(
        "materials",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.JSON(), nullable=False),
        sa.Column("title_key", sa.String(200), nullable=False),
        sa.Column("audience", sa.String(10), nullable=False),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("media_type", sa.String(100), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("submission", sa.String(43), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("audience IN ('public', 'delegates', 'speakers')", name=conv("ck_materials_audience")),
        sa.ForeignKeyConstraint(["session_id"], ["conference_sessions.id"], name="fk_materials_session_id_conference_sessions"),
        sa.ForeignKeyConstraint(["made_by"], ["accounts.id"], name="fk_materials_made_by_accounts"),
        sa.PrimaryKeyConstraint("id", name="pk_materials"),
        sa.UniqueConstraint("session_id", "title_key", "version", name="uq_materials_session_id_title_key_version"),
        sa.UniqueConstraint("submission", name="uq_materials_submission"),
    )
    op.create_index("ix_materials_session", "materials", ["session_id"])
    op.create_table(
        "now_speaking",
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("talk_id", sa.Integer(), nullable=True),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["events.id"], name="fk_now_speaking_event_id_events"),
        sa.ForeignKeyConstraint(["session_id"], ["conference_sessions.id"], name="fk_now_speaking_session_id_conference_sessions"),
        sa.ForeignKeyConstraint(["talk_id"], ["talks.id"], name="fk_now_speaking_talk_id_talks"),
        sa.PrimaryKeyConstraint("event_id", name="pk_now_speaking"),
    )


def downgrade() -> None:
    for table in (
        "now_speaking", "materials", "speaker_profiles", "session_parts", "talks", "session_fields", "conference_sessions",
    ):
        op.drop_table(table)
