/** Sets of ticket numbers as the server packs them (festival/gate/numbers.py), kept as bitmaps of 1,024 numbers each. */

const PAGE = 1024;

export class Numbers {
  #pages;

  constructor(pages = new Map()) {
    this.#pages = pages;
  }

  /** Returns the set that `said` packs: {steps: [first, difference, …]} or {first, bits (base64)}. */
  static read(said) {
    const made = new Numbers();
    made.addAll(said);
    return made;
  }

  has(number) {
    const page = this.#pages.get(Math.floor(number / PAGE));
    return page !== undefined && (page[(number % PAGE) >> 3] & (1 << (number & 7))) !== 0;
  }

  add(number) {
    const key = Math.floor(number / PAGE);
    if (!this.#pages.has(key)) this.#pages.set(key, new Uint8Array(PAGE / 8));
    this.#pages.get(key)[(number % PAGE) >> 3] |= 1 << (number & 7);
  }

  delete(number) {
    const page = this.#pages.get(Math.floor(number / PAGE));
    if (page) page[(number % PAGE) >> 3] &= ~(1 << (number & 7));
  }

  addAll(said) {
    each(said, (number) => this.add(number));
  }

  deleteAll(said) {
    each(said, (number) => this.delete(number));
  }

  get size() {
    let found = 0;
    for (const page of this.#pages.values()) for (let byte of page) for (; byte; byte &= byte - 1) found += 1;
    return found;
  }

  /** Returns what can be stored and given to the constructor again. */
  get pages() {
    return this.#pages;
  }
}

/** Calls `act` with every number of a packed set. */
export function each(said, act) {
  if (said.steps) {
    let number = 0;
    for (const step of said.steps) act((number += step));
    return;
  }
  const bytes = atob(said.bits);
  for (let place = 0; place < bytes.length; place += 1) {
    const byte = bytes.charCodeAt(place);
    for (let bit = 0; bit < 8; bit += 1) if (byte & (1 << bit)) act(said.first + place * 8 + bit);
  }
}
