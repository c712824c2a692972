"""Incidents for tests: opened, with units and reports, as the services make them."""

import io
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from PIL import Image
from werkzeug.test import TestResponse

from festival.core import clock
from festival.core.actor import SYSTEM
from festival.core.transaction import current, writing
from festival.logistics.models import FieldReport, Incident, ResponseUnit
from festival.logistics.queries import incidents as reading
from festival.logistics.services.incidents import dispatching, logging, reporting
from festival.logistics.types.incidents import (
    IncidentContent,
    IncidentKind,
    IncidentRefusal,
    IncidentState,
    Severity,
    Sight,
)

EDITION = 1
OPEN, FULL = Sight(EDITION, confidential=False), Sight(EDITION, confidential=True)


def content(**values: Any) -> IncidentContent:
    """Return what an incident says, with other values."""
    plain: dict[str, Any] = {
        "title": "Một người ngất ở cổng 3 (mẫu)",
        "kinds": (IncidentKind.MEDICAL,),
        "severity": Severity.MODERATE,
        "place": "quang-truong-30-10/gate-3",
        "place_text": "",
        "reported_by": "Đội 2 (mẫu)",
        "happened_at": clock.now(),
        "confidential": False,
    }
    return IncidentContent(**plain | values)


def opened(app: Flask, *, submission: str | None = None, **values: Any) -> int:
    """Open an incident and return its number."""
    with app.app_context(), writing() as session:
        made: Incident = logging.open_incident(
            session,
            actor=SYSTEM,
            edition_id=EDITION,
            content=content(**values),
            now=clock.now(),
            submission=submission,
        )
        return made.number


def unit(app: Flask, name: str = "Sơ cứu 2 (mẫu)") -> ResponseUnit:
    """Make a unit."""
    with app.app_context(), writing() as session:
        made = dispatching.add_unit(
            session,
            actor=SYSTEM,
            edition_id=EDITION,
            name=name,
            kind=IncidentKind.MEDICAL,
            phone="",
            language="vi",
            now=clock.now(),
        )
        assert made is not None
        return made


def reported(app: Flask, sender: ResponseUnit, *, photo: bytes | None = None, **values: Any) -> int:
    """Let a unit report something and return the report's number."""
    with app.app_context(), writing() as session:
        said: dict[str, Any] = {"text": "Khói ở quầy 12 (mẫu)", "name": "", "place": "", "place_text": ""}
        made: FieldReport | None = reporting.report(
            session, sender=sender, photo=photo, now=clock.now(), **said | values
        )
        assert made is not None
        return made.id


def jpeg(*, size: tuple[int, int] = (640, 480), where: bool = True) -> bytes:
    """Return a photo of a phone, which knows where it was taken."""
    picture, exif, out = Image.new("RGB", size, (180, 60, 40)), Image.Exif(), io.BytesIO()
    if where:
        exif[0x010F] = "Máy ảnh bí mật"
        exif.get_ifd(0x8825)[1] = "N"
    picture.save(out, "JPEG", exif=exif)
    return out.getvalue()


def send_report(client: FlaskClient, path: str, data: bytes, **fields: str) -> TestResponse:
    """Send a field report with a photo. (The client's own encoder leaves a large file open.)"""
    parts = [f'--cut\r\nContent-Disposition: form-data; name="{n}"\r\n\r\n{v}\r\n' for n, v in fields.items()]
    file = '--cut\r\nContent-Disposition: form-data; name="photo"; filename="anh.txt"\r\nContent-Type: text/html\r\n\r\n'
    body = "".join([*parts, file]).encode() + data + b"\r\n--cut--\r\n"
    return client.post(path, data=body, content_type="multipart/form-data; boundary=cut")


def move(app: Flask, number: int, to: IncidentState, reason: str = "") -> object:
    """Move an incident; return its state, or why not."""
    with app.app_context(), writing() as session:
        made = logging.move(
            session, actor=SYSTEM, sight=FULL, number=number, to=to, reason=reason, now=clock.now()
        )
        return made if isinstance(made, IncidentRefusal) else IncidentState(made.state)


def said(app: Flask, number: int) -> list[tuple[str, str]]:
    """Return (kind, text) of the log's lines, oldest first."""
    with app.app_context():
        found = reading.get_incident(current(), FULL, number)
        return [(line.entry.kind, line.entry.text) for line in reading.log_of(current(), FULL, found.id)]
