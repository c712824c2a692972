"""What messages say: the standard text, the organizers' own, and who was faster."""

import re
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from festival.audit.models import AuditEntry
from festival.core import clock
from festival.core.actor import Actor
from festival.core.transaction import current, writing
from festival.core.trilingual import LANGUAGES, Language, Trilingual
from festival.outbox.models import Message
from festival.outbox.types import Channel, MessageKind, read_attachments
from festival.programme.queries import get_public_event
from festival.registration import mails
from festival.registration.mails.allowed import NEEDED, PLACEHOLDERS
from festival.registration.mails.standard import standard
from festival.registration.rules.placeholders import unknown, used
from festival.registration.services.wording import save, words
from festival.registration.types.letters import Overtaken, Wording
from tests.accounts.people import make
from tests.support.apps import MAIN
from tests.web.parties import registered

FACTS = {
    "event": "Đêm hội",
    "day": "17/11",
    "name": "Lan",
    "people": "2",
    "when": "20:00",
    "place": "Quảng trường",
}
OWN = Wording(
    Trilingual(vi="Vé của {name}", ja="", en="For {name}"),
    Trilingual(vi="Xin chào {name}", ja="", en="Hello {name}"),
    Trilingual(vi="{event}", ja="", en="{event}"),
)


def store(app: Flask, wording: Wording | None, version: int) -> int | Overtaken:
    """Save a text as a member of staff."""
    account = make(app)
    with app.app_context(), writing() as session:
        return save(
            session,
            actor=Actor("person", account),
            kind=MessageKind.CONFIRMATION,
            wording=wording,
            version=version,
            now=clock.now(),
        )


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("kind", PLACEHOLDERS)
def test_each_standard_text_holds_nothing_but_what_may_stand_in_it(
    sqlite_app: Flask, kind: MessageKind, lang: Language
) -> None:
    with sqlite_app.app_context():
        said = standard(kind, lang)
    for text in (said.subject, said.text, said.short):
        assert text.strip()
        assert unknown(text, PLACEHOLDERS[kind]) == []
    assert "\n" not in said.subject
    assert set(NEEDED.get(kind, ())) <= used(said.text)


def test_every_kind_of_message_has_texts(sqlite_app: Flask) -> None:
    # Letters about meetings and to speakers are the conference's own.
    own = {MessageKind.OTHER, MessageKind.MEETINGS, MessageKind.SPEAKERS}
    assert set(MessageKind) - set(PLACEHOLDERS) == own


def test_no_letter_stands_in_the_code_where_organizers_cannot_write_it() -> None:
    """Whoever makes a letter takes its words from the texts of its kind: no subject is written beside them."""
    folder = Path(mails.__file__).parent
    makers = [*folder.glob("*.py"), folder.parent / "change_mails.py", folder.parent / "privacy_mails.py"]
    for source in makers:
        text = source.read_text(encoding="utf-8")
        if "Letter(" in text:
            assert "words(" in text or "said_to(" in text, source.name
            assert not re.search(r"subject = _\(|Letter\([^)]*_\(", text), source.name


def test_an_empty_fact_leaves_no_gap(sqlite_app: Flask) -> None:
    with sqlite_app.app_context():
        said = words(
            current(),
            MessageKind.INVITATION,
            "vi",
            FACTS | {"guest": "Bà Lan", "until": "1/11", "deputies": ""},
        )
    assert "{" not in said.text
    assert not any(line.endswith(" ") for line in said.text.split("\n"))


def test_a_change_is_told_in_the_organizers_words_on_both_ways(sqlite_app: Flask) -> None:
    account = make(sqlite_app)
    own = Wording(
        Trilingual(vi="Đổi: {event}", ja="", en=""),
        Trilingual(vi="Thư {day}", ja="", en=""),
        Trilingual(vi="Tin {day}", ja="", en=""),
    )
    with sqlite_app.app_context():
        with writing() as session:
            save(
                session,
                actor=Actor("person", account),
                kind=MessageKind.NAMES,
                wording=own,
                version=0,
                now=clock.now(),
            )
        event = get_public_event(current(), 1, MAIN)
        for channel, text in ((Channel.MAIL, "Thư "), (Channel.SMS, "Tin ")):
            letter = mails.changed(
                current(), MessageKind.NAMES, event, to="lan@gia-dinh.example", channel=channel, lang="vi"
            )
            assert letter.kind is MessageKind.NAMES
            assert letter.subject.startswith("Đổi: ")
            assert letter.text.startswith(text)
            assert (letter.short or "").startswith("Tin ")


def test_a_text_of_ones_own_is_said_from_the_moment_it_is_saved(sqlite_app: Flask) -> None:
    with sqlite_app.app_context():
        before = words(current(), MessageKind.CONFIRMATION, "vi", FACTS)
    assert store(sqlite_app, OWN, 0) == 1
    with sqlite_app.app_context():
        said = words(current(), MessageKind.CONFIRMATION, "vi", FACTS)
        assert (said.subject, said.text, said.short) == ("Vé của Lan", "Xin chào Lan", "Đêm hội")
        # Japanese was left out: its readers get the standard text.
        assert "{" not in words(current(), MessageKind.CONFIRMATION, "ja", FACTS).text
    assert store(sqlite_app, None, 1) == 2
    with sqlite_app.app_context():
        assert words(current(), MessageKind.CONFIRMATION, "vi", FACTS) == before


def test_who_was_overtaken_stores_nothing(app: Flask) -> None:
    assert store(app, OWN, 0) == 1
    assert store(app, None, 0) == Overtaken(1)
    with app.app_context():
        assert words(current(), MessageKind.CONFIRMATION, "vi", FACTS).subject == "Vé của Lan"


def test_the_record_says_that_a_text_was_saved_and_not_what_it_says(sqlite_app: Flask) -> None:
    store(sqlite_app, OWN, 0)
    with sqlite_app.app_context():
        [entry] = current().scalars(select(AuditEntry).where(AuditEntry.subject == "message_text"))
        assert entry.verb == "text.saved"
        assert entry.details == {"kind": "confirmation", "version": 1}


def test_a_name_with_a_line_break_or_braces_stays_a_name(sqlite_app: Flask) -> None:
    store(sqlite_app, OWN, 0)
    name = "Lan\r\nBcc: ai@khac.example {event}"
    with sqlite_app.app_context():
        said = words(current(), MessageKind.CONFIRMATION, "vi", FACTS | {"name": name})
    assert said.subject == "Vé của Lan Bcc: ai@khac.example {event}"


def test_whoever_registers_gets_the_organizers_words_with_calendar_and_tickets(app: Flask) -> None:
    store(app, OWN, 0)
    party = registered(app, "Lan {event} (mẫu)", mail="lan@gia-dinh.example")
    with app.app_context():
        message = current().scalars(select(Message)).one()
    assert message.subject == "Vé của Lan {event} (mẫu)"
    assert (message.kind, message.short) == ("confirmation", "Đêm khai mạc Lễ hội Hokkaido tại Hạ Long")
    kinds = {one.kind: one.subject for one in read_attachments(message.attachments)}
    assert kinds["tickets"] == str(party.registration_id)
    assert kinds["calendar"].startswith("REQUEST:")
