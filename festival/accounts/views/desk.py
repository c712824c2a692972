"""Signing in and out, one's own account, and the accounts of others."""

import base64
import time

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask import session as cookie
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from festival.accounts import passwords, queries, second_factor, services
from festival.accounts.forms import AccountForm, CodeForm, PasswordForm, SecondFactorForm, SignInForm
from festival.accounts.labels import role_labels
from festival.accounts.types import Right, Role, SignedIn, SignInRefusal, SignInStarted
from festival.core import clock
from festival.core.transaction import current, writing
from festival.core.trilingual import as_language
from festival.web import access, qr
from festival.web.locale import gettext as _
from festival.web.locale import remember
from festival.web.rendering import local_path
from festival.web.requests import network
from festival.web.settings import settings

blueprint = Blueprint("desk", __name__)
TOKEN = "sign_in"  # noqa: S105 (the name of a place in the session)
_PENDING = "second_factor_of"
_PENDING_SECONDS = 300
_NEW_SECRET = "new_totp"  # noqa: S105 (the name of a place in the session)


def person() -> SignedIn:
    """Return who is signed in, as this domain knows them."""
    who = access.signed_in()
    assert isinstance(who, SignedIn)
    return who


@blueprint.get("/sign-in")
@access.public
def sign_in() -> str | Response:
    """Show the form."""
    if access.actor() is not None:
        return redirect(_onward())
    return render_template("accounts/desk/sign_in.html", form=SignInForm(), next=request.args.get("next", ""))


@blueprint.post("/sign-in")
@access.public
def sign_in_now() -> str | Response | tuple[str, int]:
    """Compare the password."""
    form = SignInForm()
    refusal = None
    if form.validate():
        with writing() as session:
            result = services.begin_sign_in(
                session,
                login=form.login.data,
                password=form.password.data,
                network=network(),
                secret=settings().secret_key,
                replaces=cookie.get(TOKEN),
                now=clock.now(),
            )
        if isinstance(result, SignInStarted):
            return _started(result)
        refusal = result
    page = render_template(
        "accounts/desk/sign_in.html", form=form, next=request.form.get("next", ""), refusal=refusal
    )
    return page, 429 if refusal is SignInRefusal.TOO_MANY else 422


def _started(result: SignInStarted) -> Response:
    onward = _onward()
    cookie.clear()  # a new session for a new person: what was in the old one is nobody's now
    if result.token is None:
        cookie[_PENDING] = [result.account_id, int(time.time()), onward]
        return redirect(url_for("accounts.desk.code"), 303)
    return _enter(result.token, onward, result)


def _enter(token: str, onward: str, result: SignInStarted) -> Response:
    cookie.clear()
    cookie[TOKEN] = token
    response = redirect(onward, 303)
    remember(response, result.language)
    return response


def _onward() -> str:
    return local_path(request.values.get("next"), url_for("pages.desk.dashboard"))


def _pending() -> tuple[int, str]:
    kept = cookie.get(_PENDING)
    if not kept or time.time() - kept[1] > _PENDING_SECONDS:
        abort(redirect(url_for("accounts.desk.sign_in"), 303))
    return kept[0], kept[2]


@blueprint.get("/sign-in/code")
@access.public
def code() -> str:
    """Ask for the second factor."""
    _pending()
    return render_template("accounts/desk/code.html", form=CodeForm())


@blueprint.post("/sign-in/code")
@access.public
def code_now() -> str | Response | tuple[str, int]:
    """Compare the second factor."""
    account_id, onward = _pending()
    form = CodeForm()
    refusal = None
    if form.validate():
        with writing() as session:
            result = services.finish_sign_in(
                session,
                account_id=account_id,
                code=form.code.data,
                network=network(),
                secret=settings().secret_key,
                now=clock.now(),
            )
        if isinstance(result, SignInStarted) and result.token:
            return _enter(result.token, onward, result)
        refusal = result
        if refusal is not SignInRefusal.TOO_MANY:
            form.take_errors({"code": _("This code does not fit. Each code works once.")})
    page = render_template("accounts/desk/code.html", form=form, refusal=refusal)
    return page, 429 if refusal is SignInRefusal.TOO_MANY else 422


