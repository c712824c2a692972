"""The gate's protocol over HTTP on both databases: pairing, scans that are kept once, each refusal with its facts."""

import uuid
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from festival.core import clock
from festival.core.actor import CITIZEN, SYSTEM
from festival.core.transaction import current, writing
from festival.core.trilingual import Trilingual
from festival.gate import standing
from festival.gate.models import Device, Scan
from festival.gate.numbers import unpacked
from festival.gate.services import pairing
from festival.programme.queries.drafts import get_draft
from festival.programme.services import drafting, releasing
from festival.programme.types import EventFacts
from festival.registration import queries
from festival.registration.links import Links
from festival.registration.models import Registration, Ticket
from festival.registration.qr import Codes
from festival.registration.services.cancelling import cancel
from festival.registration.services.reissuing import reissue
from tests.registration.persons import LINKS
from tests.registration.test_services import SENDER, registered
from tests.support.apps import FakeClock, event_of


@dataclass
class Phone:
    """A paired phone at a gate."""

    client: Any
    key: str
    gate: int
    name: str

    def scan(
        self,
        *texts: str,
        ids: list[str] | None = None,
        at: str | None = None,
        offline: bool = False,
        direction: str = "in",
    ) -> list[dict[str, Any]]:
        """Post claims and return their answers."""
        claims = [
            {
                "id": ids[place] if ids else str(uuid.uuid4()),
                "ticket": text,
                "gate": self.gate,
                "direction": direction,
                "at": at or clock.now().isoformat(),
                "said": None,
                "offline": offline,
            }
            for place, text in enumerate(texts)
        ]
        answer = self.post({"claims": claims})
        assert answer.status_code == 200, answer.text
        found: list[dict[str, Any]] = answer.json["answers"]
        return found

    def post(self, body: Any) -> Any:
        """Post to the scans' address."""
        return self.client.post("/api/v1/gate/scans", json=body, headers=self.header)

    @property
    def header(self) -> dict[str, str]:
        """How a phone says who it is."""
        return {"Authorization": f"Device {self.key}"}


@pytest.fixture
def evening(main_event: EventFacts, fake_clock: FakeClock) -> EventFacts:
    """It is half an hour before the opening night begins."""
    fake_clock.set(main_event.starts_at - timedelta(minutes=30))
    return main_event


def requests_of(app: Flask) -> Any:
    """A client whose answers' JSON may be looked into without saying each time that it is there."""
    return app.test_client()


def make_gate(app: Flask, event: EventFacts, letter: str = "B", **changes: Any) -> int:
    """Add a gate."""
    with app.app_context(), writing() as session:
        name = Trilingual(f"Cổng {letter}", f"ゲート{letter}", f"Gate {letter}")
        made = pairing.make_gate(
            session, actor=SYSTEM, edition_id=event.edition_id, name=name, place=Trilingual(), event_ids=[event.id],
            checks_time=True, position=0, now=clock.now(),
        )  # fmt: skip
        for key, value in changes.items():
            setattr(made, key, value)
        return made.id


def offer(app: Flask, gate: int, *, shows_names: bool = True) -> str:
    """Make a pairing token."""
    with app.app_context(), writing() as session:
        return pairing.offer(
            session,
            actor=SYSTEM,
            gate_id=gate,
            device_name="Máy 1 (mẫu)",
            shows_names=shows_names,
            now=clock.now(),
        )


def paired(
    app: Flask, event: EventFacts, letter: str = "B", *, shows_names: bool = True, **changes: Any
) -> Phone:
    """A phone, paired over the protocol."""
    gate = make_gate(app, event, letter, **changes)
    client = requests_of(app)
    answer = client.post(
        "/api/v1/gate/pair",
        json={"token": offer(app, gate, shows_names=shows_names), "agent": {"browser": "test"}},
    )
    assert answer.status_code == 200, answer.text
    return Phone(client, answer.json["key"], gate, f"Cổng {letter}")


