"""Other people's accounts: for administrators only, and never a way to lock oneself out."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from festival.accounts.types import Role
from festival.audit.queries import history
from festival.core.transaction import current
from tests.accounts.people import enter, is_in, make, sealed, stored, try_password
from tests.support.apps import post
from tests.web.rendered import Rendered, page, watching

PAGE = "/desk/accounts"


@pytest.fixture
def own_id(sqlite_app: Flask) -> int:
    """The administrator's account."""
    return make(sqlite_app, Role.ADMINISTRATOR)


@pytest.fixture
def administrator(sqlite_app: Flask, own_id: int) -> FlaskClient:
    """The administrator's browser."""
    return enter(sqlite_app, own_id)


def submit(client: FlaskClient, path: str, **fields: object) -> tuple[int, Rendered | None]:
    """Fill a form of the page; return the status and what the answer was made from, if it is a page."""
    client.get(PAGE)
    with watching(client.application) as seen:
        answer = post(client, path, fields, form_at=PAGE)
    return answer.status_code, seen[-1] if answer.status_code != 303 else None


def new(**changes: object) -> dict[str, object]:
    """Return the fields of a good form."""
    return {
        "login": "hoa@ban-to-chuc.example",
        "name": "Hoa (mẫu)",
        "language": "ja",
        "roles": ["crew"],
    } | changes


def test_a_new_account_gets_a_password_that_is_shown_once_and_works(
    sqlite_app: Flask, administrator: FlaskClient
) -> None:
    status, shown = submit(
        administrator, PAGE, **new(login="HOA@ban-to-chuc.example", roles=["crew", "registrar"])
    )
    assert (status, shown is not None) == (200, True)
    assert shown is not None
    login, password = shown["fresh"]
    assert login == "hoa@ban-to-chuc.example"
    assert page(administrator, PAGE)["fresh"] is None
    client = sqlite_app.test_client()
    assert try_password(client, login, password).status_code == 303
    mine = page(client, "/desk/account")
    assert (mine["person"].roles, mine["lang"]) == ({Role.CREW, Role.REGISTRAR}, "ja")
    assert client.get("/desk/registrations").status_code == 200


def test_a_new_organizer_sets_up_a_second_factor_first(sqlite_app: Flask, administrator: FlaskClient) -> None:
    _, shown = submit(administrator, PAGE, **new(roles=["organizer"]))
    assert shown is not None
    client = sqlite_app.test_client()
    try_password(client, *shown["fresh"])
    assert client.get("/desk/").location == "/desk/account/second-factor"


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [
        ({"login": ""}, {"login"}),
        ({"login": "hai chữ"}, {"login"}),
        ({"login": "ab"}, {"login"}),
        ({"login": "đạt"}, {"login"}),
        ({"login": "<script>"}, {"login"}),
        ({"login": "a" * 255}, {"login"}),
        ({"name": " \u200b "}, {"name"}),
        ({"name": "A" * 121}, {"name"}),
        ({"roles": []}, {"roles"}),
        ({"roles": ["king"]}, {"roles"}),
        ({"language": "fr"}, {"language"}),
    ],
)
def test_what_is_wrong_is_said_at_its_field(
    administrator: FlaskClient, changes: dict[str, object], wrong: set[str]
) -> None:
    status, shown = submit(administrator, PAGE, **new(**changes))
    assert status == 422
    assert shown is not None
    assert set(shown["form"].errors) == wrong


def test_a_login_is_given_to_one_person_only(app: Flask) -> None:
    administrator = enter(app, make(app, Role.ADMINISTRATOR))
    assert submit(administrator, PAGE, **new())[0] == 200
    status, shown = submit(administrator, PAGE, **new(login="Hoa@Ban-To-Chuc.example", name="Khác (mẫu)"))
    assert status == 422
    assert shown is not None
    assert set(shown["form"].errors) == {"login"}
    assert shown["form"].name.data == "Khác (mẫu)"
    assert len(shown["accounts"]) == 2


def test_a_closed_account_is_signed_out_and_may_be_opened_again(
    sqlite_app: Flask, administrator: FlaskClient
) -> None:
    hoa = make(sqlite_app, Role.CREW, login="hoa", password_hash=sealed())
    browser = enter(sqlite_app, hoa)
    assert submit(administrator, f"{PAGE}/{hoa}/disable")[0] == 303
    assert not is_in(browser)
    assert try_password(sqlite_app.test_client(), "hoa").status_code == 422
    assert submit(administrator, f"{PAGE}/{hoa}/enable")[0] == 303
    assert not is_in(browser)  # what has ended does not come back
    assert try_password(sqlite_app.test_client(), "hoa").status_code == 303


def test_a_reset_makes_a_fresh_password_and_takes_the_lost_phone_away(
    sqlite_app: Flask, administrator: FlaskClient
) -> None:
    hoa = make(
        sqlite_app, Role.CREW, login="hoa", totp="GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", password_hash=sealed()
    )
    browser = enter(sqlite_app, hoa)
    status, shown = submit(administrator, f"{PAGE}/{hoa}/reset")
    assert status == 200
    assert shown is not None
    login, password = shown["fresh"]
    assert not is_in(browser)
    assert stored(sqlite_app, hoa).totp_secret is None
    assert try_password(sqlite_app.test_client(), login).status_code == 422
    assert try_password(sqlite_app.test_client(), login, password).location == "/desk/"


def test_nobody_closes_his_own_account(sqlite_app: Flask, administrator: FlaskClient, own_id: int) -> None:
    assert submit(administrator, f"{PAGE}/{own_id}/disable")[0] == 403
    assert stored(sqlite_app, own_id).disabled_at is None
    assert is_in(administrator)


@pytest.mark.parametrize("act", ["disable", "enable", "reset"])
def test_an_account_that_is_not_there_is_not_found(administrator: FlaskClient, act: str) -> None:
    assert submit(administrator, f"{PAGE}/99999/{act}")[0] == 404


def test_the_record_tells_who_did_what_without_a_name_or_a_password(
    sqlite_app: Flask, administrator: FlaskClient, own_id: int
) -> None:
    _, shown = submit(administrator, PAGE, **new())
    assert shown is not None
    password = shown["fresh"][1]
    hoa = next(account.id for account in shown["accounts"] if account.id != own_id)
    for act in ("disable", "enable", "reset"):
        submit(administrator, f"{PAGE}/{hoa}/{act}")
    with sqlite_app.app_context():
        entries = history(current(), "account", hoa)
    told = [(entry.verb, entry.actor_kind, entry.actor_id) for entry in reversed(entries)]
    assert told == [
        (f"account.{verb}", "person", own_id) for verb in ("made", "disabled", "enabled", "reset")
    ]
    assert not any(word in str([e.details for e in entries]) for word in ("hoa", "Hoa", password))


def test_a_name_is_only_a_name(administrator: FlaskClient) -> None:
    submit(administrator, PAGE, **new(name="<script>alert(1)</script>"))
    text = administrator.get(PAGE).text
    assert "<script>alert" not in text
    assert "&lt;script&gt;alert" in text
