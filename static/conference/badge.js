// A badge that this phone has scanned: offer the way to one's own cards, where cards are exchanged.
const line = document.getElementById("card-link");
try {
  const own = localStorage.getItem("own-cards") ?? "";
  if (line && /^\/(i|contact)\/[A-Z2-7]{32}$/.test(own)) {
    line.querySelector("a").href = `${own}/cards/scan/${encodeURIComponent(line.dataset.code)}`;
    line.hidden = false;
  }
} catch {
  // Nothing is remembered: the page is that of a ticket.
}
