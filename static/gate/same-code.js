/**
 * The pause after a verdict: the camera still sees the code it has just read, and must not judge it again.
 *
 * Pure: it is given the time. A code is held while its verdict shows, until `pause` ms after the verdict's end, and for
 * as long as the camera goes on seeing it: a ticket that simply stays in front of the camera would otherwise turn
 * yellow ("already in") by itself.
 */
export class SameCode {
  #until = new Map();

  constructor(pause = 3000) {
    this.pause = pause;
  }

  /** The code is judged now. */
  judged(key) {
    this.#until.set(key, Infinity);
  }

  /** Its verdict has left the screen. */
  ended(key, now) {
    this.#until.set(key, now + this.pause);
    for (const [other, until] of this.#until) if (until < now) this.#until.delete(other);
  }

  /** Returns whether a reading of the code at `now` must be passed over. `seen`: the camera sees it (and holds it on). */
  holds(key, now, seen = true) {
    const until = this.#until.get(key);
    if (until === undefined) return false;
    if (now > until) {
      this.#until.delete(key);
      return false;
    }
    if (seen) this.#until.set(key, Math.max(until, now + this.pause));
    return true;
  }

  /** The staff pressed "scan it again". */
  release() {
    this.#until.clear();
  }
}
