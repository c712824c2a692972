"""Photos of badges over HTTP: brought by a guest, an agency or the desk, seen by those with the right, gone when wished or due."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from festival.accounts.types import Role
from festival.core.actor import SYSTEM
from festival.core.transaction import current, writing
from festival.registration.agency_links import AgencyLinks
from festival.registration.models import Agency, ConsentText, Invitation, Photo
from festival.registration.photo_files import MOST_BYTES
from festival.registration.services import answering, privacy_desk, retention
from festival.registration.services.accreditation_tables import save_agency
from festival.registration.types.accreditation import PHOTO_CONSENT_VERSION
from tests.accounts.people import enter, make
from tests.registration.accreditations import asked, category
from tests.registration.guests import GUEST_LINKS, invited, path_of
from tests.registration.persons import ANNA, LAN, person
from tests.registration.test_photo_files import PLACE, SCRIPT, bomb, jpeg
from tests.support.apps import NOW, csrf

SECRET = "0123456789abcdef0123456789abcdef"


def send(
    client: FlaskClient, path: str, data: bytes, *, at: str | None = None, **fields: Any
) -> TestResponse:
    """Send a photo by the form that stands on the page `at` (the path itself)."""
    return sent(client, path, data, {"csrf_token": csrf(client, at or path), "agree": "y", **fields})


def sent(client: FlaskClient, path: str, data: bytes, fields: dict[str, str]) -> TestResponse:
    """Send a file with fields. (The client's own encoder leaves a file open when the server reads none of it.)"""
    parts = [f'--cut\r\nContent-Disposition: form-data; name="{n}"\r\n\r\n{v}\r\n' for n, v in fields.items()]
    file = '--cut\r\nContent-Disposition: form-data; name="file"; filename="a.jpg"\r\n\r\n'
    body = "".join([*parts, file]).encode() + data + b"\r\n--cut--\r\n"
    return client.post(path, data=body, content_type="multipart/form-data; boundary=cut")


def photos(app: Flask) -> list[Photo]:
    with app.app_context():
        return list(current().scalars(select(Photo).order_by(Photo.id)))


@pytest.fixture
def guest_path(sqlite_app: Flask) -> str:
    """The link of a guest who comes and for whom a badge has been asked."""
    number = invited(sqlite_app)
    with sqlite_app.app_context(), writing() as session:
        answering.accept(session, actor=SYSTEM, invitation_id=number, links=GUEST_LINKS, now=NOW)
        asked(session, session.get_one(Invitation, number).guest.person, category(session, needs_photo=True))
    return path_of(sqlite_app, number)


@pytest.fixture
def agency(sqlite_app: Flask) -> tuple[str, int, int]:
    """An agency's path, the number of its request, and of its person."""
    with sqlite_app.app_context(), writing() as session:
        press = category(session)
        made = save_agency(
            session,
            actor=SYSTEM,
            edition_id=1,
            agency_id=None,
            version=0,
            name="Báo Mẫu (mẫu)",
            category_id=None,
            most=5,
            closes_at=None,
            now=NOW,
        )
        assert isinstance(made, Agency)
        request = asked(session, person(session, ANNA), press, agency=made)
        return AgencyLinks("http://festival.example", SECRET).path(made.id, 1), request.id, request.person_id


def test_a_guest_brings_a_photo_sees_it_and_takes_it_back(sqlite_app: Flask, guest_path: str) -> None:
    client, path = sqlite_app.test_client(), f"{guest_path}/photo"
    assert path in client.get(guest_path).text
    assert client.get(f"{path}.jpg").status_code == 404
    assert send(client, path, jpeg()).status_code == 303
    [kept] = photos(sqlite_app)
    assert (kept.given_by, kept.consent_version, kept.consent_language) == (
        "person",
        PHOTO_CONSENT_VERSION,
        "ja",
    )
    assert PLACE not in kept.jpeg
    shown = client.get(f"{path}.jpg")
    assert (shown.mimetype, shown.data) == ("image/jpeg", kept.jpeg)
    assert shown.headers["Cache-Control"] == "no-store"
    assert shown.headers["X-Content-Type-Options"] == "nosniff"
    send(client, path, jpeg(colour="green"))
    assert len(photos(sqlite_app)) == 1  # another takes its place
    client.post(f"{path}/remove", data={"csrf_token": csrf(client, path)})
    assert photos(sqlite_app) == []
    assert client.get(f"{path}.jpg").status_code == 404


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "Vui lòng chọn tệp ảnh."),
        (SCRIPT, "JPEG"),
        (bomb(60_000, 60_000), "quá nhiều điểm ảnh"),
        (b"\xff\xd8" + b"x" * (MOST_BYTES - 100), "JPEG"),
        (b"\xff\xd8" + b"x" * MOST_BYTES, "8 MB"),
    ],
)
def test_what_is_no_photo_is_refused_with_a_sentence(
    sqlite_app: Flask, guest_path: str, data: bytes, sentence: str
) -> None:
    client = sqlite_app.test_client()
    client.set_cookie("lang", "vi")
    answer = send(client, f"{guest_path}/photo", data)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert photos(sqlite_app) == []


