"""What has changed in the programme, for everybody: a page, and the same as a feed."""

from dataclasses import dataclass

from flask import Blueprint, render_template, request, url_for
from werkzeug.wrappers import Response

from festival.core.errors import NotFound
from festival.core.transaction import current
from festival.core.trilingual import DEFAULT_LANGUAGE, as_language
from festival.programme.catalogue import catalogue
from festival.programme.change_words import ChangeWords, in_words, is_for_everybody
from festival.programme.feeds.atom import Entry, atom
from festival.programme.queries.places import place_names
from festival.programme.queries.releases import ReleaseFacts, changes_of, find_last_release, releases_of
from festival.web import access, documents, pagecache
from festival.web.documents import Made
from festival.web.locale import gettext as _
from festival.web.locale import language, ngettext, speak, tr_plain
from festival.web.settings import settings

blueprint = Blueprint("changes", __name__)
SHOWN = 20  # the newest; what was published before is history for the desk


@dataclass(frozen=True, slots=True)
class ReleaseWords:
    """A release as the public reads it. `changes` is None for the first one: everything was new then."""

    facts: ReleaseFacts
    changes: tuple[ChangeWords, ...] | None


def _releases(edition_id: int) -> list[ReleaseWords]:
    session = current()
    places = place_names(session)
    return [
        ReleaseWords(
            facts,
            None
            if facts.number == 1
            else tuple(
                in_words(change, places, for_desk=False)
                for change in changes_of(session, edition_id, facts.number)
                if is_for_everybody(change)
            ),
        )
        for facts in releases_of(session, edition_id)[:SHOWN]
    ]


@blueprint.get("/<language:lang>/programme/changes")
@access.public
@pagecache.shared
def changes() -> str:
    """Show what each release changed, newest first."""
    kept = catalogue()
    return render_template(
        "programme/changes/changes.html", edition=kept.edition, releases=_releases(kept.edition.id)
    )


@blueprint.get("/feeds/changes.atom")
@access.public
def feed() -> Response:
    """Send the same as an Atom feed; `?lang=` chooses the language."""
    speak(as_language(request.args.get("lang")) or DEFAULT_LANGUAGE)
    edition = catalogue().edition
    last = find_last_release(current(), edition.id)
    if last is None:
        raise NotFound
    root = settings().public_url
    page = root + url_for("programme.changes.changes", lang=language())

    def make() -> Made:
        entries = [
            Entry(
                id=f"{root}/releases/{one.facts.id}",
                title=_("Version %(name)s", name=one.facts.name),
                link=f"{page}#v{one.facts.number}",
                published_at=one.facts.published_at,
                text=_as_text(one),
            )
            for one in _releases(edition.id)
        ]
        said = atom(
            id_=f"{root}/feeds/changes.atom",
            title=_("%(edition)s: what has changed", edition=tr_plain(edition.title)),
            author=tr_plain(edition.title),
            language=language(),
            page=page,
            address=f"{root}/feeds/changes.atom?lang={language()}",
            entries=entries,
        )
        return Made(said, last.published_at)

    key = (request.path, language(), last.id)
    return documents.shared(key, make, mimetype="application/atom+xml")


def _as_text(release: ReleaseWords) -> str:
    lines = [tr_plain(release.facts.note)]
    if release.changes is None:
        lines.append(ngettext("%(n)s event", "%(n)s events", release.facts.events))
    lines.extend(_line(change) for change in release.changes or ())
    return "\n".join(line for line in lines if line)


def _line(change: ChangeWords) -> str:
    if not change.when:
        return _("%(change)s: %(title)s", change=change.label, title=change.title)
    return _("%(change)s: %(title)s (%(when)s)", change=change.label, title=change.title, when=change.when)
