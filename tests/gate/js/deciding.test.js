import assert from "node:assert/strict";
import { test } from "node:test";
import { hoursNow, nextOpening, whyClosed } from "../../../static/gate/closed.js";
import { Decider } from "../../../static/gate/deciding.js";
import { Queue, wire } from "../../../static/gate/queue.js";
import { Room } from "../../../static/gate/room.js";
import { Seen } from "../../../static/gate/seen.js";
import { MemoryStore } from "../../../static/gate/store.js";

const AT = Date.parse("2027-11-17T12:30:00Z"); // 19:30 in Hạ Long
const GATE = { id: 7, name: { vi: "Cổng B" } };
const clock = { now: () => AT, skew: 0 };
const CLOSED = { verdict: "refused", code: "closed", people: 0 };

/** A phone without a network whose own judgement is `answer`; `store` may be slow. */
function phone({ answer, party, store = new MemoryStore(), rehearsal = () => null }) {
  const room = new Room(store);
  const seen = new Seen(store);
  const queue = new Queue(store);
  const here = { judge: async () => ({ answer, ticket: 5, party }) };
  const sync = { online: false, soon() {} };
  return { room, seen, queue, decider: new Decider({ queue, sync, clock, here, seen, room, rehearsal }) };
}

test("a slow disk does not make the guest wait, and the scan is kept all the same", async () => {
  const store = new MemoryStore();
  const put = store.putClaim.bind(store);
  let done = () => {};
  store.putClaim = async (...given) => {
    await new Promise((resolve) => {
      done = resolve;
    });
    return put(...given);
  };
  const { decider, queue } = phone({ answer: { verdict: "admitted", code: null, people: 1 }, store });
  const began = performance.now();
  const { answer } = await decider.decide({ text: "A", key: "A" }, { gate: GATE });
  assert.equal(answer.verdict, "admitted");
  assert.ok(performance.now() - began < 1000);
  assert.equal(queue.size, 1);
  assert.deepEqual(await store.claimsIn("waiting"), []);
  done();
  await new Promise((resolve) => setTimeout(resolve, 5));
  assert.equal((await store.claimsIn("waiting")).length, 1);
});

test("of a party those who are here come in, and the phone remembers whom", async () => {
  const { decider, queue, seen } = phone({ answer: { verdict: "admitted", code: null, people: 4 }, party: { of: 4, inside: [] } });
  const some = await decider.decide({ text: "P", key: "P" }, { gate: GATE, present: { members: [1, 3] } });
  assert.equal(some.answer.people, 2);
  assert.deepEqual(queue.waiting()[0].members, [1, 3]);
  assert.deepEqual(seen.find(5).members, [1, 3]);
  await decider.decide({ text: "P", key: "P2" }, { gate: GATE, present: { members: [2] } });
  assert.deepEqual(seen.find(5).members, [1, 3, 2]);
  const all = await decider.decide({ text: "P", key: "P3" }, { gate: GATE, present: { members: [1, 2, 3, 4] } });
  assert.equal(all.claim.members, undefined); // all of it, whatever positions there are
});

test("of a large party as many come in as were counted, and the phone remembers how many", async () => {
  const { decider, queue, seen } = phone({ answer: { verdict: "admitted", code: null, people: 40 }, party: { of: 40, inside: [] } });
  const some = await decider.decide({ text: "P", key: "P" }, { gate: GATE, present: { here: 25 } });
  assert.equal(some.answer.people, 25);
  assert.equal(wire(queue.waiting()[0]).here, 25);
  assert.equal(seen.find(5).counted, 25);
  await decider.decide({ text: "P", key: "P" }, { gate: GATE, direction: "out", present: { here: 5 } });
  assert.deepEqual([seen.find(5).counted, seen.find(5).left_at], [20, null]);
  await decider.decide({ text: "P", key: "P" }, { gate: GATE, present: { here: 30 } });
  assert.equal(seen.find(5).counted, 40); // never more than there are
  await seen.undo(5);
  assert.equal(seen.find(5).counted, 20); // the server said no: it is again what it was
  await seen.recount(5, -2);
  assert.equal(seen.find(5).counted, 18);
  const whole = new Seen(new MemoryStore());
  whole.pass(8, { at: AT, direction: "in", gate: null });
  assert.equal(whole.pass(8, { at: AT + 1, direction: "in", gate: null, here: 2, of: 40 }).counted, undefined); // all were in: two more say nothing else
  assert.equal(new Seen(new MemoryStore()).pass(9, { at: AT, direction: "out", gate: null, here: 3, of: 40 }), null);
});

