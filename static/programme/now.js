/*
 * The screen at a venue: its clock, what is on by that clock, and a fresh page every twenty seconds. Without a network it goes
 * on with what it knows and says since when.
 */
const EVERY = 20_000;
const zone = { timeZone: "Asia/Ho_Chi_Minh", hour: "2-digit", minute: "2-digit", hourCycle: "h23" };
const asClock = new Intl.DateTimeFormat("en-GB", zone);
// The server's clock counts: a screen's own is often wrong.
let ahead = 0;
let since = null;

const screen = () => document.querySelector(".now-screen");
const now = () => Date.now() + ahead;

function setClock() {
  ahead = Number(screen().dataset.now) * 1000 - Date.now();
  since = now();
}

function arrange() {
  const here = screen();
  const moment = now() / 1000;
  const lists = { now: here.querySelector('[data-list="now"]'), next: here.querySelector('[data-list="next"]') };
  for (const event of here.querySelectorAll("[data-from]")) {
    const isOver = Number(event.dataset.until) <= moment;
    const isOn = !isOver && Number(event.dataset.from) <= moment;
    if (isOver) event.remove();
    else if (isOn && event.parentElement !== lists.now) lists.now.append(event);
  }
  [...lists.next.children].forEach((event, place) => { event.hidden = place >= Number(here.dataset.shown); });
  for (const event of lists.now.children) event.hidden = false;
  here.querySelector("[data-nothing]").hidden = lists.now.children.length > 0;
  here.querySelector(".now-part--next").hidden = lists.next.children.length === 0;
  here.querySelector("[data-clock]").textContent = asClock.format(now());
  fit(lists.next);
}

// What does not fit on the screen cannot be scrolled to there: what comes last is left out. A phone scrolls.
function fit(list) {
  if (innerWidth < 600) return;
  for (const event of [...list.children].reverse()) {
    if (document.documentElement.scrollHeight <= innerHeight) return;
    event.hidden = true;
  }
}

async function refresh() {
  try {
    const answer = await fetch(location.href, { cache: "no-cache", credentials: "omit", signal: AbortSignal.timeout(15_000) });
    if (!answer.ok) throw new Error(String(answer.status));
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.querySelector(".now-screen");
    if (!fresh) throw new Error("not a screen");
    screen().replaceWith(document.adoptNode(fresh));
    setClock();
  } catch {
    const lost = screen().querySelector("[data-lost]");
    lost.querySelector("[data-since]").textContent = asClock.format(since);
    lost.hidden = false;
  }
  arrange();
}

setClock();
arrange();
setInterval(arrange, 1000);
setInterval(refresh, EVERY);
addEventListener("online", refresh);
