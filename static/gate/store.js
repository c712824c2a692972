/**
 * What the phone keeps: IndexedDB "festival-gate" with four stores, `meta` (device, key, clock, tally, choices, snapshot),
 * `claims` (scans), `seen` (numbers of tickets this phone let through) and `taps` (of the clicker). No names: people and codes are kept, never
 * who they are.
 *
 * Where a browser gives no database (private mode), the same promises are kept in memory and `durable` is false.
 */

const NAME = "festival-gate";
const VERSION = 3;

/** Opens the store; never fails (see `durable`). `onTaken`: another tab wants the database gone (the phone was wiped). */
export async function openStore({ factory = globalThis.indexedDB, onTaken = () => {} } = {}) {
  try {
    const store = new Store(factory, onTaken);
    await store.open();
    return store;
  } catch {
    return new MemoryStore();
  }
}

class Store {
  durable = true;
  #factory;
  #onTaken;
  #base = null;

  constructor(factory, onTaken) {
    this.#factory = factory;
    this.#onTaken = onTaken;
  }

  /** Connects, or connects again: phones close the database of a page that slept for long. */
  async open() {
    if (this.#base) return;
    const base = await opened(this.#factory);
    base.onclose = () => {
      this.#base = null;
    };
    base.onversionchange = () => {
      base.close();
      this.#onTaken();
    };
    this.#base = base;
  }

  async getMeta(key) {
    await this.open();
    return answered(this.#base.transaction("meta").objectStore("meta").get(key));
  }

  /** Writes several settings at once: all or none. */
  async setMeta(values) {
    const act = await this.#writing("meta");
    for (const [key, value] of Object.entries(values)) act.objectStore("meta").put(value, key);
    await done(act);
  }

  /** Keeps a claim, what it says of its ticket, and the tally, in one act; resolves when all is on the disk, not before. */
  async putClaim(claim, seen = null, tally = null) {
    const act = await this.#writing(["claims", "seen", "meta"]);
    act.objectStore("claims").put(claim);
    if (seen) act.objectStore("seen").put(seen);
    if (tally) act.objectStore("meta").put(tally, "tally");
    await done(act);
  }

  /** Keeps what is known of a ticket; null forgets it. */
  async putSeen(ticket, seen) {
    const act = await this.#writing("seen");
    if (seen) act.objectStore("seen").put(seen);
    else act.objectStore("seen").delete(ticket);
    await done(act);
  }

  async seen() {
    await this.open();
    return answered(this.#base.transaction("seen").objectStore("seen").getAll());
  }

  async claimsIn(state) {
    await this.open();
    return answered(this.#base.transaction("claims").objectStore("claims").index("state").getAll(state));
  }

  /** Replaces a claim and a setting in one act (the answer and the tally that counts it). */
  async settle(claim, key, value) {
    const act = await this.#writing(["claims", "meta"]);
    act.objectStore("claims").put(claim);
    act.objectStore("meta").put(value, key);
    await done(act);
  }

  /** Forgets answered claims made before `moment` (ISO). */
  async forgetBefore(moment) {
    const act = await this.#writing("claims");
    const walk = act.objectStore("claims").index("state").openCursor(IDBKeyRange.only("answered"));
    walk.onsuccess = () => {
      const cursor = walk.result;
      if (!cursor) return;
      if (cursor.value.at < moment) cursor.delete();
      cursor.continue();
    };
    await done(act);
  }

  /** Keeps batches of taps and forgets others, with what has been tapped today: all or none. */
  async putTaps(batches, gone, tapped) {
    const act = await this.#writing(["taps", "meta"]);
    for (const batch of batches) act.objectStore("taps").put(batch);
    for (const id of gone) act.objectStore("taps").delete(id);
    if (tapped) act.objectStore("meta").put(tapped, "tapped");
    await done(act);
  }

  async taps() {
    await this.open();
    return answered(this.#base.transaction("taps").objectStore("taps").getAll());
  }

  /** Deletes the whole database. */
  async wipe() {
    this.#base?.close();
    this.#base = null;
    await new Promise((resolve) => {
      const request = this.#factory.deleteDatabase(NAME);
      request.onsuccess = resolve;
      request.onerror = resolve;
      request.onblocked = resolve; // the other tab closes on versionchange; the deletion then goes through
    });
  }

  async #writing(stores) {
    await this.open();
    return this.#base.transaction(stores, "readwrite", { durability: "strict" });
  }
}

/** The same in memory. */
export class MemoryStore {
  durable = false;
  #meta = new Map();
  #claims = new Map();
  #seen = new Map();
  #taps = new Map();

  async getMeta(key) {
    return this.#meta.get(key);
  }

  async setMeta(values) {
    for (const [key, value] of Object.entries(values)) this.#meta.set(key, value);
  }

  async putClaim(claim, seen = null, tally = null) {
    this.#claims.set(claim.id, claim);
    if (seen) this.#seen.set(seen.ticket, seen);
    if (tally) this.#meta.set("tally", tally);
  }

  async putSeen(ticket, seen) {
    if (seen) this.#seen.set(ticket, seen);
    else this.#seen.delete(ticket);
  }

  async seen() {
    return [...this.#seen.values()];
  }

  async claimsIn(state) {
    return [...this.#claims.values()].filter((claim) => claim.state === state);
  }

  async settle(claim, key, value) {
    this.#claims.set(claim.id, claim);
    this.#meta.set(key, value);
  }

  async forgetBefore(moment) {
    for (const claim of await this.claimsIn("answered")) if (claim.at < moment) this.#claims.delete(claim.id);
  }

  async putTaps(batches, gone, tapped) {
    for (const batch of batches) this.#taps.set(batch.id, { ...batch });
    for (const id of gone) this.#taps.delete(id);
    if (tapped) this.#meta.set("tapped", tapped);
  }

  async taps() {
    return [...this.#taps.values()];
  }

  async wipe() {
    this.#meta.clear();
    this.#claims.clear();
    this.#seen.clear();
    this.#taps.clear();
  }
}

function opened(factory) {
  return new Promise((resolve, reject) => {
    const request = factory.open(NAME, VERSION);
    request.onupgradeneeded = () => {
      const base = request.result;
      if (!base.objectStoreNames.contains("meta")) {
        base.createObjectStore("meta");
        base.createObjectStore("claims", { keyPath: "id" }).createIndex("state", "state");
      }
      if (!base.objectStoreNames.contains("seen")) base.createObjectStore("seen", { keyPath: "ticket" });
      base.createObjectStore("taps", { keyPath: "id" });
    };
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
    request.onblocked = () => reject(new Error("blocked"));
  });
}

function answered(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

function done(act) {
  return new Promise((resolve, reject) => {
    act.oncomplete = () => resolve();
    act.onabort = () => reject(act.error ?? new Error("aborted"));
    act.onerror = () => reject(act.error);
  });
}
