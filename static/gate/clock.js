/** The gates' common clock: the phone's own, corrected by what the server said its time was. */

const GOOD_TRIP = 2000; // ms; a slower answer says too little about the server's present
const TOLERABLE = 60_000; // ms; a clock that is further off is warned of

export class Clock {
  offset = 0;
  #own;
  #known = false;

  constructor(own = Date.now) {
    this.#own = own;
  }

  /** Takes an offset that was kept from an earlier visit, in ms. */
  restore(offset) {
    if (Number.isFinite(offset)) this.offset = offset;
  }

  /** Takes the server's time (ISO) of an answer to a request sent at `sent`, received at `received` (ms). */
  measure(serverTime, sent, received) {
    const server = Date.parse(serverTime);
    if (Number.isNaN(server) || (this.#known && received - sent > GOOD_TRIP)) return;
    this.offset = Math.round(server - (sent + received) / 2);
    this.#known = true;
  }

  /** Returns by how many ms the phone's own clock is off, whole; what it says is corrected by that. */
  get skew() {
    return Math.round(-this.offset);
  }

  /** Returns whether somebody should set this phone's clock right. */
  get isFarOff() {
    return Math.abs(this.offset) > TOLERABLE;
  }

  /** Returns ms since 1970 on the server's clock. */
  now() {
    return this.#own() + this.offset;
  }
}
