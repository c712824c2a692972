"""What is written to guests, in the guest's language."""

from collections.abc import Callable

from festival.core.trilingual import Language, as_language
from festival.outbox.types import Channel, Letter
from festival.programme.types import EventFacts
from festival.registration.models import Invitation, Person
from festival.registration.rules.names import addressed
from festival.registration.types.guests import TermsContent
from festival.registration.types.people import Honorific
from festival.web.locale import day, day_and_time, moment, speaking
from festival.web.locale import gettext as _


def invitation(event: EventFacts, terms: TermsContent, asked: Invitation, *, link: str) -> Letter | None:
    """Return the invitation, or None when nobody knows an address of the guest."""

    def say(title: str, lang: Language) -> tuple[str, list[str], str]:
        return (
            _("Invitation: %(event)s", event=title),
            [
                _(
                    "The organizers of the Hokkaido Festival in Hạ Long have the honour of inviting you to the following event:"
                ),
                f"{title}\n{day_and_time(event)}\n{event.venue_name.in_(lang)}",
                _(
                    "Please tell us on your personal page whether you will come. You can also name somebody who comes in your place."
                )
                if terms.takes_deputies
                else _("Please tell us on your personal page whether you will come."),
                *_until(terms),
                _("The page is for you alone. Please do not pass its address on."),
            ],
            _("Open my invitation"),
        )

    return _letter(asked, link, event, say)


def reminder(event: EventFacts, terms: TermsContent, asked: Invitation, *, link: str) -> Letter | None:
    """Return the friendly second letter to who has not answered."""

    def say(title: str, _lang: Language) -> tuple[str, list[str], str]:
        return (
            _("May we hope for your answer? %(event)s", event=title),
            [
                _(
                    "We wrote to you about %(event)s on %(day)s. We would be glad to know whether you will come, so that we can receive you well.",
                    event=title,
                    day=day(event.starts_at),
                ),
                *_until(terms),
            ],
            _("Open my invitation"),
        )

    return _letter(asked, link, event, say)


def asked_again(event: EventFacts, terms: TermsContent, asked: Invitation, *, link: str) -> Letter | None:
    """Return the letter to a guest whose change could not be approved."""

    def say(title: str, _lang: Language) -> tuple[str, list[str], str]:
        return (
            _("Please answer once more: %(event)s", event=title),
            [
                _(
                    "Thank you for your answer about %(event)s. We could not confirm what was changed and ask you to answer once more. The earlier ticket is no longer valid.",
                    event=title,
                ),
                *_until(terms),
            ],
            _("Open my invitation"),
        )

    return _letter(asked, link, event, say)


def deputy(event: EventFacts, person: Person, *, link: str, is_sample: bool) -> Letter | None:
    """Return the letter to who comes in a guest's place, with the ticket's own page; None when nobody knows an address."""

    def say(title: str, lang: Language) -> tuple[str, list[str], str]:
        return (
            _("Your ticket as a deputy: %(event)s", event=title),
            [
                _("You have been named to attend the following event as a deputy:"),
                f"{title}\n{day_and_time(event)}\n{event.venue_name.in_(lang)}",
                _("Your ticket is on the following page. Please show its code at the entrance."),
            ],
            _("Open my ticket"),
        )

    return None if is_sample else _to(person, link, event, say)


def _until(terms: TermsContent) -> list[str]:
    if terms.answer_by is None:
        return []
    return [_("Please answer by %(when)s (time in Viet Nam).", when=moment(terms.answer_by))]


def _letter(
    asked: Invitation,
    link: str,
    event: EventFacts,
    say: Callable[[str, Language], tuple[str, list[str], str]],
) -> Letter | None:
    return None if asked.is_sample else _to(asked.guest.person, link, event, say)


def _to(
    person: Person,
    link: str,
    event: EventFacts,
    say: Callable[[str, Language], tuple[str, list[str], str]],
) -> Letter | None:
    channel, to = (Channel.MAIL, person.mail) if person.mail else (Channel.SMS, person.phone)
    if not to:
        return None
    lang = as_language(person.language) or "vi"
    with speaking(lang):
        title = event.title.in_(lang)
        subject, lines, label = say(title, lang)
        if channel is Channel.SMS:
            text = f"{subject}. {day(event.starts_at)}, {event.venue_name.in_(lang)}."
            return Letter(channel, to, lang, subject, text, link, label)
        name = addressed(person, Honorific(person.honorific), lang)
        greeting = name if lang == "ja" else _("Dear %(name)s,", name=name)
        return Letter(channel, to, lang, subject, "\n\n".join([greeting, *lines]), link, label)
