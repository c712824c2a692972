/**
 * One reading in, one answer out: judge → queue → sync.
 *
 * Today the server judges. Judging on the phone itself (signature and snapshot) belongs here, before the claim is
 * kept: the answer then goes to the screen at once, and into the claim as `said`.
 */

/** The answer of a phone that got none: never an admission. */
export const NO_ANSWER = Object.freeze({ verdict: "refused", code: "no_answer", people: 0 });

export class Decider {
  #queue;
  #sync;
  #clock;
  #late = new Map(); // ticket → time of a scan whose answer came after the screen had said "no answer"

  constructor({ queue, sync, clock }) {
    this.#queue = queue;
    this.#sync = sync;
    this.#clock = clock;
  }

  /** Judges a reading ({text, key} of code.js) at `gate`. Returns `{claim, answer, at, lateAt}`; `at` in ms. */
  async judge(reading, { gate, direction = "in", signal, slow }) {
    const at = this.#clock.now();
    const claim = await this.#queue.add({ ticket: reading.text, key: reading.key, gate, direction, at });
    const answer = (await this.#sync.ask(claim, { signal, slow })) ?? NO_ANSWER;
    return { claim, answer, at, lateAt: this.#late.get(reading.key) ?? null };
  }

  /** Remembers admissions that were answered late, until the page is closed. */
  noteLate(settled) {
    for (const { claim, answer } of settled) {
      if (answer.verdict === "admitted") this.#late.set(claim.key, Date.parse(claim.at));
    }
  }
}
