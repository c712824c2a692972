/**
 * One reading in, one answer out. The phone judges by itself and says so at once; the claim is kept before that, and the
 * server is asked meanwhile. Where only the server can tell (a typed code, no snapshot yet), its answer is waited for.
 */
import { pause } from "./backoff.js";
import { through } from "./judge.js";

const DISK = 40; // ms for which a verdict waits until its scan is on the disk; a slower one must not make the guest wait

/** The answer of a phone that got none: never an admission. */
export const NO_ANSWER = Object.freeze({ verdict: "refused", code: "no_answer", people: 0 });

export class Decider {
  #queue;
  #sync;
  #clock;
  #here;
  #seen;
  #room;
  #rehearsal;
  #late = new Map(); // ticket → time of a scan whose answer came after the screen had said "no answer"

  /**
   * `here`: the phone's own judgement (here.js) or null; `seen`: what it has let through; `room`: room.js;
   * `rehearsal(at)`: when the rehearsal began that goes on (ISO), or null.
   */
  constructor({ queue, sync, clock, here = null, seen = null, room = null, rehearsal = () => null }) {
    this.#room = room;
    this.#rehearsal = rehearsal;
    this.#queue = queue;
    this.#sync = sync;
    this.#clock = clock;
    this.#here = here;
    this.#seen = seen;
  }

  /** Returns {at, own}: what this phone says by itself (null where only the server can tell), before anything is done about it. */
  async look(reading, direction = "in") {
    const at = this.#clock.now();
    return { at, own: this.#here ? await this.#here.judge(reading, at, direction) : null };
  }

  /**
   * Decides about a reading ({text, key} of code.js) at `gate` ({id, name}). Returns `{claim, answer, at, lateAt, final}`;
   * `at` in ms. `judged` is what `look` has said, `present` who of a party is there: {members: [position]}, {here: how many} or null (nobody
   * was asked). `final` is null when the answer is the server's, else the promise of the server's (null: none came).
   */
  async decide(reading, { gate, direction = "in", signal, slow, judged = null, present = null }) {
    const { at, own: before } = judged ?? (await this.look(reading, direction));
    const own = before && present ? ofThose(before, present, direction === "in" ? (this.#room?.left ?? null) : null) : before;
    const extra = claimed(present, own?.party?.of ?? Infinity);
    const facts = { ticket: reading.text, key: reading.key, gate: gate.id, direction, at, skew: this.#clock.skew, rehearsal: this.#rehearsal(at), extra };
    if (own === null) {
      const claim = await this.#queue.add(facts);
      const answer = (await this.#sync.ask(claim, { signal, slow })) ?? NO_ANSWER;
      if (answer.verdict === "admitted") this.#room?.pass(answer.people, direction, at);
      return { claim, answer, at, lateAt: this.#late.get(reading.key) ?? null, final: null };
    }
    const passes = own.answer.verdict === "admitted" && own.ticket !== null;
    const seen = passes ? this.#seen.pass(own.ticket, { at, direction, gate: gate.name, ...present, of: own.party?.of ?? null }) : null;
    if (passes) this.#room?.pass(own.answer.people, direction, at);
    const said = { said: own.answer, people: own.answer.people, offline: !this.#sync.online };
    const { claim, kept } = this.#queue.begin({ ...facts, ...said }, seen);
    await Promise.race([kept, pause(DISK)]);
    return { claim, answer: own.answer, at, lateAt: null, ticket: own.ticket, final: this.#ask(claim, own, signal) };
  }

  /**
   * Lets somebody in against the verdict, with a reason: a scan of its own, by this phone's word. `before` is what
   * `decide` has returned, `here` how many of a party (null: it is none). Returns the same kind of result.
   */
  async override(reading, before, { gate, direction, reason, here = null }) {
    const at = this.#clock.now();
    const answer = { ...before.answer, verdict: "admitted", code: null, people: here ?? 1, overridden: true };
    const seen = before.ticket ? this.#seen.pass(before.ticket, { at, direction, gate: gate.name, here, of: before.answer.of }) : null;
    this.#room?.pass(answer.people, direction, at);
    const claim = await this.#queue.add(
      {
        ticket: reading.text, key: reading.key, gate: gate.id, direction, at, skew: this.#clock.skew, rehearsal: this.#rehearsal(at),
        said: answer, people: answer.people, offline: true, extra: here === null ? { reason } : { reason, here },
      },
      seen,
    );
    this.#sync.soon();
    return { claim, answer, at, lateAt: null, ticket: before.ticket, final: null };
  }

  /** The verdict has left the screen: the guest has gone by it. */
  left(claim) {
    return this.#queue.stand(claim.id);
  }

  async #ask(claim, own, signal) {
    if (claim.offline) {
      this.#sync.soon();
      return null;
    }
    const answer = await this.#sync.ask(claim, { signal });
    if (answer === null || claim.offline) return null;
    // The server's no (or yes) came while the guest still stood there: it is what happened.
    const more = answer.people - own.answer.people;
    if (more !== 0) this.#room?.pass(more, claim.direction, Date.parse(claim.at));
    if (more !== 0 && answer.verdict === own.answer.verdict && own.ticket !== null) await this.#seen.recount(own.ticket, claim.direction === "in" ? more : -more);
    if (answer.verdict !== own.answer.verdict && own.ticket !== null) {
      if (answer.verdict === "admitted") this.#seen.pass(own.ticket, { at: Date.parse(claim.at), direction: claim.direction, gate: null });
      else await this.#seen.undo(own.ticket, answer.first?.at ?? null, answer.first?.gate ?? null);
    }
    return answer;
  }

  /** Remembers admissions that were answered late, until the page is closed. */
  noteLate(settled) {
    for (const { claim, answer } of settled) {
      if (claim.said === null && answer.verdict === "admitted") this.#late.set(claim.key, Date.parse(claim.at));
    }
  }
}

/** A party's own verdict for those of it who are there; where there is room for some of them only, they wait together. */
function ofThose(own, { members, here }, left) {
  if (own.answer.verdict !== "admitted") return own;
  const { code, people } = through(own.answer.people, here ?? members.length, left);
  return { ...own, answer: { ...own.answer, verdict: code === null ? "admitted" : "refused", code, people } };
}

/** What the claim says of who was there. All of a party of `of` who are ticked are all of it, whatever positions there are. */
function claimed(present, of) {
  if (present === null || (present.members && present.members.length >= of)) return {};
  return present;
}
