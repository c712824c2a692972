import assert from "node:assert/strict";
import { webcrypto } from "node:crypto";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { delay } from "../../../static/gate/backoff.js";
import { openCamera } from "../../../static/gate/camera.js";
import { Clock } from "../../../static/gate/clock.js";
import { nearest, part } from "../../../static/gate/frames.js";
import { examine } from "../../../static/gate/health.js";
import { Phone } from "../../../static/gate/phone.js";
import { SameCode } from "../../../static/gate/same-code.js";
import { newId } from "../../../static/gate/uuid.js";

test("a code is held while its verdict shows, three seconds after, and while the camera goes on seeing it", () => {
  const same = new SameCode(3000);
  assert.equal(same.holds("A", 0), false);
  same.judged("A");
  assert.equal(same.holds("A", 60_000), true);
  same.ended("A", 100_000);
  assert.equal(same.holds("A", 102_000), true); // seen: held on until 105 000
  assert.equal(same.holds("A", 104_900), true);
  assert.equal(same.holds("A", 108_000), false);
});

test("a hand scanner's repetition is held three seconds and no longer", () => {
  const same = new SameCode(3000);
  same.judged("A");
  same.ended("A", 100_000);
  assert.equal(same.holds("A", 102_000, false), true);
  assert.equal(same.holds("A", 103_001, false), false);
});

test("another code is free at once, and releasing frees all", () => {
  const same = new SameCode(3000);
  same.judged("A");
  assert.equal(same.holds("B", 1), false);
  same.judged("B");
  same.release();
  assert.equal(same.holds("A", 2), false);
});

test("waiting grows to its cap and is spread", () => {
  const shape = { base: 300, cap: 1200 };
  assert.deepEqual([0, 1, 2, 9].map((n) => delay(n, { ...shape, random: () => 1 })), [300, 600, 1200, 1200]);
  assert.deepEqual([0, 1, 2, 9].map((n) => delay(n, { ...shape, random: () => 0 })), [150, 300, 600, 600]);
});

test("ids are version 4 also where randomUUID is missing", () => {
  const bare = { getRandomValues: (bytes) => webcrypto.getRandomValues(bytes) };
  const ids = new Set(Array.from({ length: 200 }, () => newId(bare)));
  assert.equal(ids.size, 200);
  for (const id of [...ids, newId(webcrypto)]) assert.match(id, /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});

test("the server's time corrects the phone's, slow answers do not spoil it", () => {
  let own = 1_000_000;
  const clock = new Clock(() => own);
  clock.restore(-5000);
  assert.equal(clock.now(), 995_000);
  clock.measure(new Date(1_060_100).toISOString(), 1_000_000, 1_000_200);
  assert.equal(clock.now(), 1_060_000);
  clock.measure(new Date(2_000_000).toISOString(), 1_000_000, 1_009_000);
  clock.measure("nonsense", 0, 1);
  own += 1;
  assert.equal(clock.now(), 1_060_001);
});

test("the middle of the picture is read in detail, the whole scaled down", () => {
  assert.deepEqual(part(1280, 720, false), { x: 381, y: 101, width: 518, height: 518, toWidth: 518, toHeight: 518 });
  const whole = part(1920, 1080, true);
  assert.deepEqual([whole.width, whole.height, whole.toWidth, whole.toHeight], [1920, 1080, 1024, 576]);
  assert.equal(part(1080, 1920, false).toWidth, 640);
});

test("of two codes in one picture the one nearer to the middle counts", () => {
  const found = [{ text: "edge", x: 10, y: 10 }, { text: "middle", x: 55, y: 48 }];
  assert.equal(nearest(found, 100, 100), "middle");
  assert.equal(nearest([], 100, 100), null);
});

test("a page that is not secure says so before anything else, and how to mend it", async () => {
  globalThis.isSecureContext = false;
  globalThis.navigator ??= {}; // Node has had one since version 21
  await assert.rejects(openCamera(null), { reason: "insecure" });
  const facts = { store: { durable: true }, snapshot: { madeAt: 0 }, clock: { skew: 0, isFarOff: false }, signatures: "none", decoder: "page" };
  const found = await examine({ ...facts, online: true, paired: false, now: 0 });
  const states = Object.fromEntries(found.map(({ name, state }) => [name, state]));
  assert.deepEqual([states.secure, states.page, states.signatures], ["missing", "missing", "missing"]);
  const table = JSON.parse(readFileSync(new URL("../../../festival/gate/sentences.json", import.meta.url), "utf8"));
  for (const key of ["camera_insecure", "health_secure_missing"]) for (const said of Object.values(table[key])) assert.match(said, /https:\/\//);
});

test("a phone is a gate until the time it was lent for is over, and not a moment longer", () => {
  const phone = new Phone({ store: null, api: {}, clock: null });
  assert.equal(phone.isOver(0), false);
  phone.record = { device: { ends_at: "2027-11-17T15:00:00Z" } };
  const end = Date.parse("2027-11-17T15:00:00Z");
  assert.deepEqual([phone.isOver(end - 1), phone.isOver(end)], [false, true]);
});
