"""Guests are asked, answer, send deputies and are approved; codes and places follow."""

from dataclasses import replace
from datetime import timedelta
from threading import Barrier, Thread

from flask import Flask
from sqlalchemy import select

from festival.core.actor import CITIZEN, SYSTEM
from festival.core.transaction import current, writing
from festival.core.trilingual import Trilingual
from festival.outbox.models import Message
from festival.registration.models import Answer, Invitation, Question, Registration, Ticket
from festival.registration.queries.invitations import counts_of
from festival.registration.services import answering, deputizing, inviting
from festival.registration.services.answering import Answered
from festival.registration.services.delegations import change_delegation
from festival.registration.services.issuing import take_back
from festival.registration.types.guests import (
    InvitationState as S,
)
from festival.registration.types.guests import (
    Matter,
    NotNow,
    QuestionContent,
    QuestionKind,
    TermsContent,
    Travel,
)
from festival.registration.types.people import PersonContent, Stale
from tests.registration.guests import (
    GUEST_LINKS,
    HOKKAIDO,
    YUI,
    guest,
    invited,
    stored,
    taken,
    tickets,
)
from tests.registration.persons import ANNA
from tests.support.apps import MAIN, NOW, FakeClock, event_of


def accept(app: Flask, number: int) -> object:
    with app.app_context(), writing() as session:
        return answering.accept(session, actor=CITIZEN, invitation_id=number, links=GUEST_LINKS, now=NOW)


def decline(app: Flask, number: int) -> object:
    with app.app_context(), writing() as session:
        return answering.decline(session, actor=CITIZEN, invitation_id=number, links=GUEST_LINKS, now=NOW)


def send_deputy(
    app: Flask, number: int, who: PersonContent | None = YUI, version: int | None = None
) -> object:
    version = stored(app, number).version if version is None else version
    with app.app_context(), writing() as session:
        return deputizing.send_deputy(
            session,
            actor=CITIZEN,
            invitation_id=number,
            version=version,
            deputy=who,
            links=GUEST_LINKS,
            now=NOW,
        )


def test_a_guest_who_accepts_has_one_ticket_however_often_they_press(app: Flask) -> None:
    number = invited(app)
    assert accept(app, number) == Answered(S.ACCEPTED)
    assert accept(app, number) == Answered(S.ACCEPTED)
    assert [state for _who, _name, state in tickets(app)] == ["valid"]
    assert taken(app) == 1


def test_a_guest_who_declines_after_all_frees_the_place(app: Flask) -> None:
    number = invited(app)
    accept(app, number)
    assert decline(app, number) == Answered(S.DECLINED)
    assert decline(app, number) == Answered(S.DECLINED)
    assert [state for _who, _name, state in tickets(app)] == ["cancelled"]
    assert taken(app) == 0
    assert accept(app, number) == Answered(S.ACCEPTED)
    assert taken(app) == 1


def test_a_deputys_code_replaces_the_first_and_takes_no_second_place(app: Flask) -> None:
    number = invited(app)
    accept(app, number)
    assert send_deputy(app, number) == Answered(S.ACCEPTED)
    [(first, _, was), (second, name, now)] = tickets(app)
    assert (was, now) == ("revoked", "valid")
    assert first != second
    assert name == "見本 結衣（見本）"
    assert taken(app) == 1
    one = stored(app, number)
    assert one.deputy_id == second


def test_the_guest_comes_after_all_and_the_deputys_code_is_dead(app: Flask) -> None:
    number = invited(app)
    send_deputy(app, number)  # before any acceptance: sending a deputy is one
    assert send_deputy(app, number, None) == Answered(S.ACCEPTED)
    assert [(name, state) for _who, name, state in tickets(app)] == [
        ("見本 結衣（見本）", "revoked"),
        ("髙﨑 鷗（見本）", "valid"),
    ]
    assert (stored(app, number).deputy_id, taken(app)) == (None, 1)


