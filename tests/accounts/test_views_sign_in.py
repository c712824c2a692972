"""Signing in and out: who gets in, how often one may try, and when it ends."""

import hashlib
import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from festival.accounts.models import Account, SignIn
from festival.accounts.services import disable
from festival.accounts.types import Role
from festival.accounts.views.desk import TOKEN
from festival.audit.models import AuditEntry
from festival.core import clock
from festival.core.actor import SYSTEM
from festival.core.transaction import current, writing
from tests.accounts.people import enter, is_in, make, sealed, try_password
from tests.support.apps import PASSWORD, FakeClock, csrf, post
from tests.web.rendered import watching


@pytest.fixture
def somebody(sqlite_app: Flask) -> int:
    """A member of the crew who knows the password."""
    return make(sqlite_app, Role.CREW, login="lan", password_hash=sealed())


def shut(app: Flask, account_id: int) -> None:
    """Close an account."""
    with app.app_context(), writing() as session:
        disable(session, actor=SYSTEM, account_id=account_id, now=clock.now())


def token_of(client: FlaskClient) -> str | None:
    """Return the token in a browser's session."""
    with client.session_transaction() as cookie:
        found: str | None = cookie.get(TOKEN)
    return found


# --- getting in --------------------------------------------------------------------------------------------------------


def test_with_the_right_password_one_gets_in(app: Flask) -> None:
    make(app, Role.CREW, login="lan", password_hash=sealed())
    client = app.test_client()
    answer = try_password(client, "lan")
    assert (answer.status_code, answer.location) == (303, "/desk/")
    assert is_in(client)


def test_an_account_is_found_however_it_is_written(sqlite_app: Flask, somebody: int) -> None:
    assert try_password(sqlite_app.test_client(), "  LAN ").status_code == 303


def test_a_wrong_password_an_unknown_account_and_a_closed_one_meet_the_same_page(sqlite_app: Flask) -> None:
    make(sqlite_app, Role.CREW, login="co-that", password_hash=sealed())
    shut(sqlite_app, make(sqlite_app, Role.CREW, login="da-dong", password_hash=sealed()))
    pages = []
    for login, password in (("co-that", "not the password"), ("khong-co", PASSWORD), ("da-dong", PASSWORD)):
        client = sqlite_app.test_client()
        answer = try_password(client, login, password)
        assert answer.status_code == 422
        assert token_of(client) is None
        assert password not in answer.text
        pages.append(re.sub(r'value="[\w.-]{80,}"', "", answer.text).replace(login, ""))
    assert pages[0] == pages[1] == pages[2]


def test_an_empty_form_is_told_what_is_missing_without_counting_as_a_try(sqlite_app: Flask) -> None:
    client = sqlite_app.test_client()
    with watching(sqlite_app) as seen:
        answer = post(client, "/desk/sign-in", {"login": "", "password": ""})
    assert answer.status_code == 422
    assert set(seen[-1]["form"].errors) == {"login", "password"}


@pytest.mark.parametrize(
    ("wanted", "got"),
    [("/desk/account?x=1", "/desk/account?x=1"), ("//evil.example", "/desk/"), ("/\\evil.example", "/desk/")],
)
def test_one_comes_to_where_one_wanted_but_never_to_another_site(
    sqlite_app: Flask, somebody: int, wanted: str, got: str
) -> None:
    assert try_password(sqlite_app.test_client(), "lan", next=wanted).location == got


def test_who_is_in_already_is_not_asked_again(sqlite_app: Flask, somebody: int) -> None:
    client = enter(sqlite_app, somebody)
    answer = client.get("/desk/sign-in?next=/desk/account")
    assert (answer.status_code, answer.location) == (302, "/desk/account")


def test_the_desk_speaks_the_language_of_the_account(sqlite_app: Flask, somebody: int) -> None:
    client = sqlite_app.test_client()
    client.get("/language/ja")
    try_password(client, "lan")
    with watching(sqlite_app) as seen:
        client.get("/desk/")
    assert seen[-1]["lang"] == "vi"


# --- how often ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def hammer(sqlite_app: Flask) -> FlaskClient:
    """A program that tries passwords; forms need no token for it."""
    sqlite_app.config["WTF_CSRF_ENABLED"] = False
    return sqlite_app.test_client()


