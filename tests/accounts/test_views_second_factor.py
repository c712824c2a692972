"""The second step: who owes it, how it is set up, and that each code opens once."""

import time

import pyotp
import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from festival.accounts.services import disable
from festival.accounts.types import Role
from festival.accounts.views.desk import _PENDING
from festival.core import clock
from festival.core.actor import SYSTEM
from festival.core.transaction import writing
from tests.accounts.people import enter, give_recovery_codes, is_in, make, sealed, stored, try_password
from tests.support.apps import PASSWORD, FakeClock, post
from tests.web.rendered import page, watching

TOTP = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
SET_UP = "/desk/account/second-factor"
CODE = "/desk/sign-in/code"


def code(secret: str = TOTP) -> str:
    """Return the code an authenticator app shows now."""
    return pyotp.TOTP(secret).at(clock.now())


def set_up(app: Flask, client: FlaskClient) -> tuple[str, list[str]]:
    """Set up the second factor as a person does; return the secret and the recovery codes."""
    secret = str(page(client, SET_UP)["secret"]).replace(" ", "")
    with watching(app) as seen:
        answer = post(client, SET_UP, {"code": code(secret), "password": PASSWORD})
    assert answer.status_code == 200
    return secret, list(seen[-1]["codes"])


@pytest.fixture
def lan(sqlite_app: Flask) -> int:
    """An organizer with a phone."""
    return make(sqlite_app, Role.ORGANIZER, login="lan", sample=False, totp=TOTP, password_hash=sealed())


def after_password(app: Flask, account_id: int) -> FlaskClient:
    """Return a browser in which this account's password has just been right."""
    client = app.test_client()
    with client.session_transaction() as cookie:
        cookie[_PENDING] = [account_id, int(time.time()), "/desk/account"]
    return client


@pytest.fixture
def halfway(sqlite_app: Flask, lan: int) -> FlaskClient:
    """Her browser, after the password."""
    return after_password(sqlite_app, lan)


def send(client: FlaskClient, typed: str) -> TestResponse:
    """Type a code at the second step."""
    return post(client, CODE, {"code": typed})


# --- setting it up -----------------------------------------------------------------------------------------------------


def test_who_holds_many_peoples_data_sets_it_up_first(sqlite_app: Flask) -> None:
    number = make(sqlite_app, Role.ADMINISTRATOR, sample=False, password_hash=sealed())
    client = enter(sqlite_app, number)
    assert client.get("/desk/").location == SET_UP
    _, codes = set_up(sqlite_app, client)
    assert len(codes) == 10
    assert is_in(client)


def test_a_sample_account_may_be_tried_out_without_a_phone(sqlite_app: Flask) -> None:
    assert is_in(enter(sqlite_app, make(sqlite_app, Role.ADMINISTRATOR, sample=True)))


def test_a_wrong_code_sets_nothing_up_and_keeps_the_secret_on_the_page(sqlite_app: Flask) -> None:
    number = make(sqlite_app, Role.ORGANIZER, sample=False, password_hash=sealed())
    client = enter(sqlite_app, number)
    before = page(client, SET_UP)["secret"]
    with watching(sqlite_app) as seen:
        answer = post(client, SET_UP, {"code": "000000", "password": PASSWORD})
    assert answer.status_code == 422
    assert seen[-1]["form"].code.errors
    assert seen[-1]["secret"] == before
    assert stored(sqlite_app, number).totp_secret is None


def test_what_is_stored_is_sealed_and_recovery_codes_are_not_shown_again(sqlite_app: Flask) -> None:
    number = make(sqlite_app, Role.ORGANIZER, sample=False, password_hash=sealed())
    client = enter(sqlite_app, number)
    secret, codes = set_up(sqlite_app, client)
    kept = stored(sqlite_app, number).totp_secret
    assert kept is not None
    assert secret.encode() not in kept
    for path in ("/desk/account", SET_UP):
        text = client.get(path).text
        assert not any(one in text for one in [secret, *codes])
    assert page(client, "/desk/account")["recovery_codes_left"] == 10


def test_the_code_that_set_it_up_opens_nothing_more(sqlite_app: Flask) -> None:
    number = make(sqlite_app, Role.ORGANIZER, sample=False, password_hash=sealed())
    secret, _ = set_up(sqlite_app, enter(sqlite_app, number))
    assert send(after_password(sqlite_app, number), code(secret)).status_code == 422


def test_setting_up_another_phone_makes_the_first_one_worthless(
    sqlite_app: Flask, lan: int, fake_clock: FakeClock
) -> None:
    client = enter(sqlite_app, lan)
    secret, _ = set_up(sqlite_app, client)
    fake_clock.pass_(minutes=1)
    again = after_password(sqlite_app, lan)
    assert send(again, code(TOTP)).status_code == 422
    assert send(again, code(secret)).status_code == 303


@pytest.mark.parametrize("password", ["", "not the password"])
def test_who_finds_an_open_browser_cannot_exchange_the_phone(
    sqlite_app: Flask, lan: int, password: str
) -> None:
    """ASVS 5.0, 7.5.1: what proves who somebody is changes only after proving it again."""
    client = enter(sqlite_app, lan)
    before = stored(sqlite_app, lan).totp_secret
    secret = str(page(client, SET_UP)["secret"]).replace(" ", "")
    with watching(sqlite_app) as seen:
        answer = post(client, SET_UP, {"code": code(secret), "password": password})
    assert answer.status_code == 422
    assert set(seen[-1]["form"].errors) == {"password"}
    assert stored(sqlite_app, lan).totp_secret == before


