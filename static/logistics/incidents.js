// The control room's pages renew themselves: a small question every few seconds, the page only when its answer has changed.
// Nothing is replaced under somebody's hands: while a field or an opened box in the live part is used, it waits.
const EVERY = 5_000; // ms
const status = document.getElementById("renewed");
let since = null; // when the connection was lost

const time = () => new Date().toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit", second: "2-digit" });
const live = () => document.getElementById("live");
const isUsed = (part) => part.querySelector("details[open]") !== null || part.contains(document.activeElement?.closest("input, textarea, select"));

async function renew(part) {
  const answer = await fetch(location.href, { headers: { Accept: "text/html" }, redirect: "manual" });
  if (answer.status !== 200) throw new Error(String(answer.status));
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("live");
  if (!fresh || isUsed(part)) return;
  const focused = document.activeElement?.getAttribute("href");
  const replacement = document.adoptNode(fresh);
  part.replaceWith(replacement);
  if (focused) [...replacement.querySelectorAll("a")].find((link) => link.getAttribute("href") === focused)?.focus({ preventScroll: true });
  status.textContent = status.dataset.renewed.replace("{time}", time());
}

async function ask() {
  const part = live();
  if (!part || document.hidden) return;
  try {
    const answer = await fetch(part.dataset.pulse, { headers: { Accept: "application/json" }, redirect: "manual" });
    if (answer.status !== 200) throw new Error(String(answer.status));
    const { word } = await answer.json();
    if (since) {
      since = null;
      status.textContent = status.dataset.renewed.replace("{time}", time());
    }
    part.classList.remove("is-old");
    if (word !== part.dataset.word && !isUsed(part)) await renew(part);
  } catch {
    since ??= time();
    live()?.classList.add("is-old");
    status.textContent = status.dataset.lost.replace("{time}", since);
  }
}

setInterval(ask, Number(live()?.dataset.every ?? EVERY));
document.addEventListener("visibilitychange", ask);
