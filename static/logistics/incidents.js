// The control room's pages and phones keep up with the log: where something is new (../web/listening.js) a small question first,
// and the page only when its answer has changed. Nothing is replaced under somebody's hands: while a field or an opened box in the
// live part is used, the page waits and tries again.
import { keepUp } from "../web/listening.js";

const status = document.getElementById("renewed");
let since = null; // when the connection was lost

const time = () => new Date().toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit", second: "2-digit" });
const live = () => document.getElementById("live");
const isUsed = (part) => part.querySelector("details[open]") !== null || part.contains(document.activeElement?.closest("input, textarea, select"));

/** Fetches an answer of this site. Whoever has been signed out meanwhile is sent elsewhere: that is no answer. */
async function fetched(address, type) {
  const answer = await fetch(address, { headers: { Accept: type }, redirect: "manual" });
  if (answer.status !== 200) throw new Error(String(answer.status));
  return answer;
}

function held() {
  if (status.textContent !== status.dataset.held) status.textContent = status.dataset.held;
  return false;
}

async function renew() {
  const part = live();
  const { word } = await (await fetched(part.dataset.pulse, "application/json")).json();
  if (word === part.dataset.word) return true;
  if (isUsed(part)) return held();
  const page = await (await fetched(location.href, "text/html")).text();
  const fresh = new DOMParser().parseFromString(page, "text/html").getElementById("live");
  if (!fresh || isUsed(part)) return held();
  const focused = document.activeElement?.getAttribute("href");
  const replacement = document.adoptNode(fresh);
  part.replaceWith(replacement);
  if (focused) [...replacement.querySelectorAll("a")].find((link) => link.getAttribute("href") === focused)?.focus({ preventScroll: true });
  status.textContent = status.dataset.renewed.replace("{time}", time());
  return true;
}

function say(how) {
  if (how === "lost") {
    since ??= time();
    status.textContent = status.dataset.lost.replace("{time}", since);
  } else if (since) {
    since = null;
    status.textContent = status.dataset.renewed.replace("{time}", time());
  }
  status.dataset.how = how;
  live()?.classList.toggle("is-old", how === "lost");
}

if (live()) keepUp({ events: live().dataset.events, every: Number(live().dataset.every ?? 5000), renew, say });
