import assert from "node:assert/strict";
import { test } from "node:test";
import "./browser.js";
import { NoAnswer, Refused, Revoked, judged } from "../../../static/gate/api.js";
import { Clock } from "../../../static/gate/clock.js";
import { Decider, NO_ANSWER } from "../../../static/gate/deciding.js";
import { Queue, wire } from "../../../static/gate/queue.js";
import { MemoryStore } from "../../../static/gate/store.js";
import { Sync } from "../../../static/gate/sync.js";

const NOW = Date.parse("2027-11-17T12:00:00Z");

/** A server of a few lines: judges each id once, and fails as it is told. */
class Server {
  answers = new Map();
  admitted = new Set();
  batches = [];
  failures = []; // thrown one after the other, before ("lost": after) judging

  async device() {
    return {};
  }

  async scans(claims) {
    this.batches.push(claims.map(wire));
    const failure = this.failures.shift();
    if (failure && failure !== "lost") throw failure;
    if (claims.some((claim) => claim.ticket === "BAD")) throw new Refused(400, { error: "bad_request" });
    const answers = claims.map((claim) => this.#judge(claim));
    if (failure === "lost") throw new NoAnswer("the reply was lost");
    return { answers };
  }

  #judge({ id, ticket }) {
    const known = this.answers.get(id);
    if (known) return { ...known, repeated: true };
    const fresh = !this.admitted.has(ticket);
    this.admitted.add(ticket);
    const answer = fresh
      ? { id, verdict: "admitted", code: null, people: 1 }
      : { id, verdict: "refused", code: "already_admitted", people: 0 };
    this.answers.set(id, answer);
    return answer;
  }
}

async function phone({ store = new MemoryStore(), server = new Server(), online = true } = {}) {
  const told = { late: [], notTaken: 0, revoked: 0, links: [] };
  const clock = new Clock(() => NOW);
  const queue = new Queue(store);
  await queue.load(NOW);
  const on = {
    link: (state) => told.links.push(state),
    device: () => {},
    renew: () => {},
    late: (settled) => told.late.push(...settled),
    notTaken: (n) => (told.notTaken += n),
    revoked: () => (told.revoked += 1),
  };
  const sync = new Sync({ api: server, queue, clock, on, online });
  const decider = new Decider({ queue, sync, clock });
  const scan = async (text) => (await decider.decide({ text, key: text }, { gate: { id: 7 } })).answer;
  return { store, server, queue, sync, scan, told };
}

/** Runs one look at the server, without the timers that would follow. */
async function look({ sync }) {
  sync.start();
  await sync.tick();
  sync.stop();
}

test("a lost reply is asked for again with the same id, and counts once", async () => {
  const one = await phone();
  one.server.failures = ["lost", new NoAnswer("no network")];
  const answer = await one.scan("A");
  assert.equal(answer.verdict, "admitted");
  assert.equal(answer.repeated, true);
  assert.equal(new Set(one.server.batches.flat().map((claim) => claim.id)).size, 1);
  assert.equal(one.queue.admittedToday(NOW), 1);
  assert.equal(one.queue.size, 0);
});

test("no answer is never an admission; the claim is kept and sent later, once", async () => {
  const one = await phone();
  one.server.failures = Array.from({ length: 3 }, () => new NoAnswer("no network"));
  assert.equal(await one.scan("A"), NO_ANSWER);
  assert.equal(one.queue.size, 1);
  assert.equal(one.queue.admittedToday(NOW), 0);
  await look(one);
  assert.equal(one.queue.size, 0);
  assert.deepEqual(one.told.late.map(({ answer }) => answer.verdict), ["admitted"]);
  assert.equal(one.queue.admittedToday(NOW), 1);
  assert.deepEqual(one.told.links, [false, true]);
});

test("the same ticket again while its claim waits carries the same id: the guest outside is not refused", async () => {
  const one = await phone();
  one.server.failures = ["lost", new NoAnswer("x"), new NoAnswer("x")];
  await one.scan("A");
  assert.equal((await one.scan("A")).verdict, "admitted");
  assert.equal(one.server.answers.size, 1);
});

test("where the server was away a moment ago, one try is enough", async () => {
  const one = await phone({ online: false });
  one.server.failures = [new NoAnswer("x")];
  assert.equal(await one.scan("A"), NO_ANSWER);
  assert.equal(one.server.batches.length, 1);
});

test("a phone that died sends what it had kept, each claim once", async () => {
  const store = new MemoryStore();
  const dying = await phone({ store, online: false });
  dying.server.failures = Array.from({ length: 5 }, () => new NoAnswer("x"));
  for (const ticket of ["A", "B", "C", "D", "E"]) await dying.scan(ticket);
  const reborn = await phone({ store });
  assert.equal(reborn.queue.size, 5);
  await look(reborn);
  assert.equal(reborn.server.answers.size, 5);
  assert.equal((await phone({ store })).queue.size, 0);
});

