"""A company behind its link: its meetings, whom it wants to meet, when its people cannot come, and what it says of itself."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from festival.conference import calendars
from festival.conference.feeds import agenda as feed
from festival.conference.forms.companies import ProfileForm
from festival.conference.forms.meetings import RatingForm, last_day, read_away
from festival.conference.forms.wishes import SentWishes, prefix_of, read_wishes, shown_word
from festival.conference.labels import meetings as words
from festival.conference.links import claimed
from festival.conference.models import Company, MeetingFirm, Round
from festival.conference.queries.companies import find_company, get_company, named_companies
from festival.conference.queries.companies import listed as listed_companies
from festival.conference.queries.fields import all_fields
from festival.conference.queries.meetings import board, find_round, told_to, wishes
from festival.conference.rules.meetings.objecting import may_ask
from festival.conference.services import companies, meetings, wishing
from festival.conference.services.wishing import NoWish, Said
from festival.conference.types.companies import CompanyStale
from festival.conference.types.meetings import Board, Wanting, overlaps
from festival.conference.views.companies_desk import links
from festival.core import clock
from festival.core.actor import CITIZEN
from festival.core.errors import NotFound
from festival.core.transaction import current, writing
from festival.core.trilingual import Trilingual
from festival.programme.catalogue import catalogue
from festival.programme.forms.sending import as_version
from festival.programme.views.answers import Answer
from festival.registration.views.hosting import named
from festival.web import access, pagecache
from festival.web.locale import gettext as _
from festival.web.locale import joined, language, tr_plain

blueprint = Blueprint("companies", __name__)


@blueprint.get("/<language:lang>/conference/companies")
@access.public
@pagecache.shared
def listed() -> str:
    """List the companies that agreed to be shown to everybody."""
    kept = catalogue()
    return render_template(
        "conference/companies/listed.html",
        edition=kept.edition,
        companies=listed_companies(current(), kept.edition.id),
        fields={one.id: one.content.name for one in all_fields(current())},
        words=words,
    )


def own_company(token: str) -> Company:
    """Return the company that a link opens. Raises NotFound."""
    number = claimed(token)
    found = find_company(current(), number) if number is not None else None
    if found is None or not links().opens(token, found.epoch):
        raise NotFound
    return found


_Sent = tuple[int, RatingForm] | None  # an answer that could not be kept, and the meeting it is about


@dataclass(frozen=True, slots=True)
class _Appointment:
    """One meeting as its company sees it."""

    id: int
    since: datetime
    until: datetime
    where: str
    others: tuple[Trilingual, ...]
    people: tuple[str, ...]
    interpreter: str
    said: int | None
    remark: str
    rating: RatingForm


def _appointments(company: Company, seen: Board, sent: _Sent) -> list[_Appointment]:
    """Return the meetings the company was told of, as it was told of them."""
    placed = {one.id: one for one in seen.meetings}
    found = []
    for known in told_to(current(), company.id):
        meeting = placed.get(known.row.id)
        slot, desk = seen.slots[known.slot], seen.desks[known.desk]
        coming = meeting.people if meeting else frozenset()
        mine = next((one for one in known.row.firms if one.company_id == company.id), None)
        interpreter = seen.interpreters.get(known.row.interpreter_id or 0)
        found.append(
            _Appointment(
                known.row.id,
                slot.starts_at,
                slot.ends_at,
                words.whereabouts(desk.name, desk.area),
                tuple(seen.firms[number].name for number in known.firms if number != company.id),
                tuple(one.name for one in seen.firms[company.id].people if one.id in coming),
                interpreter.name if interpreter else "",
                mine.rating if mine else None,
                (mine.remark or "") if mine else "",
                _rating(known.row.id, mine, sent),
            )
        )
    return sorted(found, key=lambda one: one.since)


def _prefix(meeting_id: int) -> str:
    return f"m{meeting_id}-"


def _rating(meeting_id: int, mine: MeetingFirm | None, sent: _Sent) -> RatingForm:
    """Return the form of one meeting, its fields named after it: the page has several."""
    if sent is not None and sent[0] == meeting_id:
        return sent[1]
    known = {"rating": str(mine.rating), "remark": mine.remark} if mine and mine.rating else {}
    return RatingForm(formdata=None, data=known, prefix=_prefix(meeting_id))


@blueprint.get("/b/<token>")
@access.token
def page(token: str) -> str:
    """Show a company its meetings, its wishes and its people."""
    company = own_company(token)
    return _page(company, token, _profile(company))


def _profile(company: Company) -> ProfileForm:
    form = ProfileForm(formdata=None)
    form.offer(all_fields(current()))
    form.show_profile(company.content)
    form.version.data = str(company.version)
    form.listed.data = company.listed_at is not None
    return form


def _page(
    company: Company,
    token: str,
    form: ProfileForm,
    sent: _Sent = None,
    wishes_sent: SentWishes | None = None,
) -> str:
    session, now = current(), clock.now()
    of = find_round(session, company.edition_id)
    seen = board(session, of, language(), now) if of is not None else None
    others = _others(company, seen, of, now, wishes_sent) if seen and of else []
    return render_template(
        "conference/companies/company.html",
        edition=catalogue().edition,
        company=company,
        token=token,
        form=form,
        board=seen,
        is_open=of is not None and (of.wishes_until is None or now < of.wishes_until),
        wishes_until=of.wishes_until if of else None,
        appointments=_appointments(company, seen, sent) if seen else [],
        others=others,
        shown=shown_word((one.id, one.standing, one.standing_day) for one in others),
        at=request.args.get("at", ""),
        crossed=_crossed(company, seen) if seen else {},
        today=clock.local(now).date(),
        named=named,
        prefix_of=prefix_of,
        words=words,
        Wanting=Wanting,
    )


@dataclass(frozen=True, slots=True)
class _Other:
    """Whom a company may ask, and what it has said of it: `last_day` is until when, `is_over` whether that has passed.

    `chosen` and `day` are what its fields hold, `standing` and `standing_day` what they held when nothing was typed: what is over has
    to be chosen again, so that saving other wishes never renews it.
    """

    id: int
    name: Trilingual
    group: str
    said: Wanting | None
    last_day: date | None
    is_over: bool
    standing: str
    standing_day: str
    chosen: str
    day: str
    wrong: str


def _others(company: Company, seen: Board, of: Round, now: datetime, sent: SentWishes | None) -> list[_Other]:
    """Return whom this company may ask: first what is over and may be said anew, then what it has said, then the rest."""
    said = {one.asked: one for one in wishes(current(), of) if one.asks == company.id}
    labels = words.side_labels()
    typed = sent.typed if sent else {}
    wrong = sent.wrong if sent else {}
    found = []
    for one in seen.firms.values():
        wish = said.get(one.id)
        if one.id == company.id or not (wish or may_ask(seen, company.id, one.id)):
            continue
        stands = wish if wish and wish.counts(now) else None
        ends = last_day(wish.until) if wish and wish.until else None
        standing = str(stands.wanting) if stands else ""
        standing_day = ends.isoformat() if stands and ends else ""
        chosen, day = typed.get(one.id, (standing, standing_day))
        found.append(
            _Other(
                one.id, one.name, labels[one.side], wish.wanting if wish else None, ends,
                wish is not None and stands is None, standing, standing_day, chosen, day, wrong.get(one.id, ""),
            )
        )  # fmt: skip
    return sorted(found, key=lambda one: (not one.is_over, one.said is None, one.name.in_(language())))


def _crossed(company: Company, seen: Board) -> dict[tuple[int, int], bool]:
    """Return (person, slot) → whether it is their own agenda that keeps them away (True), or what they have said here."""
    found = {}
    for person in seen.firms[company.id].people:
        for slot in seen.slots.values():
            kept = [one for one in person.away if overlaps(one, slot.span)]
            if kept:
                found[person.id, slot.id] = any(one != slot.span for one in kept)
    return found


def _round(company: Company) -> Round:
    found = find_round(current(), company.edition_id)
    if found is None:
        raise NotFound
    return found


@blueprint.post("/b/<token>/wishes")
@access.token
def wish(token: str) -> Answer:
    """Keep what the company says of others. One that cannot be asked any more is named; it holds up none of the others."""
    company = own_company(token)
    sent = read_wishes(request.form)
    if sent.wrong:
        return _page(company, token, _profile(company), wishes_sent=sent), 422
    with writing() as session:
        refused = wishing.say(
            session,
            actor=CITIZEN,
            of=_round(company),
            asks=company,
            said={
                number: Said(form.said, form.ends_at if form.said else None)
                for number, form in sent.changed.items()
            },
            now=clock.now(),
        )
    if len(refused) < len(sent.changed):
        flash(_("Thank you, this is noted."), "good")
    elif not sent.changed:
        flash(_("Nothing has changed: your wishes stand as they are."), "info")
    _say_refused(company, refused)
    return _back(token, "wishes")


def _say_refused(company: Company, refused: Mapping[int, NoWish]) -> None:
    """Say what was not kept: because wishes are over, or because these companies cannot be asked (any more)."""
    if NoWish.OVER in refused.values():
        flash(_("Wishes are no longer taken: the meetings are being planned. You can still say “no”."), "bad")
    numbers = [number for number, why in refused.items() if why is not NoWish.OVER]
    if numbers:
        known = named_companies(current(), company.edition_id, numbers)
        names = joined([tr_plain(one.name) for one in known]) or _("a company that has left")
        flash(
            _("This was not kept, because they can no longer be asked: %(companies)s", companies=names), "bad"
        )


def _back(token: str, part: str) -> Response:
    """Return to the part of the page where the sentence about it stands."""
    return redirect(url_for(".page", token=token, at=part) + f"#{part}", 303)


@blueprint.post("/b/<token>/away")
@access.token
def away(token: str) -> Response:
    """Keep when the company's people cannot come."""
    company = own_company(token)
    with writing() as session:
        wishing.set_away(
            session,
            actor=CITIZEN,
            of=_round(company),
            company=company,
            away=read_away(request.form.getlist("away")[:2000]),
            now=clock.now(),
        )
    flash(_("Thank you. Nobody will be asked to come at these times."), "good")
    return _back(token, "times")


