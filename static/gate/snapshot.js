/**
 * What the server has told this phone to judge by (festival/gate/snapshot.py): the gate's rules, and which tickets are
 * used, ended or moved. Kept in the store, renewed by changes; a changed or foreign one is not taken.
 */
import { Numbers, each } from "./numbers.js";
import { fromBase64, joined } from "./signatures.js";
import { localDay } from "./i18n.js";

const DOMAIN = new TextEncoder().encode("hokkaido-halong-snapshot\x01");
const STATES = ["cancelled", "revoked", "blocked"];
const VERSION = 2;

export class Snapshot {
  #store;
  #signatures;
  #told = null; // the last body without its sets
  #sets = null; // {used, left, cancelled, revoked, blocked}: Numbers
  #moved = new Map(); // ticket → place in hours
  #hours = [];
  #openings = new Map(); // ticket → [[zones, from, until]], where not all its zones are open at all its hours
  #seated = new Map(); // session → Numbers: the tickets whose holders have a seat there

  constructor({ store, signatures }) {
    this.#store = store;
    this.#signatures = signatures;
  }

  /** Reads back what was kept. */
  async load() {
    const kept = await this.#store.getMeta("snapshot");
    if (!kept) return;
    this.#told = kept.told;
    this.#hours = kept.hours;
    this.#moved = kept.moved;
    this.#openings = kept.openings ?? new Map();
    this.#seated = seatedIn(this.#told);
    this.#sets = Object.fromEntries(Object.entries(kept.sets).map(([name, pages]) => [name, new Numbers(pages)]));
    await this.#signatures.use(this.#told.keys);
  }

  get ready() {
    return this.#told !== null && this.#signatures.usable;
  }

  /** The gate's rules for judge.js. */
  get gate() {
    return this.#told?.gate ?? null;
  }

  /** The order that holds at `now` (ms): {kind, made_at, ends_at}, or null. One that has ended is no order, however old the phone's news. */
  order(now) {
    const order = this.#told?.order ?? null;
    return order && now < Date.parse(order.ends_at) ? order : null;
  }

  /** The rehearsal that goes on at `now` (ms): {began, ends_at, used, left}, or null. It ends by itself, like an order. */
  rehearsal(now) {
    const told = this.#told?.rehearsal ?? null;
    return told && now < Date.parse(told.ends_at) ? told : null;
  }

