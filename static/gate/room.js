/**
 * One in, one out on this phone: for how many there is room. The server counts over all gates under the order and says the
 * number with each look; this phone adds what it has let in and out since. With no network that is all it can know, and it
 * is shown as this phone's own count.
 */

export class Room {
  #store;
  #moved = []; // [{at, n}]: what this phone has let out (+) and in (−), the newest last
  #since = 0; // made_at (ms) of the server's number
  #told = null;

  constructor(store) {
    this.#store = store;
  }

  /** Reads back what was kept. */
  async load() {
    this.#moved = (await this.#store.getMeta("room")) ?? [];
  }

  /** Takes the server's number: `room` (null: no such order) as of `madeAt` (ms). What was moved before is in it. */
  take(room, madeAt) {
    this.#told = room;
    this.#since = madeAt;
    this.#moved = this.#moved.filter(({ at }) => at > madeAt);
    if (room === null) this.#moved = [];
    this.#keep();
  }

  /** Notes that `people` have gone through at `at` (ms); `people` below 0 takes that back. */
  pass(people, direction, at) {
    if (this.#told === null || people === 0) return;
    this.#moved.push({ at, n: direction === "out" ? people : -people });
    this.#keep();
  }

  /** For how many there is room now; null where nobody asks. */
  get left() {
    if (this.#told === null) return null;
    return this.#told + this.#moved.reduce((sum, { at, n }) => (at > this.#since ? sum + n : sum), 0);
  }

  #keep() {
    this.#store.setMeta({ room: this.#moved }).catch(() => {});
  }
}