def codes_of(app: Flask, registration_id: int) -> list[str]:
    """The texts in a party's QR codes: the party's own, then each person's."""
    with app.app_context():
        party = queries.get_registration(current(), registration_id)
        made = Codes(
            app.extensions["keyring"], Links("http://festival.example", "0123456789abcdef0123456789abcdef")
        )
        people = len(party.tickets) - 1
        return [
            made.links.ticket_url(made.of(current(), one, people=people if one.position == 0 else 1))
            for one in party.tickets
        ]


def party(app: Flask, event: EventFacts, people: int = 1) -> list[str]:
    """Register a party while registration is open and return its codes."""
    with app.app_context():
        return codes_of(app, registered(event, people).registration_id)


def test_a_valid_ticket_is_admitted_once_and_the_second_scan_says_when_and_where(
    app: Flask, evening: EventFacts, fake_clock: FakeClock
) -> None:
    code = party(app, evening)[1]
    first, second = paired(app, evening, "A"), paired(app, evening, "B")
    [admitted] = first.scan(code)
    assert (admitted["verdict"], admitted["code"], admitted["people"]) == ("admitted", None, 1)
    assert admitted["names"] == ["Nguyễn Mẫu 1 (mẫu)"]
    assert admitted["class_label"]["vi"] == "Người dân"
    when = fake_clock.moment
    fake_clock.pass_(minutes=15)
    [refused] = second.scan(code)
    assert (refused["verdict"], refused["code"], refused["people"]) == ("refused", "already_admitted", 0)
    assert refused["first"] == {
        "at": when.isoformat(), "gate": {"vi": "Cổng A", "ja": "ゲートA", "en": "Gate A"}, "minutes_ago": 15,
    }  # fmt: skip


CODES = {"party": (0, "admitted"), "person": (1, "admitted"), "unknown": (None, "refused")}


@pytest.mark.parametrize("kind", CODES)
def test_a_repeated_claim_gets_the_first_answer(
    app: Flask, evening: EventFacts, fake_clock: FakeClock, kind: str
) -> None:
    """The server accepted, the reply was lost: the retry must not be refused."""
    place, verdict = CODES[kind]
    phone, number = paired(app, evening), str(uuid.uuid4())
    code = "nothing we know" if place is None else party(app, evening)[place]
    [first] = phone.scan(code, ids=[number])
    fake_clock.pass_(minutes=3)
    [again] = phone.scan(code, ids=[number])
    assert again == {**first, "repeated": True}
    assert again["verdict"] == verdict
    with app.app_context():
        assert current().scalar(select(func.count()).select_from(Scan)) == 1


def test_a_repeated_claim_is_answered_even_when_the_world_has_changed(
    app: Flask, evening: EventFacts
) -> None:
    phone, code, number = paired(app, evening), party(app, evening)[1], str(uuid.uuid4())
    phone.scan(code, ids=[number])
    with app.app_context(), writing() as session:
        pairing.set_open(session, actor=SYSTEM, gate_id=phone.gate, is_open=False, now=clock.now())
    [again] = phone.scan(code, ids=[number])
    assert again["verdict"] == "admitted"


@pytest.mark.parametrize("kind", CODES)
def test_the_same_claim_posted_by_many_threads_is_kept_once(
    app: Flask, evening: EventFacts, kind: str
) -> None:
    place, verdict = CODES[kind]
    phone, number = paired(app, evening), str(uuid.uuid4())
    code = "nothing we know" if place is None else party(app, evening)[place]

    def post(_place: int) -> Any:
        own = Phone(requests_of(app), phone.key, phone.gate, phone.name)
        return own.scan(code, ids=[number])[0]

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(post, range(16)))
    assert {answer["verdict"] for answer in answers} == {verdict}
    with app.app_context():
        assert current().scalar(select(func.count()).select_from(Scan)) == 1