def test_guessing_the_password_while_setting_it_up_is_slowed_down(sqlite_app: Flask) -> None:
    client = enter(sqlite_app, make(sqlite_app, Role.CREW))
    secret = str(page(client, SET_UP)["secret"]).replace(" ", "")
    sqlite_app.config["WTF_CSRF_ENABLED"] = False
    statuses = [
        client.post(SET_UP, data={"code": code(secret), "password": f"wrong {n}"}).status_code
        for n in range(12)
    ]
    assert statuses[0] == 422
    assert statuses[-1] == 429


def test_the_secret_of_a_phone_that_is_being_set_up_cannot_be_read_from_the_cookie(sqlite_app: Flask) -> None:
    client = enter(sqlite_app, make(sqlite_app, Role.CREW))
    secret = str(page(client, SET_UP)["secret"]).replace(" ", "")
    with client.session_transaction() as cookie:
        assert secret not in str(dict(cookie))


# --- using it ----------------------------------------------------------------------------------------------------------


def test_after_the_password_the_code_opens_and_one_comes_to_where_one_wanted(
    sqlite_app: Flask, lan: int
) -> None:
    client = sqlite_app.test_client()
    answer = try_password(client, "lan", next="/desk/account")
    assert (answer.status_code, answer.location) == (303, CODE)
    assert not is_in(client)
    answer = send(client, code())
    assert (answer.status_code, answer.location) == (303, "/desk/account")
    assert is_in(client)


def test_the_second_step_waits_five_minutes_for_its_code(sqlite_app: Flask, lan: int) -> None:
    client = sqlite_app.test_client()
    with client.session_transaction() as cookie:
        cookie[_PENDING] = [lan, int(time.time()) - 301, "/desk/"]
    assert client.get(CODE).location == "/desk/sign-in"


@pytest.mark.parametrize("typed", ["000000", "", "abcdef", "²³¹²³¹", "12345678901234567890123"])
def test_a_wrong_code_is_said_to_be_wrong_and_may_be_typed_again(
    sqlite_app: Flask, halfway: FlaskClient, typed: str
) -> None:
    with watching(sqlite_app) as seen:
        answer = send(halfway, typed)
    assert answer.status_code == 422
    assert seen[-1]["form"].code.errors
    assert not is_in(halfway)
    assert send(halfway, code()).status_code == 303


def test_a_code_that_was_used_is_used(
    sqlite_app: Flask, lan: int, halfway: FlaskClient, fake_clock: FakeClock
) -> None:
    overheard = code()
    send(halfway, overheard)
    other = after_password(sqlite_app, lan)
    assert send(other, overheard).status_code == 422
    fake_clock.pass_(seconds=30)
    assert send(other, overheard).status_code == 422
    assert send(other, code()).status_code == 303


def test_a_recovery_code_opens_once(sqlite_app: Flask, lan: int) -> None:
    codes = give_recovery_codes(sqlite_app, lan)
    typed = (codes[0].lower(), codes[0], codes[1].replace("-", " "))
    assert [send(after_password(sqlite_app, lan), one).status_code for one in typed] == [303, 422, 303]
    assert page(enter(sqlite_app, lan), "/desk/account")["recovery_codes_left"] == 8


def test_somebody_elses_recovery_code_opens_nothing(sqlite_app: Flask, halfway: FlaskClient) -> None:
    codes = give_recovery_codes(sqlite_app, make(sqlite_app, Role.ORGANIZER))
    assert send(halfway, codes[0]).status_code == 422


def test_new_recovery_codes_end_the_old_ones(sqlite_app: Flask, lan: int) -> None:
    old = give_recovery_codes(sqlite_app, lan)
    _, new = set_up(sqlite_app, enter(sqlite_app, lan))
    client = after_password(sqlite_app, lan)
    assert [send(client, typed).status_code for typed in (old[0], new[0])] == [422, 303]


def test_codes_are_tried_ten_times_in_a_quarter_of_an_hour(
    sqlite_app: Flask, halfway: FlaskClient, fake_clock: FakeClock
) -> None:
    sqlite_app.config["WTF_CSRF_ENABLED"] = False
    statuses = [halfway.post(CODE, data={"code": f"{n:06}"}).status_code for n in range(11)]
    assert statuses == [422] * 10 + [429]
    assert halfway.post(CODE, data={"code": code()}).status_code == 429
    fake_clock.pass_(minutes=15)
    assert halfway.post(CODE, data={"code": code()}).status_code == 303


def test_without_the_password_there_is_no_second_step(sqlite_app: Flask, lan: int) -> None:
    client = sqlite_app.test_client()
    sqlite_app.config["WTF_CSRF_ENABLED"] = False
    for answer in (client.get(CODE), client.post(CODE, data={"code": code()})):
        assert (answer.status_code, answer.location) == (303, "/desk/sign-in")


def test_an_account_that_is_closed_between_the_steps_stays_closed(
    sqlite_app: Flask, lan: int, halfway: FlaskClient
) -> None:
    with sqlite_app.app_context(), writing() as session:
        disable(session, actor=SYSTEM, account_id=lan, now=clock.now())
    assert send(halfway, code()).status_code == 422
    assert not is_in(halfway)
