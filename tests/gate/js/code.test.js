import assert from "node:assert/strict";
import { test } from "node:test";
import { LONGEST, clean, pairingToken, read, shortCode } from "../../../static/gate/code.js";

const CODE = "ABCDEFGH234567".repeat(9).slice(0, 122);
const URL_TEXT = `HTTPS://LE-HOI.EXAMPLE/T/${CODE}`;

test("what scanners add before and after a code is taken off", () => {
  const readings = [
    `]Q1${URL_TEXT}`,
    `]Q2\\000026${URL_TEXT}`,
    `\\000026${URL_TEXT}`,
    `\u0000026${URL_TEXT}`,
    `\u0002${URL_TEXT}\u0003\r\n`,
    `\u001d${URL_TEXT}\u001d`,
    `\ufeff \u200b${URL_TEXT}\u200b `,
  ];
  for (const reading of readings) assert.equal(clean(reading), URL_TEXT, JSON.stringify(reading));
});

test("a short code that begins like a prefix keeps its digits", () => {
  assert.equal(read("026K-7F2").text, "026K-7F2");
});

test("a ticket's address is told apart, and its code is the key whatever the case", () => {
  assert.deepEqual(read(URL_TEXT), { kind: "url", text: URL_TEXT, key: CODE });
  assert.equal(read(URL_TEXT.toLowerCase()).key, CODE);
  assert.equal(read(`${URL_TEXT}?utm=1`).key, CODE);
});

test("typed codes: case, spaces, hyphens, O, I, L, full width and stray accents are forgiven", () => {
  for (const typed of ["K7F2-QX9", "k7f2qx9", " k7f2 qx9 ", "K7F2–QX9", "Ｋ７Ｆ２ーＱＸ９", "K7F2.QX9", "k7f2qx9\u200b"]) {
    assert.equal(shortCode(typed), "K7F2-QX9", typed);
  }
  assert.equal(shortCode("oil0-1ab"), "0110-1AB");
  assert.equal(shortCode("đ7f2-qx9"), "D7F2-QX9");
  for (const typed of ["K7F2-QX9-2", "k7f2qx92", "k7f2 qx9 2"]) assert.equal(shortCode(typed), "K7F2-QX9-2", typed);
});

test("what is no short code stays as it was typed", () => {
  for (const typed of ["K7F2", "K7F2-QX9-0", "K7F2-QX9-222", "UUUU-UUU", URL_TEXT]) assert.equal(shortCode(typed), null, typed);
  assert.deepEqual(read("hello there"), { kind: "other", text: "hello there", key: "HELLO THERE" });
});

test("nothing typed is nothing, and too much is cut", () => {
  assert.equal(read(" \u0000\r\n ").kind, "empty");
  assert.equal(read("x".repeat(3000)).text.length, LONGEST);
});

test("two readings of one ticket have one key, of two tickets two", () => {
  assert.equal(read("k7f2qx9").key, read("K7F2-QX9").key);
  assert.notEqual(read("k7f2qx9").key, read("k7f2qx9-2").key);
});

test("a pairing link is no ticket", () => {
  const token = "Zb3-_kQ9".repeat(5);
  const link = `https://le-hoi.example/gate/#v=1&token=${token}`;
  assert.equal(read(link).kind, "pairing");
  for (const text of [link, `#v=1&token=${token}`, `token=${token}`, token, ` ${link}\n`]) assert.equal(pairingToken(text), token);
  for (const text of ["", "K7F2-QX9", "https://le-hoi.example/gate/", "hello there dear people of the gate", URL_TEXT]) {
    assert.equal(pairingToken(text), null, text);
  }
});

test("whatever a scanner puts around a ticket's address, the address is read", () => {
  const address = `HTTPS://HK.EXAMPLE/T/${"AB2".repeat(42)}C`;
  for (const around of ["", "P01", "QR:", "Zebra DS2208 ", "]Q1\\000026", "\u0002", "*"]) {
    for (const after of ["", "#", "*7", "\t", " 17:31:02"]) {
      const { kind, text } = read(around + address + after);
      assert.equal(kind, "url", around + after);
      assert.equal(text, address, around + after);
    }
  }
});
