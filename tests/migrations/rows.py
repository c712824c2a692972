"""What a database of each revision may hold: columns of its day and plain SQL values, true when our classes change.

A new migration adds its revision here with rows for what it adds; the tests take each step forth and back over them.
"""

from collections import Counter
from dataclasses import dataclass

AT, UNTIL, DAY = "'2027-11-17 13:00:00'", "'2027-11-17 15:30:00'", "'2027-11-17'"
SAID = """'{"vi": "Đêm hội", "ja": "祭りの夜", "en": "Night"}'"""


@dataclass(frozen=True)
class Row:
    """One row of one table, its values as they stand in SQL."""

    table: str
    values: dict[str, str]

    @property
    def statement(self) -> str:
        """Return the INSERT."""
        columns = ", ".join(f'"{name}"' for name in self.values)
        return f"INSERT INTO {self.table} ({columns}) VALUES ({', '.join(self.values.values())})"


def row(table: str, **values: str) -> Row:
    """Return one row."""
    return Row(table, values)


ROWS: dict[str, tuple[Row, ...]] = {
    "0001": (
        row(
            "accounts",
            id="1",
            login="'lan'",
            name="'Lan (mẫu)'",
            language="'vi'",
            password_hash="'x'",
            totp_last_step="0",
            is_sample="true",
            made_at=AT,
        ),
        row("grants", id="1", account_id="1", role="'organizer'"),
        row("sign_ins", id="1", account_id="1", digest="'d'", began_at=AT, seen_at=AT),
        row(
            "editions",
            id="1",
            year="2027",
            title=SAID,
            theme=SAID,
            starts_on=DAY,
            ends_on=DAY,
            main_day=DAY,
            is_current="true",
            is_sample="true",
        ),
        row("venues", id="1", slug="'v'", name=SAID, address=SAID, directions=SAID),
        row("spaces", id="1", venue_id="1", slug="'s'", name=SAID, position="0"),
        row(
            "events",
            id="1",
            edition_id="1",
            slug="'e'",
            title=SAID,
            summary=SAID,
            text=SAID,
            kind="'ceremony'",
            audience="'public'",
            state="'published'",
            venue_id="1",
            space_id="1",
            starts_at=AT,
            ends_at=UNTIL,
            capacity="9",
            party_max="6",
            is_main="true",
        ),
        row("event_places", event_id="1", taken="1"),
        row(
            "gates",
            id="1",
            edition_id="1",
            name=SAID,
            place=SAID,
            position="0",
            is_open="true",
            checks_time="true",
            is_sample="true",
        ),
        row("gate_events", gate_id="1", event_id="1"),
        row(
            "devices",
            id="1",
            gate_id="1",
            name="'Máy mẫu'",
            digest="'d'",
            shows_names="true",
            paired_at=AT,
        ),
        row(
            "registrations",
            id="1",
            event_id="1",
            code="'ABC1234'",
            submission="'s'",
            language="'vi'",
            mail="'ba@gia-dinh.example'",
            needs="''",
            needs_note="''",
            manage_epoch="1",
            is_sample="true",
            made_at=AT,
        ),
        row(
            "consents",
            id="1",
            registration_id="1",
            purpose="'registration'",
            text_version="'2026-11'",
            language="'vi'",
            given_at=AT,
        ),
        row(
            "tickets",
            id="1",
            registration_id="1",
            event_id="1",
            position="1",
            ticket_class="1",
            name="'Nguyễn Mẫu (mẫu)'",
            name_folded="'nguyen mau (mau)'",
            state="'valid'",
            valid_from=AT,
            valid_until=UNTIL,
            made_at=AT,
            changed_at=AT,
        ),
        row(
            "scans",
            id="'0123456789abcdef0123456789abcdef'",
            device_id="1",
            gate_id="1",
            ticket_id="1",
            direction="'in'",
            at=AT,
            received_at=AT,
            offline="false",
            verdict="'admitted'",
            people="1",
            party="1",
        ),
        row(
            "messages",
            id="1",
            cause="'c'",
            channel="'mail'",
            recipient="'ba@gia-dinh.example'",
            language="'vi'",
            subject="'Vé'",
            text="'Vé'",
            state="'queued'",
            tries="0",
            made_at=AT,
            due_at=AT,
        ),
        row("audit_entries", id="1", at=AT, actor_kind="'system'", verb="'made'", subject="'gate'"),
    ),
    "0002": (
        row("closures", id="1", space_id="1", starts_at=AT, ends_at=UNTIL, reason="'dựng sân khấu'"),
        row(
            "venues",
            id="2",
            slug="'w'",
            name=SAID,
            address=SAID,
            directions=SAID,
            quiet_from="'22:00:00'",
            quiet_until="'06:00:00'",
        ),
        row("travel_times", from_id="1", to_id="2", minutes="20"),
        row("participants", id="1", edition_id="1", name=SAID, is_sample="true"),
        row(
            "drafts",
            id="2",
            edition_id="1",
            guid="'6a1d7a4e-6f38-4a58-9a9b-0b6a0c8f3c11'",
            slug="'tong-duyet'",
            title=SAID,
            summary=SAID,
            text=SAID,
            kind="'rehearsal'",
            audience="'invited'",
            minutes="90",
            party_max="6",
            is_main="false",
            is_cancelled="false",
            version="1",
            changed_at=AT,
            changed_by="1",
        ),
        row("appearances", draft_id="2", participant_id="1", part="'performer'", position="0"),
        row(
            "draft_changes",
            id="2",
            draft_id="2",
            version="1",
            what="'made'",
            content="'{}'",
            made_at=AT,
            made_by="1",
        ),
        row(
            "accepted_clashes",
            id="1",
            edition_id="1",
            fingerprint="'f'",
            sentence="'Sân khấu cần 15 phút'",
            reason="'đã thống nhất'",
            accepted_at=AT,
            accepted_by="1",
        ),
    ),
    "0003": (
        row("run_sheets", draft_id="1", version="3"),
        row(
            "cues",
            id="1",
            draft_id="1",
            position="1",
            title=SAID,
            seconds="300",
            starts_after="0",
            owner="'Đạo diễn (mẫu)'",
            performers=SAID,
            stage=SAID,
            light=SAID,
            sound=SAID,
            screen=SAID,
            version="1",
            changed_at=AT,
            changed_by="1",
            calls="1",
            started_at=AT,
            is_skipped="false",
        ),
        row("cue_performers", cue_id="1", participant_id="1"),
        row(
            "cue_calls",
            id="1",
            draft_id="1",
            call="'start'",
            cue_id="1",
            before="'{}'",
            called_at=AT,
            called_by="1",
        ),
    ),
    "0004": (
        row(
            "plans",
            id="1",
            digest="'d'",
            event_ids="'[1]'",
            language="'vi'",
            made_at=AT,
            changed_at=AT,
        ),
    ),
    "0005": (
        row(
            "imports",
            id="1",
            edition_id="1",
            name="'chuong-trinh.xlsx'",
            cells="""'{"heads": ["id"], "rows": [[2, ""]]}'""",
            made_at=AT,
            made_by="1",
        ),
    ),
    "0006": (),
    "0007": (
        row(
            "persons",
            id="1",
            edition_id="1",
            family="'Mẫu'",
            given="'Lan'",
            latin="''",
            kana="''",
            print_as="''",
            folded="'mau lan'",
            language="'vi'",
            position=SAID,
            organisation=SAID,
            attention="''",
            is_sample="true",
            made_at=AT,
            changed_at=AT,
        ),
    ),
    "0008": (),
}


def counts(*revisions: str) -> Counter[str]:
    """Return table → how many rows these revisions bring."""
    return Counter(one.table for revision in revisions for one in ROWS[revision])
