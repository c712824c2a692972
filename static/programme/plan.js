/*
 * My plan: which events were starred on this phone. It stays here; only who asks for a calendar has it sent, under a key
 * that this phone alone keeps.
 *
 * Stored as {events: [4, 8], key, calendar, unsent}. `unsent` says that the calendar does not know the latest yet.
 */
const PLACE = "festival-plan";
const EMPTY = { events: [], key: null, calendar: null, unsent: false };
const MOST = 200; // as the server has it

export function read() {
  try {
    const kept = JSON.parse(localStorage.getItem(PLACE)) ?? {};
    const events = Array.isArray(kept.events) ? kept.events.filter(Number.isInteger) : [];
    return { ...EMPTY, ...kept, events };
  } catch {
    return { ...EMPTY };
  }
}

function write(plan) {
  try {
    localStorage.setItem(PLACE, JSON.stringify(plan));
  } catch {
    return false; // private browsing, or the phone is full
  }
  dispatchEvent(new CustomEvent("festival-plan"));
  return true;
}

/** Call `tell` now and whenever the plan changes, in another tab too. */
export function follow(tell) {
  addEventListener("festival-plan", tell);
  addEventListener("storage", (event) => { if (event.key === PLACE) tell(); });
  addEventListener("pageshow", tell);
  tell();
}

/** Star an event or take its star away; returns whether it is starred now. */
export function toggle(id) {
  const plan = read();
  const was = plan.events.includes(id);
  const events = was ? plan.events.filter((one) => one !== id) : [...plan.events, id].slice(-MOST);
  if (!write({ ...plan, events, unsent: Boolean(plan.key) })) return was;
  send();
  return !was;
}

export const query = (events) => [...events].sort((a, b) => a - b).join(".");

async function post(path, { key, body }) {
  const headers = { "Content-Type": "application/json" };
  if (key) headers.Authorization = `Plan ${key}`;
  return fetch(path, { method: "POST", headers, body: JSON.stringify(body), keepalive: true, credentials: "omit" });
}

const spoken = () => document.documentElement.lang;
let sending = null;

/** Tell the calendar what it does not know yet; true when it knows everything. The last change wins. */
export function send() {
  sending ??= sendNow().finally(() => { sending = null; });
  return sending;
}

async function sendNow() {
  for (;;) {
    const plan = read();
    if (!plan.key || !plan.unsent) return true;
    let answer;
    try {
      answer = await post("/api/v1/plans/change", { key: plan.key, body: { events: plan.events, language: spoken() } });
    } catch {
      return false;
    }
    const now = read();
    if (answer.status === 404) { // ended on another device that had the same key
      write({ ...now, key: null, calendar: null, unsent: false });
      return true;
    }
    if (!answer.ok) return false;
    if (query(now.events) === query(plan.events)) {
      write({ ...now, unsent: false });
      return true;
    }
  }
}

/** Make a calendar; returns "made", "often" or "failed". */
export async function make() {
  const plan = read();
  try {
    const answer = await post("/api/v1/plans", { body: { events: plan.events, language: spoken() } });
    if (answer.status === 429) return "often";
    if (!answer.ok) return "failed";
    const { key, calendar } = await answer.json();
    return write({ ...read(), key, calendar, unsent: false }) ? "made" : "failed";
  } catch {
    return "failed";
  }
}

/** End the calendar's address; returns "ended" or "failed". */
export async function end() {
  const plan = read();
  try {
    const answer = await post("/api/v1/plans/end", { key: plan.key, body: {} });
    if (!answer.ok && answer.status !== 404) return "failed";
  } catch {
    return "failed";
  }
  write({ ...read(), key: null, calendar: null, unsent: false });
  return "ended";
}
