"""Requests are carried out, terms purge, backups do not bring back what was erased, and evidence outlives the code."""

import json
import shutil
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from festival.core import clock
from festival.core.actor import CITIZEN, Actor
from festival.core.db import db
from festival.core.transaction import abandon, current, writing
from festival.core.trilingual import LANGUAGES
from festival.outbox.models import Message, OptOut
from festival.outbox.types import MessageKind
from festival.programme.models import Edition, Event
from festival.registration import consent
from festival.registration.models import (
    Consent,
    ConsentText,
    EventPlaces,
    Person,
    PrivacyRequest,
    Purge,
    Registration,
    RetentionRule,
    Ticket,
)
from festival.registration.queries.personal_data import of_registration
from festival.registration.queries.privacy import evidence
from festival.registration.services import erasing, privacy_desk, retention
from festival.registration.services.erased import NAME
from festival.registration.services.privacy_desk import TooLong, carry_out, move, set_term
from festival.registration.services.privacy_requests import open_request
from festival.registration.types import CONSENT_VERSION, AccessNeed
from festival.registration.types.accreditation import PHOTO_CONSENT_VERSION
from festival.registration.types.letters import Overtaken
from festival.registration.types.privacy import Kept, RequestKind, RequestState
from tests.accounts.people import make
from tests.support.apps import FakeClock
from tests.web.parties import SENDER, application, registered, store

NAME_OF = "Canaria Nguyễn (mẫu)"
MAIL = "canaria@gia-dinh.example"


def party(app: Flask) -> int:
    """Register a party with needs; return its number."""
    with app.app_context(), writing() as session:
        form = application(NAME_OF, f"{NAME_OF} con", mail=MAIL)
        return store(
            session, replace(form, needs=frozenset({AccessNeed.SIGHT}), needs_note="canaria")
        ).registration_id


def asked(app: Flask, kind: RequestKind, registration_id: int) -> int:
    """Make a request on the party's page; return its number."""
    with app.app_context(), writing() as session:
        return open_request(
            session,
            actor=CITIZEN,
            kind=kind,
            registration_id=registration_id,
            language="vi",
            details="",
            submission=f"{kind}-{registration_id}",
            sender=SENDER,
            now=clock.now(),
        ).id


def done(app: Flask, request_id: int, version: int = 1) -> PrivacyRequest | Overtaken:
    """Carry a request out."""
    account = make(app)
    with app.app_context(), writing() as session:
        return carry_out(
            session,
            actor=Actor("person", account),
            request_id=request_id,
            version=version,
            outcome="Đã thực hiện.",
            sender=SENDER,
            now=clock.now(),
        )


def everything(app: Flask) -> str:
    """Return every value of every table as one text."""
    with app.app_context():
        rows = [
            repr(tuple(row))
            for name, table in db.metadata.tables.items()
            if name != "messages"
            for row in current().connection().execute(select(table))
        ]
        current().rollback()
        return "\n".join(rows)


@pytest.mark.parametrize("kind", [RequestKind.DELETE, RequestKind.WITHDRAW])
def test_who_wants_to_be_deleted_is_nowhere_any_more(app: Flask, kind: RequestKind) -> None:
    number = party(app)
    assert "anaria" in everything(app)
    outcome = done(app, asked(app, kind, number))
    assert isinstance(outcome, PrivacyRequest)
    assert (outcome.state, outcome.done_at) == ("done", clock.now())
    assert "anaria" not in everything(app)
    with app.app_context():
        tickets = current().scalars(select(Ticket).where(Ticket.registration_id == number)).all()
        assert {ticket.state for ticket in tickets} == {"cancelled"}
        left = current().scalars(select(Message)).all()
        assert {message.kind for message in left} == {"privacy"}  # what was answered, until its own term ends
        assert current().scalar(select(func.count()).select_from(Consent)) == 1  # evidence names nobody
        assert current().scalars(select(EventPlaces.taken).where(EventPlaces.taken > 0)).all() == []


