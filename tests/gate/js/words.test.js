import assert from "node:assert/strict";
import { test } from "node:test";
import { LANGUAGES, Words, localDay, pick } from "../../../static/gate/i18n.js";

const STRINGS = {
  vi: { people: "%(n)s người", people_one: "1 người", day_and_time: "%(time)s ngày %(day)s" },
  ja: { people: "%(n)s名", people_one: "1名", day_and_time: "%(day)s %(time)s" },
  en: { people: "%(n)s people", people_one: "1 person", day_and_time: "%(time)s on %(day)s", only_english: "Hello" },
};
const in_ = (lang) => new Words(STRINGS, lang);

test("places are filled, and what is missing is seen, not lost", () => {
  assert.equal(in_("vi").say("people", { n: 3 }), "3 người");
  assert.equal(in_("vi").say("people"), "%(n)s người");
  assert.equal(in_("vi").say("only_english"), "Hello");
  assert.equal(in_("vi").say("nothing"), "nothing");
});

test("a value is text: it fills no further place", () => {
  assert.equal(in_("en").say("people", { n: "%(n)s <b>$&" }), "%(n)s <b>$& people");
});

test("one and many, with the language's digits", () => {
  assert.equal(in_("en").count("people", 1), "1 person");
  assert.equal(in_("en").count("people", 1284), "1,284 people");
  assert.equal(in_("vi").count("people", 1284), "1.284 người");
});

test("the gates' clock is Hạ Long's, on every phone", () => {
  for (const lang of LANGUAGES) assert.equal(in_(lang).clock("2027-11-17T11:47:09Z"), "18:47");
  assert.equal(in_("vi").clock("2027-11-17T17:05:09Z", true), "00:05:09");
  assert.equal(localDay("2027-11-16T17:30:00Z"), "2027-11-17");
});

test("days as each language writes them", () => {
  const moment = "2027-11-05T11:00:00Z";
  assert.equal(in_("vi").day(moment), "05/11");
  assert.equal(in_("ja").day(moment), "11月5日");
  assert.equal(in_("en").day(moment), "5 Nov");
});

test("a moment names its day only when it is another", () => {
  const now = Date.parse("2027-11-17T12:00:00Z");
  assert.equal(in_("vi").moment("2027-11-17T13:00:00Z", now), "20:00");
  assert.equal(in_("ja").moment("2027-11-18T13:00:00Z", now), "11月18日 20:00");
});

test("a text nobody has translated is read in another language", () => {
  assert.equal(pick({ vi: "Cổng A", ja: "", en: "" }, "ja"), "Cổng A");
  assert.equal(pick({ vi: "Cổng A", ja: "Aゲート", en: "Gate A" }, "ja"), "Aゲート");
  assert.equal(pick(null, "en"), "");
});
