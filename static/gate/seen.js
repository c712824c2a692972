/**
 * Whom this phone has let through, for the whole event: number of the ticket → when, at which gate, and when it left.
 * It stays when the scan has been sent: a phone must not forget its own scan. Numbers are no names. Of a party it remembers who came in
 * (`members`, positions) or, where they were counted, how many of it are inside (`counted`).
 */

export class Seen {
  #store;
  #all = new Map();
  #before = new Map(); // ticket → what was known before the last time

  constructor(store) {
    this.#store = store;
  }

  /** Reads back what was kept. */
  async load() {
    for (const one of await this.#store.seen()) this.#all.set(one.ticket, one);
  }

  /** Returns {admitted_at, left_at, gate (its name)} of a ticket, or null. */
  find(ticket) {
    return this.#all.get(ticket) ?? null;
  }

  /**
   * Returns what is known of a ticket once it has gone through at `at` (ms), to be kept together with its claim. `members`: the
   * positions of a party that came in; `here`: how many of it were counted; `of`: how many it has. With neither it is all of it.
   * Null when this phone can know nothing of it.
   */
  pass(ticket, { at, direction, gate, members = [], here = null, of = here }) {
    const before = this.#all.get(ticket);
    if (direction === "out" && here !== null && !before) return null; // how many of it are still inside, only the server knows
    this.#before.set(ticket, before);
    const isInside = before?.left_at === null;
    const inside = isInside ? (before.members ?? []) : [];
    const counted = isInside ? (before.counted ?? null) : null;
    const now = direction === "out"
      ? leaves({ ...(before ?? { ticket, admitted_at: at, gate }), members: [] }, at, here, isInside ? (counted ?? of) : of)
      : { ticket, admitted_at: at, left_at: null, gate, members: [...new Set([...inside, ...members])] };
    const isWhole = isInside && counted === null && inside.length === 0;
    if (direction === "in" && here !== null && !isWhole) now.counted = Math.min(of, (counted ?? 0) + here);
    this.#all.set(ticket, now);
    return now;
  }

  /** The server let in `by` more (or fewer) of a party than this phone had counted. */
  async recount(ticket, by) {
    const known = this.#all.get(ticket);
    if (known?.counted === undefined) return;
    known.counted = Math.max(0, known.counted + by);
    await this.#store.putSeen(ticket, known).catch(() => {});
  }

  /** The server said no before the guest had gone: the ticket is again what it was (or, by its word, inside since then). */
  async undo(ticket, first = null, gate = null) {
    if (first) this.#all.set(ticket, { ticket, admitted_at: Date.parse(first), left_at: null, gate });
    else if (this.#before.get(ticket)) this.#all.set(ticket, this.#before.get(ticket));
    else this.#all.delete(ticket);
    await this.#store.putSeen(ticket, this.#all.get(ticket) ?? null).catch(() => {});
  }
}

/** Some of a party leave (`here`, of so many `inside`), or all of it (null). */
function leaves(seen, at, here, inside) {
  const left = here === null ? 0 : inside - here;
  return left > 0 ? { ...seen, left_at: null, counted: left } : { ...seen, left_at: at, counted: undefined };
}
