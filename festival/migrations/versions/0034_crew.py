"""the crew with its qualifications and teams, posts and what they need, shifts, who is on them, who is proposed, and swaps

Revision: 0034, after 0033.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.sql.elements import conv

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "crew_teams",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("area", sa.String(14), nullable=False),
        sa.Column("submission", sa.String(43), nullable=True),
        sa.CheckConstraint(
            "area IN ('steering', 'programme', 'conference', 'people', 'security', 'traffic', 'medical', 'reception', 'decoration', 'communication', 'it', 'environment')",
            name=conv("ck_crew_teams_area"),
        ),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name="fk_crew_teams_agency_id"),
        sa.ForeignKeyConstraint(["edition_id"], ["editions.id"], name="fk_crew_teams_edition_id"),
        sa.PrimaryKeyConstraint("id", name="pk_crew_teams"),
        sa.UniqueConstraint("submission", name="uq_crew_teams_submission"),
    )
    op.create_index("ix_crew_teams_edition", "crew_teams", ["edition_id"])
    op.create_table(
        "crew",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=True),
        sa.Column("team_id", sa.Integer(), nullable=True),
        sa.Column("area", sa.String(14), nullable=False),
        sa.Column("leads", sa.Boolean(), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("remark", sa.String(300), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("is_sample", sa.Boolean(), nullable=False),
        sa.Column("submission", sa.String(50), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "area IN ('steering', 'programme', 'conference', 'people', 'security', 'traffic', 'medical', 'reception', 'decoration', 'communication', 'it', 'environment')",
            name=conv("ck_crew_area"),
        ),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name="fk_crew_agency_id"),
        sa.ForeignKeyConstraint(["edition_id"], ["editions.id"], name="fk_crew_edition_id"),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name="fk_crew_person_id"),
        sa.ForeignKeyConstraint(["team_id"], ["crew_teams.id"], name="fk_crew_team_id"),
        sa.PrimaryKeyConstraint("id", name="pk_crew"),
        sa.UniqueConstraint("edition_id", "person_id", name="uq_crew_edition_id_person_id"),
        sa.UniqueConstraint("submission", name="uq_crew_submission"),
    )
    op.create_index("ix_crew_agency", "crew", ["agency_id"])
    op.create_index("ix_crew_person_id", "crew", ["person_id"])
    op.create_index("ix_crew_team", "crew", ["team_id"])
    op.create_table(
        "crew_skills",
        sa.Column("crew_id", sa.Integer(), nullable=False),
        sa.Column("skill", sa.String(14), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "skill IN ('lead', 'first_aid', 'nurse', 'doctor', 'ambulance', 'driving', 'security', 'traffic', 'fire', 'radio', 'japanese', 'english', 'sign_language')",
            name=conv("ck_crew_skills_skill"),
        ),
        sa.ForeignKeyConstraint(["crew_id"], ["crew.id"], name="fk_crew_skills_crew_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("crew_id", "skill", name="pk_crew_skills"),
    )
    op.create_table(
        "crew_away",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("crew_id", sa.Integer(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.String(200), nullable=False),
        sa.Column("submission", sa.String(43), nullable=True),
        sa.CheckConstraint("ends_at > starts_at", name=conv("ck_crew_away_times")),
        sa.ForeignKeyConstraint(["crew_id"], ["crew.id"], name="fk_crew_away_crew_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_crew_away"),
        sa.UniqueConstraint("submission", name="uq_crew_away_submission"),
    )
    op.create_index("ix_crew_away_crew_id", "crew_away", ["crew_id"])
    op.create_table(
        "crew_lists",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=True),
        sa.Column("area", sa.String(14), nullable=False),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("cells", sa.JSON(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=False),
        sa.Column("result", sa.JSON(), nullable=True),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name="fk_crew_lists_agency_id"),
        sa.ForeignKeyConstraint(["edition_id"], ["editions.id"], name="fk_crew_lists_edition_id"),
        sa.ForeignKeyConstraint(["made_by"], ["accounts.id"], name="fk_crew_lists_made_by"),
        sa.PrimaryKeyConstraint("id", name="pk_crew_lists"),
    )
    op.create_index("ix_crew_lists_made_at", "crew_lists", ["made_at"])
    op.create_table(
        "roster_limits",
        sa.Column("code", sa.String(14), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(300), nullable=False),
        sa.CheckConstraint(
            "code IN ('rest', 'most', 'window', 'adjoining', 'unbroken', 'unknown_way', 'confirm', 'late', 'early')",
            name=conv("ck_roster_limits_code"),
        ),
        sa.CheckConstraint("minutes BETWEEN 0 AND 10080", name=conv("ck_roster_limits_minutes")),
        sa.PrimaryKeyConstraint("code", name="pk_roster_limits"),
    )
    op.create_table(
        "posts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(20), nullable=False),
        sa.Column("kind", sa.String(14), nullable=False),
        sa.Column("area", sa.String(14), nullable=False),
        sa.Column("name", sa.JSON(), nullable=False),
        sa.Column("venue_id", sa.Integer(), nullable=True),
        sa.Column("x", sa.Integer(), nullable=True),
        sa.Column("y", sa.Integer(), nullable=True),
        sa.Column("closed_from", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("briefing", sa.JSON(), nullable=False),
        sa.Column("contact", sa.String(120), nullable=False),
        sa.Column("contact_phone", sa.String(20), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("is_sample", sa.Boolean(), nullable=False),
        sa.Column("submission", sa.String(43), nullable=True),
        sa.CheckConstraint(
            "area IN ('steering', 'programme', 'conference', 'people', 'security', 'traffic', 'medical', 'reception', 'decoration', 'communication', 'it', 'environment')",
            name=conv("ck_posts_area"),
        ),
        sa.CheckConstraint("closed_until > closed_from", name=conv("ck_posts_closed")),
        sa.CheckConstraint(
            "kind IN ('security_ring', 'gate_lane', 'first_aid', 'ambulance', 'traffic_point', 'car_park', 'road_closure', 'reception_desk', 'fire_watch', 'other')",
            name=conv("ck_posts_kind"),
        ),
        sa.ForeignKeyConstraint(["edition_id"], ["editions.id"], name="fk_posts_edition_id"),
        sa.ForeignKeyConstraint(["venue_id"], ["venues.id"], name="fk_posts_venue_id"),
        sa.PrimaryKeyConstraint("id", name="pk_posts"),
        sa.UniqueConstraint("edition_id", "code", name="uq_posts_edition_id_code"),
        sa.UniqueConstraint("submission", name="uq_posts_submission"),
    )
    op.create_table(
        "demands",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("post_id", sa.Integer(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("role", sa.String(8), nullable=False),
        sa.Column("skill", sa.String(14), nullable=True),
        sa.Column("minimum", sa.Integer(), nullable=False),
        sa.Column("target", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(300), nullable=False),
        sa.Column("submission", sa.String(43), nullable=True),
        sa.CheckConstraint(
            "minimum BETWEEN 0 AND 500 AND target BETWEEN minimum AND 500",
            name=conv("ck_demands_counts"),
        ),
        sa.CheckConstraint("role IN ('lead', 'member', 'relief')", name=conv("ck_demands_role")),
        sa.CheckConstraint(
            "skill IN ('lead', 'first_aid', 'nurse', 'doctor', 'ambulance', 'driving', 'security', 'traffic', 'fire', 'radio', 'japanese', 'english', 'sign_language')",
            name=conv("ck_demands_skill"),
        ),
        sa.CheckConstraint("ends_at > starts_at", name=conv("ck_demands_times")),
        sa.ForeignKeyConstraint(["post_id"], ["posts.id"], name="fk_demands_post_id"),
        sa.PrimaryKeyConstraint("id", name="pk_demands"),
        sa.UniqueConstraint("submission", name="uq_demands_submission"),
    )
    op.create_index("ix_demands_post", "demands", ["post_id", "starts_at"])
    op.create_table(
        "shifts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("post_id", sa.Integer(), nullable=False),
        sa.Column("demand_id", sa.Integer(), nullable=True),
        sa.Column("event_id", sa.Integer(), nullable=True),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("role", sa.String(8), nullable=False),
        sa.Column("skill", sa.String(14), nullable=True),
        sa.Column("minimum", sa.Integer(), nullable=False),
        sa.Column("target", sa.Integer(), nullable=False),
        sa.Column("is_open", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "minimum BETWEEN 0 AND 500 AND target BETWEEN minimum AND 500",
            name=conv("ck_shifts_counts"),
        ),
        sa.CheckConstraint("role IN ('lead', 'member', 'relief')", name=conv("ck_shifts_role")),
        sa.CheckConstraint(
            "skill IN ('lead', 'first_aid', 'nurse', 'doctor', 'ambulance', 'driving', 'security', 'traffic', 'fire', 'radio', 'japanese', 'english', 'sign_language')",
            name=conv("ck_shifts_skill"),
        ),
        sa.CheckConstraint("ends_at > starts_at", name=conv("ck_shifts_times")),
        sa.ForeignKeyConstraint(["demand_id"], ["demands.id"], name="fk_shifts_demand_id"),
        sa.ForeignKeyConstraint(["edition_id"], ["editions.id"], name="fk_shifts_edition_id"),
        sa.ForeignKeyConstraint(["event_id"], ["events.id"], name="fk_shifts_event_id"),
        sa.ForeignKeyConstraint(["post_id"], ["posts.id"], name="fk_shifts_post_id"),
        sa.PrimaryKeyConstraint("id", name="pk_shifts"),
    )
    op.create_index("ix_shifts_demand_id", "shifts", ["demand_id"])
    op.create_index("ix_shifts_edition_times", "shifts", ["edition_id", "starts_at", "ends_at"])
    op.create_index("ix_shifts_event_id", "shifts", ["event_id"])
    op.create_index("ix_shifts_post", "shifts", ["post_id", "starts_at"])
    op.create_table(
        "assignments",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("shift_id", sa.Integer(), nullable=False),
        sa.Column("crew_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("reason", sa.String(300), nullable=False),
        sa.Column("overridden", sa.String(300), nullable=False),
        sa.Column("replaces_id", sa.Integer(), nullable=True),
        sa.Column("arrived_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("arrived_by", sa.String(8), nullable=True),
        sa.Column("left_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("told", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_by", sa.Integer(), nullable=True),
        sa.CheckConstraint("arrived_by IN ('code', 'leader', 'desk')", name=conv("ck_assignments_arrived_by")),
        sa.CheckConstraint("left_at >= arrived_at", name=conv("ck_assignments_presence")),
        sa.CheckConstraint(
            "state IN ('offered', 'confirmed', 'refused', 'absent', 'withdrawn')",
            name=conv("ck_assignments_state"),
        ),
        sa.ForeignKeyConstraint(["changed_by"], ["accounts.id"], name="fk_assignments_changed_by"),
        sa.ForeignKeyConstraint(["crew_id"], ["crew.id"], name="fk_assignments_crew_id"),
        sa.ForeignKeyConstraint(["replaces_id"], ["assignments.id"], name="fk_assignments_replaces_id"),
        sa.ForeignKeyConstraint(["shift_id"], ["shifts.id"], name="fk_assignments_shift_id"),
        sa.PrimaryKeyConstraint("id", name="pk_assignments"),
        sa.UniqueConstraint("shift_id", "crew_id", name="uq_assignments_shift_id_crew_id"),
    )
    op.create_index("ix_assignments_crew", "assignments", ["crew_id", "state"])
    op.create_index("ix_assignments_shift_state", "assignments", ["shift_id", "state"])
    op.create_table(
        "proposals",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("shift_id", sa.Integer(), nullable=False),
        sa.Column("crew_id", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["crew_id"], ["crew.id"], name="fk_proposals_crew_id"),
        sa.ForeignKeyConstraint(["edition_id"], ["editions.id"], name="fk_proposals_edition_id"),
        sa.ForeignKeyConstraint(["made_by"], ["accounts.id"], name="fk_proposals_made_by"),
        sa.ForeignKeyConstraint(["shift_id"], ["shifts.id"], name="fk_proposals_shift_id"),
        sa.PrimaryKeyConstraint("id", name="pk_proposals"),
        sa.UniqueConstraint("shift_id", "crew_id", name="uq_proposals_shift_id_crew_id"),
    )
    op.create_index("ix_proposals_crew_id", "proposals", ["crew_id"])
    op.create_index("ix_proposals_edition_id", "proposals", ["edition_id"])
    op.create_table(
        "swaps",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("give_id", sa.Integer(), nullable=False),
        sa.Column("asked_id", sa.Integer(), nullable=False),
        sa.Column("back_id", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("submission", sa.String(43), nullable=True),
        sa.CheckConstraint("state IN ('asked', 'agreed', 'declined', 'taken_back')", name=conv("ck_swaps_state")),
        sa.ForeignKeyConstraint(["asked_id"], ["crew.id"], name="fk_swaps_asked_id"),
        sa.ForeignKeyConstraint(["back_id"], ["assignments.id"], name="fk_swaps_back_id"),
        sa.ForeignKeyConstraint(["give_id"], ["assignments.id"], name="fk_swaps_give_id"),
        sa.PrimaryKeyConstraint("id", name="pk_swaps"),
        sa.UniqueConstraint("submission", name="uq_swaps_submission"),
    )
    op.create_index("ix_swaps_asked", "swaps", ["asked_id", "state"])
    op.create_index("ix_swaps_back_id", "swaps", ["back_id"])
    op.create_index("ix_swaps_give_id", "swaps", ["give_id"])


def downgrade() -> None:
    op.drop_table("swaps")
    op.drop_table("proposals")
    op.drop_table("assignments")
    op.drop_table("shifts")
    op.drop_table("demands")
    op.drop_table("posts")
    op.drop_table("roster_limits")
    op.drop_table("crew_lists")
    op.drop_table("crew_away")
    op.drop_table("crew_skills")
    op.drop_table("crew")
    op.drop_table("crew_teams")
