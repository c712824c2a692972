"""Sign in and out, make and disable accounts, change what proves who somebody is."""

from collections.abc import Iterable
from datetime import datetime
from typing import cast

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from festival.accounts import passwords, second_factor
from festival.accounts.models import Account, Grant, RecoveryCode, SignIn
from festival.accounts.queries import digest, find_by_login, get_account
from festival.accounts.types import (
    FAILURE_WINDOW,
    FAILURES_PER_ACCOUNT,
    FAILURES_PER_NETWORK,
    Role,
    SignedIn,
    SignInRefusal,
    SignInStarted,
)
from festival.audit.services import note
from festival.core import ids, throttle
from festival.core.actor import Actor
from festival.core.signing import derive
from festival.core.throttle import Counter
from festival.core.trilingual import Language


def create_account(
    session: Session,
    *,
    actor: Actor,
    login: str,
    name: str,
    roles: Iterable[Role],
    password: str,
    language: Language,
    now: datetime,
    sample: bool = False,
) -> Account:
    """Make an account. `login` must be free (constraint uq_accounts_login)."""
    account = Account(
        login=login.strip().lower(),
        name=name,
        language=language,
        password_hash=passwords.seal(password),
        totp_secret=None,
        is_sample=sample,
        made_at=now,
        disabled_at=None,
        grants=[Grant(role=role) for role in sorted(set(roles))],
    )
    session.add(account)
    session.flush()
    note(
        session,
        actor=actor,
        verb="account.made",
        subject="account",
        subject_id=account.id,
        now=now,
        roles=sorted(set(roles)),
    )
    return account


def begin_sign_in(
    session: Session,
    *,
    login: str,
    password: str,
    network: str,
    secret: str,
    replaces: str | None,
    now: datetime,
) -> SignInStarted | SignInRefusal:
    """Compare the password. Every try counts, per account and per network; a right one under the limit gets in."""
    if _too_many(session, login=login, network=network, secret=secret, now=now):
        return SignInRefusal.TOO_MANY
    account = find_by_login(session, login)
    fits = passwords.matches(account.password_hash if account else None, password[: passwords.MAX_PASSWORD])
    if account is None or not fits or account.disabled_at is not None:
        if account is not None:
            note(
                session,
                actor=Actor("system"),
                verb="sign_in.refused",
                subject="account",
                subject_id=account.id,
                now=now,
            )
        return SignInRefusal.WRONG
    if replaces is not None:  # who signs in again in the same browser leaves no open session behind
        session.execute(
            update(SignIn)
            .where(SignIn.digest == digest(replaces), SignIn.ended_at.is_(None))
            .values(ended_at=now)
        )
    language = cast("Language", account.language)
    if account.totp_secret is not None:
        return SignInStarted(account.id, None, language)
    return SignInStarted(account.id, _open(session, account, now=now), language)


def finish_sign_in(
    session: Session, *, account_id: int, code: str, network: str, secret: str, now: datetime
) -> SignInStarted | SignInRefusal:
    """Compare the second factor of somebody whose password was right."""
    account = session.scalars(select(Account).where(Account.id == account_id).with_for_update()).one_or_none()
    if account is None or account.disabled_at is not None or account.totp_secret is None:
        return SignInRefusal.WRONG
    if _too_many(session, login=f"second:{account.login}", network=network, secret=secret, now=now):
        return SignInRefusal.TOO_MANY
    kept = second_factor.open_sealed(secret, account.totp_secret)
    step = second_factor.matching_step(kept, code, after=account.totp_last_step, now=now)
    if step is not None:
        account.totp_last_step = step
    elif not _use_recovery_code(session, account, code, now=now):
        return SignInRefusal.WRONG
    return SignInStarted(account.id, _open(session, account, now=now), cast("Language", account.language))


def _too_many(session: Session, *, login: str, network: str, secret: str, now: datetime) -> bool:
    key = derive(secret, "throttle")
    by_account, by_network = throttle.count(
        session,
        Counter("sign-in", login.strip().lower(), FAILURE_WINDOW),
        Counter("sign-in-from", network, FAILURE_WINDOW),
        secret=key,
        now=now,
    )
    return by_account > FAILURES_PER_ACCOUNT or by_network > FAILURES_PER_NETWORK


def _use_recovery_code(session: Session, account: Account, code: str, *, now: datetime) -> bool:
    used = session.execute(
        update(RecoveryCode)
        .where(
            RecoveryCode.account_id == account.id,
            RecoveryCode.digest == second_factor.digest(code),
            RecoveryCode.used_at.is_(None),
        )
        .values(used_at=now)
        .returning(RecoveryCode.id)
    )
    return used.first() is not None


