"""The desk's menu: sections for those who have something in them, and one line that says where one is."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from festival.accounts.types import Role
from festival.core.transaction import writing
from festival.menu import MenuSection, desk_menu
from tests.accounts.people import enter, make
from tests.web.parties import application, store


def shown(app: Flask, client: FlaskClient, path: str) -> list[MenuSection]:
    """Return the menu of the page at `path`."""
    with client.application.test_request_context(path), client.session_transaction() as cookie:
        from flask import session  # noqa: PLC0415 (the request's own)

        session.update(cookie)
        return desk_menu()


def here(sections: list[MenuSection]) -> list[str]:
    """Return the addresses of the lines that say "you are here"."""
    return [item.url for section in sections for item in section.items if item.active]


@pytest.fixture
def organizer(sqlite_app: Flask) -> FlaskClient:
    """Somebody who may open nearly everything."""
    with sqlite_app.app_context(), writing() as session:
        store(session, application())
    return enter(sqlite_app, make(sqlite_app, Role.ORGANIZER))


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ("/desk/", "/desk/"),
        ("/desk/registrations", "/desk/registrations"),
        ("/desk/registrations/1", "/desk/registrations"),
        ("/desk/programme/1/place", "/desk/programme"),
        ("/desk/account", "/desk/account"),
    ],
)
def test_one_line_says_where_one_is(sqlite_app: Flask, organizer: FlaskClient, path: str, line: str) -> None:
    assert here(shown(sqlite_app, organizer, path)) == [line]


def test_an_address_that_only_begins_alike_is_elsewhere(sqlite_app: Flask, organizer: FlaskClient) -> None:
    assert here(shown(sqlite_app, organizer, "/desk/registrations-of-others")) == []


def test_a_section_without_a_line_is_not_shown(sqlite_app: Flask) -> None:
    registrar = enter(sqlite_app, make(sqlite_app, Role.REGISTRAR))
    names = {section.name for section in shown(sqlite_app, registrar, "/desk/")}
    assert "guests" in names
    assert "gates" not in names


def test_a_stranger_has_no_menu(sqlite_app: Flask) -> None:
    assert shown(sqlite_app, sqlite_app.test_client(), "/desk/") == []


def test_the_page_names_each_list_by_its_section(sqlite_app: Flask, organizer: FlaskClient) -> None:
    page = organizer.get("/desk/").text
    named = re.findall(r'<ul class="desk__lines" aria-labelledby="([^"]+)"', page)
    assert len(named) == len(set(named)) > 0
    assert all(f'id="{name}"' in page for name in named)
