/**
 * What a camera, a hand scanner or a person gives, cleaned, and what it looks like.
 *
 * Pure: no page, no network. The server judges; this only takes off what scanners add and forgives what people mistype.
 */

/** The server takes no longer ticket text; a longer one cannot be a ticket. */
export const LONGEST = 500;

// Control, zero-width and direction characters: scanners send GS, STX or NUL around a code, pasted links bring U+200B.
const INVISIBLE = /[\u0000-\u001f\u007f-\u009f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;
const SYMBOLOGY = /^\][A-Za-z][0-9A-Za-z]/; // AIM identifier, "]Q1" for a QR code
const ECI = /^\\\d{6}/; // "\000026": the text is UTF-8
const ECI_BARE = /^0{0,5}26(?=https?:)/i; // the same after the scanner lost its backslash or sent it as NUL
const TICKET_URL = /^https?:\/\/[^/?#\s]+\/t\/([^/?#\s]+)/i;
const WHOLE = /https?:\/\/[^/?#\s]+\/t\/[a-z2-7]{127}/i; // a ticket's address, wherever in the text it stands
const PAIRING = /[#?&]token=([A-Za-z0-9_~.-]{8,200})/;
const BARE_TOKEN = /^[A-Za-z0-9_-]{20,200}$/;
const SEPARATORS = /[\s\-‐‑‒–—―−ー._]+/g;
const SHORT = /^([0-9A-HJKMNP-TV-Z]{4})([0-9A-HJKMNP-TV-Z]{3})([1-9][0-9]?)?$/;

/** Returns `raw` without what scanners put before and after a code. */
export function clean(raw) {
  let text = String(raw).replace(INVISIBLE, "").trim();
  for (let before = ""; before !== text; ) {
    before = text;
    text = text.replace(SYMBOLOGY, "").replace(ECI, "").replace(ECI_BARE, "").trim();
  }
  return text;
}

/**
 * Returns the stored look of a typed short code ("k7f2 qx9 2" → "K7F2-QX9-2"), or null when it is none.
 * The alphabet is Crockford's base 32: O is read as 0, I and L as 1; full-width letters and stray accents (an input
 * method that was left on) are forgiven.
 */
export function shortCode(typed) {
  const plain = clean(typed).normalize("NFKD").replace(/\p{M}/gu, "").replace(/[đĐ]/g, "D").toUpperCase();
  const letters = plain.replace(SEPARATORS, "").replace(/O/g, "0").replace(/[IL]/g, "1");
  const parts = SHORT.exec(letters);
  if (!parts) return null;
  const [, head, tail, place] = parts;
  return `${head}-${tail}${place ? `-${place}` : ""}`;
}

/**
 * Reads one scanned or typed text: `{kind, text, key}`.
 * kind: "empty" | "pairing" | "url" | "short" | "other"; `text` is what goes to the server; `key` is equal for two
 * readings of the same ticket.
 */
export function read(raw) {
  const cleaned = clean(raw).slice(0, LONGEST);
  // Whatever else a scanner was told to put before and after (its name, a code id like "P01", a sum): the address counts.
  const text = WHOLE.exec(cleaned)?.[0] ?? cleaned;
  if (text === "") return { kind: "empty", text, key: "" };
  const url = TICKET_URL.exec(text);
  if (url) return { kind: "url", text, key: url[1].toUpperCase() };
  if (PAIRING.test(text)) return { kind: "pairing", text, key: text };
  const short = shortCode(text);
  if (short) return { kind: "short", text: short, key: short };
  return { kind: "other", text, key: text.toUpperCase() };
}

/** Returns the one-time token of a pairing link, of its fragment or of the token alone; null when there is none. */
export function pairingToken(raw) {
  const text = clean(raw);
  const linked = PAIRING.exec(text.startsWith("token=") ? `#${text}` : text);
  if (linked) return linked[1];
  return BARE_TOKEN.test(text) ? text : null;
}
