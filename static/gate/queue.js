/**
 * The scans this phone has made: kept before they are sent, until the server has answered each one.
 *
 * A claim is `{id, ticket, key, gate, direction, at, said, offline, state}`; its states are "waiting" → "answered",
 * or "not_taken" when the server will not have it. Once answered, the ticket's text is dropped.
 */
import { localDay } from "./i18n.js";
import { newId } from "./uuid.js";

const KEPT_DAYS = 2;

export class Queue {
  #store;
  #waiting = new Map();
  #tally = { day: "", people: 0 };
  onchange = () => {};
  /** False when the phone does not keep what it is given: said on the page, and the gate goes on. */
  durable;

  constructor(store) {
    this.#store = store;
    this.durable = store.durable;
  }

  /** Reads back what was kept. What the server once would not take gets another chance: nothing is dropped. */
  async load(now) {
    await this.#store.forgetBefore(new Date(now - KEPT_DAYS * 86_400_000).toISOString());
    const kept = [...(await this.#store.claimsIn("waiting")), ...(await this.#store.claimsIn("not_taken"))];
    kept.sort((a, b) => (a.at < b.at ? -1 : 1));
    for (const claim of kept) this.#waiting.set(claim.id, { ...claim, state: "waiting" });
    this.#tally = (await this.#store.getMeta("tally")) ?? this.#tally;
  }

  /** Keeps a new claim, or returns the one that already waits for the same ticket: a second try must carry the same id. */
  async add({ ticket, key, gate, direction, at }) {
    for (const claim of this.#waiting.values()) {
      if (claim.key === key && claim.gate === gate && claim.direction === direction) return claim;
    }
    const claim = {
      id: newId(), ticket, key, gate, direction, at: new Date(at).toISOString(), said: null, offline: false, state: "waiting",
    };
    this.#waiting.set(claim.id, claim);
    await this.#keep(this.#store.putClaim(claim));
    this.onchange();
    return claim;
  }

  /** Returns up to `limit` waiting claims, oldest first, without those in `except`. */
  waiting(limit = Infinity, except = new Set()) {
    const found = [];
    for (const claim of this.#waiting.values()) {
      if (found.length >= limit) break;
      if (!except.has(claim.id)) found.push(claim);
    }
    return found;
  }

  get size() {
    return this.#waiting.size;
  }

  /** Notes the server's final answer. Returns false when it was noted before (a reply that came twice counts once). */
  async settle(id, answer, now) {
    const claim = this.#waiting.get(id);
    if (!claim) return false;
    this.#waiting.delete(id);
    const day = localDay(now);
    if (this.#tally.day !== day) this.#tally = { day, people: 0 };
    if (answer.verdict === "admitted") this.#tally = { day, people: this.#tally.people + (answer.people || 0) };
    const { ticket: _ticket, key: _key, ...rest } = claim;
    const noted = { ...rest, state: "answered", verdict: answer.verdict, code: answer.code ?? null, people: answer.people ?? 0 };
    await this.#keep(this.#store.settle(noted, "tally", this.#tally));
    this.onchange();
    return true;
  }

  /** The server will not have this claim however often it is sent: kept on the phone, no longer sent. */
  async giveUp(id) {
    const claim = this.#waiting.get(id);
    if (!claim) return;
    this.#waiting.delete(id);
    await this.#keep(this.#store.putClaim({ ...claim, state: "not_taken" }));
    this.onchange();
  }

  /** A full or broken disk must not turn a good answer into none. */
  async #keep(writing) {
    try {
      await writing;
    } catch {
      this.durable = false;
    }
  }

  /** Returns how many people this phone has admitted on the gates' day of `now`. */
  admittedToday(now) {
    return this.#tally.day === localDay(now) ? this.#tally.people : 0;
  }
}

/** Returns what the server is told of a claim. */
export function wire({ id, ticket, gate, direction, at, said, offline }) {
  return { id, ticket, gate, direction, at, said, offline };
}
