"""Messages with files, a second way to their reader, receipts, and an end to what can be spared."""

from dataclasses import replace
from email.message import EmailMessage

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from festival.core import clock
from festival.core.transaction import current, writing
from festival.core.trilingual import Language
from festival.outbox.attachments import File
from festival.outbox.delivery import as_mail
from festival.outbox.limits import Limits
from festival.outbox.queries import opted_out
from festival.outbox.services import opt_in, opt_out, take_receipt
from festival.outbox.tokens import Tokens
from festival.outbox.types import Attachment, Channel, MessageKind, MessageState, read_attachments
from festival.registration.messaging import Sender
from tests.outbox.letters import MAIL, SMS, send, states, stored, write
from tests.outbox.servers import Gateway, MailServer
from tests.support.apps import FakeClock

SECRET = "0123456789abcdef0123456789abcdef"
TOKENS = Tokens("http://festival.example", SECRET)
PHONE = (Channel.SMS, "+84912345678")
BOTH = replace(MAIL, other=PHONE, short="Vé: Đêm khai mạc")


def html_of(mail: EmailMessage) -> str:
    """Return a mail's HTML."""
    part = mail.get_body(("html",))
    assert part is not None
    return str(part.get_content())


# --- files -------------------------------------------------------------------------------------------------------------


def makes(app: Flask, **files: File | Exception | None) -> list[tuple[str, str, str]]:
    """Register who makes files of these kinds; return what they are asked for."""
    asked: list[tuple[str, str, str]] = []

    def of(result: File | Exception | None):  # type: ignore[no-untyped-def] # noqa: ANN202
        def make(_session: Session, subject: str, language: Language, address: str) -> File | None:
            asked.append((subject, language, address))
            if isinstance(result, Exception):
                raise result
            return result

        return make

    app.extensions["attachments"] = {kind: of(result) for kind, result in files.items()}
    return asked


