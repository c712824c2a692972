// How a page keeps up: it looks when the server speaks, else every few seconds, loses nothing that happens meanwhile, and rests unseen.
import assert from "node:assert/strict";
import { after, beforeEach, test } from "node:test";

const sources = [];
class Source extends EventTarget {
  OPEN = 1;
  readyState = 0;
  constructor() {
    super();
    sources.push(this);
  }
  open() {
    this.readyState = 1;
    this.dispatchEvent(new Event("open"));
  }
  close() {
    this.readyState = 2;
  }
  refuse() {
    this.readyState = 2;
    this.dispatchEvent(new Event("error"));
  }
}
Source.CLOSED = 2;
globalThis.EventSource = Source;

// A clock that runs when a test says so.
const real = { setTimeout, setInterval, clearInterval };
let now = 0;
let planned = [];
let numbers = 0;
const plan = (act, after, every) => {
  planned.push({ number: (numbers += 1), at: now + after, act, every });
  return numbers;
};
Date.now = () => now;
globalThis.setTimeout = (act, after) => plan(act, after, 0);
globalThis.setInterval = (act, every) => plan(act, every, every);
globalThis.clearInterval = (number) => {
  planned = planned.filter((one) => one.number !== number);
};
function tick(ms) {
  const until = now + ms;
  for (;;) {
    const next = planned.filter((one) => one.at <= until).sort((one, other) => one.at - other.at)[0];
    if (!next) break;
    now = next.at;
    if (next.every) next.at += next.every;
    else planned.splice(planned.indexOf(next), 1);
    next.act();
  }
  now = until;
}
after(() => Object.assign(globalThis, real));
const { keepUp } = await import("../../../static/web/listening.js");

let looks, said, answer;
const settled = async () => {
  for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
};
const pass = async (ms) => {
  tick(ms);
  await settled();
};
function begin(events) {
  keepUp({ events, renew: () => ((looks += 1), answer()), say: (how) => said.push(how) });
}

beforeEach(() => {
  now = 1_000_000;
  planned = [];
  sources.length = 0;
  looks = 0;
  said = [];
  answer = async () => true;
  globalThis.document = Object.assign(new EventTarget(), { hidden: false }); // pages of other tests hear nothing
});

test("it looks when the server speaks and not between", async () => {
  begin("/events");
  sources[0].open();
  await pass(10_000);
  assert.equal(looks, 0);
  sources[0].dispatchEvent(new Event("changed"));
  await pass(1600);
  assert.equal(looks, 1);
  assert.equal(said.at(-1), "live");
});

test("without room to listen it looks every five seconds and asks for room again after a minute", async () => {
  begin("/events");
  sources[0].refuse();
  await pass(5000);
  await pass(5000);
  assert.equal(looks, 2);
  assert.equal(said.at(-1), "polling");
  await pass(51_000);
  assert.equal(sources.length, 2);
});

test("what happens while it looks is not missed", async () => {
  begin("/events");
  sources[0].open();
  let done;
  answer = () => new Promise((resolve) => (done = resolve));
  sources[0].dispatchEvent(new Event("changed"));
  await pass(1600);
  sources[0].dispatchEvent(new Event("changed"));
  await pass(1600); // its turn comes while the first look still waits for the server
  assert.equal(looks, 1);
  done(true);
  await settled();
  await pass(1600);
  assert.equal(looks, 2);
});

test("news that hands keep from showing are offered again, and a lost line is said", async () => {
  begin("/events");
  sources[0].open();
  answer = async () => false;
  sources[0].dispatchEvent(new Event("changed"));
  await pass(1600);
  answer = async () => {
    throw new Error("no line");
  };
  await pass(2600);
  assert.equal(looks, 2);
  assert.equal(said.at(-1), "lost");
});

test("a page that nobody sees gives its place away and looks when it is seen", async () => {
  begin("/events");
  sources[0].open();
  document.hidden = true;
  document.dispatchEvent(new Event("visibilitychange"));
  assert.equal(sources[0].readyState, 2);
  await pass(40_000);
  assert.equal(looks, 0);
  document.hidden = false;
  document.dispatchEvent(new Event("visibilitychange"));
  await pass(1600);
  assert.equal(looks, 1);
  assert.equal(sources.length, 2);
});
