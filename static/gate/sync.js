/**
 * Sending: one claim at once while the guest waits (`ask`), the kept ones in batches when the network is back
 * (`flush`), and a regular look whether the server is there and still knows this phone (`tick`).
 */
import { NoAnswer, Refused, Revoked } from "./api.js";
import { delay, pause } from "./backoff.js";

const ANSWER_WITHIN = 4000; // ms; the guest stands at the gate
const QUICK_TRIES = 3;
const BATCH = 200;
const BATCH_WITHIN = 20_000;
const LOOK_EVERY = 10_000; // what other gates have let in is known here that much later
const AGAIN = { base: 1500, cap: 10_000 }; // while the server is away a guest may be waiting for each look

export class Sync {
  #api;
  #queue;
  #clock;
  #asking = new Set();
  #timer = 0;
  #due = 0;
  #failures = 0;
  #busy = false;
  #stopped = true;
  online;

  /**
   * `on`: {link(online), device(data), renew(), late([{claim, answer}]), notTaken(n), revoked(why)} – what the page is
   * told; `renew` takes what has changed at other gates. `report()` returns what the server is told of this phone.
   */
  constructor({ api, queue, clock, on, report = () => ({}), online = globalThis.navigator?.onLine !== false }) {
    this.report = report;
    this.#api = api;
    this.#queue = queue;
    this.#clock = clock;
    this.on = on;
    this.online = online;
  }

  start() {
    this.#stopped = false;
    this.#plan(0);
  }

  stop() {
    this.#stopped = true;
    clearTimeout(this.#timer);
  }

  /** The browser says that the network came or went; coming is only a hint, so the server is looked for. */
  hint(online) {
    if (!online) this.#link(false);
    else this.#plan(0);
  }

  /**
   * Asks for one claim's answer now. Returns it, or null when none came (the claim stays kept and is sent later).
   * When the server was not there a moment ago, one try is enough: the guests behind are waiting too.
   */
  async ask(claim, { signal, slow = () => {} } = {}) {
    const tries = this.online ? QUICK_TRIES : 1;
    this.#asking.add(claim.id);
    try {
      for (let n = 0; n < tries && !signal?.aborted && !(claim.said !== null && claim.offline); n += 1) {
        if (n > 0) {
          slow();
          await pause(delay(n - 1, { base: 300, cap: 1200 }));
        }
        const answer = await this.#tryOnce(claim, signal);
        if (answer) return answer;
      }
      return null;
    } finally {
      this.#asking.delete(claim.id);
      if (this.#queue.size > 0) this.#plan(this.online ? 500 : delay(0, AGAIN), { sooner: true });
    }
  }

  async #tryOnce(claim, signal) {
    const stood = claim.offline;
    try {
      const { answers } = await this.#api.scans([claim], { timeout: ANSWER_WITHIN, signal });
      const answer = answers?.find((one) => one.id === claim.id);
      if (!answer) return null;
      this.#link(true);
      // Meanwhile the guest has gone by our own word: the server is told so with the next batch.
      const agrees = answer.verdict === claim.said && (claim.here === undefined || answer.people === claim.people);
      if (claim.offline && !stood && !agrees) return null;
      await this.#queue.settle(claim.id, answer, this.#clock.now());
      return answer;
    } catch (error) {
      if (!signal?.aborted) await this.#failed(error, [claim]);
      return isAboutClaims(error) ? { verdict: "refused", code: "error", people: 0 } : null;
    }
  }

  /** A claim was kept that need not be asked for at once: it is sent soon, together with others. */
  soon() {
    this.#plan(this.online ? 500 : delay(0, AGAIN), { sooner: true });
  }

  /** Looks for the server, then sends what is kept. Runs by itself; may be called at any time. */
  async tick() {
    if (this.#busy || this.#stopped) return;
    this.#busy = true;
    clearTimeout(this.#timer);
    let after = 0;
    try {
      await this.on.device(await this.#api.device(this.report()));
      this.#link(true);
      await this.#flush();
      await this.on.renew();
    } catch (error) {
      after = error.after ?? 0;
      this.#failures += 1;
      await this.#failed(error, []);
    } finally {
      this.#busy = false;
      this.#plan(Math.max(after, this.#failures === 0 ? LOOK_EVERY : delay(this.#failures - 1, AGAIN)));
    }
  }

  async #flush() {
    let size = BATCH;
    for (;;) {
      const batch = this.#queue.waiting(size, this.#asking);
      if (batch.length === 0) return;
      try {
        const { answers } = await this.#api.scans(batch, { timeout: BATCH_WITHIN });
        if ((await this.#note(batch, answers ?? [])) === 0) throw new NoAnswer("no answer of ours in the batch");
      } catch (error) {
        if (!isAboutClaims(error)) throw error;
        if (batch.length === 1) await this.#failed(error, batch);
        size = batch.length === 1 ? BATCH : Math.ceil(batch.length / 2); // too large, or a bad claim among them: find it
      }
    }
  }

  async #note(batch, answers) {
    const known = new Map(batch.map((claim) => [claim.id, claim]));
    const late = [];
    for (const answer of answers) {
      const claim = known.get(answer.id);
      if (claim && (await this.#queue.settle(answer.id, answer, this.#clock.now()))) late.push({ claim, answer });
    }
    // What the phone said by itself and the server says too is no news.
    const news = late.filter(({ claim, answer }) => claim.said === null || claim.said !== answer.verdict);
    if (news.length > 0) this.on.late(news);
    return late.length;
  }

  async #failed(error, claims) {
    if (error instanceof Revoked) {
      this.stop();
      this.on.revoked(error.message);
    } else if (isAboutClaims(error)) {
      for (const claim of claims) await this.#queue.giveUp(claim.id);
      if (claims.length > 0) this.on.notTaken(claims.length);
    } else if (!error.busy) {
      this.#link(false);
    }
  }

  #link(online) {
    if (online) this.#failures = 0;
    if (this.online === online) return;
    this.online = online;
    this.on.link(online);
  }

  /** Plans the next look; with `sooner`, only when none is planned before that. */
  #plan(ms, { sooner = false } = {}) {
    const due = performance.now() + ms;
    if (this.#stopped || (sooner && this.#due > performance.now() && this.#due <= due)) return;
    clearTimeout(this.#timer);
    this.#due = due;
    this.#timer = setTimeout(() => this.tick(), ms);
  }
}

/** Returns whether the server refused what was sent, and not the moment: only then is sending it again in vain. */
function isAboutClaims(error) {
  return error instanceof Refused && [400, 413, 422].includes(error.status);
}
