/** Sends the clicker's taps: soon after a tap while there is a network, else with the regular look at the server. */
import { Refused } from "./api.js";
import { wire } from "./taps.js";

const BATCH = 200;
const SOON = 4000; // ms: batches of few taps make many requests

export class TapsSending {
  #timer = 0;
  #busy = null;

  /** `onZones(zones)`: how full the zones are, as the server said last. */
  constructor({ api, taps, onZones = () => {} }) {
    Object.assign(this, { api, taps, onZones });
  }

  /** Something was tapped: it is sent within a few seconds, together with what comes until then. */
  soon() {
    this.#timer ||= setTimeout(() => {
      this.#timer = 0;
      this.flush().catch(() => {}); // the regular look tries again
    }, SOON);
  }

  /** Sends all there is. Throws what the server or the network says (see api.js). One at a time. */
  flush() {
    this.#busy ??= this.#flush().finally(() => {
      this.#busy = null;
    });
    return this.#busy;
  }

  async #flush() {
    for (;;) {
      const batches = this.taps.toSend(BATCH);
      if (batches.length === 0) return;
      const { answers = [], zones } = await this.#send(batches);
      if (answers.length === 0) return;
      await this.taps.settle(answers);
      if (zones) this.onZones(zones);
    }
  }

  async #send(batches) {
    try {
      return await this.api.taps(batches.map(wire));
    } catch (error) {
      const isAboutThem = error instanceof Refused && [400, 413, 422].includes(error.status);
      if (!isAboutThem) throw error;
      if (batches.length === 1) return { answers: [{ id: batches[0].id, kept: false }] };
      const half = Math.ceil(batches.length / 2); // a bad one among them: find it
      const [first, second] = [await this.#send(batches.slice(0, half)), await this.#send(batches.slice(half))];
      return { answers: [...(first.answers ?? []), ...(second.answers ?? [])], zones: second.zones };
    }
  }
}
