"""How messages leave: as mail, by a gateway for text messages, or into the mailbox of the desk."""

from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from festival.core import clock
from festival.core.trilingual import Language
from festival.outbox.delivery import as_mail
from tests.outbox.letters import MAIL, SMS, send, states, stored, write
from tests.outbox.servers import Gateway, MailServer, certificate, free_port, mail_server
from tests.support.apps import FakeClock
from tests.web.logs import Entry, as_text
from tests.web.parties import registered


def parts(mail: EmailMessage) -> tuple[str, str]:
    """Return a mail's plain and HTML text."""
    plain, html = mail.get_body(("plain",)), mail.get_body(("html",))
    assert plain is not None
    assert html is not None
    return plain.get_content(), html.get_content()


# --- mail --------------------------------------------------------------------------------------------------------------


def test_a_mail_arrives_with_a_plain_and_an_html_part(inside: Flask, post_office: MailServer) -> None:
    write()
    assert send(smtp_url=post_office.url, mail_from="ve@festival.example") == 1
    [mail] = post_office.mails
    assert post_office.recipients == ["ba@gia-dinh.example"]
    assert mail["Subject"] == MAIL.subject
    assert mail["To"] == "ba@gia-dinh.example"
    assert "ve@festival.example" in mail["From"]
    assert mail["Auto-Submitted"] == "auto-generated"  # RFC 3834: no out-of-office answers
    assert mail["Date"].datetime == clock.now()
    plain, html = parts(mail)
    assert "<2> người & một xe lăn" in plain
    assert "http://festival.example/t/ABC" in plain
    assert "&lt;2&gt; người &amp; một xe lăn" in html
    assert 'href="http://festival.example/t/ABC"' in html
    assert (stored().state, stored().transport) == ("sent", "smtp")


@pytest.mark.parametrize(("language", "word"), [("vi", "Hạ Long"), ("ja", "ハロン"), ("en", "Hạ Long")])
def test_a_confirmation_speaks_the_language_of_its_party(
    sqlite_app: Flask, post_office: MailServer, language: Language, word: str
) -> None:
    registered(sqlite_app, "Nguyễn Mẫu (mẫu)", language=language)
    with sqlite_app.app_context():
        send(smtp_url=post_office.url)
    [mail] = post_office.mails
    plain, html = parts(mail)
    assert mail["Content-Language"] == language
    assert f'<html lang="{language}">' in html
    assert "http://festival.example/t/" in plain  # the configured address
    assert word in plain


def test_a_retry_carries_the_same_message_id(
    inside: Flask, post_office: MailServer, fake_clock: FakeClock
) -> None:
    write("registration:7:confirmed")
    post_office.says["data"] = "451 4.3.0 later"
    send(smtp_url=post_office.url)
    first = as_mail(stored("registration:7:confirmed"), sender="a@b.example", host="festival.example")
    del post_office.says["data"]
    fake_clock.pass_(minutes=5)
    send(smtp_url=post_office.url)
    [mail] = post_office.mails
    assert mail["Message-ID"] == first["Message-ID"] == "<registration.7.confirmed@festival.example>"


def test_two_causes_have_two_message_ids(inside: Flask, post_office: MailServer) -> None:
    write("registration:1:confirmed")
    write("registration:11:confirmed")
    send(smtp_url=post_office.url)
    assert len({mail["Message-ID"] for mail in post_office.mails}) == 2


def test_an_address_that_does_not_exist_is_a_final_refusal(inside: Flask, post_office: MailServer) -> None:
    post_office.says["ba@gia-dinh.example"] = "550 5.1.1 no such user"
    write()
    send(smtp_url=post_office.url)
    assert (stored().state, stored().error) == ("failed", "recipient refused (550)")


@pytest.mark.parametrize("answer", ["450 4.2.1 greylisted", "452 4.2.2 mailbox full"])
def test_a_mailbox_that_is_busy_is_tried_again(inside: Flask, post_office: MailServer, answer: str) -> None:
    post_office.says["ba@gia-dinh.example"] = answer
    write()
    send(smtp_url=post_office.url)
    assert (stored().state, stored().tries) == ("queued", 1)


def test_without_a_mail_server_within_reach_messages_wait(inside: Flask, fake_clock: FakeClock) -> None:
    write()
    assert send(smtp_url=f"smtp://127.0.0.1:{free_port()}") == 1
    assert (stored().state, stored().error) == ("queued", "ConnectionRefusedError")
    assert send(smtp_url=f"smtp://127.0.0.1:{free_port()}") == 0  # not before five minutes
    fake_clock.pass_(minutes=5)
    assert send(smtp_url=f"smtp://127.0.0.1:{free_port()}") == 1


