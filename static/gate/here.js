/**
 * Judging on the phone itself: signature, what the server last said, and what this phone has seen. Returns an answer of
 * the shape the server gives, or null where only the server can tell (a typed short code, a key it does not know yet).
 */
import { judge, opensNext, standingAt, wasOpenUntil } from "./judge.js";
import { seatOf } from "./seat.js";
import { joined } from "./signatures.js";
import { DOMAIN, decode, extract } from "./ticket-code.js";

export class Here {
  #snapshot;
  #signatures;
  #seen;
  #room;

  /** `seen`: what this phone has let through (seen.js); `room`: for how many there is room (room.js). */
  constructor({ snapshot, signatures, seen, room = null }) {
    this.#room = room;
    this.#snapshot = snapshot;
    this.#signatures = signatures;
    this.#seen = seen;
  }

  get ready() {
    return this.#snapshot.ready;
  }

  /**
   * Judges a reading ({kind, text} of code.js) at `at` (ms). Returns {answer, ticket, party} or null; `ticket` is its number. `party`, of a
   * party's code that lets somebody through: {of, inside: [position], counted, most}: of so many, who came in here, how many were only
   * counted, and how many there can be to let through.
   */
  async judge(reading, at, direction = "in") {
    if (!this.ready || reading.kind === "short") return null;
    const read = decode(extract(reading.text));
    if (read === null) return { answer: refused("invalid"), ticket: null };
    const { payload, message, signature } = read;
    if (!this.#signatures.knows(payload.key)) return null; // a key that was made since, or none: the server knows
    const genuine = await this.#signatures.verify(payload.key, signature, joined(DOMAIN, message));
    if (!genuine) return { answer: refused("invalid"), ticket: null };
    const ticket = this.#facts(payload, at);
    // Which zone at which hours: told by the server, and nothing that may be guessed wider.
    if (payload.is_parted && ticket.openings.length === 0 && ticket.state === "valid") return null;
    const rehearses = this.#snapshot.rehearsal(at) !== null;
    const gate = { ...this.#snapshot.gate, is_rehearsal: rehearses, room: this.#roomFor(payload.is_party ? 1 : payload.people, at) };
    const party = payload.is_party && direction === "in" ? this.#partyOf(payload, at) : null;
    if (party) ticket.admitted_at = null; // some of it are still outside
    const code = judge(ticket, gate, at, direction);
    const answer = this.#answer(payload, ticket, code, at);
    if (code !== null || !payload.is_party) return { answer, ticket: numberOf(payload) };
    const { inside = [], counted = 0 } = party ?? {};
    const most = direction === "in" ? payload.people - inside.length - counted : (this.#ownOf(payload, at)?.counted ?? payload.people);
    return { answer: { ...answer, people: most }, ticket: numberOf(payload), party: { of: payload.people, inside, counted, most } };
  }

  /** For how many there is room; a party says itself who of it comes in. */
  #roomFor(people, at) {
    const metered = this.#snapshot.rehearsal(at) === null && this.#snapshot.order(at)?.kind === "one_in_one_out";
    const left = metered ? (this.#room?.left ?? null) : null;
    return left !== null && left < people ? 0 : left;
  }

  #facts(payload, at) {
    const told = this.#told(payload, at);
    const own = this.#ownOf(payload, at);
    // Of a use that we only heard of, the day is that of the snapshot: it tells of today where days matter.
    const heard = told.used ? { admitted_at: this.#snapshot.madeAt, left_at: told.left ? this.#snapshot.madeAt : null } : null;
    const use = own ?? heard ?? { admitted_at: null, left_at: null };
    return {
      event: payload.event,
      class: payload.class,
      zones: payload.zones,
      state: told.state,
      valid_from: told.valid_from ?? payload.valid_from,
      valid_until: told.valid_until ?? payload.valid_until,
      openings: told.openings,
      seats: told.seats,
      admitted_at: use.admitted_at,
      left_at: use.left_at,
      is_rehearsal: payload.is_rehearsal,
    };
  }

  /** Of a party's code that has let some in already, here: who is inside, and how many were counted. Null when nobody, or everybody, is. */
  #partyOf(payload, at) {
    const own = this.#ownOf(payload, at);
    if (own === null || own.left_at !== null || this.#told(payload, at).used) return null;
    const { members: inside = [], counted = 0 } = own;
    const n = inside.length + counted;
    return n > 0 && n < payload.people ? { inside, counted } : null;
  }

  #told(payload, at) {
    return payload.is_rehearsal ? this.#snapshot.lookInRehearsal(payload.ticket, at) : this.#snapshot.look(payload.ticket, payload.event);
  }

  /** What this phone has seen of a ticket; of a rehearsal's only in the rehearsal that goes on. */
  #ownOf(payload, at) {
    const own = this.#seen.find(numberOf(payload));
    if (own === null || !payload.is_rehearsal) return own;
    return own.admitted_at >= Date.parse(this.#snapshot.rehearsal(at)?.began ?? 0) ? own : null;
  }

  #answer(payload, ticket, code, at) {
    const { classes, titles } = this.#snapshot.words;
    const own = this.#ownOf(payload, at);
    const seat = seatOf(code, ticket.seats, standingAt(this.#snapshot.gate, at), this.#snapshot.sessions);
    return {
      verdict: code === null ? "admitted" : "refused",
      code,
      people: code === null ? payload.people : 0,
      of: payload.people,
      class_label: classes[payload.class],
      ...(seat ? { seat } : {}),
      ...(code === "already_admitted" && own ? { first: first(own, at) } : {}),
      ...(code === "not_yet_valid" ? { valid_from: new Date(opensNext(ticket, standingAt(this.#snapshot.gate, at), at)).toISOString() } : {}),
      ...(code === "expired" ? { valid_until: new Date(wasOpenUntil(ticket, standingAt(this.#snapshot.gate, at))).toISOString() } : {}),
      ...(code === "wrong_event" ? { event: { title: titles[payload.event] } } : {}),
      ...(code === "cancelled" && ticket.state === "valid" ? { event: { title: titles[payload.event], called_off: true } } : {}),
    };
  }
}

/** Under which number this phone remembers a ticket: those of a rehearsal stand below zero. */
function numberOf({ ticket, is_rehearsal: isRehearsal }) {
  return isRehearsal ? -ticket : ticket;
}

function refused(code) {
  return { verdict: "refused", code, people: 0, of: 0 };
}

function first({ admitted_at: then, gate }, at) {
  return { at: new Date(then).toISOString(), gate, minutes_ago: Math.max(0, Math.floor((at - then) / 60_000)) };
}
