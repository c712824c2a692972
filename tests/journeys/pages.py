"""Every page of the site by the endpoint that makes it: the list that the tests of all pages walk through."""

from dataclasses import dataclass

from tests.journeys.site import MAIN

LANGUAGES = ("vi", "ja", "en")
INVITED = "hoi-nghi-xuc-tien-dau-tu"
FREE = "hoi-cho-18-11"  # no ticket needed


@dataclass(frozen=True, slots=True)
class Known:
    """What the addresses are made of: a party of two valid and one cancelled ticket, and its number at the desk."""

    party: str  # /t/…
    ticket: str  # /T/…, of one person
    cancelled_ticket: str
    party_code: str  # /T/…, of the whole party
    registration: int
    guests: list[str]  # short codes of a party of six, for the gate


# For everybody. "{lang}" is the reader's language; the other names are those of Known.
PUBLIC = {
    "pages.public.home": ["/{lang}/"],
    "pages.public.how_to_come": ["/{lang}/how-to-come"],
    "pages.public.privacy": ["/{lang}/privacy"],
    "programme.public.programme": [
        "/{lang}/programme",
        "/{lang}/programme?by=venue",
        "/{lang}/programme?venue=quang-truong-30-10",
    ],
    "programme.public.event": [f"/{{lang}}/events/{slug}" for slug in (MAIN, INVITED, FREE)],
    "conference.public.conference": ["/{lang}/conference"],
    "registration.public.register": [f"/{{lang}}/events/{MAIN}/register"],
    "registration.public.find": ["/{lang}/find-ticket"],
    "accounts.desk.sign_in": ["/desk/sign-in"],
}
# For who holds the address.
HELD = {
    "registration.public.ticket": ["{party}"],
    "registration.public.scanned": ["{ticket}", "{cancelled_ticket}", "{party_code}"],
}
# For staff, as an administrator sees them.
DESK = {
    "pages.desk.dashboard": ["/desk/"],
    "pages.desk.mailbox": ["/desk/mailbox"],
    "pages.desk.styleguide": ["/desk/styleguide"],
    "registration.desk.registrations": [
        "/desk/registrations",
        "/desk/registrations?q=mau",
        "/desk/registrations?q=khong-co-ai",
    ],
    "registration.desk.registration": ["/desk/registrations/{registration}"],
    "gate.desk.gates": ["/desk/gates"],
    "accounts.desk.account": ["/desk/account"],
    "accounts.desk.accounts": ["/desk/accounts"],
    "accounts.desk.second_factor": ["/desk/account/second-factor"],
}
# Tests of their own look at these: one cannot simply open them.
REACHED = {
    "accounts.desk.code": "test_a_new_colleague_signs_in",
    "gate.app.gate": "test_the_gate",
}
# No page that somebody reads.
OTHER = {
    "gate.api.device": "JSON",
    "gate.api.snapshot": "JSON",
    "gate.app.manifest": "JSON",
    "gate.desk.pair_again": "leads to the gates",
    "pages.health.healthz": "a word for machines",
    "pages.health.metrics": "figures for machines",
    "pages.health.readyz": "a word for machines",
    "pages.public.front_door": "leads to the reader's language",
    "pages.public.language": "leads back",
    "registration.public.drawing": "a picture",
    "registration.public.picture": "a picture",
    "static": "files",
}
# What no other page's address leads to.
LOST = ["/{lang}/khong-co-trang-nay", "/t/khong-phai-ve", "/desk/registrations/999999"]


def addresses(pages: dict[str, list[str]], known: Known, lang: str) -> list[str]:
    """Return the paths of `pages` for a reader of `lang`."""
    facts = {
        "lang": lang,
        "party": known.party,
        "ticket": known.ticket,
        "cancelled_ticket": known.cancelled_ticket,
        "party_code": known.party_code,
        "registration": known.registration,
    }
    return [path.format(**facts) for paths in pages.values() for path in paths]
