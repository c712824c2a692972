/* The moderator's page renews itself; nothing is replaced under somebody's hands. */
const EVERY = 3_000; // ms
const status = document.getElementById("renewed");
const live = () => document.getElementById("live");
const isUsed = (part) => part.querySelector("details[open]") !== null || part.contains(document.activeElement?.closest("input, textarea, select"));

async function ask() {
  const part = live();
  if (!part || document.hidden) return;
  try {
    const answer = await fetch(part.dataset.pulse, { headers: { Accept: "application/json" }, redirect: "manual" });
    if (answer.status !== 200) throw new Error(String(answer.status));
    const { word } = await answer.json();
    part.classList.remove("is-old");
    if (word === part.dataset.word) return;
    if (isUsed(part)) {
      status.textContent = status.dataset.waiting;
      return;
    }
    const page = await fetch(location.href, { headers: { Accept: "text/html" }, redirect: "manual" });
    const fresh = new DOMParser().parseFromString(await page.text(), "text/html").getElementById("live");
    if (fresh && !isUsed(part)) {
      part.replaceWith(document.adoptNode(fresh));
      status.textContent = status.dataset.live;
    }
  } catch {
    part.classList.add("is-old");
    status.textContent = status.dataset.lost;
  }
}

setInterval(ask, EVERY);
document.addEventListener("visibilitychange", ask);
