/* The page of my plan: asks for the list of what is starred here, keeps it for when there is no network, and the calendar. */
import { end, follow, make, query, read, send } from "./plan.js";
import { putStars } from "./star.js";

const page = document.querySelector("[data-plan-page]");
const list = page.querySelector("[data-plan-list]");
const lost = page.querySelector("[data-plan-lost]");
const calendar = page.querySelector("[data-plan-calendar]");
const said = page.querySelector("[data-plan-said]");
const address = page.querySelector("#plan-address");
const sure = page.querySelector("[data-plan-sure]");
const emptyList = list.innerHTML;
page.querySelector("[data-plan-needs]")?.remove();
const LAST = `festival-plan-page-${page.dataset.language}`;
// An address that says which events (somebody shared it) shows those, not what is starred here.
const shared = new URLSearchParams(location.search).has("e");
let shown = null;

async function showList() {
  const { events } = read();
  const wanted = query(events);
  if (shared || wanted === shown) return;
  shown = wanted;
  if (!events.length) {
    list.innerHTML = emptyList;
    return;
  }
  let html;
  try {
    const answer = await fetch(`${location.pathname}?e=${wanted}`, { credentials: "omit" });
    if (!answer.ok) throw new Error(String(answer.status));
    html = await answer.text();
    lost.hidden = true;
    keep(html);
  } catch {
    html = kept();
    lost.hidden = false;
    shown = null; // asked again when the network is back
    if (!html) return;
  }
  const fresh = new DOMParser().parseFromString(html, "text/html").querySelector("[data-plan-list]");
  list.replaceChildren(...fresh.childNodes);
  putStars(list);
}

function keep(html) {
  try { localStorage.setItem(LAST, html); } catch { /* the page works without */ }
}

function kept() {
  try { return localStorage.getItem(LAST); } catch { return null; }
}

function showCalendar() {
  const plan = read();
  calendar.hidden = shared || !(plan.events.length || plan.key);
  calendar.querySelector('[data-when="with"]').hidden = !plan.key;
  calendar.querySelector('[data-when="without"]').hidden = Boolean(plan.key);
  if (!plan.key) { sure.hidden = true; return; }
  address.value = plan.calendar;
  calendar.querySelector("[data-plan-subscribe]").href = plan.calendar.replace(/^https?:/, "webcal:");
}

const say = (what) => { said.textContent = said.dataset[what] ?? ""; };

const deeds = {
  make: async () => say(await make()),
  copy: async () => {
    address.select();
    try {
      await navigator.clipboard.writeText(address.value);
      say("copied");
    } catch { /* it is selected: the phone's own menu copies it */ }
  },
  ask: () => { sure.hidden = false; sure.querySelector("button").focus(); },
  keep: () => { sure.hidden = true; calendar.querySelector('[data-do="ask"]').focus(); },
  end: async () => say(await end()),
};

calendar.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-do]");
  if (!button || button.getAttribute("aria-busy") === "true") return;
  button.setAttribute("aria-busy", "true");
  await deeds[button.dataset.do]();
  button.removeAttribute("aria-busy");
});

follow(async () => {
  showCalendar();
  showList();
  if (!(await send())) say("unsent");
});
addEventListener("online", () => { showList(); send(); });
