"""One table of the site: which blueprint stands where, and for whom."""

from dataclasses import dataclass
from typing import Literal

from flask import Blueprint, Flask

from festival.accounts.views import desk as accounts_desk
from festival.conference.views import agenda as conference_agenda
from festival.conference.views import attendance_desk as conference_attendance_desk
from festival.conference.views import cards as conference_cards
from festival.conference.views import certificates_desk as conference_certificates_desk
from festival.conference.views import checking as conference_checking
from festival.conference.views import companies as conference_companies
from festival.conference.views import companies_desk as conference_companies_desk
from festival.conference.views import contacts as conference_contacts
from festival.conference.views import dress_desk as conference_dress_desk
from festival.conference.views import fields as conference_fields
from festival.conference.views import fields_desk as conference_fields_desk
from festival.conference.views import follow_ups_desk as conference_follow_ups_desk
from festival.conference.views import halls_desk as conference_halls_desk
from festival.conference.views import materials_desk as conference_materials_desk
from festival.conference.views import meeting_moves as conference_meeting_moves
from festival.conference.views import meetings_desk as conference_meetings_desk
from festival.conference.views import moderators as conference_moderators
from festival.conference.views import planning as conference_planning
from festival.conference.views import planning_desk as conference_planning_desk
from festival.conference.views import projects as conference_projects
from festival.conference.views import projects_desk as conference_projects_desk
from festival.conference.views import proposals_desk as conference_proposals_desk
from festival.conference.views import public as conference_public
from festival.conference.views import questions as conference_questions
from festival.conference.views import questions_desk as conference_questions_desk
from festival.conference.views import rounds_desk as conference_rounds_desk
from festival.conference.views import seats_desk as conference_seats_desk
from festival.conference.views import sessions as conference_sessions
from festival.conference.views import sessions_desk as conference_sessions_desk
from festival.conference.views import signings_desk as conference_signings_desk
from festival.conference.views import speaker_desk as conference_speaker_desk
from festival.conference.views import speaker_files as conference_speaker_files
from festival.conference.views import speakers_desk as conference_speakers_desk
from festival.conference.views import speaking as conference_speaking
from festival.conference.views import survey as conference_survey
from festival.conference.views import survey_desk as conference_survey_desk
from festival.conference.views import visit as conference_visit
from festival.gate.views import api as gate_api
from festival.gate.views import app as gate_app
from festival.gate.views import board as gate_board
from festival.gate.views import conflicts as gate_conflicts
from festival.gate.views import desk as gate_desk
from festival.gate.views import helping as gate_helping
from festival.gate.views import hours as gate_hours
from festival.gate.views import limits as gate_limits
from festival.gate.views import paper as gate_paper
from festival.gate.views import readiness as gate_readiness
from festival.gate.views import rehearsal as gate_rehearsal
from festival.gate.views import taps as gate_taps
from festival.gate.views import zones as gate_zones
from festival.logistics.views import agencies as logistics_agencies
from festival.logistics.views import batches as logistics_batches
from festival.logistics.views import boards as logistics_boards
from festival.logistics.views import calculators as logistics_calculators
from festival.logistics.views import called as logistics_called
from festival.logistics.views import coverage as logistics_coverage
from festival.logistics.views import crew as logistics_crew
from festival.logistics.views import crew_lists as logistics_crew_lists
from festival.logistics.views import directives as logistics_directives
from festival.logistics.views import duty_sheets as logistics_duty_sheets
from festival.logistics.views import field as logistics_field
from festival.logistics.views import following as logistics_following
from festival.logistics.views import incident as logistics_incident
from festival.logistics.views import incidents as logistics_incidents
from festival.logistics.views import own_shifts as logistics_own_shifts
from festival.logistics.views import own_tasks as logistics_own_tasks
from festival.logistics.views import own_time as logistics_own_time
from festival.logistics.views import planning_tables as logistics_planning_tables
from festival.logistics.views import posts as logistics_posts
from festival.logistics.views import progress as logistics_progress
from festival.logistics.views import readiness as logistics_readiness
from festival.logistics.views import reports as logistics_reports
from festival.logistics.views import roster as logistics_roster
from festival.logistics.views import roster_moves as logistics_roster_moves
from festival.logistics.views import sending as logistics_sending
from festival.logistics.views import shift_following as logistics_shift_following
from festival.logistics.views import shifts as logistics_shifts
from festival.logistics.views import swaps as logistics_swaps
from festival.logistics.views import tasks as logistics_tasks
from festival.logistics.views import units as logistics_units
from festival.pages.views import desk as pages_desk
from festival.pages.views import health as pages_health
from festival.pages.views import public as pages_public
from festival.programme.views import api as programme_api
from festival.programme.views import calling as programme_calling
from festival.programme.views import changes as programme_changes
from festival.programme.views import clashes as programme_clashes
from festival.programme.views import drafts as programme_drafts
from festival.programme.views import editor as programme_editor
from festival.programme.views import feeds as programme_feeds
from festival.programme.views import grounds as programme_grounds
from festival.programme.views import people as programme_people
from festival.programme.views import pictures as programme_pictures
from festival.programme.views import plans as programme_plans
from festival.programme.views import public as programme_public
from festival.programme.views import releases as programme_releases
from festival.programme.views import screens as programme_screens
from festival.programme.views import sheets as programme_sheets
from festival.programme.views import tables as programme_tables
from festival.programme.views import venues as programme_venues
from festival.registration.views import accreditation as registration_accreditation
from festival.registration.views import accreditation_table as registration_accreditation_table
from festival.registration.views import agency as registration_agency
from festival.registration.views import badges as registration_badges
from festival.registration.views import bulk as registration_bulk
from festival.registration.views import changing as registration_changing
from festival.registration.views import codes as registration_codes
from festival.registration.views import corrections as registration_corrections
from festival.registration.views import desk as registration_desk
from festival.registration.views import exchange as registration_exchange
from festival.registration.views import figures as registration_figures
from festival.registration.views import group_desk as registration_group_desk
from festival.registration.views import groups as registration_groups
from festival.registration.views import guest_lists as registration_guest_lists
from festival.registration.views import guests as registration_guests
from festival.registration.views import heads as registration_heads
from festival.registration.views import invitations as registration_invitations
from festival.registration.views import invited as registration_invited
from festival.registration.views import letters as registration_letters
from festival.registration.views import mailings as registration_mailings
from festival.registration.views import own_data as registration_own_data
from festival.registration.views import own_photos as registration_own_photos
from festival.registration.views import papers as registration_papers
from festival.registration.views import persons as registration_persons
from festival.registration.views import photos as registration_photos
from festival.registration.views import places as registration_places
from festival.registration.views import precedence as registration_precedence
from festival.registration.views import privacy as registration_privacy
from festival.registration.views import processing as registration_processing
from festival.registration.views import public as registration_public
from festival.registration.views import questions as registration_questions
from festival.registration.views import receipts as registration_receipts
from festival.registration.views import reception as registration_reception
from festival.registration.views import seating as registration_seating
from festival.registration.views import tickets as registration_tickets
from festival.registration.views import unsubscribing as registration_unsubscribing
from festival.registration.views import violations as registration_violations
from festival.registration.views import waiting as registration_waiting
from festival.registration.views import walk_ins as registration_walk_ins