@blueprint.post("/b/<token>/profile")
@access.token
def profile(token: str) -> Answer:
    """Keep what the company says of itself, and whether everybody may see it."""
    company = own_company(token)
    form = ProfileForm()
    form.offer(all_fields(current()))
    if not form.validate():
        return _page(company, token, form), 422
    with writing() as session:
        row = get_company(session, company.edition_id, company.id, lock=True)
        outcome = companies.change_company(
            session,
            actor=CITIZEN,
            edition_id=row.edition_id,
            company_id=row.id,
            version=as_version(form.version.data),
            content=form.changed(row.content),
            now=clock.now(),
        )
        if not isinstance(outcome, CompanyStale):
            companies.set_listed(
                session, actor=CITIZEN, company=row, is_listed=bool(form.listed.data), now=clock.now()
            )
    if isinstance(outcome, CompanyStale):
        form.version.data = str(outcome.version)
        form.take_errors(
            {
                "website": _(
                    "Somebody has changed this meanwhile. Please compare, and send it again if it is right."
                )
            }
        )
        return _page(own_company(token), token, form), 409
    pagecache.forget()
    flash(_("Thank you, this is kept."), "good")
    return _back(token, "profile")


@blueprint.post("/b/<token>/meetings/<int:meeting_id>/rating")
@access.token
def rate(token: str, meeting_id: int) -> Answer:
    """Keep what the company thought of a meeting."""
    company = own_company(token)
    form = RatingForm(prefix=_prefix(meeting_id))
    if not form.validate():
        return _page(company, token, _profile(company), (meeting_id, form)), 422
    with writing() as session:
        meetings.rate(
            session,
            actor=CITIZEN,
            of=_round(company),
            meeting_id=meeting_id,
            company_id=company.id,
            rating=int(form.rating.data),
            remark=form.remark.data or "",
            now=clock.now(),
        )
    flash(_("Thank you for telling us."), "good")
    return _back(token, "meetings")


@blueprint.get("/b/<token>/agenda.ics")
@access.token
def agenda(token: str) -> Response:
    """Give the company's meetings as a calendar to subscribe to."""
    company = own_company(token)
    known = [(one, company.id) for one in told_to(current(), company.id)]
    content = calendars.agenda(current(), known, language())
    return Response(content, mimetype=feed.MIMETYPE)
