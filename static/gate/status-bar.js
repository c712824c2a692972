/** The bar that is always in sight: gate, direction, network, what waits, whom this phone has let in today. */
import { el } from "./elements.js";

const OLD = 15 * 60_000; // ms after which the age of what the phone knows is said

/** Draws the bar. `state`: {gate (trilingual name or null), direction, online, waiting, today, old (ms), order, room (people, or null), rehearsal (or null)}. */
export function drawBar({ gate, direction, online, waiting, today, old, order, room = null, rehearsal = null }, words) {
  el("bar").hidden = !gate;
  if (!gate) return;
  el("bar-gate").textContent = words.pick(gate);
  el("bar-direction").textContent = words.say(`direction_${direction}`);
  el("direction-word").textContent = words.say(direction === "in" ? "switch_out" : "switch_in");
  document.body.dataset.direction = direction;
  el("bar-link").classList.toggle("is-offline", !online);
  setOnce(el("bar-link-word"), words.say(online ? "online" : "offline") + (old > OLD ? ` · ${words.count("age_minutes", Math.floor(old / 60_000))}` : ""));
  document.body.toggleAttribute("data-rehearsal", rehearsal !== null);
  el("bar-rehearsal").hidden = rehearsal === null;
  setOnce(el("bar-rehearsal"), rehearsal ? words.say("rehearsal_bar", { time: words.clock(rehearsal.ends_at) }) : "");
  el("bar-order").hidden = !order;
  setOnce(el("bar-order"), order ? [words.say(`order_${order.kind}`, { time: words.clock(order.ends_at) }), ...roomFor(room, online, words)].join(" · ") : "");
  el("bar-waiting").classList.toggle("has-some", waiting > 0);
  el("bar-waiting").textContent = words.say("waiting", { n: words.number(waiting) });
  el("bar-today").textContent = words.say(rehearsal ? "rehearsed" : "today", { n: words.number(today) });
}

function roomFor(room, online, words) {
  if (room === null) return [];
  return [words.say(online ? "room" : "room_here", { n: words.number(Math.max(room, 0)) })];
}

/** A status region is read out when it is written: only write what has changed. */
function setOnce(element, text) {
  if (element.textContent !== text) element.textContent = text;
}