test("many waiting claims go in batches of at most 200, oldest first", async () => {
  const store = new MemoryStore();
  for (let n = 0; n < 450; n += 1) {
    const at = new Date(NOW - 450_000 + n * 1000).toISOString();
    await store.putClaim({ id: `id-${n}`, ticket: `T${n}`, key: `T${n}`, gate: 7, direction: "in", at, state: "waiting" });
  }
  const one = await phone({ store });
  await look(one);
  assert.deepEqual(one.server.batches.map((batch) => batch.length), [200, 200, 50]);
  assert.equal(one.server.batches[0][0].id, "id-0");
  assert.equal(one.told.late.length, 450);
});

test("one claim the server will not have does not hold up the others, and is not dropped", async () => {
  const store = new MemoryStore();
  for (const ticket of ["A", "BAD", "C", "D", "E"]) {
    const at = new Date(NOW).toISOString();
    await store.putClaim({ id: ticket, ticket, key: ticket, gate: 7, direction: "in", at, state: "waiting" });
  }
  const one = await phone({ store });
  await look(one);
  assert.deepEqual([...one.server.answers.keys()].sort(), ["A", "C", "D", "E"]);
  assert.equal(one.told.notTaken, 1);
  assert.equal(one.queue.size, 0);
  assert.equal((await store.claimsIn("not_taken")).length, 1);
  assert.equal((await phone({ store })).queue.size, 1); // tried again when the page is opened anew
});

test("a revoked phone is told once and stops", async () => {
  const one = await phone();
  one.server.failures = [new Revoked("revoked")];
  one.sync.start();
  await one.scan("A");
  assert.equal(one.told.revoked >= 1, true);
  await one.sync.tick();
  assert.equal(one.server.batches.every((batch) => batch.length === 1), true);
});

test("what stays on the phone holds no name, and no ticket once it is answered", async () => {
  const store = new MemoryStore();
  const queue = new Queue(store);
  await queue.load(NOW);
  const claim = await queue.add({ ticket: "SECRET", key: "SECRET", gate: 7, direction: "in", at: NOW });
  await queue.settle(claim.id, { id: claim.id, verdict: "admitted", people: 1, names: ["Canary"], class_label: { en: "x" } }, NOW);
  const kept = JSON.stringify([await store.claimsIn("answered"), await store.getMeta("tally")]);
  assert.doesNotMatch(kept, /Canary|SECRET/);
});

test("a broken disk does not turn a good answer into none", async () => {
  const store = new MemoryStore();
  const one = await phone({ store });
  store.putClaim = store.settle = async () => {
    throw new Error("disk full");
  };
  assert.equal((await one.scan("A")).verdict, "admitted");
  assert.equal(one.queue.durable, false);
});

test("the count begins anew at midnight of the gates", async () => {
  const one = await phone();
  await one.scan("A");
  assert.equal(one.queue.admittedToday(NOW), 1);
  assert.equal(one.queue.admittedToday(Date.parse("2027-11-17T17:00:00Z")), 0);
});

test("only the server's own word counts: a hotel's sign-in page neither admits nor wipes", () => {
  const response = (status) => ({ ok: status < 300, status, headers: new Headers() });
  assert.throws(() => judged(response(200), null), NoAnswer);
  assert.throws(() => judged(response(401), null), NoAnswer);
  assert.throws(() => judged(response(401), { error: "login" }), NoAnswer);
  assert.throws(() => judged(response(401), { error: "revoked" }), Revoked);
  assert.throws(() => judged(response(404), null), NoAnswer);
  assert.throws(() => judged(response(500), {}), NoAnswer);
  assert.throws(() => judged(response(410), { error: "token_used" }), Refused);
  assert.throws(() => judged(response(413), null), Refused);
  assert.deepEqual(judged(response(200), { answers: [] }), { answers: [] });
});

test("a busy server says when to come again", () => {
  const response = { ok: false, status: 503, headers: new Headers({ "Retry-After": "7" }) };
  assert.throws(() => judged(response, { error: "busy" }), (error) => error.busy && error.after === 7000);
});

test("what a phone had said by itself before it died stands by its word, and what it had asked is asked again", async () => {
  const store = new MemoryStore();
  const before = new Queue(store);
  const facts = { gate: 1, direction: "in", at: NOW };
  await before.add({ ...facts, ticket: "A", key: "A", said: { verdict: "admitted", code: null }, people: 1 });
  await before.add({ ...facts, ticket: "B", key: "B" });
  const after = new Queue(store);
  await after.load(NOW);
  assert.deepEqual(after.waiting().map(wire).map(({ ticket, offline }) => [ticket, offline]), [["A", true], ["B", false]]);
});