def _open(session: Session, account: Account, *, now: datetime) -> str:
    token = ids.token(256)
    session.add(SignIn(account_id=account.id, digest=digest(token), began_at=now, seen_at=now, ended_at=None))
    session.flush()
    note(
        session,
        actor=Actor("person", account.id),
        verb="sign_in",
        subject="account",
        subject_id=account.id,
        now=now,
    )
    return token


def touch(session: Session, sign_in_id: int, *, now: datetime) -> None:
    """Note that a sign-in is still used."""
    session.execute(update(SignIn).where(SignIn.id == sign_in_id).values(seen_at=now))


def sign_out(session: Session, person: SignedIn, *, now: datetime) -> None:
    """End this browser's sign-in."""
    session.execute(
        update(SignIn).where(SignIn.id == person.sign_in_id, SignIn.ended_at.is_(None)).values(ended_at=now)
    )
    note(
        session, actor=person.actor, verb="sign_out", subject="account", subject_id=person.account_id, now=now
    )


def end_all(session: Session, account_id: int, *, now: datetime, but: int | None = None) -> None:
    """End every sign-in of an account (but one)."""
    statement = (
        update(SignIn).where(SignIn.account_id == account_id, SignIn.ended_at.is_(None)).values(ended_at=now)
    )
    session.execute(statement if but is None else statement.where(SignIn.id != but))


def may_try_password(session: Session, person: SignedIn, *, network: str, secret: str, now: datetime) -> bool:
    """Count a try at one's own password in an open browser; False when there were too many."""
    return not _too_many(session, login=f"own:{person.login}", network=network, secret=secret, now=now)


def change_password(session: Session, person: SignedIn, *, old: str, new: str, now: datetime) -> bool:
    """Replace the password and end the other sign-ins. False when the old one is wrong."""
    account = get_account(session, person.account_id)
    if not passwords.matches(account.password_hash, old):
        return False
    account.password_hash = passwords.seal(new)
    end_all(session, account.id, now=now, but=person.sign_in_id)
    note(
        session,
        actor=person.actor,
        verb="password.changed",
        subject="account",
        subject_id=account.id,
        now=now,
    )
    return True


def set_second_factor(
    session: Session,
    person: SignedIn,
    *,
    password: str,
    totp_secret: str,
    step: int,
    secret: str,
    now: datetime,
) -> list[str] | None:
    """Keep the secret the person has just proved to hold and return fresh recovery codes, shown this once.

    None when the password is wrong.
    """
    account = get_account(session, person.account_id)
    if not passwords.matches(account.password_hash, password):
        return None
    account.totp_secret = second_factor.seal(secret, totp_secret)
    account.totp_last_step = step
    session.execute(delete(RecoveryCode).where(RecoveryCode.account_id == account.id))
    codes = second_factor.recovery_codes()
    session.add_all(
        RecoveryCode(account_id=account.id, digest=second_factor.digest(code), used_at=None) for code in codes
    )
    note(
        session,
        actor=person.actor,
        verb="second_factor.set",
        subject="account",
        subject_id=account.id,
        now=now,
    )
    return codes


def disable(session: Session, *, actor: Actor, account_id: int, now: datetime) -> None:
    """Close an account and end its sign-ins."""
    account = get_account(session, account_id)
    account.disabled_at = account.disabled_at or now
    end_all(session, account_id, now=now)
    note(session, actor=actor, verb="account.disabled", subject="account", subject_id=account_id, now=now)


def enable(session: Session, *, actor: Actor, account_id: int, now: datetime) -> None:
    """Open a closed account again."""
    get_account(session, account_id).disabled_at = None
    note(session, actor=actor, verb="account.enabled", subject="account", subject_id=account_id, now=now)


def reset(session: Session, *, actor: Actor, account_id: int, now: datetime) -> str:
    """Give an account a fresh password and no second factor, end its sign-ins, and return the password, shown once."""
    account = get_account(session, account_id)
    password = passwords.generate()
    account.password_hash = passwords.seal(password)
    account.totp_secret = None
    session.execute(delete(RecoveryCode).where(RecoveryCode.account_id == account_id))
    end_all(session, account_id, now=now)
    note(session, actor=actor, verb="account.reset", subject="account", subject_id=account_id, now=now)
    return password
