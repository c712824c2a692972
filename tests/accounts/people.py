"""Accounts and sign-ins for tests, made straight in the database: hashing a password takes a tenth of a second."""

import hashlib
import itertools
from functools import cache

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from festival.accounts import passwords, second_factor
from festival.accounts.models import Account, Grant, RecoveryCode, SignIn
from festival.accounts.types import Role
from festival.accounts.views.desk import TOKEN
from festival.core import clock, ids
from festival.core.transaction import current, writing
from tests.support.apps import PASSWORD, post

SECRET = "0123456789abcdef0123456789abcdef"
UNUSABLE = "none"  # no password fits it, and saying so costs no time
_numbers = itertools.count(1)


@cache
def sealed(password: str = PASSWORD) -> str:
    """Return a password's hash, made once."""
    return passwords.seal(password)


def make(
    app: Flask,
    *roles: Role,
    login: str | None = None,
    sample: bool = True,
    totp: str | None = None,
    password_hash: str = UNUSABLE,
) -> int:
    """Make an account; return its number."""
    login = login or f"nguoi{next(_numbers)}"
    with app.app_context(), writing() as session:
        account = Account(
            login=login,
            name=f"Nhân viên {login} (mẫu)",
            language="vi",
            password_hash=password_hash,
            totp_secret=second_factor.seal(SECRET, totp) if totp else None,
            is_sample=sample,
            made_at=clock.now(),
            grants=[Grant(role=role) for role in roles],
        )
        session.add(account)
        session.flush()
        return account.id


def give_recovery_codes(app: Flask, account_id: int) -> list[str]:
    """Give an account recovery codes; return them."""
    codes = second_factor.recovery_codes()
    with app.app_context(), writing() as session:
        session.add_all(
            RecoveryCode(account_id=account_id, digest=second_factor.digest(code)) for code in codes
        )
    return codes


def enter(app: Flask, account_id: int) -> FlaskClient:
    """Return a browser in which this account is signed in."""
    token = ids.token()
    with app.app_context(), writing() as session:
        session.add(
            SignIn(
                account_id=account_id,
                digest=hashlib.sha256(token.encode()).digest(),
                began_at=clock.now(),
                seen_at=clock.now(),
            )
        )
    client = app.test_client()
    with client.session_transaction() as cookie:
        cookie[TOKEN] = token
    return client


def stored(app: Flask, account_id: int) -> Account:
    """Return an account as the database has it."""
    with app.app_context():
        return current().scalars(select(Account).where(Account.id == account_id)).one()


def try_password(client: FlaskClient, login: str, password: str = PASSWORD, **more: str) -> TestResponse:
    """Fill the form of the sign-in page."""
    return post(client, "/desk/sign-in", {"login": login, "password": password, **more})


def is_in(client: FlaskClient) -> bool:
    """Tell whether a browser is signed in."""
    answer = client.get("/desk/")
    assert answer.status_code == 200 or answer.location.startswith("/desk/sign-in"), answer.status
    return answer.status_code == 200