def test_a_page_that_was_open_twice_sends_no_second_deputy(app: Flask) -> None:
    number = invited(app)
    seen = stored(app, number).version
    send_deputy(app, number, YUI, seen)
    outcome = send_deputy(app, number, ANNA, seen)
    assert isinstance(outcome, Stale)
    assert [name for _who, name, _state in tickets(app)] == ["見本 結衣（見本）"]


def test_a_deputy_who_has_a_ticket_already_keeps_it_and_the_guests_place_is_free(app: Flask) -> None:
    number = invited(app)
    accept(app, number)
    event = event_of(app, MAIN)
    with app.app_context(), writing() as session:
        other = guest(session, YUI)
        inviting.list_for(session, actor=SYSTEM, event_id=event.id, guest_ids=[other.id], now=NOW)
        second = session.scalars(select(Invitation.id).where(Invitation.guest_id == other.id)).one()
    accept(app, second)
    assert taken(app) == 2
    send_deputy(app, number)
    assert [(name, state) for _who, name, state in tickets(app)] == [
        ("髙﨑 鷗（見本）", "cancelled"),
        ("見本 結衣（見本）", "valid"),
    ]
    assert taken(app) == 1


def test_where_a_deputy_matters_the_ticket_waits_for_approval(app: Flask) -> None:
    number = invited(app, matters=frozenset({Matter.DEPUTY}))
    accept(app, number)
    assert send_deputy(app, number) == Answered(S.REVIEW)
    assert [state for _who, _name, state in tickets(app)] == ["revoked", "blocked"]
    one = stored(app, number)
    assert one.changed == "deputy"
    with app.app_context(), writing() as session:
        stale = inviting.approve(
            session,
            actor=SYSTEM,
            event_id=one.event_id,
            invitation_id=number,
            version=one.version - 1,
            links=GUEST_LINKS,
            now=NOW,
        )
        assert isinstance(stale, Stale)
    with app.app_context(), writing() as session:
        assert (
            inviting.approve(
                session,
                actor=SYSTEM,
                event_id=one.event_id,
                invitation_id=number,
                version=one.version,
                links=GUEST_LINKS,
                now=NOW,
            )
            is None
        )
    assert [state for _who, _name, state in tickets(app)] == ["revoked", "valid"]


def test_a_deputy_who_is_not_approved_is_forgotten_and_the_guest_asked_again(sqlite_app: Flask) -> None:
    number = invited(sqlite_app, matters=frozenset({Matter.DEPUTY}))
    send_deputy(sqlite_app, number)
    one = stored(sqlite_app, number)
    with sqlite_app.app_context(), writing() as session:
        inviting.ask_again(
            session,
            actor=SYSTEM,
            event_id=one.event_id,
            invitation_id=number,
            version=one.version,
            links=GUEST_LINKS,
            now=NOW,
        )
    after = stored(sqlite_app, number)
    assert (after.state, after.deputy_id, taken(sqlite_app)) == (S.SENT, None, 0)


def test_a_change_of_the_delegations_plate_that_matters_blocks_its_members(sqlite_app: Flask) -> None:
    number = invited(sqlite_app, matters=frozenset({Matter.CAR}))
    accept(sqlite_app, number)

    def change(version: int, car: str) -> None:
        content = replace(HOKKAIDO, travel=Travel("Khác (mẫu)", car))
        with sqlite_app.app_context(), writing() as session:
            change_delegation(
                session,
                actor=SYSTEM,
                edition_id=1,
                delegation_id=1,
                version=version,
                content=content,
                now=NOW,
            )

    change(1, "14A-000.01")  # hotel and flights: they matter to nobody here
    assert stored(sqlite_app, number).state == S.ACCEPTED
    change(2, "14A-999.99")
    assert stored(sqlite_app, number).state == S.REVIEW
    assert [state for _who, _name, state in tickets(sqlite_app)] == ["blocked"]