@pytest.mark.parametrize("kind", [RequestKind.RESTRICT, RequestKind.OBJECT])
def test_who_objects_keeps_the_tickets_and_gets_nothing_that_can_be_spared(
    app: Flask, kind: RequestKind
) -> None:
    number = party(app)
    done(app, asked(app, kind, number))
    with app.app_context():
        registration = current().get_one(Registration, number)
        assert (registration.mail, registration.restricted_at) == (MAIL, clock.now())
        assert current().scalars(select(OptOut.digest)).all() == [SENDER.tokens.digest(MAIL)]


@pytest.mark.parametrize("kind", [RequestKind.SEE, RequestKind.GET, RequestKind.CORRECT])
def test_what_the_pages_do_changes_no_data_here(sqlite_app: Flask, kind: RequestKind) -> None:
    number = party(sqlite_app)
    done(sqlite_app, asked(sqlite_app, kind, number))
    assert "anaria" in everything(sqlite_app)


def test_two_officers_do_it_once(app: Flask) -> None:
    request = asked(app, RequestKind.DELETE, party(app))
    assert isinstance(done(app, request), PrivacyRequest)
    assert done(app, request) == Overtaken(2)
    assert done(app, request, version=2) == Overtaken(2)  # it has ended


def test_an_answer_stops_the_first_clock_and_is_sent(sqlite_app: Flask, fake_clock: FakeClock) -> None:
    request = asked(sqlite_app, RequestKind.CORRECT, party(sqlite_app))
    fake_clock.pass_(hours=2)
    with sqlite_app.app_context(), writing() as session:
        outcome = move(
            session,
            actor=Actor("person", 1),
            request_id=request,
            version=1,
            state=RequestState.ANSWERED,
            outcome="Chúng tôi {name.__class__} sẽ sửa.",
            sender=SENDER,
            now=clock.now(),
        )
        assert isinstance(outcome, PrivacyRequest)
        assert (outcome.answered_at, outcome.done_at) == (clock.now(), None)
    with sqlite_app.app_context():
        sent = current().scalars(select(Message).where(Message.kind == "privacy").order_by(Message.id)).all()
        assert "Chúng tôi {name.__class__} sẽ sửa." in sent[-1].text


def test_an_answer_is_late_rather_than_lost(sqlite_app: Flask, fake_clock: FakeClock) -> None:
    """The confirmation and two receipts were the three of this hour: what was done is told in the next."""
    number = party(sqlite_app)
    asked(sqlite_app, RequestKind.SEE, number)
    request = asked(sqlite_app, RequestKind.DELETE, number)
    done(sqlite_app, request)
    with sqlite_app.app_context():
        told = current().scalars(select(Message).where(Message.cause == f"privacy:{request}:done")).one()
    assert (told.recipient, told.due_at - fake_clock()) == (MAIL, timedelta(hours=1))


def test_a_party_gets_everything_that_is_stored_about_it_and_nothing_of_others(sqlite_app: Flask) -> None:
    number = party(sqlite_app)
    registered(sqlite_app, "Người khác (mẫu)")
    with sqlite_app.app_context():
        told = json.dumps(of_registration(current(), number), ensure_ascii=False)
    for word in (NAME_OF, MAIL, "sight", "canaria", CONSENT_VERSION):
        assert word in told
    assert "Người khác" not in told
    assert "manage_epoch" not in told  # what opens the party's page is no data of theirs to pass on


# --- a backup is restored ----------------------------------------------------------------------------------------------


def work(app: Flask) -> None:
    """Do what the worker does at its start."""
    with app.app_context():
        for anything, do in (
            (erasing.anything_back, erasing.erase_again),
            (retention.anything_old, retention.forget_old),
        ):
            while anything(current(), now=clock.now()):
                with writing() as session:
                    do(session, now=clock.now())


