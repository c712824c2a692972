"""What each role may, page by page, in one table that is read and not computed."""

import pytest
from flask import Flask
from werkzeug.routing import Rule

from festival.accounts.labels import role_labels
from festival.accounts.types import RIGHTS, SECOND_FACTOR_ROLES, Right, Role
from tests.accounts.people import enter, make
from tests.web.rendered import document

TABLE = """
                       own_account dashboard see_registrations change_registrations manage_gates see_messages manage_accounts styleguide see_drafts edit_programme publish_programme call_cues see_persons change_persons see_accreditation manage_accreditation approve_accreditation countersign_accreditation write_messages manage_privacy manage_places see_guests change_guests see_guest_care see_photos see_conference edit_conference see_tasks see_all_tasks report_tasks manage_tasks see_gates use_calculators change_figures see_incidents write_incidents see_confidential_incidents see_roster manage_roster see_attendance issue_certificates
    administrator           x          x             x                  x                x            x              x            x          x            x                x             x          x            x                x                  x                     x                       x                   x              x       x                   x           x              x            x              x               x    x           x             x            x             x   x   x   x   x   x   x   x   x   x
    organizer               x          x             x                  x                x            x              .            x          x            x                x             x          x            x                x                  x                     x                       .                   x              .       x                   x           x              x            x              x               x    x           x             x            x             x   x   x   x   x   x   x   x   x   x
    registrar               x          x             x                  x                .            x              .            .          .            .                .             .          x            x                x                  .                     .                       .                   x              .       .                   x           .              .            .              .               .    .           .             .            .             .   .   .   .   .   .   .   .   .   .
    protocol                x          x             .                  .                .            .              .            .          .            .                .             .          x            x                x                  x                     x                       .                   .              .       .                   x           x              x            x              x               .    .           .             .            .             .   .   .   .   .   .   .   .   x   x
    security                x          x             .                  .                .            .              .            .          .            .                .             .          x            .                x                  .                     .                       x                   .              .       .                   .           .              .            x              .               .    .           .             .            .             .   x   .   x   x   x   .   .   .   .
    privacy_officer         x          x             x                  .                .            x              .            .          .            .                .             .          .            .                .                  .                     .                       .                   .              x       .                   .           .              .            .              .               .    .           .             .            .             .   .   .   .   .   .   .   .   .   .
    gate_lead               x          x             x                  .                x            .              .            .          .            .                .             .          .            .                .                  .                     .                       .                   .              .       .                   .           .              .            .              .               .    .           .             .            .             x   x   .   x   x   .   .   .   .   .
    coordinator             x          x             .                  .                .            .              .            .          x            x                .             x          .            .                .                  .                     .                       .                   .              .       .                   .           .              .            .              x               x    x           x             x            x             .   x   x   x   x   x   x   x   x   x
    crew                    x          x             .                  .                .            .              .            .          .            .                .             .          .            .                .                  .                     .                       .                   .              .       .                   .           .              .            .              .               .    x           .             x            .             .   .   .   .   .   .   .   .   .   .
    leader                  x          x             .                  .                .            .              .            .          x            .                .             .          .            .                .                  .                     .                       .                   .              .       .                   .           .              .            .              x               .    x           x             .            .             x   x   .   x   .   x   x   .   .   .
"""


def expected() -> dict[Role, frozenset[Right]]:
    """Return the table above as a mapping."""
    head, *rows = [line.split() for line in TABLE.strip().splitlines()]
    rights = [Right(word) for word in head]
    return {
        Role(name): frozenset(right for right, mark in zip(rights, marks, strict=True) if mark == "x")
        for name, *marks in rows
    }


def test_the_rights_are_those_of_the_table() -> None:
    assert expected() == RIGHTS
    assert set(RIGHTS) == set(Role)


def test_who_can_read_or_change_everything_owes_a_second_factor() -> None:
    assert {
        Role.ADMINISTRATOR,
        Role.ORGANIZER,
        Role.PROTOCOL,
        Role.SECURITY,
        Role.PRIVACY_OFFICER,
    } == SECOND_FACTOR_ROLES


def test_every_role_has_a_name(sqlite_app: Flask) -> None:
    with sqlite_app.app_context():
        labels = role_labels()
    assert set(labels) == set(Role)
    assert len(set(labels.values())) == len(Role)


def staff_rules(app: Flask) -> list[tuple[Rule, str]]:
    """Return every address of the desk with the right its guard asks for."""
    found = []
    for rule in app.url_map.iter_rules():
        guard = getattr(app.view_functions[rule.endpoint], "guard", None)
        if guard is not None and guard.audience == "staff":
            found.append((rule, guard.right))
    return found


def ask(app: Flask, rule: Rule, account_id: int) -> tuple[str, int, str | None]:
    """Open an address as an account, with numbers that belong to nothing; return its method, status and location."""
    method = "GET" if "GET" in (rule.methods or ()) else "POST"
    numbers = dict.fromkeys(rule.arguments, 99_999)
    path = app.url_map.bind("localhost").build(rule.endpoint, numbers, method=method)
    answer = enter(app, account_id).open(path, method=method)
    return method, answer.status_code, answer.location


@pytest.mark.parametrize("role", Role)
def test_each_page_opens_for_those_who_have_its_right_and_for_nobody_else(
    sqlite_app: Flask, role: Role
) -> None:
    sqlite_app.config["WTF_CSRF_ENABLED"] = False
    account = make(sqlite_app, role)
    rules = staff_rules(sqlite_app)
    assert len(rules) > 20
    for rule, right in rules:
        method, status, location = ask(sqlite_app, rule, account)
        if Right(right) in expected()[role]:
            assert status in ({200, 404} if method == "GET" else {200, 303, 404, 422}), rule
            assert location is None or not location.startswith("/desk/sign-in?"), rule
        else:
            assert status == 403, rule


@pytest.mark.parametrize("role", Role)
def test_the_first_page_offers_only_what_opens(sqlite_app: Flask, role: Role) -> None:
    client = enter(sqlite_app, make(sqlite_app, role))
    offered = {link for link in document(client.get("/desk/").text).links if link.startswith("/")}
    assert any(link.startswith("/desk/account") for link in offered)
    pages = {link for link in offered if not link.startswith("/language/")}
    assert {link: client.get(link).status_code for link in pages} == dict.fromkeys(pages, 200)
