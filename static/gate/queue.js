/**
 * The scans this phone has made: kept before they are sent, until the server has answered each one.
 *
 * A claim is `{id, ticket, key, gate, direction, at, said, said_code, people, offline, skew, rehearsal, state}`, of a party also
 * `members` (positions that were there) or `here` (how many were counted); its states are
 * "waiting" → "answered", or "not_taken" when the server will not have it. Once answered, the ticket's text is dropped.
 * `said` is what this phone has answered by itself (null: it asked), `offline` that its word stands: the guest had gone
 * before the server's came.
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

  /**
   * Reads back what was kept. What the server once would not take gets another chance: nothing is dropped. A verdict that stood on the screen
   * when the phone died has left it since: its word stands.
   */
  async load(now) {
    await this.#store.forgetBefore(new Date(now - KEPT_DAYS * 86_400_000).toISOString());
    const kept = [...(await this.#store.claimsIn("waiting")), ...(await this.#store.claimsIn("not_taken"))];
    kept.sort((a, b) => (a.at < b.at ? -1 : 1));
    for (const claim of kept) this.#waiting.set(claim.id, { ...claim, offline: claim.offline || claim.said !== null, state: "waiting" });
    this.#tally = (await this.#store.getMeta("tally")) ?? this.#tally;
  }

  /**
   * Keeps a new claim. One that was not judged here and still waits for the same ticket is returned instead: a second
   * try must carry the same id. `seen` is what is known of the ticket from now on, kept in the same act. Returns
   * {claim, kept}: `kept` is done when it is on the phone's disk.
   */
  begin({ ticket, key, gate, direction, at, said = null, people = 0, offline = false, skew = null, rehearsal = null, extra = {} }, seen = null) {
    if (said === null) {
      for (const claim of this.#waiting.values()) {
        if (claim.said === null && claim.key === key && claim.gate === gate && claim.direction === direction) return { claim, kept: Promise.resolve() };
      }
    }
    const claim = {
      id: newId(), ticket, key, gate, direction, at: new Date(at).toISOString(), said: said?.verdict ?? null,
      said_code: said?.code ?? null, people, offline, skew, rehearsal, ...extra, state: "waiting",
    };
    this.#waiting.set(claim.id, claim);
    if (claim.said !== null) this.#count(at, direction === "in" ? people : 0, rehearsal);
    const kept = this.#keep(this.#store.putClaim(claim, seen, claim.said === null ? null : this.#tally)).then(() => this.onchange());
    return { claim, kept };
  }

  /** The same, once it is kept: returns the claim. */
  async add(facts, seen = null) {
    const { claim, kept } = this.begin(facts, seen);
    await kept;
    return claim;
  }

  /** The guest has gone by this phone's own word: whatever the server answers now comes too late. */
  async stand(id) {
    const claim = this.#waiting.get(id);
    if (!claim || claim.said === null || claim.offline) return;
    claim.offline = true;
    await this.#keep(this.#store.putClaim(claim));
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
    const people = answer.verdict === "admitted" && claim.direction === "in" ? answer.people || 0 : 0;
    const { rehearsal = null } = claim;
    if (claim.said === null) this.#count(now, people, rehearsal);
    else if (!claim.offline) this.#count(now, people - claim.people, rehearsal);
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

  #count(now, people, rehearsal = null) {
    if (rehearsal !== null) {
      const rehearsed = this.#tally.rehearsal === rehearsal ? this.#tally.rehearsed : 0;
      this.#tally = { ...this.#tally, rehearsal, rehearsed: Math.max(0, rehearsed + people) };
      return;
    }
    const day = localDay(now);
    const before = this.#tally.day === day ? this.#tally.people : 0;
    this.#tally = { ...this.#tally, day, people: Math.max(0, before + people) };
  }

  /** Takes claims that another phone had kept (see carry.js), those it does not know; returns how many are new. */
  async take(claims) {
    let taken = 0;
    for (const claim of claims) {
      if (this.#waiting.has(claim.id)) continue;
      this.#waiting.set(claim.id, claim);
      await this.#keep(this.#store.putClaim(claim));
      taken += 1;
    }
    this.onchange();
    return taken;
  }

  /** A full or broken disk must not turn a good answer into none. */
  async #keep(writing) {
    try {
      await writing;
    } catch {
      this.durable = false;
    }
  }

  /** Returns how many people this phone has admitted in the rehearsal that began then. */
  admittedIn(rehearsal) {
    return this.#tally.rehearsal === rehearsal ? this.#tally.rehearsed : 0;
  }

  /** Returns how many people this phone has admitted on the gates' day of `now`. */
  admittedToday(now) {
    return this.#tally.day === localDay(now) ? this.#tally.people : 0;
  }
}

/** Returns what the server is told of a claim. */
export function wire({ id, ticket, gate, direction, at, said, said_code = null, offline, skew = null, members, here, reason, rehearsal = null }) {
  return { id, ticket, gate, direction, at, said, said_code, offline, skew, members, here, reason, rehearsal };
}