def test_an_old_backup_that_is_restored_is_purged_again(sqlite_app: Flask, tmp_path: Path) -> None:
    number = party(sqlite_app)
    other = registered(sqlite_app, "Người khác (mẫu)", mail="khac@gia-dinh.example").registration_id
    with sqlite_app.app_context():
        path = Path(db.engine.url.database or "")
        db.session.remove()
        with closing(sqlite3.connect(path)) as connection:
            connection.execute("VACUUM INTO ?", (str(tmp_path / "backup.sqlite"),))
        db.engine.dispose()
    done(sqlite_app, asked(sqlite_app, RequestKind.DELETE, number))
    with sqlite_app.app_context():
        db.session.remove()
        db.engine.dispose()
    for end in ("-wal", "-shm"):
        path.with_name(path.name + end).unlink(missing_ok=True)
    shutil.copy(tmp_path / "backup.sqlite", path)
    assert "anaria" in everything(sqlite_app)  # the control: the backup does bring it back
    work(sqlite_app)
    assert "anaria" not in everything(sqlite_app)
    with sqlite_app.app_context():
        assert current().get_one(Registration, other).mail == "khac@gia-dinh.example"
        assert current().scalars(select(Purge.why)).all() == ["backup"]
        assert (
            current().scalars(select(Message).where(Message.cause.like(f"registration:{number}:%"))).all()
            == []
        )


def test_another_registration_with_the_same_number_is_never_meant(sqlite_app: Flask) -> None:
    number = party(sqlite_app)
    path = sqlite_app.extensions["settings"].instance / NAME
    path.write_text(
        json.dumps({"registration": number, "code": "0" * 32, "at": "x"}) + '\n{"registration": 1, "co\n[]\n',
        encoding="utf-8",
    )
    work(sqlite_app)
    assert "anaria" in everything(sqlite_app)


def test_what_is_rolled_back_is_not_on_the_list(sqlite_app: Flask) -> None:
    number = party(sqlite_app)
    with sqlite_app.app_context(), writing() as session:
        assert erasing.erase(session, actor=CITIZEN, registration_id=number, sender=SENDER, now=clock.now())
        abandon(session)
    assert not (sqlite_app.extensions["settings"].instance / NAME).exists()
    assert "anaria" in everything(sqlite_app)


def test_the_list_of_what_was_erased_names_nobody(sqlite_app: Flask) -> None:
    done(sqlite_app, asked(sqlite_app, RequestKind.DELETE, party(sqlite_app)))
    text = (sqlite_app.extensions["settings"].instance / NAME).read_text(encoding="utf-8")
    assert set(json.loads(text)) == {"registration", "code", "at"}
    assert "anaria" not in text


# --- terms -------------------------------------------------------------------------------------------------------------


def test_needs_can_go_before_names(sqlite_app: Flask, fake_clock: FakeClock) -> None:
    number = party(sqlite_app)
    account = make(sqlite_app)
    with sqlite_app.app_context(), writing() as session:
        actor = Actor("person", account)
        outcome = set_term(session, actor=actor, kind=Kept.NEEDS, days=1, reason="x", now=clock.now())
        assert isinstance(outcome, RetentionRule)
        ends = session.scalars(
            select(Event.ends_at).join(Registration, Registration.event_id == Event.id)
        ).first()
    assert ends is not None
    fake_clock.set(ends + timedelta(days=2))
    work(sqlite_app)
    with sqlite_app.app_context():
        registration = current().get_one(Registration, number)
        assert (registration.needs, registration.needs_note, registration.mail) == ("", "", MAIL)
        assert ("needs", 1, "term") in [(p.kind, p.rows, p.why) for p in current().scalars(select(Purge))]