def test_only_these_addresses_take_a_body_of_that_size_and_no_larger_one(
    sqlite_app: Flask, guest_path: str
) -> None:
    client = sqlite_app.test_client()
    assert send(client, f"{guest_path}/photo", b"x" * (MOST_BYTES + 200_000)).status_code == 413
    elsewhere = send(client, f"{guest_path}/accept", b"x" * 3_000_000, at=guest_path)
    assert elsewhere.status_code == 413


def test_without_the_consent_nothing_is_stored(sqlite_app: Flask, guest_path: str) -> None:
    client = sqlite_app.test_client()
    path = f"{guest_path}/photo"
    page = client.get(path).text
    assert 'name="agree"' in page
    assert "checked" not in page  # an own consent, and unticked
    answer = send(client, path, jpeg(), agree="")
    assert answer.status_code == 422
    assert photos(sqlite_app) == []


def test_who_gets_no_badge_is_asked_for_no_photo(sqlite_app: Flask) -> None:
    path = path_of(sqlite_app, invited(sqlite_app))
    client = sqlite_app.test_client()
    assert f"{path}/photo" not in client.get(path).text
    assert client.get(f"{path}/photo").status_code == 404


def test_an_agency_brings_photos_and_is_shown_none(sqlite_app: Flask, agency: tuple[str, int, int]) -> None:
    path, request, who = agency
    client, here = sqlite_app.test_client(), f"{path}/{request}/photo"
    assert here in client.get(path).text
    assert send(client, here, jpeg()).status_code == 303
    assert [(one.person_id, one.given_by) for one in photos(sqlite_app)] == [(who, "agency")]
    assert client.get(f"{here}.jpg").status_code == 404
    assert "<img class" not in client.get(here).text
    assert client.get(f"{path}/{request + 1}/photo").status_code == 404


def test_an_agency_replaces_no_photo_that_the_person_gave(
    sqlite_app: Flask, agency: tuple[str, int, int]
) -> None:
    path, request, _who = agency
    client, here = sqlite_app.test_client(), f"{path}/{request}/photo"
    send(client, here, jpeg())
    with sqlite_app.app_context(), writing() as session:
        session.execute(select(Photo)).scalar_one().given_by = "person"
    before = photos(sqlite_app)[0].jpeg
    answer = send(client, here, jpeg(colour="green"), at=path)
    assert answer.status_code == 303
    assert photos(sqlite_app)[0].jpeg == before


def test_agencies_reach_only_their_own_people(sqlite_app: Flask, agency: tuple[str, int, int]) -> None:
    path, _request, _who = agency
    with sqlite_app.app_context(), writing() as session:
        other = asked(session, person(session, LAN), category(session)).id
    assert sqlite_app.test_client().get(f"{path}/{other}/photo").status_code == 404


@pytest.mark.parametrize(
    ("role", "sees", "brings"),
    [
        (Role.PROTOCOL, 200, 200),
        (Role.SECURITY, 200, 403),
        (Role.REGISTRAR, 403, 403),
        (Role.GATE_LEAD, 403, 403),
    ],
)
def test_at_the_desk_a_photo_is_seen_by_protocol_and_security(
    sqlite_app: Flask, agency: tuple[str, int, int], role: Role, sees: int, brings: int
) -> None:
    path, request, who = agency
    send(sqlite_app.test_client(), f"{path}/{request}/photo", jpeg())
    client = enter(sqlite_app, make(sqlite_app, role))
    assert client.get(f"/desk/persons/{who}/photo.jpg").status_code == sees
    assert client.get(f"/desk/persons/{who}/photo").status_code == brings
    assert sqlite_app.test_client().get(f"/desk/persons/{who}/photo.jpg").status_code == 303


def test_the_desk_brings_a_photo_and_the_request_shows_it(
    sqlite_app: Flask, agency: tuple[str, int, int]
) -> None:
    _path, request, who = agency
    client = enter(sqlite_app, make(sqlite_app, Role.PROTOCOL))
    assert send(client, f"/desk/persons/{who}/photo", jpeg()).status_code == 303
    shown = f'src="/desk/persons/{who}/photo.jpg"'
    assert shown in client.get(f"/desk/accreditation/{request}").text
    assert shown in client.get(f"/desk/persons/{who}").text
    client.post(f"/desk/persons/{who}/photo/remove", data={"csrf_token": csrf(client, "/desk/account")})
    assert photos(sqlite_app) == []
    assert client.get("/desk/persons/999/photo.jpg").status_code == 404


def test_photos_are_purged_thirty_days_after_the_festival_and_before_the_names(
    sqlite_app: Flask, guest_path: str
) -> None:
    client = sqlite_app.test_client()
    send(client, f"{guest_path}/photo", jpeg())
    for days, left in ((35, 1), (60, 0)):
        with sqlite_app.app_context(), writing() as session:
            while retention.forget_old(session, now=NOW + timedelta(days=days)):
                pass
        assert len(photos(sqlite_app)) == left


def test_the_words_of_the_consent_are_kept_as_evidence(sqlite_app: Flask) -> None:
    with sqlite_app.app_context(), writing() as session:
        assert privacy_desk.anything_unrecorded(session, now=NOW)
        privacy_desk.record_consent_texts(session, now=NOW)
        assert not privacy_desk.anything_unrecorded(session, now=NOW)
        kept = session.get_one(ConsentText, ("photo_person", PHOTO_CONSENT_VERSION, "vi"))
        assert "ảnh" in kept.text
