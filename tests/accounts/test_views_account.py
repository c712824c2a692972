"""One's own account: the password is changed by who knows it, and that ends the other browsers."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from festival.accounts.types import Role
from tests.accounts.people import enter, is_in, make, sealed, stored, try_password
from tests.support.apps import PASSWORD, FakeClock, post
from tests.web.rendered import Rendered, page, watching

NEW = "trà đá vỉa hè buổi chiều"


@pytest.fixture
def lan(sqlite_app: Flask) -> int:
    """A registrar who knows her password."""
    return make(sqlite_app, Role.REGISTRAR, Role.CREW, login="lanvuong", password_hash=sealed())


def change(client: FlaskClient, old: str, new: str) -> tuple[int, Rendered | None]:
    """Fill the form; return the status and what the page was made from."""
    with watching(client.application) as seen:
        answer = post(client, "/desk/account/password", {"old": old, "new": new}, form_at="/desk/account")
    return answer.status_code, seen[-1] if len(seen) > 1 else None


def test_one_sees_ones_own_name_and_roles(sqlite_app: Flask, lan: int) -> None:
    shown = page(enter(sqlite_app, lan), "/desk/account")
    assert shown["person"].login == "lanvuong"
    assert len(shown["roles"]) == 2
    assert shown["recovery_codes_left"] == 0


def test_a_new_password_takes_the_place_of_the_old_one(sqlite_app: Flask, lan: int) -> None:
    assert change(enter(sqlite_app, lan), PASSWORD, NEW)[0] == 303
    statuses = [try_password(sqlite_app.test_client(), "lanvuong", p).status_code for p in (PASSWORD, NEW)]
    assert statuses == [422, 303]


def test_the_other_browsers_are_signed_out_and_this_one_stays(sqlite_app: Flask, lan: int) -> None:
    here, there = enter(sqlite_app, lan), enter(sqlite_app, lan)
    somebody_else = enter(sqlite_app, make(sqlite_app, Role.CREW))
    change(here, PASSWORD, NEW)
    assert [is_in(client) for client in (here, there, somebody_else)] == [True, False, True]


def test_without_the_present_password_nothing_changes(sqlite_app: Flask, lan: int) -> None:
    here, there = enter(sqlite_app, lan), enter(sqlite_app, lan)
    before = stored(sqlite_app, lan).password_hash
    for old in ("", "not the password"):
        status, shown = change(here, old, NEW)
        assert status == 422
        assert shown is not None
        assert set(shown["form"].errors) == {"old"}
    assert stored(sqlite_app, lan).password_hash == before
    assert is_in(there)


@pytest.mark.parametrize("new", ["", "ngắn quá", "password1234", "lanvuonglanvuong", "x" * 201])
def test_a_bad_new_password_is_refused_at_its_field_and_not_shown(
    sqlite_app: Flask, lan: int, new: str
) -> None:
    status, shown = change(enter(sqlite_app, lan), PASSWORD, new)
    assert status == 422
    assert shown is not None
    assert set(shown["form"].errors) == {"new"}


def test_a_password_may_be_as_long_as_two_hundred_characters_with_spaces_around(
    sqlite_app: Flask, lan: int
) -> None:
    long = (" " + "k7Qv-9mTz-Lw3x " * 20)[:199] + " "
    assert len(long) == 200
    assert change(enter(sqlite_app, lan), PASSWORD, long)[0] == 303
    assert try_password(sqlite_app.test_client(), "lanvuong", long).status_code == 303
    assert try_password(sqlite_app.test_client(), "lanvuong", long.strip()).status_code == 422


def test_guessing_the_present_password_of_an_open_browser_is_slowed_down(
    sqlite_app: Flask, fake_clock: FakeClock
) -> None:
    """Whoever finds a browser open must not find out the password in it by trying."""
    client = enter(sqlite_app, make(sqlite_app, Role.CREW))
    sqlite_app.config["WTF_CSRF_ENABLED"] = False

    def guess(number: int) -> int:
        fields = {"old": f"wrong {number}", "new": NEW}
        return client.post("/desk/account/password", data=fields).status_code

    assert [guess(number) for number in range(11)] == [422] * 10 + [429]
    fake_clock.pass_(minutes=15)
    assert guess(11) == 422