ICS = File("dem.ics", "text/calendar", b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", "REQUEST")
PDF = File("ve.pdf", "application/pdf", b"%PDF-1.7")
WITH_FILES = replace(MAIL, attachments=(Attachment("calendar", "REQUEST:1:2"), Attachment("tickets", "2")))


def test_files_are_made_when_the_message_leaves(inside: Flask, post_office: MailServer) -> None:
    asked = makes(inside, calendar=ICS, tickets=PDF)
    write(letter=WITH_FILES)
    assert asked == []
    send(smtp_url=post_office.url)
    assert asked == [("REQUEST:1:2", "vi", MAIL.to), ("2", "vi", MAIL.to)]
    [mail] = post_office.mails
    calendar, paper = mail.iter_attachments()
    assert (calendar.get_content_type(), calendar.get_filename()) == ("text/calendar", "dem.ics")
    assert calendar["Content-Type"].params["method"] == "REQUEST"  # RFC 6047, 2.4
    assert calendar["Content-Type"].params["charset"] == "utf-8"
    assert paper.get_content() == b"%PDF-1.7"
    assert html_of(mail)
    assert stored().state == "sent"


def test_what_is_no_longer_there_and_what_nobody_makes_stay_behind(
    inside: Flask, post_office: MailServer
) -> None:
    makes(inside, calendar=None)
    write(letter=WITH_FILES)
    send(smtp_url=post_office.url)
    assert list(post_office.mails[0].iter_attachments()) == []


def test_a_file_that_cannot_be_made_holds_its_message_up_for_a_while_only(
    inside: Flask, post_office: MailServer, fake_clock: FakeClock
) -> None:
    makes(inside, calendar=ZeroDivisionError(), tickets=PDF)
    write("broken", WITH_FILES)
    write("whole")
    assert send(smtp_url=post_office.url) == 2
    assert (stored("broken").state, stored("broken").error) == ("queued", "attachment: ZeroDivisionError")
    assert stored("whole").state == "sent"
    for _ in range(2):
        fake_clock.pass_(minutes=5)
        send(smtp_url=post_office.url)
    assert stored("broken").state == "sent"


def test_references_survive_the_database() -> None:
    lines = "\n".join(map(str, WITH_FILES.attachments))
    assert read_attachments(lines) == WITH_FILES.attachments
    assert read_attachments("") == ()


# --- the second way ----------------------------------------------------------------------------------------------------


def test_a_mail_that_fails_for_good_is_said_by_phone_once(
    inside: Flask, post_office: MailServer, carrier: Gateway
) -> None:
    post_office.says[MAIL.to] = "550 5.1.1 no such user"
    write(letter=BOTH)
    for _ in range(3):
        send(smtp_url=post_office.url, sms_webhook_url=carrier.url)
    [(_, _, body)] = carrier.requests
    assert (body["to"], body["text"]) == (PHONE[1], f"Vé: Đêm khai mạc\n{MAIL.link}")
    assert states() == {"registration:1:confirmed": "failed", "registration:1:confirmed:second": "sent"}


def test_a_mail_that_is_only_late_is_not_said_by_phone(inside: Flask, post_office: MailServer) -> None:
    post_office.says[MAIL.to] = "451 later"
    write(letter=BOTH)
    send(smtp_url=post_office.url)
    assert states() == {"registration:1:confirmed": "queued"}


def test_the_second_way_ends_there(inside: Flask, post_office: MailServer, carrier: Gateway) -> None:
    post_office.says[MAIL.to] = "550 no"
    carrier.status = 422
    write(letter=BOTH)
    for _ in range(3):
        send(smtp_url=post_office.url, sms_webhook_url=carrier.url)
    assert set(states().values()) == {"failed"}
    assert len(states()) == 2


def test_by_the_second_way_nobody_is_flooded_either(
    inside: Flask, post_office: MailServer, carrier: Gateway, fake_clock: FakeClock
) -> None:
    """Mails to nowhere beside a stranger's phone: the phone gets three an hour, the rest later."""
    post_office.says[MAIL.to] = "550 no"
    for number in range(5):
        write(f"cause:{number}", BOTH)
    for _ in range(2):
        send(smtp_url=post_office.url, sms_webhook_url=carrier.url)
    assert len(carrier.requests) == 3
    fake_clock.pass_(hours=1)
    send(smtp_url=post_office.url, sms_webhook_url=carrier.url)
    assert len(carrier.requests) == 5


# --- receipts ----------------------------------------------------------------------------------------------------------


def report(state: MessageState, cause: str = "registration:1:confirmed") -> MessageState | None:
    """Report how a message fared."""
    number = stored(cause).id
    with writing() as session:
        return take_receipt(session, number, state, reason="absent", limits=Limits(SECRET), now=clock.now())


def test_a_delivered_message_says_so(inside: Flask, carrier: Gateway) -> None:
    write(letter=SMS)
    send(sms_webhook_url=carrier.url)
    assert report(MessageState.DELIVERED) is MessageState.DELIVERED
    assert stored().state == "delivered"
    assert report(MessageState.FAILED) is MessageState.DELIVERED  # a late report changes nothing


def test_a_text_message_that_never_arrived_is_said_by_mail(
    inside: Flask, post_office: MailServer, carrier: Gateway
) -> None:
    write(letter=replace(SMS, other=(Channel.MAIL, MAIL.to)))
    send(sms_webhook_url=carrier.url)
    assert report(MessageState.BOUNCED) is MessageState.BOUNCED
    assert report(MessageState.BOUNCED) is MessageState.BOUNCED
    assert stored().error == "absent"
    send(smtp_url=post_office.url)
    assert post_office.recipients == [MAIL.to]


def test_a_receipt_that_is_faster_than_our_own_note_stands(inside: Flask) -> None:
    from festival.outbox.services import claim, finish  # noqa: PLC0415 (what the worker does in between)

    write(letter=SMS)
    with writing() as session:
        claim(session, limit=1, limits=Limits(SECRET), now=clock.now())
    assert report(MessageState.DELIVERED) is MessageState.DELIVERED
    with writing() as session:
        finish(session, stored().id, transport="webhook", now=clock.now())
    assert (stored().state, stored().transport) == ("delivered", "webhook")


def test_the_gateway_learns_where_to_report(inside: Flask, carrier: Gateway) -> None:
    write(letter=SMS)
    send(sms_webhook_url=carrier.url)
    [(_, _, body)] = carrier.requests
    token = body["receipt_url"].rpartition("/")[2]
    assert body["receipt_url"].startswith("http://festival.example/api/v1/messages/receipts/")
    assert TOKENS.read_receipt(token) == stored().id
    assert body["kind"] == "other"


@pytest.mark.parametrize("token", ["", "A" * 32, "A" * 52, "../..", "Ä" * 32, "A" * 4000])
def test_a_token_that_we_did_not_make_is_none(token: str) -> None:
    assert TOKENS.read_receipt(token) is None
    assert TOKENS.read_unsubscribe(token) is None


def test_a_token_is_good_for_one_purpose_and_one_installation() -> None:
    url = TOKENS.unsubscribe_url("ba@gia-dinh.example").rpartition("/")[2]
    assert TOKENS.read_unsubscribe(url) == TOKENS.digest("BA+ve@gia-dinh.example")
    assert TOKENS.read_receipt(url) is None
    assert Tokens("http://festival.example", SECRET[::-1]).read_unsubscribe(url) is None


# --- what can be spared ------------------------------------------------------------------------------------------------


def test_what_can_be_spared_says_how_to_end_it(inside: Flask) -> None:
    write("notes", kind=MessageKind.NOTES)
    write("tickets", kind=MessageKind.CONFIRMATION)
    url = TOKENS.unsubscribe_url(MAIL.to)
    mail = as_mail(stored("notes"), sender="a@b.example", host="b.example", unsubscribe=url)
    assert mail["List-Unsubscribe"] == f"<{url}>"
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"  # RFC 8058, 3.1
    plain = mail.get_body(("plain",))
    assert plain is not None
    assert url in plain.get_content()
    assert f'href="{url}"' in html_of(mail)


def test_the_worker_adds_it_to_what_can_be_spared_and_to_nothing_else(
    inside: Flask, post_office: MailServer
) -> None:
    write("notes", kind=MessageKind.NOTES)
    write("tickets", kind=MessageKind.CONFIRMATION)
    send(smtp_url=post_office.url)
    assert [bool(mail["List-Unsubscribe"]) for mail in post_office.mails] == [True, False]


def test_who_has_opted_out_gets_the_essential_ones_only(app: Flask) -> None:
    sender = Sender("http://festival.example", SECRET)
    with app.app_context():
        digest = sender.tokens.digest(MAIL.to)
        for _ in range(2):
            with writing() as session:
                opt_out(session, digest, now=clock.now())
        with writing() as session:
            sent = [
                sender.send(session, MAIL, cause=str(kind), kind=kind, now=clock.now())
                for kind in (MessageKind.NOTES, MessageKind.REMINDER, MessageKind.CHANGE)
            ]
        assert sent == [False, False, True]
        with writing() as session:
            opt_in(session, digest)
        assert opted_out(current(), [digest]) == frozenset()


def test_three_kinds_can_be_spared_and_no_other() -> None:
    assert {kind for kind in MessageKind if not kind.essential} == {
        MessageKind.NOTES,
        MessageKind.REMINDER,
        MessageKind.INVITATION_REMINDER,
    }
