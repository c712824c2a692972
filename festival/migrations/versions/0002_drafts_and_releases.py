"""drafts and releases

Every event gets a draft of the same number, and what was public becomes release 1.0 of its edition. An event that was not
public yet is only a draft from now on.

Revision: 0002, after 0001.
"""

import json
from datetime import datetime, timezone
from uuid import uuid4

import sqlalchemy as sa
from alembic import op
from sqlalchemy.sql.elements import conv

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
OLD_KINDS = "'ceremony', 'performance', 'conference', 'seminar', 'fair', 'tour', 'sport', 'meeting'"
KINDS = OLD_KINDS + ", 'break', 'rehearsal', 'set_up', 'vip_movement', 'blocker'"
FIRST_NOTE = {
    "vi": "Công bố chương trình lần đầu.",
    "ja": "プログラムを初めて公開しました。",
    "en": "The programme is published for the first time.",
}
SHARED = (
    "edition_id", "slug", "title", "summary", "text", "kind", "audience", "venue_id", "space_id", "starts_at", "capacity",
    "party_max", "registration_opens_at", "registration_closes_at", "is_main",
)  # fmt: skip


def upgrade() -> None:
    _make_places()
    _make_drafts()
    with op.batch_alter_table("events") as batch:
        batch.add_column(sa.Column("guid", sa.String(36)))
        batch.add_column(sa.Column("people", sa.JSON()))
        batch.add_column(sa.Column("sequence", sa.Integer()))
        batch.add_column(sa.Column("changed_at", MOMENT))
    _make_releases()
    _release_what_is_there()
    with op.batch_alter_table("events") as batch:
        for name, kind in (("guid", sa.String(36)), ("people", sa.JSON()), ("sequence", sa.Integer()), ("changed_at", MOMENT)):
            batch.alter_column(name, existing_type=kind, nullable=False)
        batch.create_unique_constraint("uq_events_guid", ["guid"])
        batch.drop_constraint(conv("ck_events_kind"), type_="check")
        batch.drop_constraint(conv("ck_events_state"), type_="check")
        batch.create_check_constraint(conv("ck_events_kind"), f"kind IN ({KINDS})")
        batch.create_check_constraint(conv("ck_events_state"), "state IN ('published', 'cancelled')")


def downgrade() -> None:
    for table in ("release_entries", "event_versions", "releases"):
        op.drop_table(table)
    op.execute("UPDATE events SET kind = 'meeting' WHERE kind = 'break'")
    with op.batch_alter_table("events") as batch:
        batch.drop_constraint("uq_events_guid", type_="unique")
        batch.drop_constraint(conv("ck_events_kind"), type_="check")
        batch.drop_constraint(conv("ck_events_state"), type_="check")
        batch.create_check_constraint(conv("ck_events_kind"), f"kind IN ({OLD_KINDS})")
        batch.create_check_constraint(conv("ck_events_state"), "state IN ('draft', 'published', 'cancelled')")
        for name in ("guid", "people", "sequence", "changed_at"):
            batch.drop_column(name)
    for table in ("accepted_clashes", "draft_changes", "appearances", "drafts", "participants", "travel_times", "closures"):
        op.drop_table(table)
    with op.batch_alter_table("spaces") as batch:
        batch.drop_constraint(conv("ck_spaces_changeover"), type_="check")
        batch.drop_constraint(conv("ck_spaces_room_type"), type_="check")
        batch.drop_column("changeover")
        batch.drop_column("room_type")
    with op.batch_alter_table("venues") as batch:
        batch.drop_column("quiet_until")
        batch.drop_column("quiet_from")


