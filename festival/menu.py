"""The desk's menu: what the person who is signed in may open, in sections.

An area adds its one line to the section it belongs to; a section that holds nothing for somebody is not shown.
"""

from dataclasses import dataclass

from flask import request, url_for

from festival.accounts.types import Right
from festival.web import access
from festival.web.locale import gettext as _


@dataclass(frozen=True, slots=True)
class MenuItem:
    """One line of the menu."""

    label: str
    url: str
    icon: str
    active: bool


@dataclass(frozen=True, slots=True)
class MenuSection:
    """Lines that belong together; the first section has no title. `name` is for the page's own references."""

    name: str
    title: str
    items: tuple[MenuItem, ...]


@dataclass(frozen=True, slots=True)
class _Line:
    right: Right
    label: str
    endpoint: str
    icon: str


def _sections() -> list[tuple[str, str, list[_Line]]]:
    return [
        (
            "home",
            "",
            [_Line(Right.DASHBOARD, _("Overview"), "pages.desk.dashboard", "chart")],
        ),
        (
            "guests",
            _("People who come"),
            [
                _Line(
                    Right.SEE_REGISTRATIONS, _("Registrations"), "registration.desk.registrations", "people"
                ),
                _Line(
                    Right.SEE_REGISTRATIONS, _("Places and waiting"), "registration.places.places", "ticket"
                ),
                _Line(Right.SEE_REGISTRATIONS, _("Groups"), "registration.group_desk.groups", "flag"),
                _Line(Right.SEE_GUESTS, _("Guests"), "registration.guests.delegations_list", "star"),
                _Line(
                    Right.CHANGE_REGISTRATIONS,
                    _("Came without registering"),
                    "registration.walk_ins.walk_in",
                    "walk",
                ),
                _Line(Right.SEE_REGISTRATIONS, _("Find a code"), "registration.codes.find", "scan"),
                _Line(
                    Right.SEE_ACCREDITATION,
                    _("Accreditation"),
                    "registration.accreditation.requests",
                    "shield",
                ),
                _Line(Right.SEE_PERSONS, _("Persons"), "registration.persons.listed", "user"),
            ],
        ),
        (
            "programme",
            _("Programme"),
            [
                _Line(Right.SEE_DRAFTS, _("Draft and release"), "programme.editor.day", "calendar"),
                _Line(Right.SEE_DRAFTS, _("Run sheets"), "programme.sheets.sheets", "list"),
            ],
        ),
        (
            "conference",
            _("Conference"),
            [
                _Line(
                    Right.SEE_CONFERENCE,
                    _("Investors and companies"),
                    "conference.planning_desk.board",
                    "briefcase",
                )
            ],
        ),
        (
            "work",
            _("Work"),
            [
                _Line(Right.SEE_ALL_TASKS, _("Readiness"), "logistics.readiness.readiness", "eye"),
                _Line(Right.SEE_TASKS, _("Tasks"), "logistics.boards.board", "check"),
                _Line(Right.SEE_TASKS, _("Reports"), "logistics.reports.documents", "list"),
                _Line(Right.SEE_ROSTER, _("Crew and shifts"), "logistics.coverage.coverage", "people"),
                _Line(Right.SEE_INCIDENTS, _("Incidents"), "logistics.incidents.listed", "bell"),
                _Line(Right.USE_CALCULATORS, _("Calculators"), "logistics.calculators.index", "chart"),
            ],
        ),
        (
            "gates",
            _("At the gates"),
            [
                _Line(Right.MANAGE_GATES, _("Gates and phones"), "gate.desk.gates", "gate"),
                _Line(Right.SEE_GATES, _("Gates at work"), "gate.board.board", "chart"),
                _Line(Right.SEE_GATES, _("Zones and people"), "gate.zones.zones", "square"),
            ],
        ),
        (
            "messages",
            _("Messages and privacy"),
            [
                _Line(Right.SEE_MESSAGES, _("Messages"), "pages.desk.mailbox", "mail"),
                _Line(
                    Right.WRITE_MESSAGES, _("Practical notes"), "registration.mailings.all_mailings", "bell"
                ),
                _Line(Right.MANAGE_PRIVACY, _("Privacy desk"), "registration.privacy.requests", "lock"),
            ],
        ),
        (
            "house",
            _("The desk itself"),
            [
                _Line(Right.MANAGE_ACCOUNTS, _("Accounts"), "accounts.desk.accounts", "key"),
                _Line(Right.OWN_ACCOUNT, _("My account"), "accounts.desk.account", "user"),
                _Line(Right.STYLEGUIDE, _("Style guide"), "pages.desk.styleguide", "flower"),
            ],
        ),
    ]


def desk_menu() -> list[MenuSection]:
    """Return the menu of the person who is signed in."""
    person = access.actor()
    if person is None:
        return []
    sections = [
        (name, title, [line for line in lines if person.has(line.right)])
        for name, title, lines in _sections()
    ]
    addresses = {line.endpoint: url_for(line.endpoint) for _name, _title, lines in sections for line in lines}
    here = _standing_at(request.path, addresses)
    return [
        MenuSection(
            name,
            title,
            tuple(
                MenuItem(line.label, addresses[line.endpoint], line.icon, line.endpoint == here)
                for line in lines
            ),
        )
        for name, title, lines in sections
        if lines
    ]


def _standing_at(path: str, addresses: dict[str, str]) -> str | None:
    """Return the line under which `path` lies: the longest address that it is or continues; the front page is only itself."""
    under = {
        endpoint: address
        for endpoint, address in addresses.items()
        if path == address
        or (address != addresses.get("pages.desk.dashboard") and path.startswith(address.rstrip("/") + "/"))
    }
    return max(under, key=lambda endpoint: len(under[endpoint]), default=None)
