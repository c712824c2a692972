"""Certificates at the desk: who is due one, issue, print, revoke."""

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Redirect

from festival.accounts.types import Right
from festival.conference.models import Certificate
from festival.conference.papers import certificates as papers
from festival.conference.queries import certificates as queries
from festival.conference.queries.halls import attendance, house, terms_of
from festival.conference.services import certificates as services
from festival.conference.types.certificates import NotOver
from festival.conference.views.checking import certificate_links
from festival.conference.views.hall import attached
from festival.core import clock
from festival.core.errors import NotFound
from festival.core.names import tidy
from festival.core.transaction import current, writing
from festival.programme.queries import current_edition
from festival.programme.types import EventFacts
from festival.web import access, typesetting
from festival.web.locale import gettext as _
from festival.web.locale import language, ngettext, tr_plain

blueprint = Blueprint("certificates_desk", __name__)
_REASON = 200


@blueprint.get("/conference/certificates")
@access.staff(Right.ISSUE_CERTIFICATES)
def certificates() -> str:
    """Show each event with who is due a certificate, and the certificates there are."""
    session = current()
    of = house(session, current_edition(session).id)
    terms, _version = terms_of(session, of.edition_id)
    found = attendance(session, of, terms)
    rows = queries.certificates_of(session, of.edition_id)
    return render_template(
        "conference/certificates_desk/certificates.html",
        events=of.events.values(),
        due={number: queries.due(of, found, terms, number) for number in of.events},
        certificates=rows,
        standing={
            number: {row.person_id for row in rows if row.event_id == number and row.revoked_at is None}
            for number in of.events
        },
        number_of=papers.number_of,
        terms=terms,
    )


def _event(event_id: int) -> EventFacts:
    session = current()
    found = house(session, current_edition(session).id).events.get(event_id)
    if found is None:
        raise NotFound(event_id)
    return found


@blueprint.post("/conference/certificates/<int:event_id>/issue")
@access.staff(Right.ISSUE_CERTIFICATES)
def issue(event_id: int) -> Redirect:
    """Issue the certificates of an event that are due."""
    event = _event(event_id)
    with writing() as session:
        of = house(session, event.edition_id)
        terms, _version = terms_of(session, event.edition_id)
        due = queries.due(of, attendance(session, of, terms), terms, event_id)
        outcome = services.issue(
            session, actor=access.signed_in().actor, event=event, due=due, terms=terms, now=clock.now()
        )
    if isinstance(outcome, NotOver):
        flash(_("The event is not over yet. Certificates can be issued after its end."), "warn")
    else:
        flash(
            ngettext(
                "%(n)s certificate was issued. Delegates find theirs on the page of their visit.",
                "%(n)s certificates were issued. Delegates find theirs on the page of their visit.",
                outcome.made,
            ),
            "good",
        )
    return redirect(url_for(".certificates", _anchor=f"event-{event_id}"), 303)


@blueprint.get("/conference/certificates/<int:event_id>.pdf")
@access.staff(Right.ISSUE_CERTIFICATES)
def all_of(event_id: int) -> Response:
    """Give all certificates of an event that stand as one file, to print."""
    event = _event(event_id)
    rows = [
        row
        for row in queries.certificates_of(current(), event.edition_id, event_id)
        if row.revoked_at is None
    ]
    if not rows:
        raise NotFound(event_id)
    title = _("Certificates: %(event)s", event=tr_plain(event.title))
    made = papers.pdf(rows, certificate_links(), title=title, reader=language())
    return attached(made, typesetting.PDF, f"certificates-{event_id}.pdf")


@blueprint.get("/conference/certificates/one/<int:certificate_id>.pdf")
@access.staff(Right.ISSUE_CERTIFICATES)
def one(certificate_id: int) -> Response:
    """Give one certificate; a revoked one says so across the sheet."""
    row = queries.get_certificate(current(), current_edition(current()).id, certificate_id)
    return paper(row)


def paper(row: Certificate) -> Response:
    """Answer with one certificate as PDF."""
    title = _("Certificate of attendance %(number)s", number=papers.number_of(row))
    made = papers.pdf([row], certificate_links(), title=title, reader=language())
    return attached(made, typesetting.PDF, f"certificate-{row.number:04d}.pdf")


@blueprint.post("/conference/certificates/one/<int:certificate_id>/revoke")
@access.staff(Right.ISSUE_CERTIFICATES)
def revoke(certificate_id: int) -> Redirect:
    """Revoke a certificate."""
    reason = tidy(request.form.get("reason", ""))[:_REASON]
    if not reason:
        flash(_("Please say why: the record keeps it. Nothing was changed."), "warn")
        return redirect(url_for(".certificates", _anchor=f"certificate-{certificate_id}"), 303)
    with writing() as session:
        services.revoke(
            session,
            actor=access.signed_in().actor,
            edition_id=current_edition(session).id,
            certificate_id=certificate_id,
            reason=reason,
            now=clock.now(),
        )
    flash(_("The certificate is revoked; whoever scans its code reads so."), "good")
    return redirect(url_for(".certificates", _anchor=f"certificate-{certificate_id}"), 303)
