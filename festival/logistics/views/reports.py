"""Official documents from the tasks (plan, assignment, progress report): looked at on the page, given out as Word or PDF."""

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any

from flask import Blueprint, render_template, request
from flask import Response as File
from werkzeug.wrappers import Response

from festival.accounts.types import Right
from festival.core import clock
from festival.core.clock import LOCAL
from festival.core.errors import NotFound
from festival.core.transaction import current, writing
from festival.core.trilingual import Language, as_language
from festival.logistics.forms.filters import number_from
from festival.logistics.forms.reports import DocumentForm
from festival.logistics.papers import assignment_list, plan, progress_report
from festival.logistics.papers.official import typst, word
from festival.logistics.papers.official.content import Document, as_data
from festival.logistics.papers.report_heads import standard_head
from festival.logistics.queries import reports as reading
from festival.logistics.services import reporting
from festival.logistics.task_words import area_labels
from festival.logistics.types.reports import DOCUMENTS, FileKind, Head, Issued, ReportKind, Work
from festival.logistics.types.tasks import Area
from festival.logistics.views.seeing import Seen, seen
from festival.web import access, typesetting
from festival.web.locale import gettext as _
from festival.web.locale import tr_plain

blueprint = Blueprint("reports", __name__)
Answer = Response | str | tuple[str, int]
CONTENT_TYPES = {FileKind.PDF: typesetting.PDF, FileKind.WORD: word.DOCX}
_FILES = {
    ReportKind.PLAN: "ke-hoach",
    ReportKind.ASSIGNMENT: "phan-cong",
    ReportKind.PROGRESS: "bao-cao-tien-do",
}


@dataclass(frozen=True, slots=True)
class Asked:
    """Which document an address asks for. `office` is the agency that issues it for its own people, None the committee; a progress report
    tells how things stand, or stood at the end of `day`.
    """

    here: Seen
    kind: ReportKind
    reader: Language
    area: Area | None
    agency_id: int | None
    office: int | None
    since: date
    day: date

    @property
    def is_past(self) -> bool:
        """Whether it tells of a day that is over."""
        return self.day < self.here.today

    @property
    def until(self) -> datetime | None:
        """The end of a day that is over."""
        return datetime.combine(self.day + timedelta(days=1), time(), LOCAL) if self.is_past else None

    def query(self, **other: object) -> dict[str, Any]:
        """Return the address's words, some of them others."""
        said: dict[str, Any] = {
            "kind": self.kind,
            "in": self.reader,
            "area": self.area,
            "agency": self.agency_id,
            "since": self.since.isoformat() if self.kind is ReportKind.PROGRESS else None,
            "day": self.day.isoformat() if self.is_past else None,
        }
        return {name: str(value) for name, value in (said | other).items() if value}


@blueprint.get("/reports")
@access.staff(Right.SEE_TASKS)
def documents() -> str:
    """Show a document as it would be given out now, with the form of its head."""
    asked = _asked()
    work = _work(asked)
    head = _head(asked)
    form = DocumentForm(asked.kind, formdata=None, data=_values(asked, work, head))
    return _page(asked, work, form, _issued(asked, work, head))


@blueprint.post("/reports")
@access.staff(Right.SEE_TASKS)
def give_out() -> Answer:
    """Give the document out as the button says, or show it anew with what was typed."""
    asked = _asked()
    work = _work(asked)
    form = DocumentForm(asked.kind)
    if not form.validate():
        return _page(asked, work, form, _issued(asked, work, _head(asked))), 422
    issued = form.issued()
    if request.form.get("file") not in set(FileKind):
        return _page(asked, work, form, issued)
    file = FileKind(request.form["file"])
    document = _document(asked, work, issued, with_annex=form.with_annex)
    made = typst.document_pdf(document) if file is FileKind.PDF else word.document_word(document)
    with writing() as session:
        said: dict[str, Any] = {
            "actor": access.signed_in().actor,
            "kind": asked.kind,
            "language": asked.reader,
            "now": clock.now(),
        }
        if _keeps(asked):
            reporting.keep_head(
                session, edition_id=asked.here.edition.id, agency_id=asked.office, head=issued.head, **said
            )
        reporting.note_given_out(session, file=file, rows=len(work.tasks), **said)
    named = asked.day if asked.is_past else issued.signed_on
    return download(made, file, f"{_FILES[asked.kind]}-{named}-{asked.reader}")


def download(made: bytes, file: FileKind, name: str) -> Response:
    """Answer with a file to keep."""
    answer = File(made, content_type=CONTENT_TYPES[file])
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.{file}"'
    return answer