test("of a party that is let in with a reason as many go in as staff say", async () => {
  const refused = { verdict: "refused", code: "closed", people: 0, of: 40 };
  const { decider, queue } = phone({ answer: refused, party: undefined });
  const before = await decider.decide({ text: "P", key: "P" }, { gate: GATE });
  const { answer } = await decider.override({ text: "P", key: "P" }, before, { gate: GATE, direction: "in", reason: "lead", here: 3 });
  assert.deepEqual([answer.people, answer.overridden], [3, true]);
  const { here, reason, offline } = wire(queue.waiting().at(-1));
  assert.deepEqual([here, reason, offline], [3, "lead", true]);
});

test("one in, one out counts on from what the server said, and a party waits until all of it has room", async () => {
  const { decider, room } = phone({ answer: { verdict: "admitted", code: null, people: 3 }, party: { of: 3, inside: [] } });
  room.take(2, AT - 1000);
  const refused = await decider.decide({ text: "P", key: "P" }, { gate: GATE, present: { members: [1, 2, 3] } });
  assert.deepEqual(refused.answer, { ...CLOSED });
  assert.equal(room.left, 2);
  await decider.decide({ text: "P", key: "P4" }, { gate: GATE, present: { members: [1, 2] } });
  assert.equal(room.left, 0);
  room.pass(1, "out", AT + 1);
  assert.equal(room.left, 1);
  room.take(5, AT + 10); // the server's number has all of that in it
  assert.equal(room.left, 5);
  room.take(null, AT + 20);
  assert.equal(room.left, null);
});

test("the count of one in, one out outlives a reload", async () => {
  const store = new MemoryStore();
  const before = new Room(store);
  before.take(1, AT - 1000);
  before.pass(1, "in", AT);
  const after = new Room(store);
  await after.load();
  after.take(1, AT - 1000); // what the kept snapshot says
  assert.equal(after.left, 0);
});

test("a rehearsal's scans say so and are counted apart", async () => {
  const began = "2027-11-16T03:00:00+00:00";
  const { decider, queue } = phone({ answer: { verdict: "admitted", code: null, people: 2 }, rehearsal: () => began });
  await decider.decide({ text: "R", key: "R" }, { gate: GATE });
  assert.equal(queue.waiting()[0].rehearsal, began);
  assert.equal(queue.admittedIn(began), 2);
  assert.equal(queue.admittedIn("2027-11-15T03:00:00+00:00"), 0);
  assert.equal(queue.admittedToday(AT), 0);
});

test("why a gate is closed, and from when it is open", () => {
  const plain = { is_open: true, stopped_until: null, directions: "both", windows: [] };
  const window = { day: null, since: 20 * 60, until: 24 * 60, events: [], directions: "both" };
  assert.deepEqual(whyClosed({ ...plain, windows: [window] }, AT, "in"), { why: "hours", opens: AT + 30 * 60_000 });
  assert.equal(whyClosed(plain, AT, "in", true).why, "room");
  assert.equal(whyClosed({ ...plain, stopped_until: AT + 1 }, AT, "in").why, "order");
  assert.equal(whyClosed({ ...plain, is_open: false }, AT, "in").why, "gate");
  const out = { ...window, since: 19 * 60, directions: "out" };
  assert.deepEqual(whyClosed({ ...plain, windows: [out, window] }, AT, "in"), { why: "out_only", opens: AT + 30 * 60_000 });
  assert.equal(whyClosed({ ...plain, windows: [{ ...out, directions: "in" }] }, AT, "out").why, "in_only");
  assert.equal(nextOpening([{ ...window, since: 19 * 60 }], AT), AT + 23.5 * 3_600_000); // tomorrow
  assert.equal(nextOpening([{ ...window, day: 1 }], AT), null);
  assert.equal(hoursNow(plain, AT), null);
  assert.equal(hoursNow({ ...plain, windows: [window] }, AT), "");
  assert.equal(hoursNow({ ...plain, windows: [window] }, AT + 3_600_000), "20:00–24:00");
});
