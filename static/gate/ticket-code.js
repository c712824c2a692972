/** The 79 bytes of a ticket's code (festival/registration/ticket_code.py says what they are). Pure: the signature is checked elsewhere. */

export const DOMAIN = new TextEncoder().encode("hokkaido-halong-ticket\x01");
const CHARACTERS = 127;
const PAYLOAD = 15;
const VERSION = 1;
const REHEARSAL = 2;
const EPOCH = Date.UTC(2020, 0, 1);
const MINUTE = 60_000;
const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
const SHAPE = /^[A-Z2-7]{127}$/;
const CLASSES = [1, 2, 3, 4, 5, 6, 7];

/** Returns the code in what a scanner read: the whole address, its last part, or the bare code; upper case. */
export function extract(scanned) {
  const text = scanned.trim().toUpperCase();
  return /\/T\/([A-Z2-7]+)\/?$/.exec(text)?.[1] ?? text;
}

/** Returns {payload, message, signature} of a code of 127 characters, unchecked; null when it is no such code. */
export function decode(code) {
  if (!SHAPE.test(code)) return null;
  const raw = bytesOf(code);
  if (raw === null || ![VERSION, REHEARSAL].includes(raw[0] >> 4) || !CLASSES.includes(raw[0] & 7)) return null;
  const view = new DataView(raw.buffer);
  const from = EPOCH + ((raw[10] << 16) | (raw[11] << 8) | raw[12]) * MINUTE;
  return {
    payload: {
      ticket: view.getUint32(2),
      event: view.getUint16(6),
      class: raw[0] & 7,
      is_parted: (raw[0] & 8) !== 0, // which zone at which hours the snapshot says
      people: raw[8] & 0x7f,
      is_party: (raw[8] & 0x80) !== 0,
      zones: raw[9],
      valid_from: from,
      valid_until: from + view.getUint16(13) * MINUTE,
      key: raw[1],
      is_rehearsal: raw[0] >> 4 === REHEARSAL,
    },
    message: raw.slice(0, PAYLOAD),
    signature: raw.slice(PAYLOAD),
  };
}

/** Returns the bytes of a base-32 text without padding; null when the bits left over are not 0 (another way to write the same). */
function bytesOf(code) {
  const bytes = new Uint8Array((CHARACTERS * 5) >> 3);
  let [bits, held, place] = [0, 0, 0];
  for (const letter of code) {
    held = (held << 5) | ALPHABET.indexOf(letter);
    bits += 5;
    if (bits < 8) continue;
    bits -= 8;
    bytes[place] = (held >> bits) & 255;
    held &= (1 << bits) - 1;
    place += 1;
  }
  return held === 0 ? bytes : null;
}