def test_a_withdrawn_invitation_has_no_ticket_and_its_link_is_dead(app: Flask) -> None:
    number = invited(app)
    accept(app, number)
    one = stored(app, number)
    with app.app_context(), writing() as session:
        inviting.withdraw(
            session,
            actor=SYSTEM,
            event_id=one.event_id,
            invitation_id=number,
            links=GUEST_LINKS,
            now=NOW,
        )
    after = stored(app, number)
    assert (after.state, after.epoch, taken(app)) == (S.WITHDRAWN, one.epoch + 1, 0)
    assert isinstance(accept(app, number), NotNow)


def test_nobody_accepts_after_the_day_for_answers(sqlite_app: Flask) -> None:
    number = invited(sqlite_app)
    event_id = stored(sqlite_app, number).event_id
    with sqlite_app.app_context(), writing() as session:
        inviting.set_terms(
            session,
            actor=SYSTEM,
            event_id=event_id,
            version=1,
            content=TermsContent(NOW - timedelta(days=1)),
            now=NOW,
        )
    assert accept(sqlite_app, number) == NotNow(S.SENT, "late")
    assert tickets(sqlite_app) == []


def letters(app: Flask) -> list[tuple[str, str, str]]:
    """(to, language, link) of what was written to guests."""
    with app.app_context():
        rows = current().scalars(
            select(Message).where(Message.cause.like("invitation:%")).order_by(Message.id)
        )
        return [(one.recipient, one.language, one.link or "") for one in rows]


def remind(app: Flask, clock: FakeClock) -> int:
    event = event_of(app, MAIN)
    with app.app_context(), writing() as session:
        written = inviting.remind(
            session, actor=SYSTEM, event_id=event.id, links=GUEST_LINKS, now=clock.moment
        )
        assert isinstance(written, int)
        return written


def test_reminders_go_to_those_who_have_not_answered_and_to_nobody_else(
    app: Flask, fake_clock: FakeClock
) -> None:
    number = invited(app, YUI)
    event = event_of(app, MAIN)
    with app.app_context(), writing() as session:
        other = guest(session, ANNA)
        inviting.list_for(session, actor=SYSTEM, event_id=event.id, guest_ids=[other.id], now=NOW)
        inviting.send(
            session, actor=SYSTEM, event_id=event.id, invitation_ids=None, links=GUEST_LINKS, now=NOW
        )
    assert [to for to, _, _ in letters(app)] == ["yui@doudan.example", "anna@presse.example"]
    accept(app, number)
    assert remind(app, fake_clock) == 0  # written to just now
    fake_clock.pass_(days=4)
    assert remind(app, fake_clock) == 1
    assert remind(app, fake_clock) == 0
    assert letters(app)[-1][:2] == ("anna@presse.example", "en")


def test_the_invitation_is_in_the_guests_language_with_the_personal_link(sqlite_app: Flask) -> None:
    number = invited(sqlite_app, YUI)
    [(_to, language, link)] = letters(sqlite_app)
    assert language == "ja"
    assert link == GUEST_LINKS.invitation_url(number, 1)
    with sqlite_app.app_context():
        text = current().scalars(select(Message.text)).one()
    assert text.startswith("見本 結衣（見本） 様")
    assert "ご招待" in text


def test_a_guest_without_an_address_is_asked_all_the_same(sqlite_app: Flask) -> None:
    nobody = PersonContent("Trần", "Mẫu (mẫu)", "vi")
    number = invited(sqlite_app, nobody)
    assert letters(sqlite_app) == []
    assert stored(sqlite_app, number).state == S.SENT


def ask(app: Flask, event_id: int, *, matters: bool = False) -> int:
    content = QuestionContent(QuestionKind.NUMBER, Trilingual(vi="Mấy tai nghe?"), matters=matters)
    with app.app_context(), writing() as session:
        return inviting.add_question(
            session, actor=SYSTEM, event_id=event_id, content=content, submission="x" * 22, now=NOW
        ).id