def test_one_refusal_does_not_hold_up_the_others(inside: Flask, post_office: MailServer) -> None:
    post_office.says["ba@gia-dinh.example"] = "550 5.1.1 no such user"
    for number, to in enumerate(("mot@gia-dinh.example", "ba@gia-dinh.example", "hai@gia-dinh.example")):
        write(f"cause:{number}", to=to)
    assert send(smtp_url=post_office.url) == 3
    assert states() == {"cause:0": "sent", "cause:1": "failed", "cause:2": "sent"}


@pytest.mark.parametrize(
    "changes",
    [
        {"subject": "Vé\r\nBcc: victim@khac.example"},
        {"subject": "Vé\nBcc: victim@khac.example\n\nthe whole mail"},
        {"to": "ba@gia-dinh.example\r\nBcc: victim@khac.example"},
        {"to": "ba@gia-dinh.example\nRCPT TO:<victim@khac.example>"},
        {"to": "ba@gia-dinh.example, victim@khac.example"},
        {"to": "Ba <ba@gia-dinh.example>, <victim@khac.example>"},
        {"to": "not an address"},
        {"to": ""},
    ],
)
def test_a_line_break_or_a_second_address_smuggles_nothing_in_and_stops_nobody_else(
    inside: Flask, post_office: MailServer, changes: dict[str, Any]
) -> None:
    """Such a message fails where people see it; those behind it in the queue leave as usual."""
    write("cause:0", **changes)
    write("cause:1", to="hai@gia-dinh.example")
    send(smtp_url=post_office.url)
    assert "victim@khac.example" not in post_office.recipients
    assert not any(mail["Bcc"] for mail in post_office.mails)
    assert states()["cause:1"] == "sent"
    assert states()["cause:0"] in {"failed", "sent"}
    if states()["cause:0"] == "sent":  # with the break taken out
        assert len(post_office.recipients) == 2


def test_a_name_in_the_text_is_no_markup_and_no_header(inside: Flask, post_office: MailServer) -> None:
    write(text="Kính gửi <script>alert(1)</script>\r\nBcc: victim@khac.example,\n\nx")
    send(smtp_url=post_office.url)
    [mail] = post_office.mails
    assert mail["Bcc"] is None
    assert post_office.recipients == ["ba@gia-dinh.example"]
    assert "<script>" not in parts(mail)[1]


def test_an_address_with_letters_of_its_own_language_is_reached(
    inside: Flask, post_office: MailServer
) -> None:
    write(to="đạt@gia-dinh.example")
    send(smtp_url=post_office.url)
    assert post_office.recipients == ["đạt@gia-dinh.example"]


# --- a mail server that asks who we are --------------------------------------------------------------------------------


def test_a_password_does_not_travel_in_clear(inside: Flask, fake_clock: FakeClock) -> None:
    """Whoever stands between takes STARTTLS out of the answer and waits for the password."""
    with mail_server(asks=True) as server:
        write()
        send(smtp_url=f"smtp://mailer:geheim@127.0.0.1:{server.port}")
        assert (server.signed_in, server.mails) == ([], [])
        assert stored().state == "queued"  # it leaves when the setting or the server is mended
        assert "SMTP_URL" in (stored().error or "")
        assert "geheim" not in (stored().error or "")
        fake_clock.pass_(minutes=5)
        send(smtp_url=server.url)  # without a password as ever
        assert (stored().state, len(server.mails)) == ("sent", 1)