def test_many_gates_at_once_admit_a_ticket_exactly_once(app: Flask, evening: EventFacts) -> None:
    code = party(app, evening)[1]
    phones = [paired(app, evening, letter) for letter in "ABCDEF"]

    def post(place: int) -> str:
        phone = phones[place % len(phones)]
        own = Phone(requests_of(app), phone.key, phone.gate, phone.name)
        verdict: str = own.scan(code)[0]["verdict"]
        return verdict

    with ThreadPoolExecutor(12) as pool:
        verdicts = list(pool.map(post, range(24)))
    assert verdicts.count("admitted") == 1
    with app.app_context():
        assert current().scalar(select(func.sum(Scan.people))) == 1
        assert current().scalar(select(func.count()).select_from(Scan)) == 24


def test_a_party_code_admits_everybody_still_outside(app: Flask, evening: EventFacts) -> None:
    phone = paired(app, evening)
    whole, first, *_ = party(app, evening, 4)
    phone.scan(first)
    [answer] = phone.scan(whole)
    assert (answer["verdict"], answer["people"], answer["of"]) == ("admitted", 3, 4)
    assert answer["names"] == [f"Nguyễn Mẫu {number} (mẫu)" for number in (2, 3, 4)]
    [again] = phone.scan(whole)
    assert (again["code"], again["people"]) == ("already_admitted", 0)


def test_a_batch_with_the_same_ticket_twice_admits_it_once_in_order_of_time(
    app: Flask, evening: EventFacts
) -> None:
    phone, code = paired(app, evening), party(app, evening)[1]
    early, late = "2027-11-17T19:00:00+07:00", "2027-11-17T19:10:00+07:00"
    claims = [
        {"id": str(uuid.uuid4()), "ticket": code, "direction": "in", "at": at, "offline": True}
        for at in (late, early)
    ]
    answers = phone.post({"claims": claims}).json["answers"]
    assert [answer["id"] for answer in answers] == [claim["id"] for claim in claims]
    assert [answer["verdict"] for answer in answers] == ["refused", "admitted"]


@pytest.mark.parametrize("typed", ["{0}-1", "{0} 1", "{1}-1", "{2}"])
def test_a_short_code_may_be_typed(app: Flask, evening: EventFacts, typed: str) -> None:
    phone = paired(app, evening)
    party(app, evening)
    with app.app_context():
        code = current().scalars(select(Registration.code)).one()
    shown = f"{code[:3]}-{code[3:]}"
    [answer] = phone.scan(typed.format(code, shown.lower(), code.replace("0", "O").replace("1", "l")))
    assert answer["verdict"] == "admitted"


def test_forged_altered_and_foreign_codes_are_invalid(app: Flask, evening: EventFacts) -> None:
    phone = paired(app, evening)
    code = party(app, evening)[1]
    altered = code[:-1] + ("A" if code[-1] != "A" else "B")
    other_number = code[:-120] + ("A" if code[-120] != "A" else "B") + code[-119:]
    for text in (
        altered,
        other_number,
        "HTTPS://FESTIVAL.EXAMPLE/T/" + "A" * 127,
        "https://elsewhere.example/x",
        "",
        "ZZZZZZZ",
        "\x00" * 500,
    ):
        [answer] = phone.scan(text)
        assert (answer["verdict"], answer["code"], answer["names"]) == ("refused", "invalid", []), text


def test_a_code_signed_with_a_withdrawn_key_is_invalid(app: Flask, evening: EventFacts) -> None:
    phone, code = paired(app, evening), party(app, evening)[1]
    ring = app.extensions["keyring"]
    with app.app_context(), writing() as session:
        ring.make(session, now=clock.now())
        ring.withdraw(session, 1, now=clock.now())
    assert phone.scan(code)[0]["code"] == "invalid"