Reach = Literal["public", "staff", "device", "mixed"]


@dataclass(frozen=True, slots=True)
class Row:
    """A blueprint `domain.area` under a prefix. `reach` is whom its views may let in ("mixed": each says so itself)."""

    domain: str
    blueprint: Blueprint
    prefix: str
    reach: Reach


SITEMAP = (
    Row("pages", pages_public.blueprint, "", "public"),
    Row("pages", pages_health.blueprint, "", "public"),
    Row("programme", programme_public.blueprint, "/<language:lang>", "public"),
    Row("programme", programme_pictures.blueprint, "/<language:lang>", "public"),
    Row("programme", programme_venues.blueprint, "/<language:lang>", "public"),
    Row("programme", programme_screens.blueprint, "/<language:lang>", "public"),
    Row("programme", programme_plans.blueprint, "", "public"),
    Row("programme", programme_changes.blueprint, "", "public"),
    Row("programme", programme_feeds.blueprint, "/feeds", "public"),
    Row("programme", programme_api.blueprint, "/api/v1", "public"),
    Row("programme", programme_sheets.blueprint, "/desk", "staff"),
    Row("programme", programme_calling.blueprint, "/desk", "staff"),
    Row("conference", conference_public.blueprint, "/<language:lang>", "public"),
    Row("conference", conference_planning.blueprint, "/<language:lang>", "public"),
    Row("conference", conference_fields.blueprint, "/<language:lang>", "public"),
    Row("conference", conference_projects.blueprint, "/<language:lang>", "public"),
    Row("conference", conference_sessions.blueprint, "/<language:lang>", "public"),
    Row("conference", conference_agenda.blueprint, "", "public"),
    Row("conference", conference_speaking.blueprint, "", "public"),
    Row("conference", conference_speaker_files.blueprint, "", "public"),
    Row("conference", conference_questions.blueprint, "", "public"),
    Row("conference", conference_moderators.blueprint, "", "public"),
    Row("conference", conference_questions_desk.blueprint, "/desk", "staff"),
    Row("conference", conference_survey.blueprint, "/<language:lang>", "public"),
    Row("conference", conference_survey_desk.blueprint, "/desk", "staff"),
    Row("conference", conference_sessions_desk.blueprint, "/desk", "staff"),
    Row("conference", conference_materials_desk.blueprint, "/desk", "staff"),
    Row("conference", conference_speakers_desk.blueprint, "/desk", "staff"),
    Row("conference", conference_speaker_desk.blueprint, "/desk", "staff"),
    Row("conference", conference_visit.blueprint, "", "public"),
    Row("conference", conference_cards.blueprint, "", "public"),
    Row("conference", conference_contacts.blueprint, "", "mixed"),
    Row("conference", conference_checking.blueprint, "", "public"),
    Row("conference", conference_halls_desk.blueprint, "/desk", "staff"),
    Row("conference", conference_seats_desk.blueprint, "/desk", "staff"),
    Row("conference", conference_attendance_desk.blueprint, "/desk", "staff"),
    Row("conference", conference_dress_desk.blueprint, "/desk", "staff"),
    Row("conference", conference_certificates_desk.blueprint, "/desk", "staff"),
    Row("conference", conference_planning_desk.blueprint, "/desk", "staff"),
    Row("conference", conference_fields_desk.blueprint, "/desk", "staff"),
    Row("conference", conference_projects_desk.blueprint, "/desk", "staff"),
    Row("conference", conference_signings_desk.blueprint, "/desk", "staff"),
    Row("conference", conference_companies.blueprint, "", "public"),
    Row("conference", conference_companies_desk.blueprint, "/desk", "staff"),
    Row("conference", conference_rounds_desk.blueprint, "/desk", "staff"),
    Row("conference", conference_proposals_desk.blueprint, "/desk", "staff"),
    Row("conference", conference_meetings_desk.blueprint, "/desk", "staff"),
    Row("conference", conference_meeting_moves.blueprint, "/desk", "staff"),
    Row("conference", conference_follow_ups_desk.blueprint, "/desk", "staff"),
    Row("registration", registration_public.blueprint, "", "public"),
    Row("registration", registration_tickets.blueprint, "", "public"),
    Row("registration", registration_waiting.blueprint, "", "public"),
    Row("registration", registration_changing.blueprint, "", "public"),
    Row("registration", registration_papers.blueprint, "", "public"),
    Row("registration", registration_own_data.blueprint, "", "public"),
    Row("registration", registration_groups.blueprint, "", "public"),
    Row("registration", registration_group_desk.blueprint, "/desk", "staff"),
    Row("registration", registration_invited.blueprint, "", "public"),
    Row("registration", registration_own_photos.blueprint, "", "public"),
    Row("registration", registration_heads.blueprint, "", "public"),
    Row("gate", gate_app.blueprint, "/gate", "public"),
    Row("gate", gate_api.blueprint, "/api/v1/gate", "mixed"),
    Row("gate", gate_helping.blueprint, "/api/v1/gate", "mixed"),
    Row("gate", gate_taps.blueprint, "/api/v1/gate", "device"),
    Row("accounts", accounts_desk.blueprint, "/desk", "mixed"),
    Row("pages", pages_desk.blueprint, "/desk", "staff"),
    Row("programme", programme_editor.blueprint, "/desk", "staff"),
    Row("programme", programme_drafts.blueprint, "/desk", "staff"),
    Row("programme", programme_clashes.blueprint, "/desk", "staff"),
    Row("programme", programme_grounds.blueprint, "/desk", "staff"),
    Row("programme", programme_people.blueprint, "/desk", "staff"),
    Row("programme", programme_releases.blueprint, "/desk", "staff"),
    Row("programme", programme_tables.blueprint, "/desk", "staff"),
    Row("registration", registration_desk.blueprint, "/desk", "staff"),
    Row("registration", registration_places.blueprint, "/desk", "staff"),
    Row("registration", registration_persons.blueprint, "/desk", "staff"),
    Row("registration", registration_photos.blueprint, "/desk", "staff"),
    Row("registration", registration_accreditation.blueprint, "/desk", "staff"),
    Row("registration", registration_accreditation_table.blueprint, "/desk", "staff"),
    Row("registration", registration_badges.blueprint, "/desk", "staff"),
    Row("registration", registration_agency.blueprint, "", "public"),
    Row("registration", registration_guests.blueprint, "/desk", "staff"),
    Row("registration", registration_precedence.blueprint, "/desk", "staff"),
    Row("registration", registration_guest_lists.blueprint, "/desk", "staff"),
    Row("registration", registration_invitations.blueprint, "/desk", "staff"),
    Row("registration", registration_questions.blueprint, "/desk", "staff"),
    Row("registration", registration_reception.blueprint, "/desk", "staff"),
    Row("registration", registration_seating.blueprint, "/desk", "staff"),
    Row("registration", registration_letters.blueprint, "/desk", "staff"),
    Row("registration", registration_mailings.blueprint, "/desk", "staff"),
    Row("registration", registration_privacy.blueprint, "/desk", "staff"),
    Row("registration", registration_corrections.blueprint, "/desk", "staff"),
    Row("registration", registration_processing.blueprint, "/desk", "staff"),
    Row("registration", registration_violations.blueprint, "/desk", "staff"),
    Row("registration", registration_unsubscribing.blueprint, "", "public"),
    Row("registration", registration_receipts.blueprint, "/api/v1", "public"),
    Row("registration", registration_bulk.blueprint, "/desk", "staff"),
    Row("registration", registration_walk_ins.blueprint, "/desk", "staff"),
    Row("registration", registration_codes.blueprint, "/desk", "staff"),
    Row("registration", registration_exchange.blueprint, "/desk", "staff"),
    Row("registration", registration_figures.blueprint, "/desk", "staff"),
    Row("logistics", logistics_readiness.blueprint, "/desk", "staff"),
    Row("logistics", logistics_boards.blueprint, "/desk", "staff"),
    Row("logistics", logistics_tasks.blueprint, "/desk", "staff"),
    Row("logistics", logistics_progress.blueprint, "/desk", "staff"),
    Row("logistics", logistics_batches.blueprint, "/desk", "staff"),
    Row("logistics", logistics_following.blueprint, "/desk", "staff"),
    Row("logistics", logistics_directives.blueprint, "/desk", "staff"),
    Row("logistics", logistics_agencies.blueprint, "/desk", "staff"),
    Row("logistics", logistics_reports.blueprint, "/desk", "staff"),
    Row("logistics", logistics_duty_sheets.blueprint, "/desk", "staff"),
    Row("logistics", logistics_incidents.blueprint, "/desk", "staff"),
    Row("logistics", logistics_units.blueprint, "/desk", "staff"),
    Row("logistics", logistics_incident.blueprint, "/desk", "staff"),
    Row("logistics", logistics_sending.blueprint, "/desk", "staff"),
    Row("logistics", logistics_field.blueprint, "", "public"),
    Row("logistics", logistics_planning_tables.blueprint, "/desk", "staff"),
    Row("logistics", logistics_calculators.blueprint, "/desk", "staff"),
    Row("logistics", logistics_crew.blueprint, "/desk", "staff"),
    Row("logistics", logistics_crew_lists.blueprint, "/desk", "staff"),
    Row("logistics", logistics_posts.blueprint, "/desk", "staff"),
    Row("logistics", logistics_roster.blueprint, "/desk", "staff"),
    Row("logistics", logistics_roster_moves.blueprint, "/desk", "staff"),
    Row("logistics", logistics_shifts.blueprint, "/desk", "staff"),
    Row("logistics", logistics_shift_following.blueprint, "/desk", "staff"),
    Row("logistics", logistics_coverage.blueprint, "/desk", "staff"),
    Row("logistics", logistics_own_shifts.blueprint, "", "public"),
    Row("logistics", logistics_called.blueprint, "", "public"),
    Row("logistics", logistics_own_time.blueprint, "", "public"),
    Row("logistics", logistics_own_tasks.blueprint, "", "public"),
    Row("logistics", logistics_swaps.blueprint, "", "public"),
    Row("gate", gate_desk.blueprint, "/desk", "staff"),
    Row("gate", gate_conflicts.blueprint, "/desk", "staff"),
    Row("gate", gate_board.blueprint, "/desk", "staff"),
    Row("gate", gate_readiness.blueprint, "/desk", "staff"),
    Row("gate", gate_zones.blueprint, "/desk", "staff"),
    Row("gate", gate_limits.blueprint, "/desk", "staff"),
    Row("gate", gate_hours.blueprint, "/desk", "staff"),
    Row("gate", gate_rehearsal.blueprint, "/desk", "staff"),
    Row("gate", gate_paper.blueprint, "/desk", "staff"),
)


def register(app: Flask) -> None:
    """Put every blueprint in its place; endpoints are called domain.area.view."""
    for domain in dict.fromkeys(row.domain for row in SITEMAP):
        parent = Blueprint(domain, __name__)
        for row in SITEMAP:
            if row.domain == domain:
                parent.register_blueprint(row.blueprint, url_prefix=row.prefix)
        app.register_blueprint(parent)
