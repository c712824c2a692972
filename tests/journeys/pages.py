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
    run_sheet: int  # the opening night's; its first cue is number 1. The event and its draft have one number
    invitation: str  # /i/… to the opening night, accepted
    delegation: str  # /d/…


# For everybody. "{lang}" is the reader's language; the other names are those of Known.
PUBLIC = {
    "pages.public.home": ["/{lang}/"],
    "pages.public.how_to_come": ["/{lang}/how-to-come"],
    "pages.public.privacy": ["/{lang}/privacy"],
    "programme.public.programme": [
        "/{lang}/programme",
        "/{lang}/programme?by=venue",
        "/{lang}/programme?venue=quang-truong-30-10",
        "/{lang}/programme?q=khong-co-gi",
    ],
    "programme.plans.my_plan": ["/{lang}/my-plan", "/{lang}/my-plan?e=1.2.3.4.5.6"],
    "programme.venues.venues": ["/{lang}/venues"],
    "programme.venues.venue": ["/{lang}/venues/quang-truong-30-10", "/{lang}/venues/cung-quy-hoach"],
    "programme.changes.changes": ["/{lang}/programme/changes"],
    "programme.screens.now": ["/{lang}/venues/quang-truong-30-10/now"],
    "programme.screens.board": ["/{lang}/programme/board"],
    "programme.public.event": [f"/{{lang}}/events/{slug}" for slug in (MAIN, INVITED, FREE)],
    "conference.public.conference": ["/{lang}/conference"],
    "conference.planning.planning": [
        "/{lang}/conference/planning",
        "/{lang}/conference/planning?layer=land_use&late=1",
    ],
    "conference.planning.locality": ["/{lang}/conference/planning/quang-ninh"],
    "registration.public.register": [f"/{{lang}}/events/{MAIN}/register"],
    "registration.public.find": ["/{lang}/find-ticket"],
    "registration.groups.register": [f"/{{lang}}/events/{MAIN}/register/group"],
    "accounts.desk.sign_in": ["/desk/sign-in"],
}
# For who holds the address.
HELD = {
    "registration.invited.invitation": ["{invitation}"],
    "registration.heads.delegation": ["{delegation}"],
    "registration.heads.member": ["{delegation}/1"],
    "registration.tickets.ticket": ["{party}"],
    "registration.waiting.coming": ["{party}/coming"],
    "registration.changing.change": ["{party}/change"],
    "registration.own_data.data": ["{party}/data"],
    "registration.changing.pass_ticket": ["{party}/pass-on/1"],
    "registration.tickets.scanned": ["{ticket}", "{cancelled_ticket}", "{party_code}"],
}
# For staff, as an administrator sees them.
DESK = {
    "pages.desk.dashboard": ["/desk/"],
    "pages.desk.mailbox": ["/desk/mailbox"],
    "pages.desk.styleguide": ["/desk/styleguide"],
    "registration.letters.texts": ["/desk/letters"],
    "registration.letters.text": ["/desk/letters/confirmation", "/desk/letters/offer"],
    "registration.mailings.all_mailings": ["/desk/mailings"],
    "registration.mailings.new": ["/desk/mailings/new"],
    "registration.privacy.requests": ["/desk/privacy"],
    "registration.privacy.new": ["/desk/privacy/requests/new"],
    "registration.privacy.evidence": ["/desk/privacy/evidence"],
    "registration.processing.purposes": ["/desk/privacy/purposes"],
    "registration.processing.purpose": ["/desk/privacy/purposes/registration"],
    "registration.processing.retention": ["/desk/privacy/retention"],
    "registration.processing.holidays": ["/desk/privacy/holidays"],
    "registration.violations.violations": ["/desk/privacy/violations"],
    "registration.violations.new": ["/desk/privacy/violations/new"],
    "registration.desk.registrations": [
        "/desk/registrations",
        "/desk/registrations?q=mau",
        "/desk/registrations?q=khong-co-ai",
    ],
    "registration.walk_ins.walk_in": ["/desk/walk-in"],
    "registration.codes.find": ["/desk/codes"],
    "registration.exchange.exchange": ["/desk/registrations/files"],
    "registration.figures.figures": ["/desk/registrations/figures"],
    "registration.desk.registration": ["/desk/registrations/{registration}"],
    "registration.places.places": ["/desk/places"],
    "registration.places.event": ["/desk/places/{run_sheet}", "/desk/places/12"],
    "registration.places.waiting_list": ["/desk/places/{run_sheet}/waiting", "/desk/places/12/waiting"],
    "registration.places.new_pool": ["/desk/places/pools/new"],
    "registration.guests.delegations_list": ["/desk/guests", "/desk/guests?q=khong-co-ai"],
    "registration.guests.delegation": ["/desk/delegations/1"],
    "registration.guests.new_delegation": ["/desk/delegations/new"],
    "registration.guests.edit_delegation": ["/desk/delegations/1/edit"],
    "registration.guests.new_guest": ["/desk/guests/new"],
    "registration.guests.guest": ["/desk/guests/1"],
    "registration.precedence.precedence": ["/desk/precedence"],
    "registration.invitations.events": ["/desk/invitations"],
    "registration.invitations.event": ["/desk/invitations/{run_sheet}"],
    "registration.invitations.choose": ["/desk/invitations/1/list"],
    "registration.questions.questions": ["/desk/invitations/{run_sheet}/questions"],
    "registration.questions.new": ["/desk/invitations/{run_sheet}/questions/new"],
    "registration.questions.question": ["/desk/invitations/{run_sheet}/questions/1"],
    "registration.reception.day": ["/desk/reception"],
    "registration.seating.events": ["/desk/seating"],
    "registration.seating.plan": ["/desk/seating/{run_sheet}", "/desk/seating/1"],
    "registration.guest_lists.start": ["/desk/guest-lists"],
    "registration.persons.listed": ["/desk/persons", "/desk/persons?q=khong-co-ai"],
    "registration.persons.new": ["/desk/persons/new"],
    "registration.photos.photo": ["/desk/persons/1/photo"],
    "registration.persons.duplicates": ["/desk/persons/duplicates"],
    "registration.accreditation.requests": ["/desk/accreditation", "/desk/accreditation?state=refused"],
    "registration.accreditation.new": ["/desk/accreditation/new"],
    "registration.accreditation.one": [
        "/desk/accreditation/1",
        "/desk/accreditation/2",
        "/desk/accreditation/3",
    ],
    "registration.badges.badges": ["/desk/accreditation/badges"],
    "registration.accreditation_table.table": ["/desk/accreditation/table"],
    "registration.accreditation_table.new_zone": ["/desk/accreditation/zones/new"],
    "registration.accreditation_table.zone": ["/desk/accreditation/zones/1"],
    "registration.accreditation_table.new_category": ["/desk/accreditation/categories/new"],
    "registration.accreditation_table.category": ["/desk/accreditation/categories/1"],
    "registration.accreditation_table.new_agency": ["/desk/accreditation/agencies/new"],
    "registration.accreditation_table.agency": ["/desk/accreditation/agencies/1"],
    "registration.group_desk.groups": ["/desk/groups", "/desk/groups?q=khong-co"],
    "registration.group_desk.new": ["/desk/groups/new/{run_sheet}"],
    "conference.planning_desk.board": ["/desk/conference"],
    "conference.planning_desk.new": ["/desk/conference/plans/new"],
    "conference.planning_desk.plan": ["/desk/conference/plans/3"],
    "gate.desk.gates": ["/desk/gates"],
    "gate.board.board": ["/desk/gates/board"],
    "gate.paper.paper": ["/desk/gates/1/paper"],
    "gate.paper.keying_form": ["/desk/gates/1/paper/keying"],
    "gate.hours.rules": ["/desk/gates/1/rules"],
    "gate.hours.hours": ["/desk/gates/1/hours"],
    "gate.rehearsal.rehearsal": ["/desk/gates/rehearsal"],
    "gate.rehearsal.codes": ["/desk/gates/1/rehearsal-codes"],
    "gate.conflicts.conflicts": ["/desk/gates/conflicts", "/desk/gates/conflicts?done=1"],
    "programme.editor.day": ["/desk/programme", "/desk/programme?empty=1&step=5"],
    "programme.editor.move": ["/desk/programme/1/place"],
    "programme.drafts.new": ["/desk/programme/new"],
    "programme.drafts.draft": ["/desk/programme/1"],
    "programme.grounds.venues": ["/desk/programme/venues"],
    "programme.grounds.new_venue": ["/desk/programme/venues/new"],
    "programme.grounds.venue": ["/desk/programme/venues/1"],
    "programme.grounds.new_space": ["/desk/programme/venues/1/spaces/new"],
    "programme.grounds.space": ["/desk/programme/spaces/1"],
    "programme.people.people": ["/desk/programme/people"],
    "programme.people.travel": ["/desk/programme/ways"],
    "programme.releases.publish": ["/desk/programme/publish"],
    "programme.releases.releases": ["/desk/programme/releases"],
    "programme.releases.release": ["/desk/programme/releases/1"],
    "programme.tables.tables": ["/desk/programme/tables"],
    "programme.sheets.sheets": ["/desk/run-sheets"],
    "programme.sheets.sheet": ["/desk/run-sheets/{run_sheet}", "/desk/run-sheets/1"],
    "programme.sheets.paper": ["/desk/run-sheets/{run_sheet}/print"],
    "programme.sheets.new": ["/desk/run-sheets/{run_sheet}/cues/new"],
    "programme.sheets.cue": ["/desk/run-sheets/{run_sheet}/cues/1"],
    "programme.calling.caller": ["/desk/run-sheets/{run_sheet}/call", "/desk/run-sheets/1/call"],
    "programme.calling.late": ["/desk/run-sheets/{run_sheet}/call/late?minutes=5"],
    "accounts.desk.account": ["/desk/account"],
    "accounts.desk.accounts": ["/desk/accounts"],
    "accounts.desk.second_factor": ["/desk/account/second-factor"],
}
# Tests of their own look at these: one cannot simply open them.
REACHED = {
    "accounts.desk.code": "test_a_new_colleague_signs_in",
    "registration.places.pool": "the same page as a new one's",
    "gate.app.gate": "test_the_gate",
    "registration.bulk.bulk_action": "test_registrars_day",
    "registration.persons.person": "test_accreditation",
    "registration.persons.edit": "test_accreditation",
    "registration.persons.compare": "test_accreditation",
    "registration.agency.page": "test_accreditation",
    "registration.own_photos.guest": "test_accreditation",
    "registration.own_photos.member": "test_accreditation",
    "registration.exchange.look": "tests/registration/test_party_lists.py",
    "programme.tables.look": "test_a_table_that_is_looked_at",
    "registration.guest_lists.look": "test_guests.test_an_organizer_takes_a_list_and_prints_the_sheet",
    "programme.clashes.reason": "test_editor.test_a_clash_is_seen_and_accepted",
    "programme.people.person": "test_editor.test_a_clash_is_seen_and_accepted",
}
# No page that somebody reads.
OTHER = {
    "registration.reception.pdf": "a paper",
    "registration.seating.pdf": "a paper",
    "registration.unsubscribing.page": "for who holds a message's address; tests/registration/test_views_letters.py",
    "registration.mailings.mailing": "there is none in the sample; tests/registration/test_views_letters.py",
    "registration.privacy.one": "there is none in the sample; tests/registration/test_views_privacy.py",
    "registration.violations.violation": "there is none in the sample; tests/registration/test_views_privacy.py",
    "registration.violations.edit": "there is none in the sample; tests/registration/test_views_privacy.py",
    "registration.mailings.edit": "there is none in the sample; tests/registration/test_views_letters.py",
    "gate.api.device": "JSON",
    "registration.persons.find": "JSON",
    "registration.photos.shown_photo": "a picture",
    "registration.own_photos.guest_photo": "a picture",
    "registration.badges.batch": "a paper",
    "gate.api.snapshot": "JSON",
    "gate.app.manifest": "JSON",
    "gate.board.now": "a part of the board",
    "gate.app.service_worker": "a script",
    "gate.desk.pair_again": "leads to the gates",
    "programme.editor.beat": "JSON",
    "programme.calling.state": "JSON",
    "pages.health.healthz": "a word for machines",
    "pages.health.metrics": "figures for machines",
    "pages.health.readyz": "a word for machines",
    "pages.public.front_door": "leads to the reader's language",
    "pages.public.language": "leads back",
    "registration.groups.template": "a table",
    "registration.groups.card_sheets": "a PDF",
    "registration.group_desk.card_sheets": "a PDF",
    "registration.own_data.copy": "JSON",
    "registration.papers.tickets": "a PDF",
    "registration.papers.calendar": "a calendar",
    "registration.tickets.drawing": "a picture",
    "registration.tickets.picture": "a picture",
    "programme.pictures.event": "a picture",
    "programme.plans.calendar": "a calendar",
    "programme.api.description": "JSON",
    "programme.api.event": "JSON",
    "programme.api.programme": "JSON",
    "programme.changes.feed": "a feed",
    "programme.tables.export_csv": "a table",
    "programme.tables.export_xlsx": "a table",
    "programme.tables.template_csv": "a table",
    "programme.tables.template_xlsx": "a table",
    "registration.exchange.template_csv": "a table",
    "registration.exchange.template_xlsx": "a table",
    "conference.planning.export": "a table",
    "programme.feeds.programme": "a calendar",
    "programme.feeds.venue": "a calendar",
    "programme.feeds.event": "a calendar",
    "programme.feeds.schedule_xml": "for schedule apps",
    "programme.feeds.schedule_json": "for schedule apps",
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
        "run_sheet": known.run_sheet,
        "invitation": known.invitation,
        "delegation": known.delegation,
    }
    return [path.format(**facts) for paths in pages.values() for path in paths]
