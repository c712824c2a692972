"""Roles, the rights they bring, and who is signed in."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from festival.core.actor import Actor
from festival.core.trilingual import Language

MIN_PASSWORD = 12
IDLE_LIMIT = timedelta(hours=12)  # a shift of the festival's night; after it one signs in again
SESSION_LIMIT = timedelta(days=7)
FAILURES_PER_ACCOUNT = 10  # in a quarter of an hour
FAILURES_PER_NETWORK = 60  # an office behind one address
FAILURE_WINDOW = timedelta(minutes=15)


class Role(StrEnum):
    """What somebody is for the festival."""

    ADMINISTRATOR = "administrator"
    ORGANIZER = "organizer"
    REGISTRAR = "registrar"
    PROTOCOL = "protocol"
    SECURITY = "security"
    PRIVACY_OFFICER = "privacy_officer"
    GATE_LEAD = "gate_lead"
    COORDINATOR = "coordinator"
    CREW = "crew"
    LEADER = "leader"


class Right(StrEnum):
    """What a view asks for."""

    OWN_ACCOUNT = "own_account"
    DASHBOARD = "dashboard"
    SEE_REGISTRATIONS = "see_registrations"
    CHANGE_REGISTRATIONS = "change_registrations"
    MANAGE_PLACES = "manage_places"
    SEE_PERSONS = "see_persons"
    CHANGE_PERSONS = "change_persons"
    SEE_ACCREDITATION = "see_accreditation"
    MANAGE_ACCREDITATION = "manage_accreditation"
    SEE_PHOTOS = "see_photos"  # of badges: who has agreed was told that protocol and security see them
    APPROVE_ACCREDITATION = "approve_accreditation"
    COUNTERSIGN_ACCREDITATION = "countersign_accreditation"
    SEE_GUESTS = "see_guests"
    CHANGE_GUESTS = "change_guests"
    SEE_GUEST_CARE = "see_guest_care"  # what guests eat, when they fly and where they sleep
    SEE_GATES = "see_gates"  # the board, and how many people are where
    MANAGE_GATES = "manage_gates"
    SEE_DRAFTS = "see_drafts"
    EDIT_PROGRAMME = "edit_programme"
    PUBLISH_PROGRAMME = "publish_programme"
    CALL_CUES = "call_cues"
    SEE_CONFERENCE = "see_conference"
    EDIT_CONFERENCE = "edit_conference"
    SEE_ATTENDANCE = "see_attendance"  # who was in which session, by name
    ISSUE_CERTIFICATES = "issue_certificates"  # of attendance: issue, print, revoke
    SEE_TASKS = "see_tasks"  # those of the own agencies
    SEE_ALL_TASKS = "see_all_tasks"
    REPORT_TASKS = "report_tasks"  # how far the own agencies' tasks are
    MANAGE_TASKS = "manage_tasks"
    USE_CALCULATORS = "use_calculators"
    CHANGE_FIGURES = "change_figures"  # the tables that the calculators take their numbers from
    SEE_ROSTER = "see_roster"  # posts, shifts, who is on them and who is there
    MANAGE_ROSTER = "manage_roster"
    SEE_INCIDENTS = "see_incidents"
    WRITE_INCIDENTS = "write_incidents"
    SEE_CONFIDENTIAL_INCIDENTS = "see_confidential_incidents"
    SEE_MESSAGES = "see_messages"
    WRITE_MESSAGES = "write_messages"
    MANAGE_PRIVACY = "manage_privacy"
    MANAGE_ACCOUNTS = "manage_accounts"
    STYLEGUIDE = "styleguide"


_EVERYBODY = {Right.OWN_ACCOUNT, Right.DASHBOARD}
_PERSONS = {Right.SEE_PERSONS, Right.CHANGE_PERSONS}
_TASKS = {Right.SEE_TASKS, Right.SEE_ALL_TASKS, Right.REPORT_TASKS, Right.MANAGE_TASKS}
_ROSTER = {Right.SEE_ROSTER, Right.MANAGE_ROSTER}
_GUESTS = {Right.SEE_GUESTS, Right.CHANGE_GUESTS, Right.SEE_GUEST_CARE}
_INCIDENTS = {Right.SEE_INCIDENTS, Right.WRITE_INCIDENTS, Right.SEE_CONFIDENTIAL_INCIDENTS}
_FIGURES = {Right.USE_CALCULATORS, Right.CHANGE_FIGURES}
_ATTENDANCE = {Right.SEE_ATTENDANCE, Right.ISSUE_CERTIFICATES}
_CONFERENCE = {Right.SEE_CONFERENCE, Right.EDIT_CONFERENCE} | _ATTENDANCE
RIGHTS: dict[Role, frozenset[Right]] = {
    Role.ADMINISTRATOR: frozenset(Right),
    # Security countersigns what protocol approves: an organizer does not stand in for both.
    Role.ORGANIZER: frozenset(
        set(Right) - {Right.MANAGE_ACCOUNTS, Right.COUNTERSIGN_ACCREDITATION, Right.MANAGE_PRIVACY}
    ),
    Role.REGISTRAR: frozenset(
        _EVERYBODY
        | _PERSONS
        | {
            Right.SEE_REGISTRATIONS,
            Right.CHANGE_REGISTRATIONS,
            Right.SEE_MESSAGES,
            Right.WRITE_MESSAGES,
            Right.SEE_ACCREDITATION,
            Right.SEE_GUESTS,
        }
    ),
    Role.PROTOCOL: frozenset(
        _EVERYBODY
        | _PERSONS
        | _GUESTS
        | {Right.SEE_CONFERENCE}
        | _ATTENDANCE
        | {Right.SEE_ACCREDITATION, Right.MANAGE_ACCREDITATION, Right.APPROVE_ACCREDITATION, Right.SEE_PHOTOS}
    ),
    Role.SECURITY: frozenset(
        _EVERYBODY
        | _INCIDENTS
        | {Right.SEE_PERSONS, Right.SEE_ACCREDITATION, Right.COUNTERSIGN_ACCREDITATION, Right.SEE_PHOTOS}
        | {Right.USE_CALCULATORS}
    ),
    Role.PRIVACY_OFFICER: frozenset(
        _EVERYBODY | {Right.MANAGE_PRIVACY, Right.SEE_REGISTRATIONS, Right.SEE_MESSAGES}
    ),
    Role.GATE_LEAD: frozenset(
        _EVERYBODY
        | {Right.SEE_GATES, Right.MANAGE_GATES, Right.SEE_REGISTRATIONS, Right.USE_CALCULATORS}
        | {Right.SEE_INCIDENTS, Right.WRITE_INCIDENTS}
    ),
    Role.COORDINATOR: frozenset(
        _EVERYBODY
        | _CONFERENCE
        | _TASKS
        | _FIGURES
        | _ROSTER
        | _INCIDENTS
        | {Right.SEE_DRAFTS, Right.EDIT_PROGRAMME, Right.CALL_CUES}
    ),
    Role.CREW: frozenset({Right.OWN_ACCOUNT, Right.DASHBOARD, Right.SEE_TASKS, Right.REPORT_TASKS}),
    Role.LEADER: frozenset(
        _EVERYBODY
        | {
            Right.SEE_GATES,
            Right.SEE_DRAFTS,
            Right.SEE_CONFERENCE,
            Right.SEE_TASKS,
            Right.SEE_ALL_TASKS,
            Right.USE_CALCULATORS,
            Right.SEE_ROSTER,
            Right.SEE_INCIDENTS,
            Right.SEE_CONFIDENTIAL_INCIDENTS,
        }
    ),
}

# Who can read or change many people's data, or open gates, owes a second factor.
SECOND_FACTOR_ROLES = frozenset(
    {Role.ADMINISTRATOR, Role.ORGANIZER, Role.PROTOCOL, Role.SECURITY, Role.PRIVACY_OFFICER}
)


@dataclass(frozen=True, slots=True)
class SignedIn:
    """The person behind a request, with the rights of all roles."""

    account_id: int
    sign_in_id: int
    login: str
    name: str
    language: Language
    roles: frozenset[Role]
    rights: frozenset[str]
    must_enrol: bool
    has_second_factor: bool

    @property
    def actor(self) -> Actor:
        """Return the person as the audit knows them."""
        return Actor("person", self.account_id)

    def has(self, right: str) -> bool:
        """Tell whether one of the roles brings `right`."""
        return right in self.rights


class SignInRefusal(StrEnum):
    """Why a sign-in did not happen. Pages say only as much as a stranger may know."""

    WRONG = "wrong"
    TOO_MANY = "too_many"


@dataclass(frozen=True, slots=True)
class SignInStarted:
    """The password was right. `token` is the session's secret; None while the second factor is still owed."""

    account_id: int
    token: str | None
    language: Language
