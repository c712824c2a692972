"""What is written to speakers, in the speaker's language: the invitation, and a reminder that names what is missing."""

from collections.abc import Collection
from datetime import datetime

from festival.conference.labels.speaking import lacking_labels
from festival.conference.queries.speaking import Speaking
from festival.conference.types.speaking import Lacking, SpeakerState, SpeakerTerms
from festival.core.trilingual import as_language
from festival.outbox.types import Channel, Letter, MessageKind
from festival.programme.types import EventFacts
from festival.registration.rules.names import addressed
from festival.registration.types.people import Honorific
from festival.web.locale import gettext as _
from festival.web.locale import moment, speaking, tr_plain


def invitation(event: EventFacts, terms: SpeakerTerms, one: Speaking, *, link: str) -> Letter | None:
    """Return the letter that asks somebody to speak; None when nobody knows an address. Samples are written to by nobody."""
    if one.person.mail is None or one.person.is_sample:
        return None
    with speaking(as_language(one.person.language) or "vi"):
        title = tr_plain(event.title)
        paragraphs = [
            _(
                "The organizers of the Hokkaido Festival in Hạ Long have the honour of inviting you to take part in %(event)s:",
                event=title,
            ),
            "\n".join(_places(one)),
            _(
                "On your own page you can answer, and later tell us about yourself and your talk and send your slides."
            ),
        ]
        if terms.answer_by is not None:
            paragraphs.append(
                _("Please answer by %(when)s (time in Viet Nam).", when=moment(terms.answer_by))
            )
        paragraphs.append(_("The page is for you alone. Please do not pass its address on."))
        return _letter(one, _("Invitation to speak: %(event)s", event=title), paragraphs, link)


def reminder(
    event: EventFacts,
    terms: SpeakerTerms,
    one: Speaking,
    missing: Collection[Lacking],
    *,
    link: str,
    now: datetime,
) -> Letter | None:
    """Return the friendly second letter: to who has not answered, or to who still owes something; None without an address."""
    if one.person.mail is None or one.person.is_sample:
        return None
    with speaking(as_language(one.person.language) or "vi"):
        title = tr_plain(event.title)
        if one.told.state is SpeakerState.SENT:
            subject = _("May we count on you? %(event)s", event=title)
            paragraphs = [
                _("Some time ago we invited you to take part in %(event)s:", event=title),
                "\n".join(_places(one)),
                _("We would be grateful for an answer, also if it is no."),
            ]
            if terms.answer_by is not None and now < terms.answer_by:
                paragraphs.append(
                    _("Please answer by %(when)s (time in Viet Nam).", when=moment(terms.answer_by))
                )
        else:
            subject = _("What we still need for your talk: %(event)s", event=title)
            labels = lacking_labels()
            paragraphs = [
                _(
                    "Thank you for taking part in %(event)s. To prepare well we still need from you:",
                    event=title,
                ),
                "\n".join(f"· {labels[what]}" for what in Lacking if what in missing),
            ]
            if Lacking.SLIDES in missing and terms.slides_by is not None:
                paragraphs.append(
                    _("Please send your slides by %(when)s (time in Viet Nam).", when=moment(terms.slides_by))
                )
        return _letter(one, subject, paragraphs, link)


def _places(one: Speaking) -> list[str]:
    return [f"· {moment(place.starts_at)}: {tr_plain(place.title)}" for place in one.told.places]


def _letter(one: Speaking, subject: str, paragraphs: list[str], link: str) -> Letter:
    reader = as_language(one.person.language) or "vi"
    name = addressed(one.person, Honorific(one.person.honorific), reader)
    return Letter(
        Channel.MAIL,
        one.person.mail or "",
        reader,
        subject,
        "\n\n".join([_("Dear %(name)s,", name=name), *(part for part in paragraphs if part)]),
        link=link,
        link_label=_("Open my speaker’s page"),
        kind=MessageKind.SPEAKERS,
    )
