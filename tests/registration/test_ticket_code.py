"""The signed payload: every field survives, every altered bit is noticed, and the QR stays small."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from festival.registration import ticket_code
from festival.registration.links import Links
from festival.registration.ticket_code import DOMAIN, EPOCH, Payload
from festival.registration.types import TicketClass
from festival.web import qr

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
SINCE = datetime(2027, 11, 17, 10, 0, tzinfo=UTC)
ONE = Payload(
    ticket=123_456,
    event=6,
    ticket_class=TicketClass.CITIZEN,
    people=1,
    is_party=False,
    valid_from=SINCE,
    valid_until=SINCE + timedelta(hours=5),
    key=1,
)

payloads = st.builds(
    Payload,
    ticket=st.integers(1, 2**32 - 1),
    event=st.integers(1, 2**16 - 1),
    ticket_class=st.sampled_from(TicketClass),
    people=st.integers(1, 127),
    is_party=st.booleans(),
    valid_from=st.integers(0, 2**24 - 1).map(lambda minutes: EPOCH + timedelta(minutes=minutes)),
    valid_until=st.just(EPOCH),
    key=st.integers(1, 255),
    zones=st.integers(0, 255),
).flatmap(
    lambda made: st.integers(1, 2**16 - 1).map(
        lambda minutes: replace(made, valid_until=made.valid_from + timedelta(minutes=minutes))
    )
)


def signed(payload: Payload) -> str:
    """A code signed by the test's key."""
    packed = ticket_code.pack(payload)
    return ticket_code.encode(packed, KEY.sign(DOMAIN + packed))


@given(payloads)
def test_every_payload_comes_back_as_it_was(payload: Payload) -> None:
    code = signed(payload)
    read = ticket_code.decode(code)
    assert read is not None
    assert read.payload == payload
    assert len(code) == ticket_code.CHARACTERS
    KEY.public_key().verify(read.signature, DOMAIN + read.message)


@given(payloads, st.integers(0, 126), st.sampled_from("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"))
def test_no_altered_code_verifies(payload: Payload, place: int, letter: str) -> None:
    code = signed(payload)
    altered = code[:place] + letter + code[place + 1 :]
    if altered == code:
        return
    read = ticket_code.decode(altered)
    if read is None:
        return
    with pytest.raises(InvalidSignature):
        KEY.public_key().verify(read.signature, DOMAIN + read.message)


@given(st.text(max_size=200))
def test_nothing_a_scanner_may_read_breaks_it(text: str) -> None:
    ticket_code.decode(ticket_code.extract(text))


@pytest.mark.parametrize(
    "change",
    [{"ticket": 0}, {"ticket": 2**32}, {"event": 2**16}, {"people": 128}, {"key": 256}, {"zones": 256},
     {"valid_from": EPOCH - timedelta(minutes=1)}, {"valid_until": SINCE}, {"valid_until": SINCE + timedelta(days=46)}],
)  # fmt: skip
def test_what_does_not_fit_is_refused(change: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="do not fit"):
        ticket_code.pack(replace(ONE, **change))  # type: ignore[arg-type]


def test_validity_is_rounded_up_to_the_minute() -> None:
    read = ticket_code.decode(signed(replace(ONE, valid_until=SINCE + timedelta(minutes=1, seconds=1))))
    assert read is not None
    assert read.payload.valid_until == SINCE + timedelta(minutes=2)


@pytest.mark.parametrize(
    "scanned",
    [
        "{}",
        "HTTPS://FESTIVAL.EXAMPLE/T/{}",
        "https://festival.example/t/{}",
        " HTTPS://FESTIVAL.EXAMPLE/T/{}/ \n",
    ],
)
def test_the_code_is_found_in_what_a_scanner_reads(scanned: str) -> None:
    assert ticket_code.extract(scanned.format(signed(ONE)).swapcase()) == signed(ONE)


@pytest.mark.parametrize(
    ("host", "largest"),
    [
        ("https://hk.example", 6),
        ("https://lehoi-hokkaido.quangninh.gov.example", 7),
        ("https://" + "a" * 32 + ".example", 7),
    ],
)
def test_the_qr_stays_at_version_seven_or_below(host: str, largest: int) -> None:
    links = Links(host, "0123456789abcdef0123456789abcdef")
    assert qr.version(links.ticket_url(signed(ONE))) <= largest
