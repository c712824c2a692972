/** The board renews itself every few seconds while it is looked at; without script the page shows what was true when it was opened. */

const EVERY = 5000;
const box = document.getElementById("board-lines");

async function renew() {
  if (document.hidden) return;
  try {
    const answer = await fetch(box.dataset.source, { headers: { Accept: "text/html" }, cache: "no-store", redirect: "error" });
    if (!answer.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    box.replaceChildren(...page.body.childNodes);
  } catch {
    // No network: what is there stays, with its time on it.
  }
}

setInterval(renew, EVERY);
document.addEventListener("visibilitychange", renew);