@blueprint.post("/sign-out")
@access.staff(Right.OWN_ACCOUNT, before_enrolment=True)
def sign_out() -> Response:
    """End this browser's sign-in."""
    with writing() as session:
        services.sign_out(session, person(), now=clock.now())
    cookie.clear()
    return redirect(url_for("accounts.desk.sign_in"), 303)


@blueprint.get("/account")
@access.staff(Right.OWN_ACCOUNT)
def account() -> str:
    """Show one's own account."""
    return _account_page(PasswordForm())


def _account_page(form: PasswordForm) -> str:
    who = person()
    return render_template(
        "accounts/desk/account.html",
        form=form,
        person=who,
        roles=[label for role, label in role_labels().items() if role in who.roles],
        recovery_codes_left=queries.unused_recovery_codes(current(), who.account_id),
    )


@blueprint.post("/account/password")
@access.staff(Right.OWN_ACCOUNT)
def change_password() -> str | Response | tuple[str, int]:
    """Replace one's password."""
    who = person()
    form = PasswordForm(login=who.login)
    if not form.validate():
        return _account_page(form), 422
    with writing() as session:
        allowed = _may_try(session)
        changed = allowed and services.change_password(
            session, who, old=form.old.data, new=form.new.data, now=clock.now()
        )
    if changed:
        flash(_("Your password is changed. Other browsers have been signed out."), "good")
        return redirect(url_for("accounts.desk.account"), 303)
    form.take_errors({"old": _wrong_password(allowed)})
    return _account_page(form), 422 if allowed else 429


def _may_try(session: Session) -> bool:
    return services.may_try_password(
        session, person(), network=network(), secret=settings().secret_key, now=clock.now()
    )


def _wrong_password(allowed: bool) -> str:
    if not allowed:
        return _("Those were too many attempts. Please wait a quarter of an hour.")
    return _("This is not your present password.")


@blueprint.get("/account/second-factor", endpoint="second_factor")
@access.staff(Right.OWN_ACCOUNT, before_enrolment=True)
def second_factor_page() -> str:
    """Show the QR for the authenticator app."""
    kept = cookie.get(_NEW_SECRET)
    secret = _unsealed(kept) if kept else second_factor.new_secret()
    if not kept:  # the cookie is signed but readable: the secret lies in it sealed
        cookie[_NEW_SECRET] = base64.b64encode(second_factor.seal(settings().secret_key, secret)).decode()
    return _second_factor_page(secret, SecondFactorForm())


def _unsealed(kept: str) -> str:
    return second_factor.open_sealed(settings().secret_key, base64.b64decode(kept))


def _second_factor_page(secret: str, form: SecondFactorForm) -> str:
    who = person()
    address = second_factor.address(secret, who.login)
    return render_template(
        "accounts/desk/second_factor.html",
        form=form,
        person=who,
        qr_svg=qr.svg(address, title=_("QR code for your authenticator app")),
        address=address,
        secret=" ".join(secret[i : i + 4] for i in range(0, len(secret), 4)),
    )


@blueprint.post("/account/second-factor")
@access.staff(Right.OWN_ACCOUNT, before_enrolment=True)
def set_second_factor() -> str | Response | tuple[str, int]:
    """Keep the new second factor once the password and a code prove who is there and that the app has it."""
    kept = cookie.get(_NEW_SECRET)
    if not kept:
        return redirect(url_for("accounts.desk.second_factor"), 303)
    who, secret = person(), _unsealed(kept)
    form = SecondFactorForm()
    if not form.validate():
        return _second_factor_page(secret, form), 422
    step = second_factor.matching_step(secret, form.code.data, after=0, now=clock.now())
    if step is None:
        form.take_errors({"code": _("This code does not fit. Is the phone's clock right?")})
        return _second_factor_page(secret, form), 422
    with writing() as session:
        allowed = _may_try(session)
        codes = allowed and services.set_second_factor(
            session,
            who,
            password=form.password.data,
            totp_secret=secret,
            step=step,
            secret=settings().secret_key,
            now=clock.now(),
        )
    if codes:
        cookie.pop(_NEW_SECRET)
        return render_template("accounts/desk/recovery_codes.html", codes=codes)
    form.take_errors({"password": _wrong_password(allowed)})
    return _second_factor_page(secret, form), 422 if allowed else 429


