import assert from "node:assert/strict";
import { test } from "node:test";
import { Words } from "../../../static/gate/i18n.js";
import { ADMITTED_STAYS, kindOf, show, spoken } from "../../../static/gate/verdict.js";

// Sentences that show which key was asked and with what.
const echo = new Words({ en: {} }, "en");
echo.say = (key, values = {}) => [key, ...Object.values(values)].join("|");

const CODES = [
  "invalid", "revoked", "cancelled", "blocked", "not_yet_valid", "expired", "wrong_event", "wrong_zone", "wrong_class",
  "no_seat", "wrong_session", "already_admitted", "not_inside", "closed", "rehearsal", "error",
];
const AT = Date.parse("2027-11-17T12:02:14.250Z"); // 19:02:14 at the gates
const refused = (code, more = {}) => ({ verdict: "refused", code, people: 0, ...more });

test("only an admission is green; no refusal, known or unknown, ever is", () => {
  assert.equal(kindOf({ verdict: "admitted", code: null }), "good");
  for (const code of [...CODES, "no_answer", "something_new", null, undefined, "admitted", "constructor"]) {
    assert.notEqual(kindOf(refused(code)), "good", String(code));
  }
  assert.equal(kindOf({}), "refused");
});

test("kinds: used, not known, refused", () => {
  assert.equal(kindOf(refused("already_admitted")), "used");
  assert.equal(kindOf(refused("error")), "unknown");
  assert.equal(kindOf(refused("no_answer")), "unknown");
  for (const code of CODES) {
    if (!["already_admitted", "error"].includes(code)) assert.equal(kindOf(refused(code)), "refused", code);
  }
});

test("an admission says how many, adds to the count and leaves by itself", () => {
  const label = { vi: "Vé công dân", ja: "一般", en: "Citizen" };
  const view = show({ verdict: "admitted", code: null, people: 4, of: 4, class_label: label }, echo, { at: AT });
  assert.equal(view.big, "people|4");
  assert.equal(view.gain, "+4");
  assert.equal(view.stays, ADMITTED_STAYS);
  assert.deepEqual(view.lines, ["Citizen"]);
  assert.equal(view.stamp, "recorded|19:02:14");
});

test("some of a party: of how many", () => {
  const view = show({ verdict: "admitted", people: 2, of: 4 }, echo, { at: AT });
  assert.deepEqual(view.lines, ["party_of|4"]);
});

test("everything but an admission stays until it was seen", () => {
  for (const code of [...CODES, "no_answer", "something_new"]) {
    const view = show(refused(code), echo, { at: AT });
    assert.equal(view.stays, null, code);
    assert.equal(view.gain, "");
    assert.notEqual(view.next, "");
  }
});

test("already in: when, where and how long ago", () => {
  const gate = { vi: "Cổng A", ja: "Aゲート", en: "Gate A" };
  const first = (minutes) => ({ at: new Date(AT - minutes * 60_000).toISOString(), gate, minutes_ago: minutes });
  const lines = (minutes) => show(refused("already_admitted", { first: first(minutes) }), echo, { at: AT }).lines;
  assert.deepEqual(lines(15), ["used_at|18:47|Gate A", "ago_minutes|15"]);
  assert.deepEqual(lines(0), ["used_at|19:02|Gate A", "ago_now"]);
  assert.deepEqual(lines(180), ["used_at|16:02|Gate A", "ago_hours|3"]);
  assert.deepEqual(lines(3000), ["used_on|17:02|Gate A|15 Nov"]);
});

test("already in because the own answer came late says so", () => {
  const view = show(refused("already_admitted"), echo, { at: AT, lateAt: AT - 60_000 });
  assert.equal(view.next, "next_late|19:01");
});

test("reasons carry their facts", () => {
  const line = (code, more) => show(refused(code, more), echo, { at: AT }).lines[0];
  assert.equal(line("cancelled", { cancelled_at: "2027-11-15T03:00:00Z" }), "reason_cancelled_on|15 Nov");
  assert.equal(line("cancelled"), "reason_cancelled");
  assert.equal(line("not_yet_valid", { valid_from: "2027-11-17T12:30:00Z" }), "reason_not_yet_valid_from|19:30");
  assert.equal(line("expired", { valid_until: "2027-11-16T15:00:00Z" }), "reason_expired_at|day_and_time|22:00|16 Nov");
  assert.equal(line("cancelled", { event: { title: { en: "Seminar" }, called_off: true } }), "reason_called_off_title|Seminar");
  assert.equal(line("cancelled", { event: { called_off: true } }).split("|")[0], "reason_called_off");
  assert.equal(line("wrong_event", { event: { title: { en: "Seminar" } } }), "reason_wrong_event_title|Seminar");
  assert.equal(line("something_new"), "reason_other");
  assert.equal(line("constructor"), "reason_other");
});

test("no answer is kept, not recorded", () => {
  const view = show(refused("no_answer"), echo, { at: AT });
  assert.equal(view.word, "word_unknown");
  assert.equal(view.stamp, "kept|19:02:14");
  assert.equal(view.next, "next_no_answer");
});

test("what is heard holds what is seen", () => {
  const view = show({ verdict: "admitted", people: 1, of: 1, names: ["Nguyễn Văn A (mẫu)"] }, echo, { at: AT });
  assert.equal(spoken(view), "word_good. people|1. Nguyễn Văn A (mẫu). next_good");
});

test("a seat at a hall's door: which, in which session, or none and what to do", () => {
  const session = { en: "Seaports" };
  const good = (seat, direction) => show({ verdict: "admitted", people: 1, of: 1, seat }, echo, { at: AT, direction });
  assert.deepEqual(good({ session, place: { row: 2, number: 14 } }).lines, ["seat_place|2|14"]);
  assert.deepEqual(good({ session }).lines, ["seat_session|Seaports"]);
  assert.deepEqual(good({ session }, "out").lines, []);
  const none = (free) => show(refused("no_seat", { seat: { session, free } }), echo, { at: AT });
  assert.deepEqual([none(3).lines, none(3).next], [["reason_no_seat_title|Seaports"], "next_seat_free|3"]);
  assert.equal(none(0).next, "next_seat_full");
  assert.equal(show(refused("no_seat"), echo, { at: AT }).next, "next_seat_full");
  const away = show(refused("wrong_session", { seat: { session, hall: { en: "Hall 2" } } }), echo, { at: AT });
  assert.deepEqual([away.lines, away.next], [["reason_wrong_session_title|Seaports"], "next_hall|Hall 2"]);
  assert.equal(show(refused("wrong_session"), echo, { at: AT }).next, "next_gate");
  const over = show({ verdict: "admitted", people: 1, of: 1, overridden: true, seat: { session, free: 2 } }, echo, { at: AT });
  assert.deepEqual(over.lines, []);
});
