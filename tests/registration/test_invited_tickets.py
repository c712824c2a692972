"""An invitation follows its ticket: given back on its own page, at the desk or by erasing, it is declined."""

from datetime import timedelta

import pytest
from flask import Flask

from festival.core import clock
from festival.core.actor import CITIZEN, SYSTEM, Actor
from festival.core.transaction import writing
from festival.registration.models import Registration
from festival.registration.services import inviting, own_data
from festival.registration.services.answering import Answered, accept, decline
from festival.registration.services.cancelling import cancel
from festival.registration.services.restoring import restore
from festival.registration.types.guests import InvitationState as S
from festival.registration.types.guests import NotNow, TermsContent
from tests.registration.guests import GUEST_LINKS, invited, stored, taken, tickets
from tests.registration.persons import LINKS
from tests.support.apps import MAIN, NOW, FakeClock, csrf, event_of
from tests.web.parties import SENDER

PROTOCOL = Actor("person", 1)


@pytest.fixture
def coming(app: Flask) -> int:
    """A guest who has accepted; the number of the invitation."""
    number = invited(app)
    with app.app_context(), writing() as session:
        assert accept(session, actor=CITIZEN, invitation_id=number, links=GUEST_LINKS, now=NOW) == Answered(
            S.ACCEPTED
        )
    return number


def ticket_of(app: Flask, number: int) -> int:
    """Return the registration of an invitation."""
    registration_id = stored(app, number).registration_id
    assert registration_id is not None
    return registration_id


def give_back(app: Flask, registration_id: int) -> int:
    with app.app_context(), writing() as session:
        return cancel(
            session,
            actor=CITIZEN,
            registration_id=registration_id,
            positions=None,
            sender=SENDER,
            now=NOW,
        )


def test_a_ticket_given_back_declines_the_invitation_once(app: Flask, coming: int) -> None:
    registration_id, before = ticket_of(app, coming), stored(app, coming).version
    assert (give_back(app, registration_id), give_back(app, registration_id)) == (1, 0)
    now = stored(app, coming)
    assert (now.state, now.version, now.answered_at) == (S.DECLINED, before + 1, NOW)
    assert taken(app) == 0
    with app.app_context(), writing() as session:  # and comes after all, by the invitation's own page
        assert accept(session, actor=CITIZEN, invitation_id=coming, links=GUEST_LINKS, now=NOW) == Answered(
            S.ACCEPTED
        )
    assert [state for _who, _name, state in tickets(app)] == ["cancelled", "valid"]
    assert taken(app) == 1


def test_given_back_by_the_page_of_the_ticket(sqlite_app: Flask, fake_clock: FakeClock) -> None:
    number = invited(sqlite_app)
    with sqlite_app.app_context(), writing() as session:
        accept(session, actor=CITIZEN, invitation_id=number, links=GUEST_LINKS, now=clock.now())
    with sqlite_app.app_context(), writing() as session:
        registration = session.get_one(Registration, ticket_of(sqlite_app, number))
        path = SENDER.links.manage_path(registration.id, registration.manage_epoch)
    client = sqlite_app.test_client()
    form = {"csrf_token": csrf(client, path), "positions": "1", "sure": "yes"}
    assert client.post(f"{path}/cancel", data=form).status_code == 303
    assert stored(sqlite_app, number).state == S.DECLINED


def test_who_is_cancelled_by_mistake_and_gets_the_place_again_comes_again(app: Flask, coming: int) -> None:
    registration_id = ticket_of(app, coming)
    give_back(app, registration_id)
    with app.app_context(), writing() as session:
        assert restore(
            session, actor=PROTOCOL, registration_id=registration_id, positions=[1], links=LINKS, now=NOW
        ) == [1]
    assert stored(app, coming).state == S.ACCEPTED
    assert taken(app) == 1


def test_a_withdrawn_invitation_stays_withdrawn(app: Flask, coming: int) -> None:
    registration_id = ticket_of(app, coming)
    with app.app_context(), writing() as session:
        inviting.withdraw(
            session,
            actor=SYSTEM,
            event_id=event_of(app, MAIN).id,
            invitation_id=coming,
            links=GUEST_LINKS,
            now=NOW,
        )
    give_back(app, registration_id)
    assert stored(app, coming).state == S.WITHDRAWN


def test_erasing_a_guests_data_gives_the_chair_back(sqlite_app: Flask, fake_clock: FakeClock) -> None:
    number = invited(sqlite_app)
    with sqlite_app.app_context(), writing() as session:
        accept(session, actor=CITIZEN, invitation_id=number, links=GUEST_LINKS, now=clock.now())
    registration_id = ticket_of(sqlite_app, number)
    with sqlite_app.app_context(), writing() as session:
        own_data.erase(
            session,
            actor=CITIZEN,
            registration_id=registration_id,
            number="A" * 22,
            sender=SENDER,
            now=clock.now(),
        )
    assert stored(sqlite_app, number).state == S.DECLINED


def test_the_desk_notes_answers_after_the_day_for_answers_and_the_guest_cannot(sqlite_app: Flask) -> None:
    number = invited(sqlite_app)
    late = NOW + timedelta(hours=2)
    with sqlite_app.app_context(), writing() as session:
        inviting.set_terms(
            session,
            actor=SYSTEM,
            event_id=event_of(sqlite_app, MAIN).id,
            version=1,
            content=TermsContent(NOW + timedelta(hours=1), takes_deputies=True, matters=frozenset()),
            now=NOW,
        )
    with sqlite_app.app_context(), writing() as session:
        assert accept(session, actor=CITIZEN, invitation_id=number, links=GUEST_LINKS, now=late) == NotNow(
            S.SENT, "late"
        )
    with sqlite_app.app_context(), writing() as session:
        assert accept(session, actor=PROTOCOL, invitation_id=number, links=GUEST_LINKS, now=late) == Answered(
            S.ACCEPTED
        )
    with sqlite_app.app_context(), writing() as session:
        said_no = decline(session, actor=PROTOCOL, invitation_id=number, links=GUEST_LINKS, now=late)
        assert said_no == Answered(S.DECLINED)
