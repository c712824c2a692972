/**
 * Whom this phone has let through, for the whole event: number of the ticket → when, at which gate, and when it left.
 * It stays when the scan has been sent: a phone must not forget its own scan. Numbers are no names.
 */

export class Seen {
  #store;
  #all = new Map();

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
   * positions of a party that came in (none: all of it).
   */
  pass(ticket, { at, direction, gate, members = [] }) {
    const before = this.#all.get(ticket);
    const inside = before?.left_at === null ? (before.members ?? []) : [];
    const now = direction === "out"
      ? { ...(before ?? { ticket, admitted_at: at, gate }), left_at: at, members: [] }
      : { ticket, admitted_at: at, left_at: null, gate, members: [...new Set([...inside, ...members])] };
    this.#all.set(ticket, now);
    return now;
  }

  /** The server said no before the guest had gone: the ticket is again what it was (or, by its word, inside since then). */
  async undo(ticket, first = null, gate = null) {
    if (first) this.#all.set(ticket, { ticket, admitted_at: Date.parse(first), left_at: null, gate });
    else this.#all.delete(ticket);
    await this.#store.putSeen(ticket, this.#all.get(ticket) ?? null).catch(() => {});
  }
}