def tries(client: FlaskClient, login: str, times: int, address: str = "203.0.113.5") -> list[int]:
    """Try wrong passwords; return the status of each."""
    return [
        client.post(
            "/desk/sign-in",
            data={"login": login, "password": f"wrong {number}"},
            environ_overrides={"REMOTE_ADDR": address},
        ).status_code
        for number in range(times)
    ]


def test_an_account_is_tried_ten_times_in_a_quarter_of_an_hour(
    sqlite_app: Flask, hammer: FlaskClient, fake_clock: FakeClock
) -> None:
    make(sqlite_app, Role.CREW, login="lan")
    make(sqlite_app, Role.CREW, login="tam")
    assert tries(hammer, "lan", 11) == [422] * 10 + [429]
    assert tries(hammer, "LAN ", 1, "198.51.100.1") == [429]  # from wherever, however it is written
    assert tries(hammer, "tam", 1) == [422]
    fake_clock.pass_(minutes=15)
    assert tries(hammer, "lan", 1) == [422]


def test_after_too_many_tries_even_the_right_password_waits(
    sqlite_app: Flask, hammer: FlaskClient, fake_clock: FakeClock
) -> None:
    lan = make(sqlite_app, Role.CREW, login="lan")
    tries(hammer, "lan", 10)
    with sqlite_app.app_context(), writing() as session:
        session.get_one(Account, lan).password_hash = sealed()
    right = {"login": "lan", "password": PASSWORD}
    answer = hammer.post("/desk/sign-in", data=right)
    assert answer.status_code == 429
    assert token_of(hammer) is None
    fake_clock.pass_(minutes=15)
    assert hammer.post("/desk/sign-in", data=right).status_code == 303


def test_one_network_tries_sixty_times_over_all_accounts(sqlite_app: Flask, hammer: FlaskClient) -> None:
    for number in range(7):
        make(sqlite_app, Role.CREW, login=f"account{number}")
    statuses = [status for number in range(6) for status in tries(hammer, f"account{number}", 10)]
    assert statuses == [422] * 60
    assert tries(hammer, "account6", 1) == [429]
    assert tries(hammer, "account6", 1, "203.0.113.6") == [422]


def test_a_household_with_many_ipv6_addresses_is_one_network(sqlite_app: Flask, hammer: FlaskClient) -> None:
    for number in range(7):
        make(sqlite_app, Role.CREW, login=f"account{number}")
    for number in range(6):
        tries(hammer, f"account{number}", 10, f"2001:db8:1:2::{number + 1}")
    assert tries(hammer, "account6", 1, "2001:db8:1:2:ffff::9") == [429]
    assert tries(hammer, "account6", 1, "2001:db8:1:3::1") == [422]


# --- the session -------------------------------------------------------------------------------------------------------


def test_the_browser_holds_a_token_and_the_database_only_its_digest(sqlite_app: Flask, somebody: int) -> None:
    client = sqlite_app.test_client()
    try_password(client, "lan")
    token = token_of(client)
    assert token is not None
    assert len(token) >= 43  # 256 bits
    with sqlite_app.app_context():
        [kept] = current().scalars(select(SignIn)).all()
    assert kept.digest == hashlib.sha256(token.encode()).digest()


def test_signing_in_begins_a_new_session(sqlite_app: Flask, somebody: int) -> None:
    """What somebody may have planted in the browser before is gone, and each sign-in has a token of its own."""
    client = sqlite_app.test_client()
    with client.session_transaction() as cookie:
        cookie["planted"] = "by a stranger"
        cookie[TOKEN] = "a token the stranger knows"
    old = csrf(client, "/desk/sign-in")
    try_password(client, "lan")
    first = token_of(client)
    with client.session_transaction() as cookie:
        assert "planted" not in cookie
    assert first != "a token the stranger knows"
    assert client.post("/desk/sign-out", data={"csrf_token": old}).status_code == 400
    other = sqlite_app.test_client()
    try_password(other, "lan")
    assert token_of(other) != first


