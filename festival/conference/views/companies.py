"""A company's own page behind its link: what it wishes, when it cannot, whom others may read of, and its meetings."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask import Blueprint, Response, flash, redirect, render_template, request
from werkzeug.wrappers import Response as Answered

from festival.conference import company_links
from festival.conference.feeds import agenda as feed
from festival.conference.labels import meetings as words
from festival.conference.models import CompanyRow
from festival.conference.queries.meetings import (
    away_of,
    booked,
    companies_of,
    facts_of,
    find_company,
    plan_of,
    wishes_from,
)
from festival.conference.rules.meetings import may_ask
from festival.conference.services.companies import say
from festival.conference.types.meetings import CompanyGroup, Facts, Meeting, Strength
from festival.conference.views.companies_desk import links
from festival.core import clock
from festival.core.actor import CITIZEN
from festival.core.errors import NotFound
from festival.core.transaction import current, writing
from festival.programme.catalogue import catalogue
from festival.web import access
from festival.web.locale import gettext as _
from festival.web.locale import language, tr_plain
from festival.web.settings import settings

blueprint = Blueprint("companies", __name__)


@dataclass(frozen=True, slots=True)
class _Other:
    """A company that can be asked, with what was said of it."""

    row: CompanyRow
    group: str
    wish: Strength | None


def own(code: str) -> CompanyRow:
    """Return the company that a link opens. Raises NotFound."""
    claim = company_links.read(code)
    found = find_company(current(), claim.number) if claim else None
    if claim is None or found is None or not links().opens(claim, found.epoch):
        raise NotFound
    return found


def _others(company: CompanyRow, facts: Facts) -> list[_Other]:
    """Return who can be asked: those whose group the matrix allows and who have agreed to be listed; departments always are."""
    me, known = facts.companies[company.id], wishes_from(current(), company.id)
    groups = words.group_labels()
    return [
        _Other(
            row,
            groups[CompanyGroup(row.kind)],
            Strength(known[row.id].strength) if row.id in known else None,
        )
        for row in companies_of(current(), company.edition_id)
        if may_ask(facts, me, facts.companies[row.id])
        and (row.listed_at is not None or row.kind == CompanyGroup.AGENCY)
    ]


def _meetings(company: CompanyRow) -> list[Meeting]:
    """Return the company's own meetings, once they are published."""
    if plan_of(current(), company.edition_id).published_at is None:
        return []
    return [one for one in booked(current(), company.edition_id) if company.id in one.companies]


@blueprint.get("/b/<code>")
@access.token
def page(code: str) -> str:
    """Show a company its page."""
    company = own(code)
    facts = facts_of(current(), company.edition_id, clock.now())
    meetings = sorted(_meetings(company), key=lambda one: facts.slots[one.slot_id].starts_at)
    known = wishes_from(current(), company.id).values()
    return render_template(
        "conference/companies/page.html",
        edition=catalogue().edition,
        code=code,
        company=company,
        others=_others(company, facts),
        strengths=words.strength_labels(),
        facts=facts,
        away=away_of(current(), company.id),
        meetings=meetings,
        until=min((wish.expires_at for wish in known), default=None),
        with_whom=lambda one: _with_whom(one, company, facts),
    )


def _with_whom(meeting: Meeting, company: CompanyRow, facts: Facts) -> str:
    others = sorted(meeting.companies - {company.id})
    return ", ".join(tr_plain(facts.companies[one].name) for one in others)


@blueprint.post("/b/<code>")
@access.token
def save(code: str) -> Answered:
    """Keep what a company says; the same form again lets its wishes count longer and changes nothing else."""
    company = own(code)
    facts = facts_of(current(), company.edition_id, clock.now())
    wishes = _said(request.form, [one.row.id for one in _others(company, facts)])
    away = [int(text) for text in request.form.getlist("away") if text.isascii() and text.isdigit()]
    is_listed = request.form.get("listed") == "1"
    with writing() as session:
        held = own(code)
        say(
            session,
            actor=CITIZEN,
            company=held,
            wishes=wishes,
            away=away,
            is_listed=is_listed,
            now=clock.now(),
        )
    flash(_("Thank you, this is kept."), "good")
    return redirect(f"/b/{code}", 303)


def _said(sent: Mapping[str, str], others: list[int]) -> dict[int, Strength | None]:
    """Return company → wish, of those that the page offered."""
    found: dict[int, Strength | None] = {}
    for number in others:
        word = sent.get(f"wish-{number}", "")
        found[number] = Strength(word) if word in set(Strength) else None
    return found


@blueprint.get("/b/<code>/meetings.ics")
@access.token
def calendar(code: str) -> Response:
    """Give a company's meetings for a calendar."""
    company = own(code)
    facts = facts_of(current(), company.edition_id, clock.now())
    host = settings().public_url.partition("//")[2].partition("/")[0]
    entries = [
        feed.Entry(
            uid=f"meeting-{one.id}@{host}",
            sequence=one.version,
            starts_at=facts.slots[one.slot_id].starts_at,
            ends_at=facts.slots[one.slot_id].ends_at,
            summary=_("Meeting with %(names)s", names=_with_whom(one, company, facts)),
            location=_(
                "Table %(n)s, zone %(zone)s",
                n=facts.tables[one.table_id].number,
                zone=facts.tables[one.table_id].zone,
            ),
            description="",
        )
        for one in _meetings(company)
    ]
    made = feed.calendar(entries, name=_("Business meetings"), language=language(), now=clock.now())
    answer = Response(made, content_type=f"{feed.MIMETYPE}; charset=utf-8")
    answer.headers["Content-Disposition"] = 'attachment; filename="meetings.ics"'
    return answer
