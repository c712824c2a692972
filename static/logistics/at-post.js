// Offer the way back to the own page that this phone remembers, with the scanned code in its field.
const card = document.getElementById("at-post");
const line = document.getElementById("own-link");
try {
  const known = JSON.parse(localStorage.getItem("crew-page") ?? "null");
  if (card && line && /^\/c\/[A-Z2-7]{32}$/.test(known?.path ?? "")) {
    line.querySelector("[data-own-link]").href = `${known.path}?code=${encodeURIComponent(card.dataset.code)}`;
    line.querySelector("[data-own-name]").textContent = known.name;
    line.hidden = false;
  }
} catch {
  // Nothing is remembered: the page says how to go on without it.
}
