"""The privacy desk: what data is for, how long it is kept, what was purged, and on which days offices rest."""

from collections.abc import Sequence
from datetime import date

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from festival.accounts.queries import names as account_names
from festival.accounts.types import Right
from festival.core import clock
from festival.core.errors import NotFound
from festival.core.transaction import current, writing
from festival.programme.forms.sending import as_version
from festival.registration.forms.letters import LANGUAGE_NAMES
from festival.registration.forms.privacy import HolidayForm, PurposeForm, TermForm
from festival.registration.labels import basis_labels, kept_label, purge_labels
from festival.registration.models import Holiday
from festival.registration.queries import privacy as queries
from festival.registration.services.privacy_desk import (
    TooLong,
    drop_holiday,
    save_purpose,
    set_holiday,
    set_term,
)
from festival.registration.types.letters import Overtaken
from festival.registration.types.privacy import KEPT_FOR, PROMISED_DAYS, Kept
from festival.web import access
from festival.web.locale import gettext as _
from festival.web.locale import ngettext

blueprint = Blueprint("processing", __name__)


@blueprint.get("/privacy/purposes")
@access.staff(Right.MANAGE_PRIVACY)
def purposes() -> str:
    """List what personal data is processed for."""
    days = {rule.kind: rule.days for rule in queries.terms(current())}
    return render_template(
        "registration/privacy/purposes.html",
        purposes=queries.purposes(current()),
        bases=basis_labels(),
        terms={key: "; ".join(_term(kind, days[kind]) for kind in kinds) for key, kinds in KEPT_FOR.items()},
    )


def _term(kind: Kept, days: int) -> str:
    return _("%(kind)s: %(days)s", kind=kept_label(kind), days=ngettext("%(n)s day", "%(n)s days", days))


@blueprint.get("/privacy/purposes/<key>")
@access.staff(Right.MANAGE_PRIVACY)
def purpose(key: str) -> str:
    """Show one purpose to change it, with its older versions."""
    form = PurposeForm()
    form.show(queries.versions_of(current(), key)[0])
    return _purpose_page(key, form)


@blueprint.post("/privacy/purposes/<key>")
@access.staff(Right.MANAGE_PRIVACY)
def change_purpose(key: str) -> Response | tuple[str, int]:
    """Store the next version of a purpose."""
    queries.versions_of(current(), key)
    form = PurposeForm()
    if not form.validate():
        return _purpose_page(key, form), 422
    with writing() as session:
        outcome = save_purpose(
            session,
            actor=access.signed_in().actor,
            key=key,
            version=as_version(form.version.data),
            purpose=form.purpose,
            now=clock.now(),
        )
    if isinstance(outcome, Overtaken):
        flash(_("Somebody else has changed this meanwhile. What you typed is below and not stored."), "warn")
        form.version.data = str(outcome.version)
        return _purpose_page(key, form), 409
    flash(_("Saved as version %(number)s. The older ones stay.", number=outcome.version), "good")
    return redirect(url_for(".purpose", key=key), 303)


def _purpose_page(key: str, form: PurposeForm) -> str:
    session = current()
    versions = queries.versions_of(session, key)
    return render_template(
        "registration/privacy/purpose.html",
        key=key,
        form=form,
        versions=versions,
        bases=basis_labels(),
        languages_of=LANGUAGE_NAMES,
        staff=account_names(session, {row.made_by for row in versions if row.made_by}),
    )


@blueprint.get("/privacy/retention")
@access.staff(Right.MANAGE_PRIVACY)
def retention() -> str:
    """Show how long each kind of data is kept and what was purged."""
    return _retention_page(None, None)


def _retention_page(wrong: str | None, form: TermForm | None) -> str:
    session = current()
    forms = {}
    for rule in queries.terms(session):
        one = (
            form
            if form is not None and rule.kind == wrong
            else TermForm(formdata=None, data={"days": rule.days, "reason": rule.reason})
        )
        forms[rule.kind] = (rule, one)
    return render_template(
        "registration/privacy/retention.html",
        forms=forms,
        wrong=form,
        promised={str(kind): days for kind, days in PROMISED_DAYS.items()},
        kept_label=kept_label,
        purges=queries.purges(session),
        whys=purge_labels(),
    )


@blueprint.post("/privacy/retention/<kind>")
@access.staff(Right.MANAGE_PRIVACY)
def change_term(kind: str) -> Response | tuple[str, int]:
    """Change how long one kind of data is kept."""
    if kind not in set(Kept):
        raise NotFound
    form = TermForm()
    if not form.validate():
        return _retention_page(kind, form), 422
    with writing() as session:
        outcome = set_term(
            session,
            actor=access.signed_in().actor,
            kind=Kept(kind),
            days=form.days.data or 0,
            reason=form.reason.data,
            now=clock.now(),
        )
    if isinstance(outcome, TooLong):
        sentence = _(
            "People were promised that this is deleted after %(n)d days; it may be sooner, not later.",
            n=outcome.promised,
        )
        form.take_errors({"days": sentence})
        return _retention_page(kind, form), 422
    flash(_("Changed. The worker purges what is due within the hour."), "good")
    return redirect(url_for(".retention"), 303)


@blueprint.get("/privacy/holidays")
@access.staff(Right.MANAGE_PRIVACY)
def holidays() -> str:
    """Show the public holidays that stop the clocks; `day` fills the form with what is known of one."""
    form, listed = HolidayForm(), queries.holidays(current())
    asked = request.args.get("day", "")
    known = next((one for one in listed if one.day.isoformat() == asked), None)
    if known is not None:
        form.show(known.day, known.name, known.source)
    return _holidays_page(form, listed)


def _holidays_page(form: HolidayForm, listed: Sequence[Holiday]) -> str:
    return render_template("registration/privacy/holidays.html", holidays=listed, form=form)


@blueprint.post("/privacy/holidays")
@access.staff(Right.MANAGE_PRIVACY)
def add_holiday() -> Response | tuple[str, int]:
    """Add a holiday, or change what is known of one; sent twice it is one."""
    form = HolidayForm()
    if not form.validate() or form.day.data is None:
        return _holidays_page(form, queries.holidays(current())), 422
    with writing() as session:
        set_holiday(
            session,
            actor=access.signed_in().actor,
            day=form.day.data,
            name=form.name,
            source=form.source.data,
            now=clock.now(),
        )
    flash(_("Saved. Requests that are made from now on count with it."), "good")
    return redirect(url_for(".holidays"), 303)


@blueprint.post("/privacy/holidays/<day>/drop")
@access.staff(Right.MANAGE_PRIVACY)
def drop(day: str) -> Response:
    """Take a day out of the holidays."""
    try:
        chosen = date.fromisoformat(day)
    except ValueError:
        raise NotFound from None
    with writing() as session:
        drop_holiday(session, actor=access.signed_in().actor, day=chosen, now=clock.now())
    flash(_("This day counts as a working day from now on."), "good")
    return redirect(url_for(".holidays"), 303)