def _make_places() -> None:
    with op.batch_alter_table("venues") as batch:
        batch.add_column(sa.Column("quiet_from", sa.Time()))
        batch.add_column(sa.Column("quiet_until", sa.Time()))
    with op.batch_alter_table("spaces") as batch:
        batch.add_column(sa.Column("room_type", sa.String(12)))
        batch.add_column(sa.Column("changeover", sa.Integer()))
    op.execute("UPDATE spaces SET room_type = 'other', changeover = 0")
    with op.batch_alter_table("spaces") as batch:
        batch.alter_column("room_type", existing_type=sa.String(12), nullable=False)
        batch.alter_column("changeover", existing_type=sa.Integer(), nullable=False)
        batch.create_check_constraint(conv("ck_spaces_changeover"), "changeover BETWEEN 0 AND 1440")
        batch.create_check_constraint(conv("ck_spaces_room_type"), "room_type IN ('lecturehall', 'stage', 'workshop', 'outside', 'other')"
        )
    op.create_table(
        "closures",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("space_id", sa.Integer(), nullable=False),
        sa.Column("starts_at", MOMENT, nullable=False),
        sa.Column("ends_at", MOMENT, nullable=False),
        sa.Column("reason", sa.String(200), nullable=False),
        sa.CheckConstraint("ends_at > starts_at", name=conv("ck_closures_times")),
        sa.ForeignKeyConstraint(["space_id"], ["spaces.id"], name="fk_closures_space_id"),
        sa.PrimaryKeyConstraint("id", name="pk_closures"),
    )
    op.create_index("ix_closures_space_id", "closures", ["space_id"])
    op.create_table(
        "travel_times",
        sa.Column("from_id", sa.Integer(), nullable=False),
        sa.Column("to_id", sa.Integer(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.CheckConstraint("from_id <> to_id", name=conv("ck_travel_times_two_venues")),
        sa.CheckConstraint("minutes BETWEEN 0 AND 1440", name=conv("ck_travel_times_minutes")),
        sa.ForeignKeyConstraint(["from_id"], ["venues.id"], name="fk_travel_times_from_id"),
        sa.ForeignKeyConstraint(["to_id"], ["venues.id"], name="fk_travel_times_to_id"),
        sa.PrimaryKeyConstraint("from_id", "to_id", name="pk_travel_times"),
    )


def _make_drafts() -> None:
    op.create_table(
        "participants",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.JSON(), nullable=False),
        sa.Column("is_sample", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["edition_id"], ["editions.id"], name="fk_participants_edition_id"),
        sa.PrimaryKeyConstraint("id", name="pk_participants"),
    )
    op.create_index("ix_participants_edition_id", "participants", ["edition_id"])
    op.create_table(
        "drafts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("guid", sa.String(36), nullable=False),
        sa.Column("slug", sa.String(80), nullable=False),
        sa.Column("title", sa.JSON(), nullable=False),
        sa.Column("summary", sa.JSON(), nullable=False),
        sa.Column("text", sa.JSON(), nullable=False),
        sa.Column("kind", sa.String(12), nullable=False),
        sa.Column("audience", sa.String(8), nullable=False),
        sa.Column("venue_id", sa.Integer()),
        sa.Column("space_id", sa.Integer()),
        sa.Column("starts_at", MOMENT),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("doors_before", sa.Integer()),
        sa.Column("capacity", sa.Integer()),
        sa.Column("party_max", sa.Integer(), nullable=False),
        sa.Column("registration_opens_at", MOMENT),
        sa.Column("registration_closes_at", MOMENT),
        sa.Column("is_main", sa.Boolean(), nullable=False),
        sa.Column("is_cancelled", sa.Boolean(), nullable=False),
        sa.Column("discarded_at", MOMENT),
        sa.Column("submission", sa.String(43)),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.Column("changed_by", sa.Integer()),
        sa.CheckConstraint("audience IN ('public', 'invited')", name=conv("ck_drafts_audience")),
        sa.CheckConstraint(f"kind IN ({KINDS})", name=conv("ck_drafts_kind")),
        sa.CheckConstraint("capacity >= 0", name=conv("ck_drafts_capacity")),
        sa.CheckConstraint("doors_before BETWEEN 0 AND 1440", name=conv("ck_drafts_doors_before")),
        sa.CheckConstraint("minutes BETWEEN 5 AND 20160", name=conv("ck_drafts_minutes")),
        sa.CheckConstraint("party_max BETWEEN 1 AND 20", name=conv("ck_drafts_party_max")),
        sa.CheckConstraint("registration_closes_at > registration_opens_at", name=conv("ck_drafts_registration_window")),
        sa.ForeignKeyConstraint(["changed_by"], ["accounts.id"], name="fk_drafts_changed_by"),
        sa.ForeignKeyConstraint(["edition_id"], ["editions.id"], name="fk_drafts_edition_id"),
        sa.ForeignKeyConstraint(["space_id"], ["spaces.id"], name="fk_drafts_space_id"),
        sa.ForeignKeyConstraint(["venue_id"], ["venues.id"], name="fk_drafts_venue_id"),
        sa.PrimaryKeyConstraint("id", name="pk_drafts"),
        sa.UniqueConstraint("edition_id", "slug", name="uq_drafts_edition_id_slug"),
        sa.UniqueConstraint("guid", name="uq_drafts_guid"),
        sa.UniqueConstraint("submission", name="uq_drafts_submission"),
    )
    op.create_index("ix_drafts_edition_start", "drafts", ["edition_id", "starts_at"])
    op.create_table(
        "appearances",
        sa.Column("draft_id", sa.Integer(), nullable=False),
        sa.Column("participant_id", sa.Integer(), nullable=False),
        sa.Column("part", sa.String(12), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.CheckConstraint("part IN ('performer', 'speaker', 'interpreter', 'guest')", name=conv("ck_appearances_part")),
        sa.ForeignKeyConstraint(["draft_id"], ["drafts.id"], name="fk_appearances_draft_id"),
        sa.ForeignKeyConstraint(["participant_id"], ["participants.id"], name="fk_appearances_participant_id"),
        sa.PrimaryKeyConstraint("draft_id", "participant_id", "part", name="pk_appearances"),
    )
    op.create_index("ix_appearances_participant_id", "appearances", ["participant_id"])
    op.create_table(
        "draft_changes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("draft_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("what", sa.String(12), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("made_by", sa.Integer()),
        sa.ForeignKeyConstraint(["draft_id"], ["drafts.id"], name="fk_draft_changes_draft_id"),
        sa.ForeignKeyConstraint(["made_by"], ["accounts.id"], name="fk_draft_changes_made_by"),
        sa.PrimaryKeyConstraint("id", name="pk_draft_changes"),
        sa.UniqueConstraint("draft_id", "version", name="uq_draft_changes_draft_id_version"),
    )
    op.create_table(
        "accepted_clashes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("fingerprint", sa.String(64), nullable=False),
        sa.Column("sentence", sa.String(500), nullable=False),
        sa.Column("reason", sa.String(500), nullable=False),
        sa.Column("accepted_at", MOMENT, nullable=False),
        sa.Column("accepted_by", sa.Integer()),
        sa.ForeignKeyConstraint(["accepted_by"], ["accounts.id"], name="fk_accepted_clashes_accepted_by"),
        sa.ForeignKeyConstraint(["edition_id"], ["editions.id"], name="fk_accepted_clashes_edition_id"),
        sa.PrimaryKeyConstraint("id", name="pk_accepted_clashes"),
        sa.UniqueConstraint("edition_id", "fingerprint", name="uq_accepted_clashes_edition_id_fingerprint"),
    )


def _make_releases() -> None:
    op.create_table(
        "releases",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(60), nullable=False),
        sa.Column("note", sa.JSON(), nullable=False),
        sa.Column("published_at", MOMENT, nullable=False),
        sa.Column("published_by", sa.Integer()),
        sa.ForeignKeyConstraint(["edition_id"], ["editions.id"], name="fk_releases_edition_id"),
        sa.ForeignKeyConstraint(["published_by"], ["accounts.id"], name="fk_releases_published_by"),
        sa.PrimaryKeyConstraint("id", name="pk_releases"),
        sa.UniqueConstraint("edition_id", "number", name="uq_releases_edition_id_number"),
    )
    op.create_table(
        "event_versions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["events.id"], name="fk_event_versions_event_id"),
        sa.PrimaryKeyConstraint("id", name="pk_event_versions"),
    )
    op.create_index("ix_event_versions_event_id", "event_versions", ["event_id"])
    op.create_table(
        "release_entries",
        sa.Column("release_id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["events.id"], name="fk_release_entries_event_id"),
        sa.ForeignKeyConstraint(["release_id"], ["releases.id"], name="fk_release_entries_release_id"),
        sa.ForeignKeyConstraint(["version_id"], ["event_versions.id"], name="fk_release_entries_version_id"),
        sa.PrimaryKeyConstraint("release_id", "event_id", name="pk_release_entries"),
    )
    op.create_index("ix_release_entries_version_id", "release_entries", ["version_id"])


def _release_what_is_there() -> None:
    """Make a draft of each event, and a first release of each edition that shows any."""
    db = op.get_bind()
    metadata = sa.MetaData()
    names = ("events", "drafts", "draft_changes", "event_versions", "release_entries", "releases", "gate_events")
    tables = {name: sa.Table(name, metadata, autoload_with=db) for name in names}
    events = tables["events"]
    now = datetime.now(timezone.utc)
    stored = now if db.dialect.name == "postgresql" else now.replace(tzinfo=None)
    releases: dict[int, int] = {}
    for row in db.execute(sa.select(events).order_by(events.c.id)).mappings().all():
        guid = str(uuid4())
        content = _content(row)
        draft = {name: row[name] for name in SHARED} | {
            "id": row["id"], "guid": guid, "minutes": content["minutes"], "doors_before": content["doors_before"],
            "is_cancelled": content["is_cancelled"], "version": 1, "changed_at": stored,
        }  # fmt: skip
        db.execute(tables["drafts"].insert().values(draft))
        change = {"draft_id": row["id"], "version": 1, "what": "made", "content": content, "made_at": stored}
        db.execute(tables["draft_changes"].insert().values(change))
        if row["state"] == "draft":  # nobody can have registered for it
            db.execute(tables["gate_events"].delete().where(tables["gate_events"].c.event_id == row["id"]))
            db.execute(events.delete().where(events.c.id == row["id"]))
            continue
        fresh = {"guid": guid, "people": [], "sequence": 0, "changed_at": stored}
        db.execute(events.update().where(events.c.id == row["id"]).values(fresh))
        edition = row["edition_id"]
        if edition not in releases:
            made = {"edition_id": edition, "number": 1, "name": "1.0", "note": FIRST_NOTE, "published_at": stored}
            releases[edition] = _insert(db, tables["releases"], made)
        version = _insert(db, tables["event_versions"], {"event_id": row["id"], "content": content})
        entry = {"release_id": releases[edition], "event_id": row["id"], "version_id": version}
        db.execute(tables["release_entries"].insert().values(entry))
    if db.dialect.name == "postgresql":
        db.execute(sa.text("SELECT setval(pg_get_serial_sequence('drafts', 'id'), (SELECT max(id) FROM drafts) + 1, false) FROM drafts LIMIT 1"))


def _insert(db: sa.Connection, table: sa.Table, values: dict[str, object]) -> int:
    return int(db.execute(table.insert().values(values)).inserted_primary_key[0])


def _content(row: sa.RowMapping) -> dict[str, object]:
    said = {name: row[name] for name in SHARED if name != "edition_id"}
    said |= {name: json.loads(said[name]) if isinstance(said[name], str) else said[name] for name in ("title", "summary", "text")}
    said |= {name: _utc(said[name]) for name in ("starts_at", "registration_opens_at", "registration_closes_at")}
    return said | {
        "minutes": max(5, int((row["ends_at"] - row["starts_at"]).total_seconds() // 60)),
        "doors_before": row["doors_at"] and int((row["starts_at"] - row["doors_at"]).total_seconds() // 60),
        "is_main": bool(row["is_main"]),
        "is_cancelled": row["state"] == "cancelled",
        "people": [],
    }  # fmt: skip


def _utc(moment: datetime | None) -> str | None:
    if moment is None:
        return None
    aware = moment.replace(tzinfo=timezone.utc) if moment.tzinfo is None else moment.astimezone(timezone.utc)
    return aware.isoformat()