def test_each_refusal_has_its_code_and_its_facts(
    app: Flask, evening: EventFacts, fake_clock: FakeClock
) -> None:
    phone = paired(app, evening)
    with app.app_context():
        gone = registered(evening, 1)
        replaced = registered(evening, 1)
    cancelled_code, replaced_code = (
        codes_of(app, gone.registration_id)[1],
        codes_of(app, replaced.registration_id)[1],
    )
    with app.app_context(), writing() as session:
        cancel(
            session,
            actor=CITIZEN,
            registration_id=gone.registration_id,
            positions=None,
            sender=SENDER,
            now=clock.now(),
        )
        old = session.scalars(
            select(Ticket).where(Ticket.registration_id == replaced.registration_id, Ticket.position == 1)
        ).one()
        reissue(session, actor=SYSTEM, ticket_id=old.id, links=LINKS, now=clock.now())
    assert phone.scan(cancelled_code)[0]["code"] == "cancelled"
    [revoked] = phone.scan(replaced_code)
    assert (revoked["code"], revoked["cancelled_at"]) == ("revoked", fake_clock.moment.isoformat())
    other = party(app, event_of(app, "bon-odori-18-11"))[1]
    [wrong] = phone.scan(other)
    assert wrong["code"] == "wrong_event"
    assert wrong["event"]["title"]["vi"]
    code = party(app, evening)[1]
    fake_clock.set(evening.starts_at - timedelta(days=1))
    [early] = phone.scan(code)
    assert (early["code"], early["names"]) == ("not_yet_valid", [])
    assert early["valid_from"]
    fake_clock.set(evening.ends_at)
    assert phone.scan(code)[0]["code"] == "expired"
    fake_clock.set(evening.starts_at)
    with app.app_context(), writing() as session:
        pairing.set_open(session, actor=SYSTEM, gate_id=phone.gate, is_open=False, now=clock.now())
    assert phone.scan(code)[0]["code"] == "closed"


def test_tickets_of_an_event_that_is_called_off_are_refused_from_then_on(
    app: Flask, evening: EventFacts, fake_clock: FakeClock
) -> None:
    phone = paired(app, evening)
    early, late = party(app, evening, 2), party(app, evening)
    assert phone.scan(early[1])[0]["verdict"] == "admitted"
    fake_clock.pass_(minutes=5)
    release(app, evening, is_cancelled=True)
    fake_clock.pass_(minutes=1)
    for code in (late[1], late[0], early[2]):
        [refused] = phone.scan(code)
        assert (refused["verdict"], refused["code"]) == ("refused", "cancelled")
        assert refused["event"]["called_off"]
        assert refused["event"]["title"]["vi"] == evening.title.vi
    gate = phone.client.get("/api/v1/gate/snapshot", headers=phone.header).json["gate"]
    since = (fake_clock.moment - timedelta(minutes=1)).timestamp() * 1000
    assert gate["called_off"] == {str(evening.id): since}

    release(app, evening, is_cancelled=False)
    assert phone.scan(late[1])[0]["verdict"] == "admitted"


def release(app: Flask, event: EventFacts, **values: Any) -> None:
    """Change an event's draft and publish it."""
    with app.app_context():
        with writing() as session:
            draft = get_draft(session, event.edition_id, event.id)
            content = replace(draft.content, **values)
            doing: dict[str, Any] = {"actor": SYSTEM, "edition_id": event.edition_id, "now": clock.now()}
            drafting.change(session, draft_id=event.id, version=draft.version, content=content, **doing)
            releasing.release(session, name="1.1", note=Trilingual(), **doing)
        standing.forget()


def test_a_phone_without_names_gets_none(app: Flask, evening: EventFacts) -> None:
    phone = paired(app, evening, shows_names=False)
    codes = party(app, evening, 2)
    assert [answer["names"] for answer in phone.scan(codes[1], codes[0])] == [[], []]


def test_a_pairing_token_works_once_and_for_fifteen_minutes(
    app: Flask, evening: EventFacts, fake_clock: FakeClock
) -> None:
    gate, client = make_gate(app, evening), requests_of(app)
    token = offer(app, gate)
    assert client.post("/api/v1/gate/pair", json={"token": token}).status_code == 200
    used = client.post("/api/v1/gate/pair", json={"token": token})
    assert (used.status_code, used.json["error"]) == (410, "token_used")
    late = offer(app, gate)
    fake_clock.pass_(minutes=15)
    expired = client.post("/api/v1/gate/pair", json={"token": late})
    assert (expired.status_code, expired.json["error"]) == (410, "token_expired")
    unknown = client.post("/api/v1/gate/pair", json={"token": "x" * 32})
    assert (unknown.status_code, unknown.json["error"]) == (400, "token_unknown")
    assert set(unknown.json["sentence"]) == {"vi", "ja", "en"}
    assert client.post("/api/v1/gate/pair", data="nonsense").status_code == 400


