// What was typed and not sent is asked about before the page is left, also when another form of the page is sent.
const typed = new Set(document.querySelectorAll("form.is-unsaved"));
let sent = null;

for (const form of document.querySelectorAll("form.keeps-typing")) form.addEventListener("input", () => typed.add(form));

document.addEventListener("submit", (event) => {
  sent = typed.delete(event.target) ? event.target : null;
});

addEventListener("beforeunload", (event) => {
  if (!typed.size) return;
  event.preventDefault();
  if (sent) typed.add(sent); // whoever stays has not sent it
});
