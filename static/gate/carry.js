/** Scans that were not sent leave a dying phone as a file, and another phone sends them: each id counts once, whoever sends it. */
import { wire } from "./queue.js";

const KIND = "hokkaido-gate-scans";
const LARGEST = 20 * 1024 * 1024; // characters; ten thousand scans are three million
const ID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Returns the text of the file: what waits on this phone. Tickets' codes and times, no names. */
export function packed(claims, { device, now }) {
  return JSON.stringify({ kind: KIND, v: 1, device, made_at: new Date(now).toISOString(), claims: claims.map(wire) });
}

/** Returns the claims of such a file, as the queue keeps them; throws when it is none. */
export function unpacked(text) {
  if (text.length > LARGEST) throw new Error("too large");
  const file = JSON.parse(text);
  if (file?.kind !== KIND || file.v !== 1 || !Array.isArray(file.claims)) throw new Error("not a file of scans");
  return file.claims.filter(isClaim).map((claim) => ({
    ...wire(claim), key: String(claim.ticket), people: 0, offline: claim.said !== null, carried: true, state: "waiting",
  }));
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
