"""Write directives down, agencies with who works for them, and the terms that the law sets."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from festival.audit.services import note
from festival.core.actor import Actor
from festival.core.errors import NotFound
from festival.core.ids import short_code
from festival.core.names import slugify
from festival.core.trilingual import DEFAULT_LANGUAGE, as_language
from festival.logistics.models import Agency, AgencyMember, Directive, StatutoryTerm
from festival.logistics.queries.agencies import members_of
from festival.logistics.types.agencies import AgencyContent, DirectiveContent, TermContent
from festival.programme.services.drafting import account_of
from festival.programme.services.holding import hold_edition


@dataclass(frozen=True, slots=True)
class DirectiveStale:
    """Somebody else was faster: what the directive says now, at which version, by whom and when."""

    now: DirectiveContent
    version: int
    changed_at: datetime
    changed_by: int | None


def content_of(directive: Directive) -> DirectiveContent:
    """Return what a directive says."""
    return DirectiveContent(
        number=directive.number,
        issued_on=directive.issued_on,
        issuer=directive.issuer,
        title=directive.title,
        text=directive.text,
        due_on=directive.due_on,
    )


def add_directive(
    session: Session,
    *,
    actor: Actor,
    edition_id: int,
    content: DirectiveContent,
    now: datetime,
    submission: str | None = None,
) -> int:
    """Add a directive and return its id; the same form sent again gets the first one."""
    hold_edition(session, edition_id)
    if submission is not None:
        known = session.scalar(select(Directive.id).where(Directive.submission == submission))
        if known is not None:
            return known
    made = Directive(edition_id=edition_id, submission=submission, version=1)
    _write(made, content, actor, now)
    session.add(made)
    session.flush()
    note(session, actor=actor, verb="made", subject="directive", subject_id=made.id, now=now)
    return made.id


def change_directive(
    session: Session,
    *,
    actor: Actor,
    edition_id: int,
    directive_id: int,
    version: int,
    content: DirectiveContent,
    now: datetime,
) -> bool | DirectiveStale:
    """Make a directive say `content`, if it is still at `version`; return whether anything changed. Raises NotFound."""
    found = session.scalar(
        select(Directive)
        .where(Directive.id == directive_id, Directive.edition_id == edition_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if found is None:
        raise NotFound(directive_id)
    before = content_of(found)
    if before == content:
        return False
    if found.version != version:
        return DirectiveStale(before, found.version, found.changed_at, found.changed_by)
    _write(found, content, actor, now)
    found.version += 1
    session.flush()
    note(session, actor=actor, verb="edited", subject="directive", subject_id=directive_id, now=now)
    return True


def _write(directive: Directive, content: DirectiveContent, actor: Actor, now: datetime) -> None:
    for name in ("number", "issued_on", "issuer", "title", "text", "due_on"):
        setattr(directive, name, getattr(content, name))
    directive.changed_at, directive.changed_by = now, account_of(actor)


def save_agency(
    session: Session,
    *,
    actor: Actor,
    edition_id: int,
    agency_id: int | None,
    content: AgencyContent,
    now: datetime,
    submission: str | None = None,
    seen: str | None = None,
) -> int | None:
    """Add an agency (no id), or make one say `content`; return its id. Raises NotFound.

    None where it says something else by now than when it was `seen` (a mark of its content), and not the same as `content`.
    """
    hold_edition(session, edition_id)
    if agency_id is None:
        if submission is not None:
            known = session.scalar(select(Agency.id).where(Agency.submission == submission))
            if known is not None:
                return known
        agency = Agency(code=_free_code(session, content), submission=submission, position=_last(session) + 1)
    else:
        found = session.get(Agency, agency_id, with_for_update=True, populate_existing=True)
        if found is None:
            raise NotFound(agency_id)
        said = agency_content(session, found)
        if seen and said.mark != seen and said != content:
            return None
        agency = found
    for name in ("name", "short", "contact", "phone", "mail", "language"):
        setattr(agency, name, getattr(content, name))
    session.add(agency)
    session.flush()
    _set_members(session, agency.id, content.members)
    verb = "edited" if agency_id else "made"
    note(session, actor=actor, verb=verb, subject="agency", subject_id=agency.id, now=now)
    return agency.id


def agency_content(session: Session, agency: Agency) -> AgencyContent:
    """Return what an agency's form would say of it."""
    return AgencyContent(
        name=agency.name,
        short=agency.short,
        contact=agency.contact,
        phone=agency.phone,
        mail=agency.mail,
        language=as_language(agency.language) or DEFAULT_LANGUAGE,
        members=tuple(sorted(members_of(session, agency.id))),
    )


def _free_code(session: Session, content: AgencyContent) -> str:
    wanted = slugify(content.short or content.name.vi or content.name.en, otherwise="agency")[:30]
    taken = session.scalar(select(Agency.id).where(Agency.code == wanted))
    return wanted if taken is None else f"{wanted}-{short_code().lower()}"[:40]


def _last(session: Session) -> int:
    return session.scalar(select(func.max(Agency.position))) or 0


def _set_members(session: Session, agency_id: int, accounts: tuple[int, ...]) -> None:
    known = {
        one.account_id: one
        for one in session.scalars(select(AgencyMember).where(AgencyMember.agency_id == agency_id))
    }
    session.add_all(
        AgencyMember(agency_id=agency_id, account_id=account_id)
        for account_id in sorted(set(accounts) - set(known))
    )
    for account_id, member in known.items():
        if account_id not in accounts:
            session.delete(member)
    session.flush()


def save_term(
    session: Session,
    *,
    actor: Actor,
    edition_id: int,
    term_id: int | None,
    content: TermContent,
    now: datetime,
    submission: str | None = None,
) -> int:
    """Add a statutory term (no id), or make one say `content`; return its id. Raises NotFound."""
    hold_edition(session, edition_id)
    if term_id is None:
        if submission is not None:
            known = session.scalar(select(StatutoryTerm.id).where(StatutoryTerm.submission == submission))
            if known is not None:
                return known
        term = StatutoryTerm(edition_id=edition_id, submission=submission)
    else:
        term = _term(session, edition_id, term_id)
    term.title, term.days_before, term.source = content.title, content.days_before, content.source
    term.anchor, term.changed_at = str(content.anchor), now
    session.add(term)
    session.flush()
    verb = "edited" if term_id else "made"
    note(session, actor=actor, verb=verb, subject="statutory_term", subject_id=term.id, now=now)
    return term.id


def meet_term(
    session: Session,
    *,
    actor: Actor,
    edition_id: int,
    term_id: int,
    met_on: date | None,
    remark: str,
    now: datetime,
) -> None:
    """Note when a term was met and with what paper; None takes that back. Raises NotFound."""
    term = _term(session, edition_id, term_id)
    term.met_on, term.note, term.changed_at = met_on, remark, now
    session.flush()
    verb = "met" if met_on else "unmet"
    note(session, actor=actor, verb=verb, subject="statutory_term", subject_id=term_id, now=now)


def _term(session: Session, edition_id: int, term_id: int) -> StatutoryTerm:
    found = session.get(StatutoryTerm, term_id, with_for_update=True, populate_existing=True)
    if found is None or found.edition_id != edition_id:
        raise NotFound(term_id)
    return found
