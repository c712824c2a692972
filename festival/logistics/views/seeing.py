"""What all views of tasks begin with: whose tasks the person sees, the filters of the address, and the words of pages."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import request, url_for
from markupsafe import Markup, escape

from festival.accounts.types import Right
from festival.core import clock
from festival.core.actor import Actor
from festival.core.clock import local
from festival.core.transaction import current
from festival.logistics.forms.filters import filters_from
from festival.logistics.models import Agency
from festival.logistics.queries.agencies import all_agencies, directives_of
from festival.logistics.queries.scope import scope_of
from festival.logistics.rules.standing import standing
from festival.logistics.task_words import area_labels, priority_labels, standing_labels, state_labels
from festival.logistics.types.tasks import Scope, Standing, TaskFacts, TaskFilters
from festival.programme.queries import current_edition
from festival.programme.types import EditionFacts
from festival.web import access
from festival.web.locale import gettext as _
from festival.web.locale import language, tr, tr_plain


@dataclass(frozen=True, slots=True)
class Seen:
    """The edition, today, and what the person who asks may see and do."""

    edition: EditionFacts
    scope: Scope
    today: date
    account_id: int
    manages: bool


def seen() -> Seen:
    """Return what the person who is signed in sees (two or three statements)."""
    session = current()
    edition = current_edition(session)
    person = access.signed_in()
    account_id = person.actor.id
    assert account_id is not None
    scope = scope_of(
        session,
        edition_id=edition.id,
        account_id=account_id,
        sees_all=person.has(Right.SEE_ALL_TASKS),
    )
    return Seen(edition, scope, local(clock.now()).date(), account_id, person.has(Right.MANAGE_TASKS))


def actor() -> Actor:
    """Return who does something."""
    return access.signed_in().actor


def form_number() -> str:
    """Return a fresh number for a form that adds something."""
    return secrets.token_urlsafe(16)


def sent_number(text: str | None) -> str | None:
    """Return the number that a form carried, as the database takes it."""
    return (text or "")[:43] or None


def agency_names() -> dict[int, Agency]:
    """Return id → agency, in the order of pages."""
    return {agency.id: agency for agency in all_agencies(current())}


def brief(agency: Agency | None) -> str:
    """Return an agency's name for tight places: Vietnamese readers know the short ones."""
    if agency is None:
        return _("Nobody yet")
    return agency.short if agency.short and language() == "vi" else tr_plain(agency.name)


def full(agency: Agency | None) -> Markup:
    """Return an agency's whole name."""
    return escape(_("Nobody yet")) if agency is None else tr(agency.name)


def words(here: Seen, endpoint: str, filters: TaskFilters | None = None) -> dict[str, Any]:
    """Return what every page of tasks is made with. `endpoint` is the page the filters lead back to."""
    asked = filters if filters is not None else filters_from(request.args)
    agencies = agency_names()

    def stands(task: TaskFacts) -> Standing:
        content = task.content
        return standing(
            task.state,
            content.due_on,
            here.today,
            starts_on=content.starts_on,
            progress=task.progress,
        )

    return {
        "here": here,
        "endpoint": endpoint,
        "filters": asked,
        "query": asked.as_query(),
        "agencies": agencies,
        "brief": lambda agency_id: brief(agencies.get(agency_id or 0)),
        "stands": stands,
        "days_until": lambda day: (day - here.today).days,
        "labels": labels(),
        "today": here.today,
    }


def with_choices(here: Seen, made: dict[str, Any]) -> dict[str, Any]:
    """Add what the filter form offers."""
    directives = directives_of(current(), here.edition.id)
    return made | {
        "directive_names": {one.id: f"{one.number} – {tr_plain(one.title)}"[:90] for one in directives},
        "agency_choices": {one.id: tr_plain(one.name) for one in made["agencies"].values()},
    }


def labels() -> Mapping[str, Mapping[Any, str]]:
    """Return the words of areas, states, priorities and standings."""
    return {
        "area": area_labels(),
        "state": state_labels(),
        "priority": priority_labels(),
        "standing": standing_labels(),
    }


def address(endpoint: str, query: Mapping[str, str], **more: str | int | None) -> str:
    """Return an address with the filters and something more."""
    said: dict[str, Any] = {**query, **{name: value for name, value in more.items() if value is not None}}
    return url_for(endpoint, **said)