@blueprint.get("/accounts")
@access.staff(Right.MANAGE_ACCOUNTS)
def accounts() -> str:
    """List the accounts."""
    return _accounts_page(AccountForm())


def _accounts_page(form: AccountForm, fresh: tuple[str, str] | None = None) -> str:
    return render_template(
        "accounts/desk/accounts.html",
        form=form,
        accounts=queries.accounts(current()),
        role_labels=role_labels(),
        fresh=fresh,
        own_id=person().account_id,
    )


@blueprint.post("/accounts")
@access.staff(Right.MANAGE_ACCOUNTS)
def make_account() -> str | tuple[str, int]:
    """Make an account and show its first password once."""
    form = AccountForm()
    if form.validate():
        password = passwords.generate()
        try:
            with writing() as session:
                made = services.create_account(
                    session,
                    actor=person().actor,
                    login=form.login.data,
                    name=form.name.data,
                    roles=[Role(role) for role in form.roles.data or []],
                    password=password,
                    language=as_language(form.language.data) or "vi",
                    now=clock.now(),
                )
        except IntegrityError as error:
            if "login" not in str(error.orig):
                raise
            form.take_errors({"login": _("There is already an account with this name.")})
        else:
            return _accounts_page(AccountForm(formdata=None), (made.login, password))
    return _accounts_page(form), 422


@blueprint.post("/accounts/<int:account_id>/disable")
@access.staff(Right.MANAGE_ACCOUNTS)
def disable_account(account_id: int) -> Response:
    """Close an account; one cannot close one's own."""
    if account_id == person().account_id:
        abort(403)
    with writing() as session:
        services.disable(session, actor=person().actor, account_id=account_id, now=clock.now())
    flash(_("The account is closed and signed out everywhere."), "good")
    return redirect(url_for("accounts.desk.accounts"), 303)


@blueprint.post("/accounts/<int:account_id>/enable")
@access.staff(Right.MANAGE_ACCOUNTS)
def enable_account(account_id: int) -> Response:
    """Open a closed account again."""
    with writing() as session:
        services.enable(session, actor=person().actor, account_id=account_id, now=clock.now())
    flash(_("The account is open again."), "good")
    return redirect(url_for("accounts.desk.accounts"), 303)


@blueprint.post("/accounts/<int:account_id>/reset")
@access.staff(Right.MANAGE_ACCOUNTS)
def reset_account(account_id: int) -> str:
    """Make a fresh password, shown once, and remove the second factor; one's own is changed under “My account”."""
    if account_id == person().account_id:
        abort(403)
    with writing() as session:
        password = services.reset(session, actor=person().actor, account_id=account_id, now=clock.now())
        login = queries.get_account(session, account_id).login
    return _accounts_page(AccountForm(formdata=None), (login, password))


def identify() -> SignedIn | None:
    """Return who sends this request, by the token in the session cookie; notes every few minutes that it is used."""
    token = cookie.get(TOKEN)
    if not token:
        return None
    who = queries.find_signed_in(current(), token, now=clock.now())
    if who is None:
        return None
    if (
        request.method == "GET"
        and (clock.now() - queries.last_seen(current(), who.sign_in_id)).total_seconds() > _PENDING_SECONDS
    ):
        with writing() as session:
            services.touch(session, who.sign_in_id, now=clock.now())
    return who
