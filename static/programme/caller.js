/*
 * The caller's page: counts by the server's clock, asks every two seconds how the night stands, and sends calls without
 * leaving the page, so that a lost connection loses nothing but the press of a button.
 */
const caller = document.getElementById("caller");
const live = document.getElementById("live");
const said = document.getElementById("said");
const ASK_EVERY = 2000; // ms
const PAUSE = 1200; // ms after a call in which the next is not taken: a double press must not start two items
let ahead = Number(caller.dataset.now) - Date.now(); // the server's clock against ours
let tag = "";
let busy = false;
let quiet = 0;

const now = () => Date.now() + ahead;
const two = (number) => String(number).padStart(2, "0");

function length(milliseconds) {
  const seconds = Math.floor(Math.abs(milliseconds) / 1000);
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  return hours ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
}

function tick() {
  const clock = new Date(now()).toLocaleTimeString("en-GB", { timeZone: "Asia/Ho_Chi_Minh" });
  document.getElementById("clock").textContent = clock;
  for (const count of document.querySelectorAll("[data-until]")) {
    // A second that has begun still counts, so that the figure reaches 0:00 when the time is over.
    const left = Math.ceil((Number(count.dataset.until) - now()) / 1000) * 1000;
    count.classList.toggle("is-over", left < 0);
    count.classList.toggle("is-near", left >= 0 && left <= 30_000);
    count.querySelector(".call__figure").textContent = length(left);
  }
}

function reach(connected) {
  document.getElementById("net-on").hidden = !connected;
  document.getElementById("net-off").hidden = connected;
  caller.classList.toggle("is-lost", !connected);
}

function say(words, kind) {
  said.textContent = words;
  said.dataset.kind = kind;
  said.hidden = !words;
}

function show(html) {
  const focused = document.activeElement?.id;
  const open = live.querySelector("details")?.open;
  const before = live.querySelector(".call--now")?.innerText;
  live.innerHTML = html;
  if (open) live.querySelector("details")?.setAttribute("open", "");
  if (focused && live.querySelector(`#${CSS.escape(focused)}`)) document.getElementById(focused).focus({ preventScroll: true });
  tick();
  const title = live.querySelector(".call--now .call__title")?.textContent ?? live.querySelector("#call-now").textContent;
  if (before !== live.querySelector(".call--now").innerText) document.getElementById("spoken").textContent = title;
}

async function take(response) {
  const clock = Number(response.headers.get("Festival-Now"));
  if (clock) ahead = clock - Date.now();
  if (response.status === 304) return;
  if (response.redirected || !response.ok) throw new Error(String(response.status));
  const answer = await response.json();
  tag = response.headers.get("ETag") ?? "";
  show(answer.html);
  return answer;
}

async function ask() {
  if (!busy) {
    try {
      const headers = { Accept: "application/json", ...(tag && { "If-None-Match": tag }) };
      const response = await fetch(caller.dataset.state, { headers, cache: "no-store", signal: AbortSignal.timeout(8000) });
      if (!busy) await take(response);
      reach(true);
    } catch {
      reach(false);
    }
  }
  setTimeout(ask, ASK_EVERY);
}

async function call(form) {
  busy = true;
  const button = form.querySelector("button");
  button.setAttribute("aria-busy", "true");
  try {
    const headers = { Accept: "application/json", "X-CSRFToken": caller.dataset.token };
    const body = new URLSearchParams(new FormData(form));
    const response = await fetch(form.action, { method: "POST", headers, body, signal: AbortSignal.timeout(8000) });
    const answer = await take(response);
    say(answer.said, answer.good ? "good" : "warn");
    reach(true);
    quiet = Date.now() + PAUSE;
  } catch {
    button.removeAttribute("aria-busy");
    say(said.dataset.lost, "bad");
    reach(false);
  }
  busy = false;
}

async function stayAwake() {
  if (document.visibilityState === "visible") await navigator.wakeLock?.request("screen").catch(() => null);
}

if (live) {
  document.addEventListener("submit", (event) => {
    if (!event.target.matches("[data-call]")) return;
    event.preventDefault();
    if (!busy && Date.now() > quiet) call(event.target);
  });
  document.addEventListener("visibilitychange", stayAwake);
  stayAwake();
  setTimeout(ask, ASK_EVERY);
}
tick();
setInterval(tick, 250);
