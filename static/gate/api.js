/** The gate's few requests. The key travels in a header; no cookie is sent or taken. */
import { wire } from "./queue.js";

/** No usable answer: no network, too slow, a busy server, or something in between that is not the server. */
export class NoAnswer extends Error {
  /** `busy`: the server answered that it has no time; `after`: ms it asks us to wait. */
  constructor(message, { busy = false, after = 0 } = {}) {
    super(message);
    this.busy = busy;
    this.after = after;
  }
}

/** The server answered no, and will say so again: `code` and trilingual `sentence` where it gave them. */
export class Refused extends Error {
  constructor(status, { error = "", sentence = null, left = null } = {}) {
    super(`${status} ${error}`);
    this.status = status;
    this.code = error;
    this.sentence = sentence;
    this.left = left;
  }
}

/** The server no longer knows this phone. */
export class Revoked extends Error {}

const REVOKED = new Set(["revoked", "unknown_device", "ended"]);

export class Api {
  key = null;
  #urls;
  #clock;

  constructor(urls, clock) {
    this.#urls = urls;
    this.#clock = clock;
  }

  pair(token, agent) {
    return this.#ask(this.#urls.pair, { body: { token, agent }, timeout: 10_000 });
  }

  /** Says how this phone is and hears what it is: name, gate, end of its session. */
  device(report = {}) {
    return this.#ask(this.#urls.device, { body: { report }, timeout: 6000 });
  }

  /** What the phone judges by, or what has changed since `after`: {text, signature}, to be checked before it is read. */
  async snapshot(after = "") {
    const query = after ? `?after=${encodeURIComponent(after)}` : "";
    let taken = null;
    await this.#ask(this.#urls.snapshot + query, {
      timeout: 30_000,
      whole: (text, headers) => {
        taken = { text, signature: headers.get("X-Snapshot-Signature") };
      },
    });
    return taken;
  }

  scans(claims, { timeout, signal } = {}) {
    return this.#ask(this.#urls.scans, { body: { claims: claims.map(wire) }, timeout, signal });
  }

  /** Asks what only helpers may: "search" or "walkIn". */
  help(what, body) {
    return this.#ask(this.#urls[what], { body, timeout: 8000 });
  }

  /** Who belongs to a party's code: [{position, name, inside}], [] when it is none, null when the server does not say in time. */
  async party(ticket) {
    try {
      return (await this.#ask(this.#urls.party, { body: { ticket }, timeout: 2500 })).members ?? [];
    } catch (error) {
      return error instanceof Refused ? [] : null;
    }
  }

  /** The photo behind a ticket as an address for an image, or null. Whoever shows it revokes it. */
  async photo(ticket) {
    try {
      const response = await fetch(`${this.#urls.photo}${ticket}`, {
        headers: { Authorization: `Device ${this.key}` }, credentials: "omit", cache: "no-store", redirect: "error",
      });
      return response.ok ? URL.createObjectURL(await response.blob()) : null;
    } catch {
      return null;
    }
  }

  /** Sends batches of taps of the clicker: {answers: [{id, kept}], zones}. */
  taps(batches) {
    return this.#ask(this.#urls.taps, { body: { taps: batches }, timeout: 20_000 });
  }

  /** What the clicker counts: {ways, classes, zones}. */
  counting() {
    return this.#ask(this.#urls.counting, { timeout: 10_000 });
  }

  async #ask(url, { body, timeout, signal, whole = () => {} }) {
    const headers = { Accept: "application/json" };
    if (this.key) headers.Authorization = `Device ${this.key}`;
    if (body) headers["Content-Type"] = "application/json";
    const ended = new AbortController();
    const timer = setTimeout(() => ended.abort(), timeout);
    const stop = () => ended.abort();
    signal?.addEventListener("abort", stop);
    const sent = Date.now();
    try {
      const response = await fetch(url, {
        method: body ? "POST" : "GET",
        body: body && JSON.stringify(body),
        headers,
        credentials: "omit",
        cache: "no-store",
        redirect: "error",
        signal: ended.signal,
      });
      const text = await response.text();
      const data = parsed(text);
      if (response.ok) whole(text, response.headers);
      if (data?.server_time) this.#clock.measure(data.server_time, sent, Date.now());
      return judged(response, data);
    } catch (error) {
      if (error instanceof NoAnswer || error instanceof Refused || error instanceof Revoked) throw error;
      throw new NoAnswer(String(error));
    } finally {
      clearTimeout(timer);
      signal?.removeEventListener("abort", stop);
    }
  }
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/**
 * Returns the data of a good answer, or throws what it means. A hotel's sign-in page also answers 200 or 401: only the
 * server's own JSON counts, so that such a page neither admits a guest nor wipes a phone.
 */
export function judged(response, data) {
  const { status } = response;
  const ours = data !== null && typeof data === "object";
  if (response.ok && ours) return data;
  if (status === 401 && ours && REVOKED.has(data.error)) throw new Revoked(data.error);
  if (status === 429 || status === 503) {
    const seconds = Number(response.headers.get("Retry-After"));
    throw new NoAnswer(`busy ${status}`, { busy: ours, after: seconds > 0 ? Math.min(seconds, 120) * 1000 : 0 });
  }
  if (status >= 400 && status < 500 && status !== 401 && status !== 408 && (ours || status === 413)) {
    throw new Refused(status, ours ? data : {});
  }
  throw new NoAnswer(`status ${status}`);
}
