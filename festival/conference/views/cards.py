"""A delegate's business cards behind their own link: the own card, those received, and whoever's badge was scanned."""

import re

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Redirect

from festival.conference.feeds import vcards
from festival.conference.forms.cards import CardForm
from festival.conference.labels.cards import outcome_sentences
from festival.conference.links import CardLinks
from festival.conference.queries import cards as queries
from festival.conference.queries.sessions import living
from festival.conference.services import cards as services
from festival.conference.services.checking import tried_too_often
from festival.conference.types.cards import Card, Outcome
from festival.conference.views.contacts import contact_of
from festival.core import clock, ids
from festival.core.actor import CITIZEN
from festival.core.errors import NotFound
from festival.core.transaction import current, writing
from festival.programme.catalogue import catalogue
from festival.programme.views.answers import Answer
from festival.registration.models import Person
from festival.registration.views.hosting import coming, named
from festival.registration.views.invited import own
from festival.registration.views.speaking import codes
from festival.web import access
from festival.web.locale import gettext as _
from festival.web.locale import language
from festival.web.settings import settings

blueprint = Blueprint("cards", __name__)
Way = str  # "i": behind an invitation; "contact": of somebody who speaks for a company
_TYPED = re.compile(rf"([{ids.ALPHABET}]{{7}})([1-9][0-9]?)")


def _links() -> CardLinks:
    return CardLinks(settings().secret_key)


def _owner(way: Way, code: str) -> Person:
    """Return whose page a link opens. Raises NotFound."""
    return coming(own(code)) if way == "i" else contact_of(code).person


@blueprint.get("/<any(i, contact):way>/<code>/cards")
@access.token
def cards(way: Way, code: str) -> str:
    """Show the own card, the cards received, and who asks."""
    person = _owner(way, code)
    form = CardForm(formdata=None)
    form.show(queries.own_card(current(), person.id))
    return _page(way, code, person, form)


def _page(way: Way, code: str, person: Person, form: CardForm) -> str:
    mine = queries.own_card(current(), person.id)
    wallet = queries.wallet(current(), person.id)
    return render_template(
        "conference/cards/cards.html",
        edition=catalogue().edition,
        way=way,
        code=code,
        name=named(person),
        person=person,
        form=form,
        card=mine,
        wallet=wallet,
        named=named,
        shown={one.person_id: named_card for one, named_card in _shown(wallet.received)},
    )


def _shown(received: tuple[Card, ...]) -> list[tuple[Card, str]]:
    people = living(current(), [one.person_id for one in received])
    return [(one, named(people[one.person_id])) for one in received]


@blueprint.post("/<any(i, contact):way>/<code>/cards")
@access.token
def keep(way: Way, code: str) -> Answer:
    """Keep what the own card shows."""
    person = _owner(way, code)
    form = CardForm()
    if not form.validate():
        return _page(way, code, person, form), 422
    with writing() as session:
        services.agree(
            session,
            actor=CITIZEN,
            person_id=person.id,
            content=form.content,
            language=language(),
            now=clock.now(),
        )
    flash(_("Your card is kept. You can change it or take it back at any time."), "good")
    return redirect(url_for(".cards", way=way, code=code), 303)


@blueprint.post("/<any(i, contact):way>/<code>/cards/withdraw")
@access.token
def withdraw(way: Way, code: str) -> Redirect:
    """Take the consent back."""
    person = _owner(way, code)
    with writing() as session:
        services.withdraw(session, actor=CITIZEN, person_id=person.id, now=clock.now())
    flash(_("Your card is gone from the pages of everybody who had it."), "good")
    return redirect(url_for(".cards", way=way, code=code), 303)


@blueprint.get("/<any(i, contact):way>/<code>/cards/scan/<scanned>")
@access.token
def scan(way: Way, code: str, scanned: str) -> Redirect:
    """Go on to whoever's badge this phone has scanned; the badge's own code stays out of the address."""
    person = _owner(way, code)
    payload = codes().read(current(), scanned)
    other = queries.behind_ticket(current(), payload.ticket, person.edition_id) if payload else None
    return _onwards(way, code, person, other)


@blueprint.post("/<any(i, contact):way>/<code>/cards/find")
@access.token
def find(way: Way, code: str) -> Redirect:
    """Go on to whoever's badge carries the short code that was typed."""
    person = _owner(way, code)
    typed = _TYPED.fullmatch(ids.clean_code(request.form.get("badge", "")))
    other = None
    if typed is not None:
        other = queries.behind_short_code(current(), typed[1], int(typed[2]), person.edition_id)
    if other is None:
        current().rollback()
        with writing() as session:
            too_often = tried_too_often(
                session, network=f"card-{person.id}", secret=settings().secret_key, now=clock.now()
            )
        if too_often:
            return _back(way, code, Outcome.TOO_OFTEN)
    return _onwards(way, code, person, other)


