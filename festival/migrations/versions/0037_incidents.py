"""the incident log: incidents, their lines, units that are sent, reports from the field, and how long it is kept

Revision: 0037, after 0036.
"""

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op
from sqlalchemy.sql.elements import conv

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None

WRITTEN = datetime(2026, 11, 25, tzinfo=UTC)
KINDS = ("parties", "needs", "persons", "messages", "requests", "opt_outs", "photos")
REASON = "Nhật ký điều hành cần cho tổng kết và giải quyết khiếu nại; sau đó chỉ giữ số liệu"


def upgrade() -> None:
    op.create_table('incidents',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('edition_id', sa.Integer(), nullable=False),
        sa.Column('number', sa.Integer(), nullable=False),
        sa.Column('state', sa.String(12), nullable=False),
        sa.Column('severity', sa.String(8), nullable=False),
        sa.Column('title', sa.String(200), nullable=False),
        sa.Column('place', sa.String(60), nullable=False),
        sa.Column('place_text', sa.String(200), nullable=False),
        sa.Column('reported_by', sa.String(120), nullable=False),
        sa.Column('folded', sa.String(700), nullable=False),
        sa.Column('confidential', sa.Boolean(), nullable=False),
        sa.Column('happened_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('made_by', sa.Integer(), nullable=True),
        sa.Column('changed_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('changed_by', sa.Integer(), nullable=True),
        sa.Column('closed_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('version', sa.Integer(), nullable=False),
        sa.Column('merged_into_id', sa.Integer(), nullable=True),
        sa.Column('submission', sa.String(43), nullable=True),
        sa.CheckConstraint("severity IN ('major', 'serious', 'moderate', 'minor')", name=conv('ck_incidents_severity')),
        sa.CheckConstraint("state IN ('new', 'acknowledged', 'dispatched', 'on_scene', 'on_hold', 'closed')", name=conv('ck_incidents_state')),
        sa.CheckConstraint('merged_into_id <> id', name=conv('ck_incidents_merged_into_another')),
        sa.ForeignKeyConstraint(['changed_by'], ['accounts.id'], name=conv('fk_incidents_changed_by')),
        sa.ForeignKeyConstraint(['edition_id'], ['editions.id'], name=conv('fk_incidents_edition_id')),
        sa.ForeignKeyConstraint(['made_by'], ['accounts.id'], name=conv('fk_incidents_made_by')),
        sa.ForeignKeyConstraint(['merged_into_id'], ['incidents.id'], name=conv('fk_incidents_merged_into_id')),
        sa.PrimaryKeyConstraint('id', name=conv('pk_incidents')),
        sa.UniqueConstraint('edition_id', 'number', name=conv('uq_incidents_edition_id_number')),
        sa.UniqueConstraint('submission', name=conv('uq_incidents_submission'))
    )
    op.create_table('incident_kinds',
        sa.Column('incident_id', sa.Integer(), nullable=False),
        sa.Column('kind', sa.String(10), nullable=False),
        sa.CheckConstraint("kind IN ('medical', 'security', 'fire', 'crowd', 'traffic', 'child', 'weather', 'technical', 'food', 'guest', 'property', 'other')", name=conv('ck_incident_kinds_kind')),
        sa.ForeignKeyConstraint(['incident_id'], ['incidents.id'], name=conv('fk_incident_kinds_incident_id')),
        sa.PrimaryKeyConstraint('incident_id', 'kind', name=conv('pk_incident_kinds'))
    )
    op.create_table('response_units',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('edition_id', sa.Integer(), nullable=False),
        sa.Column('name', sa.String(80), nullable=False),
        sa.Column('kind', sa.String(10), nullable=False),
        sa.Column('phone', sa.String(20), nullable=False),
        sa.Column('language', sa.String(2), nullable=False),
        sa.Column('epoch', sa.Integer(), nullable=False),
        sa.Column('retired_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('submission', sa.String(43), nullable=True),
        sa.CheckConstraint("kind IN ('medical', 'security', 'fire', 'crowd', 'traffic', 'child', 'weather', 'technical', 'food', 'guest', 'property', 'other')", name=conv('ck_response_units_kind')),
        sa.ForeignKeyConstraint(['edition_id'], ['editions.id'], name=conv('fk_response_units_edition_id')),
        sa.PrimaryKeyConstraint('id', name=conv('pk_response_units')),
        sa.UniqueConstraint('edition_id', 'name', name=conv('uq_response_units_edition_id_name')),
        sa.UniqueConstraint('submission', name=conv('uq_response_units_submission'))
    )
    op.create_table('field_reports',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('edition_id', sa.Integer(), nullable=False),
        sa.Column('unit_id', sa.Integer(), nullable=False),
        sa.Column('name', sa.String(120), nullable=False),
        sa.Column('text', sa.Text(), nullable=False),
        sa.Column('place', sa.String(60), nullable=False),
        sa.Column('place_text', sa.String(200), nullable=False),
        sa.Column('has_photo', sa.Boolean(), nullable=False),
        sa.Column('photo', sa.LargeBinary(), nullable=True),
        sa.Column('state', sa.String(10), nullable=False),
        sa.Column('incident_id', sa.Integer(), nullable=True),
        sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('handled_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('handled_by', sa.Integer(), nullable=True),
        sa.Column('submission', sa.String(43), nullable=True),
        sa.CheckConstraint("state IN ('new', 'taken', 'dismissed')", name=conv('ck_field_reports_state')),
        sa.ForeignKeyConstraint(['edition_id'], ['editions.id'], name=conv('fk_field_reports_edition_id')),
        sa.ForeignKeyConstraint(['handled_by'], ['accounts.id'], name=conv('fk_field_reports_handled_by')),
        sa.ForeignKeyConstraint(['incident_id'], ['incidents.id'], name=conv('fk_field_reports_incident_id')),
        sa.ForeignKeyConstraint(['unit_id'], ['response_units.id'], name=conv('fk_field_reports_unit_id')),
        sa.PrimaryKeyConstraint('id', name=conv('pk_field_reports')),
        sa.UniqueConstraint('submission', name=conv('uq_field_reports_submission'))
    )
    op.create_table('incident_entries',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('incident_id', sa.Integer(), nullable=False),
        sa.Column('kind', sa.String(8), nullable=False),
        sa.Column('text', sa.Text(), nullable=False),
        sa.Column('folded', sa.Text(), nullable=False),
        sa.Column('content', sa.JSON(), nullable=True),
        sa.Column('report_id', sa.Integer(), nullable=True),
        sa.Column('unit_id', sa.Integer(), nullable=True),
        sa.Column('at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('made_by', sa.Integer(), nullable=True),
        sa.Column('struck_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('struck_by', sa.Integer(), nullable=True),
        sa.Column('struck_reason', sa.String(300), nullable=True),
        sa.Column('submission', sa.String(43), nullable=True),
        sa.CheckConstraint("kind IN ('note', 'opened', 'state', 'edit', 'unit', 'report', 'methane', 'link', 'merge')", name=conv('ck_incident_entries_kind')),
        sa.CheckConstraint('(struck_at IS NULL) = (struck_reason IS NULL)', name=conv('ck_incident_entries_struck_with_reason')),
        sa.ForeignKeyConstraint(['incident_id'], ['incidents.id'], name=conv('fk_incident_entries_incident_id')),
        sa.ForeignKeyConstraint(['made_by'], ['accounts.id'], name=conv('fk_incident_entries_made_by')),
        sa.ForeignKeyConstraint(['report_id'], ['field_reports.id'], name=conv('fk_incident_entries_report_id')),
        sa.ForeignKeyConstraint(['struck_by'], ['accounts.id'], name=conv('fk_incident_entries_struck_by')),
        sa.ForeignKeyConstraint(['unit_id'], ['response_units.id'], name=conv('fk_incident_entries_unit_id')),
        sa.PrimaryKeyConstraint('id', name=conv('pk_incident_entries')),
        sa.UniqueConstraint('submission', name=conv('uq_incident_entries_submission'))
    )
    op.create_table('incident_links',
        sa.Column('low_id', sa.Integer(), nullable=False),
        sa.Column('high_id', sa.Integer(), nullable=False),
        sa.CheckConstraint('low_id < high_id', name=conv('ck_incident_links_order')),
        sa.ForeignKeyConstraint(['high_id'], ['incidents.id'], name=conv('fk_incident_links_high_id')),
        sa.ForeignKeyConstraint(['low_id'], ['incidents.id'], name=conv('fk_incident_links_low_id')),
        sa.PrimaryKeyConstraint('low_id', 'high_id', name=conv('pk_incident_links'))
    )
    op.create_table('incident_dispatches',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('incident_id', sa.Integer(), nullable=False),
        sa.Column('unit_id', sa.Integer(), nullable=False),
        sa.Column('told', sa.String(300), nullable=False),
        sa.Column('answer', sa.String(10), nullable=False),
        sa.Column('sent_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('sent_by', sa.Integer(), nullable=True),
        sa.Column('under_way_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('on_scene_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('done_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('submission', sa.String(43), nullable=True),
        sa.CheckConstraint("answer IN ('sent', 'under_way', 'on_scene', 'done', 'recalled')", name=conv('ck_incident_dispatches_answer')),
        sa.ForeignKeyConstraint(['incident_id'], ['incidents.id'], name=conv('fk_incident_dispatches_incident_id')),
        sa.ForeignKeyConstraint(['sent_by'], ['accounts.id'], name=conv('fk_incident_dispatches_sent_by')),
        sa.ForeignKeyConstraint(['unit_id'], ['response_units.id'], name=conv('fk_incident_dispatches_unit_id')),
        sa.PrimaryKeyConstraint('id', name=conv('pk_incident_dispatches')),
        sa.UniqueConstraint('submission', name=conv('uq_incident_dispatches_submission'))
    )
    op.create_index('ix_incidents_edition_changed', 'incidents', ['edition_id', 'changed_at'], unique=False)
    op.create_index('ix_incidents_edition_state', 'incidents', ['edition_id', 'state', 'id'], unique=False)
    op.create_index(conv('ix_incidents_merged_into_id'), 'incidents', ['merged_into_id'], unique=False)
    op.create_index('ix_field_reports_edition_state', 'field_reports', ['edition_id', 'state', 'id'], unique=False)
    op.create_index(conv('ix_field_reports_incident_id'), 'field_reports', ['incident_id'], unique=False)
    op.create_index('ix_incident_entries_incident', 'incident_entries', ['incident_id', 'id'], unique=False)
    op.create_index(conv('ix_incident_links_high_id'), 'incident_links', ['high_id'], unique=False)
    op.create_index('ix_incident_dispatches_incident', 'incident_dispatches', ['incident_id'], unique=False)
    op.create_index('ix_incident_dispatches_unit', 'incident_dispatches', ['unit_id', 'answer'], unique=False)
    _allow(*KINDS, "incidents")
    rules = sa.table(
        "retention_rules",
        sa.column("kind", sa.String),
        sa.column("days", sa.Integer),
        sa.column("reason", sa.String),
        sa.column("changed_at", sa.DateTime(timezone=True)),
    )
    op.bulk_insert(rules, [{"kind": "incidents", "days": 365, "reason": REASON, "changed_at": WRITTEN}])


def _allow(*kinds: str) -> None:
    words = ", ".join(f"'{kind}'" for kind in kinds)
    with op.batch_alter_table("retention_rules") as batch:
        batch.drop_constraint(conv("ck_retention_rules_kind"), type_="check")
        batch.create_check_constraint(conv("ck_retention_rules_kind"), sa.text(f"kind IN ({words})"))


def downgrade() -> None:
    op.execute("DELETE FROM retention_rules WHERE kind = 'incidents'")
    _allow(*KINDS)
    op.drop_table("incident_dispatches")
    op.drop_table("incident_links")
    op.drop_table("incident_entries")
    op.drop_table("field_reports")
    op.drop_table("response_units")
    op.drop_table("incident_kinds")
    op.drop_table("incidents")
