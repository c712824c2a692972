/**
 * The taps of this phone's clicker: on the disk a moment after the finger has left, until the server has each of them.
 *
 * Taps of one way, class and direction within a few seconds make one batch, `{id, way, class, direction, people, at, skew,
 * state}`: "open" → "waiting" → gone once the server has it, or "not_taken". A batch that was closed is never changed: what
 * is taken back from it is a batch below zero at the same moment. So it does not matter in which order phones send.
 */
import { localDay } from "./i18n.js";
import { newId } from "./uuid.js";

const GATHERS = 5000; // ms for which a batch takes more taps
const REMEMBERS = 50; // taps that can be taken back, of this day

export class Taps {
  #store;
  #clock;
  #batches = new Map();
  #open = new Map();
  #past = []; // {batch, people}, newest last; kept with what was tapped, so that a restart forgets none
  #tapped = { day: "", sums: {} };
  #changed = new Set();
  #gone = new Set();
  #saving = null;
  #isUsed = false; // whether something was tapped on this very page
  durable;
  onchange = () => {};

  constructor(store, clock) {
    this.#store = store;
    this.#clock = clock;
    this.durable = store.durable;
  }

  /** Reads back what was kept. A batch that was open when the phone died is closed as it is, and what was not taken gets another chance. */
  async load() {
    await this.#read(() => "waiting");
  }

