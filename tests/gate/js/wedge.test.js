import assert from "node:assert/strict";
import { test } from "node:test";
import { Burst, character } from "../../../static/gate/wedge.js";

function type(burst, text, { gap = 10, start = 1000, inField = false, end = "Enter" } = {}) {
  let at = start;
  for (const key of text) {
    assert.equal(burst.press({ key, shiftKey: false }, at, inField), null);
    at += gap;
  }
  return burst.press({ key: end }, at, inField);
}

test("a burst that ends in Enter or Tab is a scan", () => {
  assert.equal(type(new Burst(), "HTTPS://H.EXAMPLE/T/ABC"), "HTTPS://H.EXAMPLE/T/ABC");
  assert.equal(type(new Burst(), "K7F2-QX9", { end: "Tab" }), "K7F2-QX9");
});

test("slow Bluetooth scanners still count outside a field", () => {
  assert.equal(type(new Burst(), "K7F2-QX9", { gap: 80 }), "K7F2-QX9");
});

test("a stutter in the middle does not cut a code in two", () => {
  const burst = new Burst();
  let at = 1000;
  for (const [place, key] of [..."HTTPS://H.EXAMPLE/T/ABC"].entries()) burst.press({ key }, (at += place === 9 ? 250 : 10));
  assert.equal(burst.press({ key: "Enter" }, at + 10), "HTTPS://H.EXAMPLE/T/ABC");
});

test("a person's typing is no scan", () => {
  assert.equal(type(new Burst(), "K7F2-QX9", { gap: 180 }), null);
  assert.equal(type(new Burst(), "K7F2-QX9", { gap: 70, inField: true }), null);
  assert.equal(type(new Burst(), "ok"), null);
});

test("a lone Enter, and one long after the keys, is no scan", () => {
  const burst = new Burst();
  assert.equal(burst.press({ key: "Enter" }, 1), null);
  for (const [place, key] of [..."K7F2-QX9"].entries()) burst.press({ key }, 1000 + place * 10);
  assert.equal(burst.press({ key: "Enter" }, 5000), null);
});

test("scans after each other do not run into one", () => {
  const burst = new Burst();
  assert.equal(type(burst, "FIRST-ONE"), "FIRST-ONE");
  assert.equal(type(burst, "SECOND-ONE", { start: 1200 }), "SECOND-ONE");
});

test("shift keys belong to the burst, shortcuts break it", () => {
  const burst = new Burst();
  burst.press({ key: "Shift", shiftKey: true }, 1000);
  assert.equal(type(burst, "ABCDEF", { start: 1005 }), "ABCDEF");
  for (const key of "ABCDE") burst.press({ key }, 2000);
  burst.press({ key: "c", ctrlKey: true }, 2001);
  assert.equal(burst.press({ key: "Enter" }, 2002), null);
});

test("with an input method on, the key's place says the letter", () => {
  assert.equal(character({ key: "Process", code: "KeyD" }), "D");
  assert.equal(character({ key: "Process", code: "Digit7" }), "7");
  assert.equal(character({ key: "Process", code: "Semicolon", shiftKey: true }), ":");
  assert.equal(character({ key: "Process", code: "Slash" }), "/");
  assert.equal(character({ key: "đ", code: "KeyD" }), "D");
  assert.equal(character({ key: "ArrowLeft", code: "ArrowLeft" }), "");
});
