"""Who is signed in, and who has an account."""

import hashlib
from collections.abc import Sequence
from datetime import datetime
from typing import cast

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from festival.accounts.models import Account, RecoveryCode, SignIn
from festival.accounts.types import IDLE_LIMIT, RIGHTS, SECOND_FACTOR_ROLES, SESSION_LIMIT, Role, SignedIn
from festival.core.errors import NotFound
from festival.core.trilingual import Language


def digest(token: str) -> bytes:
    """Return what is kept of a session's token."""
    return hashlib.sha256(token.encode()).digest()


def find_signed_in(session: Session, token: str, *, now: datetime) -> SignedIn | None:
    """Return who holds this token, unless the sign-in has ended, slept too long, or the account is disabled."""
    row = session.execute(
        select(SignIn, Account)
        .join(Account, Account.id == SignIn.account_id)
        .where(SignIn.digest == digest(token))
    ).first()
    if row is None:
        return None
    sign_in, account = row
    over = (
        sign_in.ended_at is not None
        or now - sign_in.seen_at > IDLE_LIMIT
        or now - sign_in.began_at > SESSION_LIMIT
    )
    if over or account.disabled_at is not None:
        return None
    roles = frozenset(Role(grant.role) for grant in account.grants)
    return SignedIn(
        account_id=account.id,
        sign_in_id=sign_in.id,
        login=account.login,
        name=account.name,
        language=cast("Language", account.language),
        roles=roles,
        rights=frozenset(str(right) for role in roles for right in RIGHTS[role]),
        must_enrol=account.totp_secret is None
        and not account.is_sample
        and bool(roles & SECOND_FACTOR_ROLES),
        has_second_factor=account.totp_secret is not None,
    )


def last_seen(session: Session, sign_in_id: int) -> datetime:
    """Return when a sign-in was last noted as used."""
    return session.scalars(select(SignIn.seen_at).where(SignIn.id == sign_in_id)).one()


def find_by_login(session: Session, login: str) -> Account | None:
    """Return the account with this login, in whatever case it was typed."""
    return session.scalar(select(Account).where(Account.login == login.strip().lower()))


def get_account(session: Session, account_id: int) -> Account:
    """Return one account. Raises NotFound."""
    account = session.get(Account, account_id)
    if account is None:
        raise NotFound
    return account


def accounts(session: Session) -> Sequence[Account]:
    """Return all accounts, those in use first."""
    return session.scalars(select(Account).order_by(Account.disabled_at.is_not(None), Account.name)).all()


def unused_recovery_codes(session: Session, account_id: int) -> int:
    """Return how many recovery codes are left."""
    return (
        session.scalar(
            select(func.count()).where(RecoveryCode.account_id == account_id, RecoveryCode.used_at.is_(None))
        )
        or 0
    )


def names(session: Session, numbers: set[int]) -> dict[int, str]:
    """Return account number → name."""
    if not numbers:
        return {}
    rows = session.execute(select(Account.id, Account.name).where(Account.id.in_(numbers)))
    return {number: name for number, name in rows}


def any_account(session: Session) -> bool:
    """Tell whether there is an account at all (a new installation has none)."""
    return session.scalar(select(Account.id).limit(1)) is not None
