/* What changes renews itself (who is speaking, questions, the stage); without this the page says it when it is opened. */
const slot = document.querySelector("[data-now]");
const EVERY = Number(slot?.dataset.every ?? 15_000);

async function renew() {
  if (document.hidden || slot.contains(document.activeElement?.closest("button, input, a"))) return;
  try {
    const answer = await fetch(slot.dataset.now);
    if (!answer.ok) return;
    const made = new DOMParser().parseFromString(await answer.text(), "text/html").body;
    if (made.textContent.trim() !== slot.textContent.trim()) slot.replaceChildren(...made.childNodes);
  } catch { /* no network: what stands stays */ }
}

if (slot) {
  setInterval(renew, EVERY);
  document.addEventListener("visibilitychange", renew);
}
