"""business meetings: companies and who speaks for them, a round's times, tables and interpreters, wishes, meetings

Revision: 0035, after 0034.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.sql.elements import conv

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('companies',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('edition_id', sa.Integer(), nullable=False),
    sa.Column('name', sa.JSON(), nullable=False),
    sa.Column('name_folded', sa.String(400), nullable=False),
    sa.Column('side', sa.String(12), nullable=False),
    sa.Column('country', sa.String(2), nullable=False),
    sa.Column('offers', sa.JSON(), nullable=False),
    sa.Column('seeks', sa.JSON(), nullable=False),
    sa.Column('size', sa.String(8), nullable=False),
    sa.Column('intent', sa.String(8), nullable=False),
    sa.Column('website', sa.String(300), nullable=False),
    sa.Column('mail', sa.String(254), nullable=True),
    sa.Column('language', sa.String(2), nullable=False),
    sa.Column('listed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('listed_version', sa.String(10), nullable=True),
    sa.Column('epoch', sa.SmallInteger(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('submission', sa.String(43), nullable=True),
    sa.Column('is_sample', sa.Boolean(), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('changed_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("intent IN ('', 'invest', 'partner', 'trade', 'learn')", name=conv('ck_companies_intent')),
    sa.CheckConstraint("side IN ('investor', 'local', 'department', 'association')", name=conv('ck_companies_side')),
    sa.CheckConstraint("size IN ('', 'small', 'medium', 'large')", name=conv('ck_companies_size')),
    sa.ForeignKeyConstraint(['edition_id'], ['editions.id'], name=conv('fk_companies_edition_id')),
    sa.PrimaryKeyConstraint('id', name=conv('pk_companies')),
    sa.UniqueConstraint('submission', name=conv('uq_companies_submission'))
    )
    op.create_index('ix_companies_edition', 'companies', ['edition_id', 'id'], unique=False)
    op.create_table('company_fields',
    sa.Column('company_id', sa.Integer(), nullable=False),
    sa.Column('field_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['company_id'], ['companies.id'], name=conv('fk_company_fields_company_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['field_id'], ['fields.id'], name=conv('fk_company_fields_field_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('company_id', 'field_id', name=conv('pk_company_fields'))
    )
    op.create_index(conv('ix_company_fields_field_id'), 'company_fields', ['field_id'], unique=False)
    op.create_table('company_people',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('company_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('languages', sa.String(10), nullable=False),
    sa.Column('is_coming', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['company_id'], ['companies.id'], name=conv('fk_company_people_company_id')),
    sa.ForeignKeyConstraint(['person_id'], ['persons.id'], name=conv('fk_company_people_person_id')),
    sa.PrimaryKeyConstraint('id', name=conv('pk_company_people')),
    sa.UniqueConstraint('company_id', 'person_id', name=conv('uq_company_people_company_id_person_id'))
    )
    op.create_index('ix_company_people_person', 'company_people', ['person_id'], unique=False)
    op.create_table('meeting_rounds',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('edition_id', sa.Integer(), nullable=False),
    sa.Column('event_id', sa.Integer(), nullable=True),
    sa.Column('wishes_until', sa.DateTime(timezone=True), nullable=True),
    sa.Column('walk', sa.SmallInteger(), nullable=False),
    sa.Column('most', sa.SmallInteger(), nullable=False),
    sa.Column('in_a_row', sa.SmallInteger(), nullable=False),
    sa.Column('published_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint('walk >= 0 AND most > 0 AND in_a_row > 0', name=conv('ck_meeting_rounds_terms')),
    sa.ForeignKeyConstraint(['edition_id'], ['editions.id'], name=conv('fk_meeting_rounds_edition_id')),
    sa.ForeignKeyConstraint(['event_id'], ['events.id'], name=conv('fk_meeting_rounds_event_id')),
    sa.PrimaryKeyConstraint('id', name=conv('pk_meeting_rounds')),
    sa.UniqueConstraint('edition_id', name=conv('uq_meeting_rounds_edition_id'))
    )
    op.create_table('meeting_desks',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('round_id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(20), nullable=False),
    sa.Column('area', sa.String(60), nullable=False),
    sa.ForeignKeyConstraint(['round_id'], ['meeting_rounds.id'], name=conv('fk_meeting_desks_round_id')),
    sa.PrimaryKeyConstraint('id', name=conv('pk_meeting_desks')),
    sa.UniqueConstraint('round_id', 'name', name=conv('uq_meeting_desks_round_id_name'))
    )
    op.create_table('meeting_interpreters',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('round_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('languages', sa.String(10), nullable=False),
    sa.Column('since', sa.DateTime(timezone=True), nullable=False),
    sa.Column('until', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('until > since', name=conv('ck_meeting_interpreters_order')),
    sa.ForeignKeyConstraint(['person_id'], ['persons.id'], name=conv('fk_meeting_interpreters_person_id')),
    sa.ForeignKeyConstraint(['round_id'], ['meeting_rounds.id'], name=conv('fk_meeting_interpreters_round_id')),
    sa.PrimaryKeyConstraint('id', name=conv('pk_meeting_interpreters')),
    sa.UniqueConstraint('round_id', 'person_id', name=conv('uq_meeting_interpreters_round_id_person_id'))
    )
    op.create_table('meeting_matrix',
    sa.Column('round_id', sa.Integer(), nullable=False),
    sa.Column('asks', sa.String(12), nullable=False),
    sa.Column('asked', sa.String(12), nullable=False),
    sa.CheckConstraint("asked IN ('investor', 'local', 'department', 'association')", name=conv('ck_meeting_matrix_asked')),
    sa.CheckConstraint("asks IN ('investor', 'local', 'department', 'association')", name=conv('ck_meeting_matrix_asks')),
    sa.ForeignKeyConstraint(['round_id'], ['meeting_rounds.id'], name=conv('fk_meeting_matrix_round_id')),
    sa.PrimaryKeyConstraint('round_id', 'asks', 'asked', name=conv('pk_meeting_matrix'))
    )
    op.create_table('meeting_slots',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('round_id', sa.Integer(), nullable=False),
    sa.Column('starts_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ends_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('is_break', sa.Boolean(), nullable=False),
    sa.CheckConstraint('ends_at > starts_at', name=conv('ck_meeting_slots_order')),
    sa.ForeignKeyConstraint(['round_id'], ['meeting_rounds.id'], name=conv('fk_meeting_slots_round_id')),
    sa.PrimaryKeyConstraint('id', name=conv('pk_meeting_slots')),
    sa.UniqueConstraint('round_id', 'starts_at', name=conv('uq_meeting_slots_round_id_starts_at'))
    )
    op.create_table('meeting_wishes',
    sa.Column('round_id', sa.Integer(), nullable=False),
    sa.Column('asks_id', sa.Integer(), nullable=False),
    sa.Column('asked_id', sa.Integer(), nullable=False),
    sa.Column('wanting', sa.String(4), nullable=False),
    sa.Column('note', sa.String(300), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('until', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint("wanting IN ('must', 'want', 'no')", name=conv('ck_meeting_wishes_wanting')),
    sa.CheckConstraint('asks_id <> asked_id', name=conv('ck_meeting_wishes_two')),
    sa.ForeignKeyConstraint(['asked_id'], ['companies.id'], name=conv('fk_meeting_wishes_asked_id')),
    sa.ForeignKeyConstraint(['asks_id'], ['companies.id'], name=conv('fk_meeting_wishes_asks_id')),
    sa.ForeignKeyConstraint(['round_id'], ['meeting_rounds.id'], name=conv('fk_meeting_wishes_round_id')),
    sa.PrimaryKeyConstraint('round_id', 'asks_id', 'asked_id', name=conv('pk_meeting_wishes'))
    )
    op.create_index('ix_meeting_wishes_asked', 'meeting_wishes', ['asked_id'], unique=False)
    op.create_table('meeting_away',
    sa.Column('company_person_id', sa.Integer(), nullable=False),
    sa.Column('slot_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['company_person_id'], ['company_people.id'], name=conv('fk_meeting_away_company_person_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['slot_id'], ['meeting_slots.id'], name=conv('fk_meeting_away_slot_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('company_person_id', 'slot_id', name=conv('pk_meeting_away'))
    )
    op.create_table('meetings',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('round_id', sa.Integer(), nullable=False),
    sa.Column('slot_id', sa.Integer(), nullable=False),
    sa.Column('desk_id', sa.Integer(), nullable=False),
    sa.Column('interpreter_id', sa.Integer(), nullable=True),
    sa.Column('state', sa.String(9), nullable=False),
    sa.Column('why', sa.String(300), nullable=False),
    sa.Column('minutes', sa.Text(), nullable=False),
    sa.Column('told', sa.String(400), nullable=True),
    sa.Column('sequence', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('submission', sa.String(43), nullable=True),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('changed_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("state IN ('planned', 'cancelled', 'held', 'no_show')", name=conv('ck_meetings_state')),
    sa.ForeignKeyConstraint(['desk_id'], ['meeting_desks.id'], name=conv('fk_meetings_desk_id')),
    sa.ForeignKeyConstraint(['interpreter_id'], ['meeting_interpreters.id'], name=conv('fk_meetings_interpreter_id')),
    sa.ForeignKeyConstraint(['round_id'], ['meeting_rounds.id'], name=conv('fk_meetings_round_id')),
    sa.ForeignKeyConstraint(['slot_id'], ['meeting_slots.id'], name=conv('fk_meetings_slot_id')),
    sa.PrimaryKeyConstraint('id', name=conv('pk_meetings')),
    sa.UniqueConstraint('id', 'slot_id', name=conv('uq_meetings_id_slot_id')),
    sa.UniqueConstraint('submission', name=conv('uq_meetings_submission'))
    )
    op.create_index('ix_meetings_round', 'meetings', ['round_id', 'slot_id'], unique=False)
    op.create_index('uq_meetings_desk', 'meetings', ['slot_id', 'desk_id'], unique=True, sqlite_where=sa.text("state <> 'cancelled'"), postgresql_where=sa.text("state <> 'cancelled'"))
    op.create_index('uq_meetings_interpreter', 'meetings', ['slot_id', 'interpreter_id'], unique=True, sqlite_where=sa.text("state <> 'cancelled'"), postgresql_where=sa.text("state <> 'cancelled'"))
    op.create_table('meeting_firms',
    sa.Column('meeting_id', sa.Integer(), nullable=False),
    sa.Column('company_id', sa.Integer(), nullable=False),
    sa.Column('arrived_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('rating', sa.SmallInteger(), nullable=True),
    sa.Column('remark', sa.String(500), nullable=False),
    sa.CheckConstraint('rating BETWEEN 1 AND 5', name=conv('ck_meeting_firms_rating')),
    sa.ForeignKeyConstraint(['company_id'], ['companies.id'], name=conv('fk_meeting_firms_company_id')),
    sa.ForeignKeyConstraint(['meeting_id'], ['meetings.id'], name=conv('fk_meeting_firms_meeting_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('meeting_id', 'company_id', name=conv('pk_meeting_firms'))
    )
    op.create_index('ix_meeting_firms_company', 'meeting_firms', ['company_id'], unique=False)
    op.create_table('meeting_follow_ups',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('meeting_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(12), nullable=False),
    sa.Column('title', sa.String(200), nullable=False),
    sa.Column('owner', sa.String(120), nullable=False),
    sa.Column('due_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('done_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('submission', sa.String(43), nullable=True),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("kind IN ('memorandum', 'site_visit', 'talk', 'documents', 'other')", name=conv('ck_meeting_follow_ups_kind')),
    sa.ForeignKeyConstraint(['meeting_id'], ['meetings.id'], name=conv('fk_meeting_follow_ups_meeting_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=conv('pk_meeting_follow_ups')),
    sa.UniqueConstraint('submission', name=conv('uq_meeting_follow_ups_submission'))
    )
    op.create_index('ix_meeting_follow_ups_meeting', 'meeting_follow_ups', ['meeting_id'], unique=False)
    op.create_table('meeting_people',
    sa.Column('meeting_id', sa.Integer(), nullable=False),
    sa.Column('company_person_id', sa.Integer(), nullable=False),
    sa.Column('slot_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['company_person_id'], ['company_people.id'], name=conv('fk_meeting_people_company_person_id')),
    sa.ForeignKeyConstraint(['meeting_id', 'slot_id'], ['meetings.id', 'meetings.slot_id'], name=conv('fk_meeting_people_meeting_id_slot_id'), onupdate='CASCADE', ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('meeting_id', 'company_person_id', name=conv('pk_meeting_people')),
    sa.UniqueConstraint('company_person_id', 'slot_id', name=conv('uq_meeting_people_company_person_id_slot_id'))
    )

def downgrade() -> None:
    for table in (
        "meeting_people",
        "meeting_follow_ups",
        "meeting_firms",
        "meetings",
        "meeting_away",
        "meeting_wishes",
        "meeting_slots",
        "meeting_matrix",
        "meeting_interpreters",
        "meeting_desks",
        "meeting_rounds",
        "company_people",
        "company_fields",
        "companies",
    ):
        op.drop_table(table)
