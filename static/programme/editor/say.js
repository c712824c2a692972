// What happened, for eyes and for screen readers alike.
import { root } from "./board.js";

const LINGER = 12_000; // ms; what went well need not be cleared away by hand
const box = document.getElementById("editor-said");

export function say(text, kind = "info", more = null) {
  if (!text) return;
  const line = document.createElement("p");
  line.className = `notice notice--${kind} said`;
  line.append(document.createElement("span"));
  line.firstChild.textContent = text;
  if (more) line.firstChild.append(" ", more);
  box.replaceChildren(line);
  if (kind === "good") setTimeout(() => line.remove(), LINGER);
}

export function sayStale(text, url) {
  const link = document.createElement("a");
  link.href = url;
  link.textContent = root.dataset.sayLook;
  say(text, "warn", url ? link : null);
}

/** For the ears only, while an event is on its way. */
export function murmur(text) {
  const line = document.createElement("p");
  line.className = "said said--quiet";
  line.textContent = text;
  box.replaceChildren(line);
}
