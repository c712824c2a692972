import assert from "node:assert/strict";
import { test } from "node:test";

import { Refused } from "../../../static/gate/api.js";
import { packed, unpacked } from "../../../static/gate/carry.js";
import { MemoryStore } from "../../../static/gate/store.js";
import { Taps } from "../../../static/gate/taps.js";
import { TapsSending } from "../../../static/gate/taps-sending.js";

class FakeClock {
  at = Date.parse("2027-11-17T12:30:00Z");
  skew = 40;

  now() {
    return this.at;
  }
}

const ADULT = { way: 1, kind: 1, direction: "in" };

function counter(store = new MemoryStore(), clock = new FakeClock()) {
  return { taps: new Taps(store, clock), store, clock };
}

/** A server that keeps each id once; `sum` is what it has counted. */
function server({ fails = 0, refuses = () => false } = {}) {
  const kept = new Map();
  return {
    kept,
    requests: 0,
    get sum() {
      return [...kept.values()].reduce((sum, one) => sum + (one.direction === "in" ? one.people : -one.people), 0);
    },
    async taps(batches) {
      this.requests += 1;
      if (batches.some(refuses)) throw new Refused(400, { error: "bad_request" });
      for (const one of batches) if (!kept.has(one.id)) kept.set(one.id, one);
      if (fails-- > 0) throw new Error("the reply is lost");
      return { answers: batches.map(({ id }) => ({ id, kept: true })), zones: { 1: { people: 4 } } };
    },
  };
}

test("taps of a moment make one batch, at the time of the first", () => {
  const { taps, clock } = counter();
  for (let n = 0; n < 20; n += 1) {
    taps.tap(ADULT);
    clock.at += 200;
  }
  taps.tap({ ...ADULT, kind: 2 });
  clock.at += 3000;
  taps.tap(ADULT);
  const sent = taps.toSend(10);
  assert.deepEqual(sent.map(({ class: kind, people }) => [kind, people]), [[1, 20], [2, 1], [1, 1]]);
  assert.equal(sent[0].at, "2027-11-17T12:30:00.000Z");
  assert.equal(sent[0].skew, 40);
  assert.equal(taps.today(1, 1, "in"), 21);
});

test("two hundred taps in a row are few writes, and all are kept", async () => {
  const { taps, store, clock } = counter();
  let writes = 0;
  const put = store.putTaps.bind(store);
  store.putTaps = async (...what) => {
    writes += 1;
    await new Promise((resolve) => setTimeout(resolve, 2));
    await put(...what);
  };
  for (let n = 0; n < 200; n += 1) taps.tap(ADULT);
  await taps.saved();
  assert.ok(writes < 10, `${writes} writes`);
  const again = new Taps(store, clock);
  await again.load();
  assert.equal(again.toSend(10)[0].people, 200);
  assert.equal(again.today(1, 1, "in"), 200);
});

test("the last tap is taken back, and again the one before it", async () => {
  const { taps } = counter();
  const there = server();
  const sending = new TapsSending({ api: there, taps });
  taps.tap(ADULT);
  taps.tap({ ...ADULT, direction: "out" });
  assert.deepEqual(taps.undo(), { kind: 1, direction: "out", people: 1 });
  assert.deepEqual(taps.last, { kind: 1, direction: "in", people: 1 });
  await sending.flush();
  assert.equal(there.sum, 1);
  assert.deepEqual([...there.kept.values()].map((one) => one.people), [1]); // what was taken back before never left
  taps.undo(); // after it was sent: a batch of its own, at the moment of the tap
  assert.equal(taps.undo(), null);
  await sending.flush();
  assert.equal(there.sum, 0);
  assert.deepEqual([...there.kept.values()].map((one) => [one.people, one.at]), [
    [1, "2027-11-17T12:30:00.000Z"],
    [-1, "2027-11-17T12:30:00.000Z"],
  ]);
  assert.equal(taps.today(1, 1, "in"), 0);
});

test("a lost reply counts once, and nothing waits afterwards", async () => {
  const { taps } = counter();
  const there = server({ fails: 2 });
  const sending = new TapsSending({ api: there, taps });
  taps.tap(ADULT);
  for (let n = 0; n < 2; n += 1) await assert.rejects(sending.flush());
  taps.tap(ADULT); // the first batch may have arrived: it is not touched any more
  await sending.flush();
  assert.equal(there.sum, 2);
  assert.equal(taps.size, 0);
});