def test_a_revoked_phone_is_told_so_and_nothing_else_works(app: Flask, evening: EventFacts) -> None:
    phone, code = paired(app, evening), party(app, evening)[1]
    with app.app_context(), writing() as session:
        device = session.scalars(select(Device)).one()
        pairing.revoke(session, actor=SYSTEM, device_id=device.id, now=clock.now())
    for answer in (
        phone.client.get("/api/v1/gate/device", headers=phone.header),
        phone.post({"claims": [{"ticket": code}]}),
    ):
        assert (answer.status_code, answer.json) == (401, {"error": "revoked"})
    nobody = phone.client.get("/api/v1/gate/snapshot", headers={"Authorization": "Device nonsense"})
    assert (nobody.status_code, nobody.json) == (401, {"error": "unknown_device"})


def test_a_device_can_scan_and_nothing_else(app: Flask, evening: EventFacts) -> None:
    phone = paired(app, evening)
    for path in ("/desk/", "/desk/registrations", "/desk/gates"):
        assert phone.client.get(path, headers=phone.header).status_code == 303


@pytest.mark.parametrize(
    "body",
    [None, [], {"claims": "x"}, {"claims": [{}]}, {"claims": [{"id": "1", "ticket": "x", "at": "2027-11-17T19:00:00+07:00"}]},
     {"claims": [{"id": str(uuid.uuid4()), "ticket": 7, "at": "2027-11-17T19:00:00+07:00"}]},
     {"claims": [{"id": str(uuid.uuid4()), "ticket": "x", "at": "yesterday"}]},
     {"claims": [{"id": str(uuid.uuid4()), "ticket": "x", "at": "2027-11-17T19:00:00"}]}],
)  # fmt: skip
def test_what_is_no_batch_is_refused_whole(app: Flask, evening: EventFacts, body: Any) -> None:
    answer = paired(app, evening).post(body)
    assert (answer.status_code, answer.json["error"]) == (400, "bad_request")


def test_more_than_five_hundred_claims_are_too_many(app: Flask, evening: EventFacts) -> None:
    phone = paired(app, evening)
    at = clock.now().isoformat()
    claims = [{"id": str(uuid.uuid4()), "ticket": "x", "at": at} for _ in range(501)]
    assert phone.post({"claims": claims}).status_code == 413
    assert len(phone.post({"claims": claims[:500]}).json["answers"]) == 500


def test_an_offline_claim_is_judged_at_its_own_time_but_never_in_the_future(
    app: Flask, evening: EventFacts, fake_clock: FakeClock
) -> None:
    phone, codes = paired(app, evening), party(app, evening, 2)
    fake_clock.set(evening.ends_at + timedelta(hours=1))
    [late] = phone.scan(codes[1], at=(evening.starts_at - timedelta(minutes=20)).isoformat(), offline=True)
    assert late["verdict"] == "admitted"
    [future] = phone.scan(codes[2], at=(evening.ends_at + timedelta(days=9)).isoformat(), offline=True)
    assert future["code"] == "expired"
    with app.app_context():
        scan = current().scalars(select(Scan).where(Scan.verdict == "admitted")).one()
        assert scan.at == evening.starts_at - timedelta(minutes=20)
        assert scan.received_at == fake_clock.moment


