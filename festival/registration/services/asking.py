"""Several people are asked for at once, by the desk or by an agency: known persons are found again, others are added."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from festival.core.actor import Actor
from festival.core.trilingual import Trilingual
from festival.registration.contacts import normal_mail, normal_phone
from festival.registration.models import Accreditation, Agency, Category, Person
from festival.registration.rules.asking import AskedPerson
from festival.registration.services.accrediting import ask
from festival.registration.services.people import add, find_duplicates
from festival.registration.types.accreditation import Closed
from festival.registration.types.people import Likeness, PersonContent

_CONTACTS = frozenset({Likeness.PHONE, Likeness.MAIL})
_NAMES = frozenset({Likeness.NAME, Likeness.LATIN, Likeness.KANA})


@dataclass(frozen=True, slots=True)
class Asked:
    """How it went: `asked` requests were made (or stood already by this form), `known` people hold the category, `closed` stopped it."""

    asked: int
    known: int
    closed: Closed | None


def ask_for(
    session: Session,
    *,
    actor: Actor,
    category: Category,
    people: Sequence[AskedPerson],
    submission: str,
    agency: Agency | None = None,
    desk: str = "",
    now: datetime,
) -> Asked:
    """Ask for a category for everybody of a list. The same form sent again adds nobody.

    Somebody is taken for a known person only by name and contact together; who looks alike otherwise is left to the page
    of duplicates, where people decide.
    """
    asked = known = 0
    for one in people:
        number = f"{submission}-{one.number}"
        person = _find_sent(session, number) or _person(session, actor, category.edition_id, one, now)
        made = ask(
            session,
            actor=actor,
            person=person,
            category=category,
            submission=number,
            agency=agency,
            desk=desk,
            now=now,
        )
        if isinstance(made, Closed):
            return Asked(asked, known, made)
        if isinstance(made, Accreditation):
            asked += 1
        else:
            known += 1
    return Asked(asked, known, None)


def _find_sent(session: Session, submission: str) -> Person | None:
    found = session.query(Accreditation).filter_by(submission=submission).one_or_none()
    return found.person if found else None


def _person(session: Session, actor: Actor, edition_id: int, one: AskedPerson, now: datetime) -> Person:
    mail = normal_mail(one.contact) if "@" in one.contact else None
    phone = normal_phone(one.contact, one.language) if one.contact and not mail else None
    content = PersonContent(
        family=one.family,
        given=one.given,
        language=one.language,
        latin=one.latin,
        organisation=Trilingual(**{one.language: one.organisation}),
        phone=phone,
        mail=mail,
    )
    for person, why in find_duplicates(session, edition_id=edition_id, content=content):
        if why & _CONTACTS and why & _NAMES:
            return person
    return add(session, actor=actor, edition_id=edition_id, content=content, now=now)