@pytest.mark.parametrize("kind", [Kept.PARTIES, Kept.NEEDS])
def test_a_term_is_never_longer_than_people_were_promised(sqlite_app: Flask, kind: Kept) -> None:
    account = make(sqlite_app)
    with sqlite_app.app_context(), writing() as session:
        actor = Actor("person", account)
        assert set_term(session, actor=actor, kind=kind, days=91, reason="x", now=clock.now()) == TooLong(90)
        assert session.get_one(RetentionRule, str(kind)).days == 90


def test_messages_persons_requests_and_opt_outs_end_too(app: Flask, fake_clock: FakeClock) -> None:
    number = party(app)
    request = asked(app, RequestKind.OBJECT, number)
    done(app, request)
    with app.app_context(), writing() as session:
        session.execute(update(Message).values(state="sent", done_at=clock.now()))
        edition = session.get_one(Edition, 1)
        session.add(
            Person(
                edition_id=1,
                given="Lan",
                family="Mẫu",
                folded="lan",
                language="vi",
                mail="lan@x.example",
                position=edition.title,
                organisation=edition.title,
                made_at=clock.now(),
                changed_at=clock.now(),
            )
        )
    fake_clock.pass_(days=29)
    work(app)
    with app.app_context():
        assert current().scalar(select(func.count()).select_from(Message)) == 3
    fake_clock.pass_(days=2)
    work(app)
    with app.app_context():
        assert current().scalar(select(func.count()).select_from(Message)) == 0
    fake_clock.pass_(days=800)
    work(app)
    with app.app_context():
        person = current().scalars(select(Person)).one()
        assert (person.given, person.family, person.mail) == ("–", "", None)
        assert current().get_one(PrivacyRequest, request).outcome == ""
        assert current().scalars(select(OptOut)).all() == []
        assert {purge.kind for purge in current().scalars(select(Purge))} == {
            "messages",
            "persons",
            "requests",
            "opt_outs",
            "parties",
        }


def test_purging_comes_to_an_end(sqlite_app: Flask, fake_clock: FakeClock) -> None:
    party(sqlite_app)
    fake_clock.pass_(days=4000)
    work(sqlite_app)
    with sqlite_app.app_context():
        assert not retention.anything_old(current(), now=clock.now())


# --- evidence ----------------------------------------------------------------------------------------------------------


def test_the_words_of_a_consent_are_kept_and_never_changed(
    sqlite_app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = party(sqlite_app)
    with sqlite_app.app_context():
        assert privacy_desk.anything_unrecorded(current(), now=clock.now())
        with writing() as session:
            assert privacy_desk.record_consent_texts(session, now=clock.now()) == 6 * len(
                LANGUAGES
            )  # a party's two, one of who got a ticket from somebody, and three of photos
        assert not privacy_desk.anything_unrecorded(current(), now=clock.now())
        monkeypatch.setattr(consent, "texts", dict)
        with writing() as session:
            assert privacy_desk.record_consent_texts(session, now=clock.now()) == 0
        code = current().get_one(Registration, number).code
        for way in (MAIL, code, code.lower()):
            [found] = [row for row in evidence(current(), way) if row.consent.purpose == "registration"]
            assert found.text is not None
            assert found.text.startswith("Tôi đồng ý")
        assert evidence(current(), "không-có@gia-dinh.example") == []
        assert evidence(current(), "%") == []


def test_the_kinds_of_messages_about_data_cannot_be_ended() -> None:
    assert MessageKind.PRIVACY.essential
    assert MessageKind.VIOLATION.essential


def test_consent_texts_belong_to_a_version(sqlite_app: Flask) -> None:
    with sqlite_app.app_context(), writing() as session:
        privacy_desk.record_consent_texts(session, now=clock.now())
        kept = {(row.purpose.partition("_")[0], row.version) for row in session.scalars(select(ConsentText))}
    versions = {
        "registration": CONSENT_VERSION,
        "access": CONSENT_VERSION,
        "received": CONSENT_VERSION,
        "photo": PHOTO_CONSENT_VERSION,
    }
    assert kept == set(versions.items())