def _onwards(way: Way, code: str, person: Person, other: int | None) -> Redirect:
    # Who exchanges none is told apart from nobody by nothing.
    if other is None or other == person.id or other not in queries.who_exchange(current(), [other]):
        return _back(way, code, Outcome.CLOSED)
    return redirect(url_for(".meet", way=way, code=code, token=_links().token(other, person.id)), 303)


def _other(person: Person, token: str) -> Person:
    """Return whose badge was scanned by this person, if they exchange cards. Raises NotFound."""
    number = _links().opened(token, person.id)
    if number is None or number not in queries.who_exchange(current(), [number]):
        raise NotFound
    return current().get_one(Person, number)


@blueprint.get("/<any(i, contact):way>/<code>/cards/with/<token>")
@access.token
def meet(way: Way, code: str, token: str) -> str | Redirect:
    """Offer to send the own card and to ask for the other's."""
    person = _owner(way, code)
    try:
        other = _other(person, token)
    except NotFound:
        return _back(way, code, Outcome.CLOSED)
    return render_template(
        "conference/cards/meet.html",
        edition=catalogue().edition,
        way=way,
        code=code,
        token=token,
        other=other,
        name=named(other),
        card=queries.own_card(current(), person.id),
        received=queries.received(current(), person.id, other.id),
        given=other.id in {one.id for one in queries.wallet(current(), person.id).given},
        asked=queries.waits(current(), taker_id=person.id, giver_id=other.id),
    )


@blueprint.post("/<any(i, contact):way>/<code>/cards/with/<token>/send")
@access.token
def send(way: Way, code: str, token: str) -> Redirect:
    """Give the own card."""
    person = _owner(way, code)
    other = _other(person, token)
    with writing() as session:
        outcome = services.send(
            session, actor=CITIZEN, giver_id=person.id, taker_id=other.id, now=clock.now()
        )
    return _back(way, code, outcome, token)


@blueprint.post("/<any(i, contact):way>/<code>/cards/with/<token>/ask")
@access.token
def ask(way: Way, code: str, token: str) -> Redirect:
    """Ask for the other's card."""
    person = _owner(way, code)
    other = _other(person, token)
    with writing() as session:
        outcome = services.ask(
            session, actor=CITIZEN, taker_id=person.id, giver_id=other.id, secret=settings().secret_key,
            now=clock.now(),
        )  # fmt: skip
    return _back(way, code, outcome, token)


@blueprint.post("/<any(i, contact):way>/<code>/cards/<int:taker_id>/answer")
@access.token
def answer(way: Way, code: str, taker_id: int) -> Redirect:
    """Give the own card to somebody who asked, or refuse."""
    person = _owner(way, code)
    gives = request.form.get("give") == "yes"
    with writing() as session:
        done = services.answer(
            session, actor=CITIZEN, giver_id=person.id, taker_id=taker_id, gives=gives, now=clock.now()
        )
    if not done:
        raise NotFound(taker_id)
    flash(_("Your card is given.") if gives else _("Your card was not given."), "good")
    return redirect(url_for(".cards", way=way, code=code, _anchor="asking"), 303)


@blueprint.post("/<any(i, contact):way>/<code>/cards/<int:taker_id>/back")
@access.token
def take_back(way: Way, code: str, taker_id: int) -> Redirect:
    """Let somebody have the own card no longer."""
    person = _owner(way, code)
    with writing() as session:
        services.take_back(session, actor=CITIZEN, giver_id=person.id, taker_id=taker_id, now=clock.now())
    flash(_("The card is gone from that page. What was saved in an address book before stays there."), "good")
    return redirect(url_for(".cards", way=way, code=code, _anchor="given"), 303)


@blueprint.get("/<any(i, contact):way>/<code>/cards.vcf")
@access.token
def everything(way: Way, code: str) -> Response:
    """Give all cards received for an address book."""
    return _file(queries.received(current(), _owner(way, code).id), "cards")


@blueprint.get("/<any(i, contact):way>/<code>/cards/<int:giver_id>.vcf")
@access.token
def single(way: Way, code: str, giver_id: int) -> Response:
    """Give one card received."""
    found = queries.received(current(), _owner(way, code).id, giver_id)
    if not found:
        raise NotFound(giver_id)
    return _file(found, f"card-{giver_id}")


def _file(found: tuple[Card, ...], name: str) -> Response:
    version: vcards.Version = "3.0" if request.args.get("version") == "3.0" else "4.0"
    host = settings().public_url.partition("//")[2].partition("/")[0]
    answer = Response(
        vcards.vcards(found, host=host, version=version), content_type=f"{vcards.MIMETYPE}; charset=utf-8"
    )
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.vcf"'
    return answer


def _back(way: Way, code: str, outcome: Outcome, token: str | None = None) -> Redirect:
    sentence, kind = outcome_sentences()[outcome]
    flash(sentence, kind)
    if token is not None and outcome not in {Outcome.NO_CARD, Outcome.CLOSED}:
        return redirect(url_for(".meet", way=way, code=code, token=token), 303)
    return redirect(url_for(".cards", way=way, code=code), 303)