  get words() {
    return { classes: this.#told?.classes ?? {}, titles: this.#told?.titles ?? {} };
  }

  /** Sessions whose seats are counted: {number: {title, hall, free}}. */
  get sessions() {
    return this.#told?.sessions ?? {};
  }

  /** ms since 1970 at which the server last said something, 0 for never. */
  get madeAt() {
    return this.#told ? Date.parse(this.#told.made_at) : 0;
  }

  /** What to ask for: changes after this, "" for all of it (never had one, another gate, another day, other rules). */
  cursor(gate, now) {
    const told = this.#told;
    if (!told || told.gate.id !== gate || localDay(this.madeAt) !== localDay(now)) return "";
    return told.cursor;
  }

  /** Returns {state, used, left, seats, valid_from, valid_until, openings} of a ticket; hours are null when those of its code are right. */
  look(number, event) {
    const state = STATES.find((name) => this.#sets[name].has(number)) ?? "valid";
    return { state, used: this.#sets.used.has(number), left: this.#sets.left.has(number), openings: this.#openings.get(number) ?? [], seats: this.#seatsOf(number), ...this.#hoursOf(number, event) };
  }

  /** The same of a rehearsal's ticket, of which only use is told. */
  lookInRehearsal(number, now) {
    const { used = [], left = [] } = this.rehearsal(now) ?? {};
    return { state: "valid", used: used.includes(number), left: left.includes(number), valid_from: null, valid_until: null, openings: [], seats: [] };
  }

  /** Where the seats of a session are counted no longer, everybody has one. */
  #seatsOf(number) {
    const asked = new Set((this.gate.windows ?? []).flatMap(({ sessions = [], beside = [] }) => [...sessions, ...beside]));
    return [...asked].filter((session) => this.#seated.get(session)?.has(number) ?? true);
  }

  /** Takes an answer of the server: its text and its "key:signature". Throws when it is not signed by a key we trust. */
  async take(text, signature, trusted = null) {
    const body = JSON.parse(text);
    if (body.v !== VERSION) throw new Error(`snapshot version ${body.v}`);
    if (trusted && !this.#told) await this.#signatures.use(trusted);
    if (this.#signatures.usable) await this.#check(text, signature);
    if (this.#told && Date.parse(body.made_at) < this.madeAt) return; // an older answer that came late
    if (body.after === null) this.#begin();
    const same = body.after === null || this.#told?.gate.id === body.gate.id;
    if (!same) throw new Error("changes of another gate");
    const before = this.#told?.gate;
    this.#apply(body);
    this.#told = { ...body, used: undefined, left: undefined, ended: undefined, fresh: undefined, hours: undefined, openings: undefined };
    this.#seated = seatedIn(body);
    this.#told.highest = Math.max(body.highest, body.after === null ? 0 : (this.highest ?? 0));
    this.highest = this.#told.highest;
    // Other events need other numbers: the next look asks for all of them.
    if (body.after !== null && before && JSON.stringify(before.events) !== JSON.stringify(body.gate.events)) this.#told.cursor = "";
    await this.#signatures.use(body.keys);
    await this.#keep();
  }

  #begin() {
    this.#sets = Object.fromEntries(["used", "left", ...STATES].map((name) => [name, new Numbers()]));
    this.#moved = new Map();
    this.#hours = [];
    this.#openings = new Map();
    this.highest = 0;
  }

  #apply({ used, left, ended, fresh, hours, openings = [] }) {
    const sets = this.#sets;
    for (const said of [fresh, used, ...Object.values(ended)].filter(Boolean)) {
      for (const name of ["left", ...STATES]) sets[name].deleteAll(said);
    }
    if (fresh) sets.used.deleteAll(fresh);
    sets.used.addAll(used);
    sets.left.addAll(left);
    for (const [name, said] of Object.entries(ended)) sets[name].addAll(said);
    for (const { event, from, until, numbers } of hours) {
      let place = this.#hours.findIndex((one) => one.event === event && one.from === from && one.until === until);
      if (place < 0) place = this.#hours.push({ event, from, until, usual: numbers === null }) - 1;
      if (numbers !== null) each(numbers, (number) => this.#moved.set(number, place));
    }
    for (const { openings: told, numbers } of openings) each(numbers, (number) => this.#openings.set(number, told));
  }

  #hoursOf(number, event) {
    const place = this.#moved.get(number);
    const hours = place === undefined
      ? number <= (this.#told.highest ?? 0) && this.#hours.find((one) => one.usual && one.event === event)
      : this.#hours[place];
    return hours ? { valid_from: hours.from, valid_until: hours.until } : { valid_from: null, valid_until: null, openings: [] };
  }

  async #check(text, signature) {
    const [id, written] = String(signature ?? "").split(":");
    const message = joined(DOMAIN, new TextEncoder().encode(text));
    if (!written || !(await this.#signatures.verify(Number(id), fromBase64(written), message))) {
      throw new Error("the snapshot is not signed by a key of ours");
    }
  }

  async #keep() {
    const sets = Object.fromEntries(Object.entries(this.#sets).map(([name, numbers]) => [name, numbers.pages]));
    const kept = { told: this.#told, sets, moved: this.#moved, hours: this.#hours, openings: this.#openings };
    await this.#store.setMeta({ snapshot: kept }).catch(() => {}); // asked for anew at the next start
  }
}

/** Told whole each time: nobody keeps a seat that has been given back. */
function seatedIn({ sessions = {} }) {
  return new Map(Object.entries(sessions).map(([session, { tickets }]) => [Number(session), Numbers.read(tickets)]));
}
