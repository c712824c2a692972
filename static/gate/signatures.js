/**
 * Ed25519 on the phone: the browser's own where it has it, else @noble/ed25519, which needs nothing but SHA-512 of the
 * browser. Without either (a page that is not secure) no signature can be checked, and the server must judge.
 */

let noble = null;

/** Returns how signatures are checked here: "browser", "script" or "none". */
export async function means(subtle = globalThis.crypto?.subtle) {
  if (!subtle) return "none";
  try {
    await subtle.importKey("raw", new Uint8Array(32).fill(1), "Ed25519", false, ["verify"]);
    return "browser";
  } catch {
    return (await loaded()) ? "script" : "none";
  }
}

/** Checks signatures by keys that have numbers: [{id, public (base64)}]. */
export class Signatures {
  #keys = new Map();
  #means;
  #subtle;

  /** `how` is what `means` has found. */
  constructor(how, subtle = globalThis.crypto?.subtle) {
    this.#means = how;
    this.#subtle = subtle;
  }

  get usable() {
    return this.#means !== "none";
  }

  /** Takes the keys that verify from now on, and no others. */
  async use(keys) {
    const made = new Map();
    for (const { id, public: text } of keys) {
      const raw = fromBase64(text);
      const key = this.#means === "browser" ? await this.#subtle.importKey("raw", raw, "Ed25519", false, ["verify"]) : raw;
      made.set(id, key);
    }
    this.#keys = made;
  }

  knows(id) {
    return this.#keys.has(id);
  }

  /** Returns whether key `id` signed `message`; an unknown key signed nothing. */
  async verify(id, signature, message) {
    const key = this.#keys.get(id);
    if (key === undefined) return false;
    try {
      if (this.#means === "browser") return await this.#subtle.verify("Ed25519", key, signature, message);
      return await (await loaded()).verifyAsync(signature, message, key);
    } catch {
      return false;
    }
  }
}

export function fromBase64(text) {
  return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
}

/** Returns `parts` one after the other. */
export function joined(...parts) {
  const made = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let place = 0;
  for (const part of parts) {
    made.set(part, place);
    place += part.length;
  }
  return made;
}

async function loaded() {
  noble ??= await import("../vendor/@noble/ed25519/index.js").catch(() => null);
  return noble;
}