  async #read(stateOf) {
    for (const batch of await this.#store.taps()) this.#batches.set(batch.id, { ...batch, state: stateOf(batch) });
    const { past = [], ...tapped } = (await this.#store.getMeta("tapped")) ?? this.#tapped;
    this.#tapped = tapped;
    this.#past = tapped.day === localDay(this.#clock.now()) ? past : [];
  }

  /** Takes what another page of this phone has kept meanwhile, and forgets what that one has sent. For a page that taps nothing itself. */
  async renew() {
    await this.saved();
    this.#batches.clear();
    await this.#read(({ state }) => (state === "not_taken" ? state : "waiting")).catch(() => {});
  }

  /** Counts `people` (+1, or −1 for one too many); returns at once, keeping goes on behind. */
  tap({ way, kind, direction, people = 1 }) {
    const batch = this.#batchFor({ way, kind, direction });
    batch.people += people;
    this.#past.push({ batch, people });
    if (this.#past.length > REMEMBERS) this.#past.shift();
    this.#count(batch, people);
    this.#keep(batch);
  }

  /** Returns the tap that `undo` would take back, {kind, direction, people}, or null. */
  get last() {
    const tap = this.#past.at(-1);
    return tap ? { kind: tap.batch.class, direction: tap.batch.direction, people: tap.people } : null;
  }

  /** Takes the last tap back, and again the one before it; returns what was taken back, or null. */
  undo() {
    const told = this.last;
    const tap = this.#past.pop();
    if (!tap) return null;
    const isOpen = this.#open.get(keyOf(tap.batch)) === tap.batch;
    const batch = isOpen ? tap.batch : { ...tap.batch, id: newId(), people: 0, state: "waiting" };
    this.#batches.set(batch.id, batch);
    batch.people -= tap.people;
    this.#count(batch, -tap.people);
    this.#keep(batch);
    return told;
  }

  /** Returns how many this phone has counted on the gates' day of now. */
  today(way, kind, direction) {
    return this.#tapped.day === localDay(this.#clock.now()) ? this.#tapped.sums[`${way}/${kind}/${direction}`] ?? 0 : 0;
  }

  /** How many batches the server does not have. */
  get size() {
    let n = 0;
    for (const batch of this.#batches.values()) if (batch.people !== 0) n += 1;
    return n;
  }

  /** Whether some of them may still be taken. */
  get waits() {
    return [...this.#batches.values()].some((batch) => batch.people !== 0 && batch.state !== "not_taken");
  }

  /** How many people are counted in what the server does not have. */
  get people() {
    let n = 0;
    for (const batch of this.#batches.values()) n += Math.abs(batch.people);
    return n;
  }

  /** Closes what is open and returns up to `limit` batches to send, oldest first. */
  toSend(limit) {
    this.#open.clear();
    const found = [];
    for (const batch of this.#batches.values()) {
      if (batch.state === "open") batch.state = "waiting";
      if (batch.people === 0) this.#drop(batch);
      else if (batch.state === "waiting" && found.length < limit) found.push(batch);
    }
    this.#save();
    return found;
  }

  /** Returns copies of what waits, for a file; the batches are closed by it, so that what comes later has an id of its own. */
  waiting() {
    return this.toSend(Infinity).map((batch) => ({ ...batch }));
  }

  /** Takes batches that another phone had kept (see carry.js), those it does not know; returns how many people are new. */
  async take(batches) {
    let people = 0;
    for (const batch of batches) {
      if (this.#batches.has(batch.id)) continue;
      this.#batches.set(batch.id, { ...batch });
      this.#changed.add(this.#batches.get(batch.id));
      people += Math.abs(batch.people);
    }
    await this.#save();
    this.onchange();
    return people;
  }

  /** The server has these batches, or will never take them (`kept` false: an unknown way): kept on the phone, not sent again. */
  async settle(answers) {
    for (const { id, kept } of answers) {
      const batch = this.#batches.get(id);
      if (!batch) continue;
      if (kept) this.#drop(batch);
      else this.#keep(Object.assign(batch, { state: "not_taken" }));
    }
    await this.#save();
    this.onchange();
  }

  /** Resolves when everything is on the disk. */
  async saved() {
    while (this.#saving) await this.#saving;
  }

  #batchFor({ way, kind, direction }) {
    const now = this.#clock.now();
    const key = `${way}/${kind}/${direction}`;
    const open = this.#open.get(key);
    if (open && now - Date.parse(open.at) < GATHERS && now >= Date.parse(open.at)) return open;
    if (open) open.state = "waiting";
    const at = new Date(now).toISOString();
    const batch = { id: newId(), way, class: kind, direction, people: 0, at, skew: this.#clock.skew, state: "open" };
    this.#open.set(key, batch);
    this.#batches.set(batch.id, batch);
    return batch;
  }

  #count(batch, people) {
    this.#isUsed = true;
    const day = localDay(this.#clock.now());
    if (this.#tapped.day !== day) this.#tapped = { day, sums: {} };
    const key = keyOf(batch);
    this.#tapped.sums[key] = (this.#tapped.sums[key] ?? 0) + people;
  }

  #keep(batch) {
    this.#gone.delete(batch.id);
    this.#changed.add(batch);
    this.#save();
    this.onchange();
  }

  #drop(batch) {
    this.#batches.delete(batch.id);
    this.#changed.delete(batch);
    this.#gone.add(batch.id);
  }

  /** Writes what has changed; while it does, further taps gather for the next write: five a second are one or two writes. */
  #save() {
    this.#saving ??= this.#write().finally(() => {
      this.#saving = null;
    });
    return this.#saving;
  }

  async #write() {
    while (this.#changed.size > 0 || this.#gone.size > 0) {
      const batches = [...this.#changed].map((batch) => ({ ...batch }));
      const gone = [...this.#gone];
      this.#changed.clear();
      this.#gone.clear();
      try {
        await this.#store.putTaps(batches, gone, this.#isUsed ? { ...this.#tapped, past: this.#past.map(bare) } : null);
      } catch {
        this.durable = false; // a full or broken disk: counting goes on, and that is said
        this.onchange();
      }
    }
  }
}

function keyOf({ way, class: kind, direction }) {
  return `${way}/${kind}/${direction}`;
}

/** Returns what the server is told of a batch. */
export function wire({ id, way, class: kind, direction, people, at, skew }) {
  return { id, way, class: kind, direction, people, at, skew };
}

/** Returns a tap with as much of its batch as it takes to take it back when the batch itself is gone. */
function bare({ batch: { way, class: kind, direction, at, skew }, people }) {
  return { batch: { way, class: kind, direction, at, skew }, people };
}