def say(app: Flask, number: int, question: int, value: str) -> object:
    with app.app_context(), writing() as session:
        return answering.answer_questions(
            session, actor=CITIZEN, invitation_id=number, answers={question: value}, now=NOW
        )


def test_questions_are_asked_after_an_acceptance_and_a_changed_answer_that_matters_is_approved(
    app: Flask,
) -> None:
    number = invited(app)
    question = ask(app, stored(app, number).event_id, matters=True)
    assert say(app, number, question, "2") == NotNow(S.SENT)
    accept(app, number)
    assert say(app, number, question, "2") == Answered(S.ACCEPTED)  # a first answer changes nothing
    assert say(app, number, question, "2") == Answered(S.ACCEPTED)
    assert say(app, number, question, "3") == Answered(S.REVIEW)
    assert stored(app, number).changed == f"question:{question}"
    with app.app_context():
        assert [one.value for one in current().scalars(select(Answer))] == ["3"]


def test_a_question_of_the_same_form_is_added_once(sqlite_app: Flask) -> None:
    number = invited(sqlite_app)
    event_id = stored(sqlite_app, number).event_id
    assert ask(sqlite_app, event_id) == ask(sqlite_app, event_id)
    with sqlite_app.app_context():
        assert len(current().scalars(select(Question)).all()) == 1


def test_the_answers_are_counted(sqlite_app: Flask) -> None:
    number = invited(sqlite_app)
    event_id = stored(sqlite_app, number).event_id
    send_deputy(sqlite_app, number)
    with sqlite_app.app_context():
        counts = counts_of(current(), [event_id])[event_id]
    assert (counts.accepted, counts.deputies, counts.sent) == (1, 1, 0)


def test_two_browsers_that_send_a_deputy_at_once_send_one(app: Flask) -> None:
    number = invited(app)
    accept(app, number)
    version = stored(app, number).version
    start, outcomes = Barrier(2), []

    def run(who: PersonContent) -> None:
        start.wait()
        outcomes.append(send_deputy(app, number, who, version))

    threads = [Thread(target=run, args=(who,)) for who in (YUI, ANNA)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(type(one).__name__ for one in outcomes) == ["Answered", "Stale"]
    assert [state for _who, _name, state in tickets(app)].count("valid") == 1
    assert taken(app) == 1


def test_the_deputy_gets_the_tickets_own_page_and_the_guest_loses_it(app: Flask) -> None:
    number = invited(app)
    accept(app, number)
    with app.app_context():
        held = current().get_one(Registration, stored(app, number).registration_id)
    old = GUEST_LINKS.parties.manage_path(held.id, held.manage_epoch)
    assert app.test_client().get(old).status_code == 200
    send_deputy(app, number)
    to, language, link = letters(app)[-1]
    assert (to, language) == (YUI.mail, "ja")
    assert "/i/" not in link  # the guest's own page stays the guest's
    page = app.test_client().get(link.removeprefix("http://festival.example"))
    assert page.status_code == 200
    assert "見本 結衣（見本）" in page.text
    assert app.test_client().get(old).status_code == 404


def test_a_guest_who_gave_the_ticket_back_on_its_page_can_come_again(app: Flask) -> None:
    number = invited(app)
    accept(app, number)
    with app.app_context():
        held = current().scalars(select(Ticket)).one()
        with writing() as session:
            take_back(
                session,
                actor=CITIZEN,
                ticket_id=held.id,
                reason=lambda: "",
                links=GUEST_LINKS.parties,
                now=NOW,
            )
    assert taken(app) == 0
    assert accept(app, number) == Answered(S.ACCEPTED)
    assert [state for _who, _name, state in tickets(app)] == ["cancelled", "valid"]
    assert taken(app) == 1