def test_signing_in_again_ends_the_session_that_was_there(sqlite_app: Flask, somebody: int) -> None:
    """ASVS 5.0, 7.2.4: the old token must not live on beside the new one."""
    client = sqlite_app.test_client()
    try_password(client, "lan")
    copied = client.get_cookie("session")
    assert copied is not None
    token = csrf(client, "/desk/account")
    answer = client.post("/desk/sign-in", data={"csrf_token": token, "login": "lan", "password": PASSWORD})
    assert answer.status_code == 303
    thief = sqlite_app.test_client()
    thief.set_cookie("session", copied.value)
    assert is_in(client)
    assert not is_in(thief)


def test_signing_out_makes_the_old_cookie_worthless(sqlite_app: Flask, somebody: int) -> None:
    client = enter(sqlite_app, somebody)
    copied = client.get_cookie("session")
    assert copied is not None
    answer = post(client, "/desk/sign-out", {}, form_at="/desk/account")
    assert (answer.status_code, answer.location) == (303, "/desk/sign-in")
    assert not is_in(client)
    thief = sqlite_app.test_client()
    thief.set_cookie("session", copied.value)
    assert not is_in(thief)


def test_signing_out_in_one_browser_leaves_the_other(sqlite_app: Flask, somebody: int) -> None:
    here, there = enter(sqlite_app, somebody), enter(sqlite_app, somebody)
    post(here, "/desk/sign-out", {}, form_at="/desk/account")
    assert not is_in(here)
    assert is_in(there)


def test_a_link_cannot_sign_anybody_out(sqlite_app: Flask, somebody: int) -> None:
    client = enter(sqlite_app, somebody)
    assert client.get("/desk/sign-out").status_code == 405
    assert client.post("/desk/sign-out").status_code == 400
    assert is_in(client)


def test_twelve_hours_without_a_page_end_it(sqlite_app: Flask, somebody: int, fake_clock: FakeClock) -> None:
    client = enter(sqlite_app, somebody)
    fake_clock.pass_(hours=12)
    assert is_in(client)
    fake_clock.pass_(hours=12, seconds=1)
    assert not is_in(client)


def test_pages_keep_it_alive_for_seven_days_and_no_longer(
    sqlite_app: Flask, somebody: int, fake_clock: FakeClock
) -> None:
    client = enter(sqlite_app, somebody)
    for _ in range(14):
        fake_clock.pass_(hours=12)
        assert is_in(client)
    fake_clock.pass_(seconds=1)
    assert not is_in(client)


def test_a_page_within_five_minutes_writes_nothing(
    sqlite_app: Flask, somebody: int, fake_clock: FakeClock
) -> None:
    client = enter(sqlite_app, somebody)
    began = fake_clock.moment
    for minutes, noted in ((4, 0), (2, 6)):
        fake_clock.pass_(minutes=minutes)
        client.get("/desk/")
        with sqlite_app.app_context():
            [seen] = current().scalars(select(SignIn.seen_at)).all()
        assert (seen - began).total_seconds() == noted * 60


def test_closing_an_account_ends_it_everywhere_at_once(sqlite_app: Flask, somebody: int) -> None:
    here, there = enter(sqlite_app, somebody), enter(sqlite_app, somebody)
    assert is_in(here)
    shut(sqlite_app, somebody)
    assert not is_in(here)
    assert not is_in(there)


def test_a_cookie_of_somebody_elses_making_is_nobody(sqlite_app: Flask, somebody: int) -> None:
    for forged in ("x", "eyJzaWduX2luIjoiMSJ9.aaaa.bbbb", ""):
        client = sqlite_app.test_client()
        client.set_cookie("session", forged)
        assert not is_in(client)


def test_what_happened_is_recorded_by_number_and_without_a_name(sqlite_app: Flask, somebody: int) -> None:
    client = sqlite_app.test_client()
    try_password(client, "lan", "not the password")
    try_password(client, "lan")
    post(client, "/desk/sign-out", {}, form_at="/desk/account")
    with sqlite_app.app_context():
        signing = select(AuditEntry).where(AuditEntry.verb.startswith("sign_")).order_by(AuditEntry.id)
        entries = current().scalars(signing).all()
    told = [(e.verb, e.actor_kind, e.actor_id, e.subject_id) for e in entries]
    assert told == [
        ("sign_in.refused", "system", None, somebody),
        ("sign_in", "person", somebody, somebody),
        ("sign_out", "person", somebody, somebody),
    ]
    assert "lan" not in str([e.details for e in entries])
