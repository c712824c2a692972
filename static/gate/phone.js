/**
 * Who this phone is: device, key, gate and events, as the store keeps them. Paired, renewed by every look at the
 * server, wiped when it is revoked.
 */

export class Phone {
  #store;
  #api;
  #clock;
  record = null; // {device, key, gate, keys, events, offset}

  constructor({ store, api, clock }) {
    this.#store = store;
    this.#api = api;
    this.#clock = clock;
  }

  get paired() {
    return this.record !== null;
  }

  get gate() {
    return this.record?.gate ?? null;
  }

  /** Returns whether this phone's time as a gate is over at `now` (ms). */
  isOver(now) {
    const end = this.record?.device.ends_at;
    return Boolean(end) && now >= Date.parse(end);
  }

  /** Reads back what was kept; returns whether the phone is paired. */
  async load() {
    this.record = (await this.#store.getMeta("phone")) ?? null;
    if (this.record) {
      this.#api.key = this.record.key;
      this.#clock.restore(this.record.offset);
    }
    return this.paired;
  }

  /** Spends a one-time token. Throws NoAnswer or Refused of api.js; the phone then stays what it was. */
  async pair(token) {
    const answer = await this.#api.pair(token, describeBrowser());
    const { device, key, gate, keys = [] } = answer;
    this.#api.key = key;
    this.record = { device, key, gate, keys, events: [], offset: this.#clock.offset };
    await this.#store.setMeta({ phone: this.record });
    globalThis.navigator?.storage?.persist?.().catch(() => {}); // asked, not relied on
  }

  /** Takes the server's view of this phone; returns whether it now belongs to another gate. */
  async renew({ device, gate, events = [], keys = this.record?.keys ?? [] }) {
    if (!this.record) return false;
    const moved = gate.id !== this.record.gate.id;
    this.record = { ...this.record, device, gate, events, keys, offset: this.#clock.offset };
    await this.#store.setMeta({ phone: this.record }).catch(() => {}); // read again at the next look
    return moved;
  }

  /** Deletes everything the phone knows. */
  async wipe() {
    this.record = null;
    this.#api.key = null;
    await this.#store.wipe();
  }
}

function describeBrowser() {
  const { width, height } = globalThis.screen ?? {};
  return {
    browser: (globalThis.navigator?.userAgent ?? "").slice(0, 200),
    screen: `${width}×${height}@${globalThis.devicePixelRatio ?? 1}`,
  };
}
