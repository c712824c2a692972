/** What goes with a phone that is wiped: scans, and people who were counted by hand. Both are named, and only what there is. */
import { el } from "./elements.js";

/** Writes both into `#id` and `#id-taps`, by the sentences `key` and `key_taps`. */
export function sayLost(id, key, { queue, taps }, words) {
  el(id).textContent = queue.size > 0 ? words.say(key, { n: words.number(queue.size) }) : "";
  el(`${id}-taps`).textContent = taps.people > 0 ? words.say(`${key}_taps`, { n: words.number(taps.people) }) : "";
}
