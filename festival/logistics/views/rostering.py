"""What all pages of the crew and its shifts begin with: the edition, who acts, the words, the day that an address names."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from flask import request

from festival.accounts.types import Right
from festival.core import clock
from festival.core.clock import LOCAL, local
from festival.core.transaction import current
from festival.logistics.crew_links import CrewLinks
from festival.logistics.forms.filters import number_from
from festival.logistics.models import Assignment, CrewMember, Post
from festival.logistics.post_codes import PostCodes
from festival.logistics.queries.crew import agencies
from festival.logistics.queries.shifts import days_of, post_names, venues
from festival.logistics.roster_words import (
    PostNames,
    assignment_labels,
    kind_labels,
    length,
    need_words,
    objection_sentences,
    role_labels,
    skill_labels,
)
from festival.logistics.rules.rostering import absences
from festival.logistics.task_words import area_labels
from festival.logistics.types.shifts import HOLDING
from festival.logistics.types.tasks import Area
from festival.programme.queries import current_edition
from festival.programme.queries.published import events_of
from festival.programme.types import EditionFacts
from festival.registration.contacts import shown_phone
from festival.registration.models import Person
from festival.registration.rules import names
from festival.web import access
from festival.web.locale import gettext as _
from festival.web.locale import language, moment, tr_plain
from festival.web.settings import settings

DAY_BEGINS = 5  # a night of the festival ends after midnight; nobody's shift begins at five


@dataclass(frozen=True, slots=True)
class Here:
    """The edition, and whether the person who asks may change the roster."""

    edition: EditionFacts
    manages: bool


def here() -> Here:
    """Return where the person who is signed in works."""
    return Here(current_edition(current()), access.signed_in().has(Right.MANAGE_ROSTER))


def common() -> dict[str, Any]:
    """Return who acts, in which edition, and when, as services are told."""
    return {
        "actor": access.signed_in().actor,
        "edition_id": current_edition(current()).id,
        "now": clock.now(),
    }


def links() -> CrewLinks:
    """Return what makes and checks the crew's addresses."""
    return CrewLinks(settings().public_url, settings().secret_key)


def codes() -> PostCodes:
    """Return what makes and checks the codes of posts."""
    return PostCodes(settings().public_url, settings().secret_key)


def named(member: CrewMember) -> str:
    """Return a name as the reader can read it."""
    return names.shown(member.person, language())


def named_person(person: Person) -> str:
    """Return a person's name as the reader can read it."""
    return names.shown(person, language())


def words() -> dict[str, Any]:
    """Return what templates call things."""
    return {
        "areas": area_labels(),
        "skills": skill_labels(),
        "roles": role_labels(),
        "kinds": kind_labels(),
        "states": assignment_labels(),
        "need_words": need_words,
        "length": length,
        "named": named,
        "named_person": named_person,
        "shown_phone": shown_phone,
        "away_sentences": away_sentences,
    }


def away_sentences(one: Assignment) -> list[str]:
    """Return when somebody who holds a place has said that they cannot come to it."""
    if one.state not in HOLDING:
        return []
    return objection_sentences(absences(one.shift, one.member.away), PostNames({}))


def posts_by_number(edition_id: int) -> PostNames:
    """Return what posts are called in sentences."""
    return PostNames(post_names(current(), edition_id))


def agency_choices() -> list[tuple[int, str]]:
    """Return the agencies as a form offers them."""
    return [(one.id, tr_plain(one.name)) for one in agencies(current())]


def venue_choices() -> list[tuple[int, str]]:
    """Return the venues as a form offers them."""
    return [(one.id, tr_plain(one.name)) for one in venues(current())]


def event_choices(edition_id: int) -> list[tuple[int, str]]:
    """Return the published events as a form offers them, in order of time, each with its day and hour."""
    return [
        (
            one.id,
            _("%(when)s %(event)s", when=moment(one.starts_at), event=tr_plain(one.title)),
        )
        for one in events_of(current(), edition_id)
    ]


@dataclass(frozen=True, slots=True)
class Day:
    """One day of the roster: from five in the morning to five in the next."""

    day: date
    since: datetime
    until: datetime
    days: tuple[date, ...]


def asked_day(edition: EditionFacts) -> Day:
    """Return the day that the address names, else today when there are shifts, else the main day; and the days with shifts."""
    span = days_of(current(), edition.id)
    days = _days(span) if span else (edition.main_day,)
    today = day_of(clock.now())
    try:
        chosen = date.fromisoformat(request.args.get("day", ""))
    except ValueError:
        chosen = today if today in days else edition.main_day if edition.main_day in days else days[0]
    if chosen not in days:
        chosen = edition.main_day if edition.main_day in days else days[0]
    begin = datetime.combine(chosen, time(DAY_BEGINS), LOCAL)
    return Day(chosen, begin, begin + timedelta(days=1), days)


def _days(span: tuple[datetime, datetime]) -> tuple[date, ...]:
    first, last = day_of(span[0]), day_of(span[1] - timedelta(minutes=1))
    return tuple(first + timedelta(days=step) for step in range(min((last - first).days + 1, 60)))


def day_of(moment: datetime) -> date:
    """Return the day of the roster to which a moment belongs."""
    return (local(moment) - timedelta(hours=DAY_BEGINS)).date()


def asked_area() -> Area | None:
    """Return the area that the address names."""
    said = request.args.get("area", "")
    return Area(said) if said in set(Area) else None


def page_number() -> int:
    """Return the page that the address names, 1 for anything else."""
    return number_from(request.args.get("page")) or 1


def plan_slug(post: Post) -> str | None:
    """Return the venue of a post whose plan shows it, or None."""
    if post.venue_id is None or post.x is None or post.y is None:
        return None
    return next((one.slug for one in venues(current()) if one.id == post.venue_id), None)
