/**
 * The board renews itself while it is looked at: the server says that something is new, and the page fetches it
 * (../web/listening.js). Without script it shows what was true when it was opened.
 */
import { keepUp } from "../web/listening.js";

const board = document.getElementById("board");
const live = document.getElementById("live");

function say(how) {
  const text = live.dataset[how];
  if (live.textContent !== text) live.textContent = text;
  live.dataset.how = how;
}

/** Fetches the parts and puts in those that have changed and that nobody is writing in. */
async function renew() {
  const answer = await fetch(board.dataset.source, { headers: { Accept: "text/html" }, cache: "no-store", redirect: "error" });
  if (!answer.ok) throw new Error(String(answer.status));
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const part of page.querySelectorAll("[data-part]")) take(part);
}

function take(part) {
  const here = board.querySelector(`[data-part="${part.dataset.part}"]`);
  if (!here || here.innerHTML === part.innerHTML || isWritten(here)) return;
  const open = [...here.querySelectorAll("details[open]")].map((one) => one.querySelector("summary").textContent + (one.dataset.keep ?? ""));
  const focused = here.contains(document.activeElement) ? document.activeElement : null;
  const path = focused && (focused.id ? `#${CSS.escape(focused.id)}` : focused.matches("a[href]") ? `a[href="${CSS.escape(focused.getAttribute("href"))}"]` : "");
  here.replaceChildren(...part.childNodes);
  for (const one of here.querySelectorAll("details")) {
    one.open = open.includes(one.querySelector("summary").textContent + (one.dataset.keep ?? ""));
  }
  if (path) here.querySelector(path)?.focus({ preventScroll: true });
}

/** Tells whether somebody is at a field here, or has written into one: that must not be taken away. */
function isWritten(part) {
  const fields = [...part.querySelectorAll("input:not([type=hidden]), select, textarea")];
  return fields.some((one) => one === document.activeElement || (one.value && one.value !== one.defaultValue));
}

keepUp({ events: board.dataset.events, renew, say });