def test_the_snapshot_lists_used_and_ended_numbers_and_is_signed(
    app: Flask, evening: EventFacts, fake_clock: FakeClock
) -> None:
    import base64  # noqa: PLC0415

    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey  # noqa: PLC0415

    from festival.gate.snapshot import DOMAIN  # noqa: PLC0415

    phone = paired(app, evening)
    phone.scan(party(app, evening)[1])
    with app.app_context():
        gone = registered(evening, 1, mail="canary@gia-dinh.example")
    with app.app_context(), writing() as session:
        cancel(
            session,
            actor=CITIZEN,
            registration_id=gone.registration_id,
            positions=None,
            sender=SENDER,
            now=clock.now(),
        )
    answer = phone.client.get("/api/v1/gate/snapshot", headers=phone.header)
    body = answer.json
    number, _, signature = answer.headers["X-Snapshot-Signature"].partition(":")
    key = next(key for key in body["keys"] if key["id"] == int(number))
    public = Ed25519PublicKey.from_public_bytes(base64.b64decode(key["public"]))
    public.verify(base64.b64decode(signature), DOMAIN + answer.data)
    assert len(unpacked(body["used"])) == 2  # the person's, and the code of the party that is all inside
    assert len(unpacked(body["ended"]["cancelled"])) == 2
    assert "canary" not in answer.text
    assert "Nguyễn" not in answer.text
    fake_clock.pass_(minutes=10)
    delta = phone.client.get(
        "/api/v1/gate/snapshot", headers=phone.header, query_string={"after": clock.now().isoformat()}
    )
    nothing: dict[str, list[int]] = {"steps": []}
    assert [delta.json[name] for name in ("used", "left", "fresh", "hours")] == [
        nothing,
        nothing,
        nothing,
        [],
    ]
    assert delta.json["ended"]["cancelled"] == nothing


def test_a_session_ends_by_itself_and_what_was_kept_may_still_be_sent(
    app: Flask, evening: EventFacts, fake_clock: FakeClock
) -> None:
    phone, codes = paired(app, evening), party(app, evening, 3)
    over = clock.now() + timedelta(hours=2)
    with app.app_context(), writing() as session:
        session.scalars(select(Device)).one().ends_at = over
    fake_clock.set(over - timedelta(minutes=1))
    before = clock.now().isoformat()
    assert phone.scan(codes[1])[0]["verdict"] == "admitted"
    assert phone.client.get("/api/v1/gate/device", headers=phone.header).json["state"] == "active"
    fake_clock.set(over)
    told = phone.client.get("/api/v1/gate/device", headers=phone.header).json
    assert (told["state"], told["device"]["ends_at"]) == ("over", over.isoformat())
    assert phone.client.get("/api/v1/gate/snapshot", headers=phone.header).status_code == 403
    assert phone.scan(codes[2])[0]["code"] == "closed"
    claim = {"id": str(uuid.uuid4()), "ticket": codes[3], "at": before, "offline": True, "said": "admitted"}
    phone.post({"claims": [claim]})
    with app.app_context():
        assert queries.get_registration(current(), 1) is not None
        names = {
            one.position for one in current().scalars(select(Ticket).where(Ticket.admitted_at.is_not(None)))
        }
    assert names == {1, 3}  # the one who was let in before the end, however late we hear of it
    fake_clock.set(over + timedelta(days=3))
    with app.app_context():
        standing.forget()  # as a second does
    gone = phone.client.get("/api/v1/gate/device", headers=phone.header)
    assert (gone.status_code, gone.json) == (401, {"error": "ended"})


def test_a_phone_says_how_it_is_and_nothing_else_gets_in(
    app: Flask, evening: EventFacts, fake_clock: FakeClock
) -> None:
    phone = paired(app, evening)
    fake_clock.pass_(minutes=1)
    report = {"version": "abc123", "battery": 41, "waiting": 3, "skew": -70_000, "decoder": "wasm", "name": "Canary",
              "snapshot_at": clock.now().isoformat(), "signatures": "Nguyễn", "files": True}  # fmt: skip
    answer = phone.client.post("/api/v1/gate/device", json={"report": report}, headers=phone.header)
    assert answer.status_code == 200
    assert answer.json["keys"]
    with app.app_context():
        kept = current().scalars(select(Device)).one().report
    assert kept == {
        "at": clock.now().isoformat(), "version": "abc123", "battery": 41, "waiting": 3, "skew": -70_000,
        "decoder": "wasm", "snapshot_at": clock.now().isoformat(),
    }  # fmt: skip
