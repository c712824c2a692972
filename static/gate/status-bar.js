/** The bar that is always in sight: gate, direction, network, what waits, whom this phone has let in today. */
import { el } from "./elements.js";

/** Draws the bar. `state`: {gate (trilingual name or null), online, waiting, today}. */
export function drawBar({ gate, online, waiting, today }, words) {
  el("bar").hidden = !gate;
  if (!gate) return;
  el("bar-gate").textContent = words.pick(gate);
  el("bar-direction").textContent = words.say("direction_in");
  el("bar-link").classList.toggle("is-offline", !online);
  setOnce(el("bar-link-word"), words.say(online ? "online" : "offline"));
  el("bar-waiting").classList.toggle("has-some", waiting > 0);
  el("bar-waiting").textContent = words.say("waiting", { n: words.number(waiting) });
  el("bar-today").textContent = words.say("today", { n: words.number(today) });
}

/** A status region is read out when it is written: only write what has changed. */
function setOnce(element, text) {
  if (element.textContent !== text) element.textContent = text;
}
