"""guests, their delegations, invitations, questions, answers, seats and lists

Revision: 0009, after 0008.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.sql.elements import conv

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def _moment(name: str, *, nullable: bool = False) -> sa.Column:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _text(name: str, length: int | None = None) -> sa.Column:
    return sa.Column(name, sa.String(length) if length else sa.Text(), nullable=False)


def _number(name: str, *, small: bool = False, nullable: bool = False) -> sa.Column:
    return sa.Column(name, sa.SmallInteger() if small else sa.Integer(), nullable=nullable)


def _flag(name: str) -> sa.Column:
    return sa.Column(name, sa.Boolean(), nullable=False)


def _travel() -> list[sa.Column]:
    return [
        _text("hotel", 120),
        _text("car", 40),
        _text("flight_in", 12),
        _moment("arrives_at", nullable=True),
        _text("flight_out", 12),
        _moment("departs_at", nullable=True),
    ]


def _to(table: str, column: str, other: str, key: str = "id", **more: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{other}.{key}"], name=f"fk_{table}_{column}_{other}", **more)


def _among(table: str, column: str, *words: str) -> sa.CheckConstraint:
    said = ", ".join(f"'{word}'" for word in words)
    return sa.CheckConstraint(f"{column} IN ({said})", name=conv(f"ck_{table}_{column}"))


def upgrade() -> None:
    op.create_table(
        "delegations",
        _number("id"),
        _number("edition_id"),
        sa.Column("name", sa.JSON(), nullable=False),
        _text("name_folded", 300),
        _text("language", 2),
        _text("side", 5),
        _text("liaison", 120),
        _text("liaison_phone", 20),
        _text("note"),
        _number("epoch", small=True),
        _number("version"),
        _flag("is_sample"),
        _moment("made_at"),
        _moment("changed_at"),
        *_travel(),
        _among("delegations", "side", "any", "left", "right"),
        _to("delegations", "edition_id", "editions"),
        sa.PrimaryKeyConstraint("id", name="pk_delegations"),
    )
    op.create_index("ix_delegations_edition", "delegations", ["edition_id"])
    op.create_table(
        "guests",
        _number("id"),
        _number("edition_id"),
        _number("person_id"),
        _number("delegation_id", nullable=True),
        _flag("is_head"),
        _text("part", 12),
        _number("precedence"),
        _text("dietary"),
        _text("gift", 200),
        _number("version"),
        _flag("is_sample"),
        _moment("made_at"),
        _moment("changed_at"),
        *_travel(),
        _among("guests", "part", "guest", "interpreter", "staff"),
        _to("guests", "edition_id", "editions"),
        _to("guests", "person_id", "persons"),
        _to("guests", "delegation_id", "delegations"),
        sa.PrimaryKeyConstraint("id", name="pk_guests"),
    )
    op.create_index("ix_guests_person", "guests", ["person_id"])
    op.create_index("ix_guests_precedence", "guests", ["edition_id", "precedence"])
    op.create_index("ix_guests_arrives", "guests", ["edition_id", "arrives_at"])
    op.create_index("ix_guests_delegation", "guests", ["delegation_id"])
    op.create_index(
        "uq_guests_head",
        "guests",
        ["delegation_id"],
        unique=True,
        sqlite_where=sa.text("is_head"),
        postgresql_where=sa.text("is_head"),
    )
    op.create_table(
        "invitation_terms",
        _number("event_id"),
        _moment("answer_by", nullable=True),
        _flag("takes_deputies"),
        _text("matters", 80),
        _number("version"),
        _to("invitation_terms", "event_id", "events", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("event_id", name="pk_invitation_terms"),
    )
    op.create_table(
        "invitations",
        _number("id"),
        _number("event_id"),
        _number("guest_id"),
        _number("deputy_id", nullable=True),
        _number("registration_id", nullable=True),
        _text("state", 10),
        _text("changed", 200),
        _number("epoch", small=True),
        _number("version"),
        _number("reminders", small=True),
        _moment("sent_at", nullable=True),
        _moment("reminded_at", nullable=True),
        _moment("answered_at", nullable=True),
        _flag("is_sample"),
        _moment("made_at"),
        _among("invitations", "state", "listed", "sent", "accepted", "review", "declined", "withdrawn"),
        _to("invitations", "event_id", "events"),
        _to("invitations", "guest_id", "guests"),
        _to("invitations", "deputy_id", "persons"),
        _to("invitations", "registration_id", "registrations"),
        sa.UniqueConstraint("event_id", "guest_id", name="uq_invitations_event_id_guest_id"),
        sa.PrimaryKeyConstraint("id", name="pk_invitations"),
    )
    op.create_index("ix_invitations_guest", "invitations", ["guest_id"])
    op.create_index("ix_invitations_event_state", "invitations", ["event_id", "state"])
    op.create_table(
        "questions",
        _number("id"),
        _number("event_id"),
        _number("position", small=True),
        _text("kind", 6),
        sa.Column("label", sa.JSON(), nullable=False),
        sa.Column("options", sa.JSON(), nullable=False),
        _flag("is_needed"),
        _flag("matters"),
        _number("version"),
        _moment("closed_at", nullable=True),
        _among("questions", "kind", "text", "choice", "number"),
        _to("questions", "event_id", "events", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_questions"),
    )
    op.create_index("ix_questions_event", "questions", ["event_id", "position"])
    op.create_table(
        "answers",
        _number("id"),
        _number("invitation_id"),
        _number("question_id"),
        _text("value"),
        _moment("at"),
        _to("answers", "invitation_id", "invitations", ondelete="CASCADE"),
        _to("answers", "question_id", "questions", ondelete="CASCADE"),
        sa.UniqueConstraint("invitation_id", "question_id", name="uq_answers_invitation_id_question_id"),
        sa.PrimaryKeyConstraint("id", name="pk_answers"),
    )
    op.create_table(
        "seating_plans",
        _number("event_id"),
        sa.Column("rows", sa.JSON(), nullable=False),
        _number("version"),
        _to("seating_plans", "event_id", "events", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("event_id", name="pk_seating_plans"),
    )
    op.create_table(
        "seatings",
        _number("invitation_id"),
        _number("event_id"),
        _number("row", small=True),
        _number("number"),
        _to("seatings", "invitation_id", "invitations", ondelete="CASCADE"),
        _to("seatings", "event_id", "events"),
        sa.PrimaryKeyConstraint("invitation_id", name="pk_seatings"),
    )
    op.create_index("ix_seatings_event", "seatings", ["event_id"])
    op.create_table(
        "guest_lists",
        _number("id"),
        _number("edition_id"),
        _number("event_id", nullable=True),
        _text("name", 120),
        sa.Column("cells", sa.JSON(), nullable=False),
        sa.Column("mapping", sa.JSON(), nullable=False),
        _moment("made_at"),
        _number("made_by"),
        _moment("taken_at", nullable=True),
        sa.Column("result", sa.JSON()),
        _to("guest_lists", "edition_id", "editions"),
        _to("guest_lists", "event_id", "events"),
        _to("guest_lists", "made_by", "accounts"),
        sa.PrimaryKeyConstraint("id", name="pk_guest_lists"),
    )
    op.create_index("ix_guest_lists_made_at", "guest_lists", ["made_at"])
    op.create_table(
        "remembered_columns",
        _text("head", 120),
        _text("field", 40),
        _moment("used_at"),
        sa.PrimaryKeyConstraint("head", name="pk_remembered_columns"),
    )


def downgrade() -> None:
    for table in (
        "remembered_columns",
        "guest_lists",
        "seatings",
        "seating_plans",
        "answers",
        "questions",
        "invitations",
        "invitation_terms",
        "guests",
        "delegations",
    ):
        op.drop_table(table)