test("two phones in any order come to the same", async () => {
  const there = server();
  const phones = [counter(), counter(), counter()];
  for (const [n, { taps }] of phones.entries()) for (let k = 0; k <= n; k += 1) taps.tap({ ...ADULT, direction: k % 2 ? "out" : "in" });
  for (const { taps } of phones.reverse()) await new TapsSending({ api: there, taps }).flush();
  assert.equal(there.sum, 1 + 0 + 1);
});

test("a batch the server will not have stays on the phone and holds up no other", async () => {
  const { taps, store, clock } = counter();
  const there = server({ refuses: (one) => one.way === 9 });
  const sending = new TapsSending({ api: there, taps });
  for (const way of [1, 9, 2]) taps.tap({ ...ADULT, way });
  await sending.flush();
  assert.deepEqual([...there.kept.values()].map((one) => one.way), [1, 2]);
  assert.equal(taps.size, 1);
  assert.deepEqual(taps.toSend(10), []);
  const again = new Taps(store, clock);
  await again.load(); // another chance after a new start: nothing is dropped
  assert.equal(again.toSend(10).length, 1);
});

test("what was tapped is taken back after a restart too, sent or not, and not on another day", async () => {
  const { taps, store, clock } = counter();
  const there = server();
  taps.tap(ADULT);
  await new TapsSending({ api: there, taps }).flush();
  taps.tap({ ...ADULT, direction: "out" });
  await taps.saved(); // and the battery is empty
  const again = new Taps(store, clock);
  await again.load();
  assert.deepEqual(again.undo(), { kind: 1, direction: "out", people: 1 });
  assert.deepEqual(again.undo(), { kind: 1, direction: "in", people: 1 });
  assert.equal(again.undo(), null);
  assert.equal(again.today(1, 1, "in"), 0);
  await new TapsSending({ api: there, taps: again }).flush();
  assert.equal(there.sum, 0);
  assert.deepEqual([...there.kept.values()].map((one) => [one.people, one.direction]), [[1, "in"], [1, "out"], [-1, "out"], [-1, "in"]]);
  again.tap(ADULT);
  await again.saved();
  clock.at += 24 * 3_600_000;
  const next = new Taps(store, clock);
  await next.load();
  assert.equal(next.last, null);
});

test("the scanner's page sends what the clicker's has kept, and writes nothing over it", async () => {
  const { taps, store, clock } = counter();
  const scanner = new Taps(store, clock);
  await scanner.load();
  taps.tap(ADULT);
  taps.tap(ADULT);
  await taps.saved();
  assert.equal(scanner.people, 0);
  await scanner.renew();
  assert.equal(scanner.people, 2);
  const there = server();
  await new TapsSending({ api: there, taps: scanner }).flush();
  assert.equal(there.sum, 2);
  const again = new Taps(store, clock);
  await again.load();
  assert.equal(again.size, 0);
  assert.equal(again.today(1, 1, "in"), 2);
  assert.deepEqual(again.last, { kind: 1, direction: "in", people: 1 });
});

test("a dying phone's taps travel in a file, and count once whoever sends them", async () => {
  const dying = counter();
  dying.taps.tap(ADULT);
  dying.taps.tap(ADULT);
  const text = packed([], dying.taps.waiting(), { device: 1, now: dying.clock.at });
  dying.taps.tap(ADULT); // after the file was made
  const there = server();
  const healthy = counter();
  assert.equal(await healthy.taps.take(unpacked(text).taps), 2);
  assert.equal(await healthy.taps.take(unpacked(text).taps), 0);
  for (const { taps } of [healthy, dying]) await new TapsSending({ api: there, taps }).flush();
  assert.equal(there.sum, 3);
  assert.equal(healthy.taps.size, 0);
  assert.deepEqual(unpacked('{"kind":"hokkaido-gate-scans","v":1,"claims":[]}'), { claims: [], taps: [] }); // of an older page
  assert.deepEqual(unpacked(text.replace('"people":2', '"people":"2"')).taps, []);
});

test("midnight begins a new day and forgets nothing that waits", () => {
  const { taps, clock } = counter();
  taps.tap(ADULT);
  clock.at += 12 * 3_600_000;
  assert.equal(taps.today(1, 1, "in"), 0);
  taps.tap(ADULT);
  assert.equal(taps.today(1, 1, "in"), 1);
  assert.equal(taps.toSend(10).length, 2);
});