def reader_asked() -> Language:
    """Return the language that the address asks for, Vietnamese for anything else."""
    return as_language(request.args.get("in")) or "vi"


def area_asked() -> Area | None:
    """Return the field of work that the address names."""
    said = request.args.get("area", "")
    return Area(said) if said in set(Area) else None


def _asked() -> Asked:
    here, args = seen(), request.args
    said = args.get("kind", "")
    kind = ReportKind(said) if said in set(DOCUMENTS) else ReportKind.PROGRESS
    agency_id, office = number_from(args.get("agency")), None
    own = here.scope.agencies
    if own is None:
        if agency_id is not None and agency_id not in reading.agency_names(current()):
            raise NotFound(agency_id)
    else:
        if agency_id is not None and agency_id not in own:
            raise NotFound(agency_id)
        office = agency_id = agency_id or min(own, default=None)
    day = here.today
    if kind is ReportKind.PROGRESS:
        day = min(_day_in("day") or day, here.today)
    # What was done on a day that is over is that day's; of today also what came since yesterday's report.
    since = _day_in("since") or (day if day < here.today else day - timedelta(days=1))
    return Asked(here, kind, reader_asked(), area_asked(), agency_id, office, min(since, day), day)


def _day_in(name: str) -> date | None:
    try:
        return date.fromisoformat(request.args.get(name, ""))
    except ValueError:
        return None


def _work(asked: Asked) -> Work:
    session, here = current(), asked.here
    work = reading.work(
        session,
        here.scope,
        here.edition,
        now=clock.now(),
        today=asked.day,
        until=asked.until,
        office=asked.office,
        area=asked.area,
        agency_id=asked.agency_id,
    )
    if asked.kind is not ReportKind.PROGRESS:
        return work
    since = datetime.combine(asked.since, time(), LOCAL)
    return replace(
        work,
        since=asked.since,
        moved=tuple(reading.moved(session, here.scope, since, asked.until)),
        said=reading.reasons(session, work, asked.until),
    )


def _keeps(asked: Asked) -> bool:
    """Tell whether the head is kept: by who manages tasks for the committee, by an agency's people for their own agency."""
    return asked.here.manages if asked.here.scope.agencies is None else asked.office is not None


def _head(asked: Asked) -> Head:
    session, edition = current(), asked.here.edition
    if asked.here.scope.agencies is None or asked.office is not None:
        kept = reading.find_head(
            session,
            edition_id=edition.id,
            agency_id=asked.office,
            kind=asked.kind,
            language=asked.reader,
        )
        if kept is not None:
            return kept
    office = reading.agency_names(session)[asked.office] if asked.office else None
    return standard_head(asked.kind, asked.reader, edition, office)


def _issued(asked: Asked, work: Work, head: Head) -> Issued:
    proposed = progress_report.proposals(work, asked.reader) if asked.kind is ReportKind.PROGRESS else []
    return Issued(head, "", asked.here.today, "\n".join(proposed))


def _values(asked: Asked, work: Work, head: Head) -> dict[str, Any]:
    issued = _issued(asked, work, head)
    return {
        **head.as_json(),
        "signed_on": issued.signed_on,
        "proposals": issued.proposals,
        "annex": True,
    }


def _document(asked: Asked, work: Work, issued: Issued, *, with_annex: bool) -> Document:
    match asked.kind:
        case ReportKind.PLAN:
            return plan.plan(work, issued, asked.reader, with_annex=with_annex)
        case ReportKind.ASSIGNMENT:
            return assignment_list.assignment(work, issued, asked.reader)
        case _:
            return progress_report.progress(work, issued, asked.reader)


def _page(asked: Asked, work: Work, form: DocumentForm, issued: Issued) -> str:
    document = _document(asked, work, issued, with_annex=True)
    names, own = work.agencies, asked.here.scope.agencies
    return render_template(
        "logistics/reports/documents.html",
        asked=asked,
        form=form,
        document=document,
        blocks=[as_data(block) for block in document.blocks],
        annexes=[(one, [as_data(block) for block in one.blocks]) for one in document.annexes],
        keeps=_keeps(asked),
        areas=area_labels(),
        agencies={
            number: tr_plain(one.name) for number, one in names.items() if own is None or number in own
        },
        kinds=kind_labels(),
    )


def kind_labels() -> dict[ReportKind, str]:
    """Return kind of report → its name."""
    return {
        ReportKind.PROGRESS: _("Progress report"),
        ReportKind.ASSIGNMENT: _("Assignment of tasks"),
        ReportKind.PLAN: _("Work plan"),
        ReportKind.SHEET: _("Assignment sheets"),
    }
