/** Scans and taps that were not sent leave a dying phone as a file, and another phone sends them: each id counts once, whoever sends it. */
import { wire } from "./queue.js";
import { wire as wireTaps } from "./taps.js";

const KIND = "hokkaido-gate-scans";
const LARGEST = 20 * 1024 * 1024; // characters; ten thousand scans are three million
const ID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Returns the text of the file: what waits on this phone. Tickets' codes, numbers and times, no names. */
export function packed(claims, taps, { device, now }) {
  return JSON.stringify({ kind: KIND, v: 1, device, made_at: new Date(now).toISOString(), claims: claims.map(wire), taps: taps.map(wireTaps) });
}

/** Returns {claims, taps} of such a file, as queue and taps keep them; throws when it is none. One of before has no taps. */
export function unpacked(text) {
  if (text.length > LARGEST) throw new Error("too large");
  const file = JSON.parse(text);
  if (file?.kind !== KIND || file.v !== 1 || !Array.isArray(file.claims)) throw new Error("not a file of scans");
  const claims = file.claims.filter(isClaim).map((claim) => ({
    ...wire(claim), key: String(claim.ticket), people: 0, offline: claim.said !== null, carried: true, state: "waiting",
  }));
  const taps = (Array.isArray(file.taps) ? file.taps : []).filter(isBatch).map((batch) => ({ ...wireTaps(batch), state: "waiting" }));
  return { claims, taps };
}

function isBatch(batch) {
  return (
    ID.test(batch?.id ?? "") && [batch.way, batch.class, batch.people].every(Number.isInteger) && Math.abs(batch.people) <= 1000 &&
    ["in", "out"].includes(batch.direction) && !Number.isNaN(Date.parse(batch.at))
  );
}

function isClaim(claim) {
  return (
    ID.test(claim?.id ?? "") && typeof claim.ticket === "string" && claim.ticket.length <= 500 &&
    Number.isInteger(claim.gate) && ["in", "out"].includes(claim.direction) && !Number.isNaN(Date.parse(claim.at)) &&
    (claim.said === null || ["admitted", "refused"].includes(claim.said))
  );
}

/** Offers `text` as a file to keep. */
export function offer(text, name) {
  const address = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  const link = Object.assign(document.createElement("a"), { href: address, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
