"""Persons for tests, invented and marked as samples."""

from datetime import datetime

from sqlalchemy.orm import Session

from festival.core.actor import SYSTEM
from festival.core.trilingual import Trilingual
from festival.registration.links import Links
from festival.registration.models import Person
from festival.registration.services.people import add
from festival.registration.types.people import Honorific, PersonContent
from tests.support.apps import NOW

LINKS = Links("http://festival.example", "x")
LAN = PersonContent("Nguyễn", "Thị Lan (mẫu)", "vi", honorific=Honorific.MS, mail="lan@co-quan.example")
KAMOME = PersonContent(
    "髙﨑",
    "鷗（見本）",
    "ja",
    latin="TAKASAKI Kamome",
    kana="タカサキ カモメ",
    organisation=Trilingual(ja="北海道庁（見本）", en="Hokkaido Government (sample)"),
    phone="+81312345678",
)
ANNA = PersonContent("Berg", "Anna (sample)", "en", mail="anna@presse.example")


def person(session: Session, content: PersonContent = LAN, *, now: datetime = NOW) -> Person:
    """Add a person to the sample edition."""
    return add(session, actor=SYSTEM, edition_id=1, content=content, now=now, sample=True)
