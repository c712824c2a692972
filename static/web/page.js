/* Small comforts; every page works without them. */
const busy = new WeakSet();
const STAYED = 10_000; // ms: longer than a page takes to come on a slow line

document.addEventListener("submit", (event) => {
  // A second press while the first is on its way is not sent. The server would recognise it, but people worry.
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post" || "again" in form.dataset) return; // a file can be taken twice
  if (busy.has(form)) { event.preventDefault(); return; }
  busy.add(form);
  event.submitter?.setAttribute("aria-busy", "true");
  setTimeout(() => release(form), STAYED); // the answer was a file: the page is still here, and so is the button
});

addEventListener("pageshow", (event) => {
  if (event.persisted) [...document.forms].forEach(release);
});

function release(form) {
  busy.delete(form);
  for (const button of form.querySelectorAll("[aria-busy]")) button.removeAttribute("aria-busy");
}

// Going back, a browser fetches the page anew and puts what was typed into it. What the form was made from comes back with that:
// else it would vouch for a colleague's change that nobody here has seen, and overwrite it.
const madeFrom = {};
const isBack = performance.getEntriesByType("navigation")[0]?.type === "back_forward";
for (const field of document.querySelectorAll("input[type=hidden]:is([name=version], [name=seen])")) {
  if (!field.form?.querySelector("textarea, select, input:not([type=hidden])")) continue; // nothing is typed there
  const key = `${field.form.action} ${field.name}`;
  if (isBack) field.value = history.state?.madeFrom?.[key] ?? field.value;
  madeFrom[key] = field.value;
}
if (Object.keys(madeFrom).length) history.replaceState({ ...history.state, madeFrom }, "");

document.querySelector(".form-errors")?.focus();

for (const menu of document.querySelectorAll("details.menu, details.desk__menu")) {
  document.addEventListener("click", (event) => { if (!menu.contains(event.target)) menu.open = false; });
  menu.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !menu.open) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });
}

// The chosen chip of a long row comes into view; the page itself stays where it is.
for (const chosen of document.querySelectorAll(".chips [aria-current]")) {
  const row = chosen.closest(".chips");
  const gap = chosen.getBoundingClientRect().left - row.getBoundingClientRect().left;
  row.scrollLeft += gap - (row.clientWidth - chosen.offsetWidth) / 2;
}

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}