@pytest.mark.parametrize("scheme", ["smtp", "smtps"])
def test_over_tls_it_does(
    inside: Flask, scheme: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    trusted = tmp_path / "mail-server.pem"
    with mail_server(tls=certificate(trusted), from_the_start=scheme == "smtps") as server:
        monkeypatch.setenv("SSL_CERT_FILE", str(trusted))
        write()
        send(smtp_url=f"{scheme}://mailer:geheim%21@127.0.0.1:{server.port}")
        assert (stored().state, stored().error) == ("sent", None)
        assert server.signed_in == [("mailer", "geheim!")]


def test_a_server_that_cannot_say_who_it_is_gets_no_password(inside: Flask, tmp_path: Path) -> None:
    with mail_server(tls=certificate(tmp_path / "somebody.pem")) as server:
        write()
        send(smtp_url=f"smtp://mailer:geheim@127.0.0.1:{server.port}")
        assert (stored().state, server.signed_in, server.mails) == ("queued", [], [])


# --- text messages -----------------------------------------------------------------------------------------------------


def test_a_text_message_is_handed_to_the_gateway(inside: Flask, carrier: Gateway) -> None:
    write(letter=SMS)
    assert send(sms_webhook_url=carrier.url, sms_webhook_token="key-of-the-gateway") == 1
    [(path, headers, body)] = carrier.requests
    assert path == "/send"
    assert headers["authorization"] == "Bearer key-of-the-gateway"
    assert headers["content-type"] == "application/json"
    assert body.pop("receipt_url").startswith("http://festival.example/api/v1/messages/receipts/")
    assert body == {
        "kind": "other",
        "id": "registration:1:confirmed",
        "to": "+84912345678",
        "text": f"{SMS.text}\n{SMS.link}",
        "language": "vi",
    }
    assert (stored().state, stored().transport) == ("sent", "webhook")


def test_without_a_token_none_is_sent(inside: Flask, carrier: Gateway) -> None:
    write(letter=SMS)
    send(sms_webhook_url=carrier.url)
    assert "authorization" not in carrier.requests[0][1]


@pytest.mark.parametrize("status", [500, 502, 503, 429, 401, 403, 0])
def test_a_gateway_in_trouble_is_asked_again_with_the_same_id(
    inside: Flask, carrier: Gateway, fake_clock: FakeClock, status: int
) -> None:
    write(letter=SMS)
    carrier.status = status
    send(sms_webhook_url=carrier.url)
    assert stored().state == "queued"
    carrier.status = 200
    fake_clock.pass_(minutes=5)
    send(sms_webhook_url=carrier.url)
    assert stored().state == "sent"
    assert [body["id"] for _, _, body in carrier.requests] == ["registration:1:confirmed"] * 2


@pytest.mark.parametrize("status", [400, 404, 410, 422])
def test_what_the_gateway_will_never_take_has_failed(inside: Flask, carrier: Gateway, status: int) -> None:
    write(letter=SMS)
    carrier.status = status
    send(sms_webhook_url=carrier.url)
    assert (stored().state, stored().error) == ("failed", f"HTTP {status}")


@pytest.mark.parametrize("status", [301, 302, 303, 307])
def test_a_gateway_that_points_elsewhere_has_not_taken_it_and_the_key_stays_here(
    inside: Flask, carrier: Gateway, status: int
) -> None:
    """A redirect to a sign-in page answers 200; whoever it points to must not learn the key."""
    write(letter=SMS)
    carrier.status, carrier.location = status, f"{carrier.url}/elsewhere"
    send(sms_webhook_url=carrier.url, sms_webhook_token="key-of-the-gateway")
    assert stored().state != "sent"
    assert [path for path, _, _ in carrier.requests] == ["/send"]


def test_mails_and_text_messages_go_their_own_ways(
    inside: Flask, post_office: MailServer, carrier: Gateway
) -> None:
    write("mail")
    write("text", SMS)
    assert send(smtp_url=post_office.url, sms_webhook_url=carrier.url) == 2
    assert (len(post_office.mails), len(carrier.requests)) == (1, 1)


# --- nothing set up ----------------------------------------------------------------------------------------------------


def test_without_a_way_out_messages_end_in_the_mailbox_of_the_desk(inside: Flask) -> None:
    write("mail")
    write("text", SMS)
    assert send() == 2
    assert {stored(cause).transport for cause in ("mail", "text")} == {"mailbox"}
    assert states() == {"mail": "sent", "text": "sent"}
    assert send() == 0


def test_a_batch_is_twenty_and_the_rest_comes_next(inside: Flask) -> None:
    for number in range(23):
        write(f"cause:{number}")
    assert [send(), send(), send()] == [20, 3, 0]


def test_the_log_tells_numbers_and_no_addresses(
    inside: Flask, post_office: MailServer, logged: list[Entry]
) -> None:
    post_office.says["ba@gia-dinh.example"] = "550 5.1.1 ba@gia-dinh.example unknown"
    write()
    send(smtp_url=post_office.url)
    assert [entry["event"] for entry in logged] == ["message not sent"]
    for word in ("ba@", "gia-dinh", "Nguyễn", "/t/ABC"):
        assert word not in as_text(logged)
        assert word not in (stored().error or "")
