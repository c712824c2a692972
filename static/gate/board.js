/**
 * The board renews itself while it is looked at: the server says that something is new, and the page fetches it. Where the server
 * has no room for one more who listens, or the line breaks, the page looks every five seconds; without script it shows what was
 * true when it was opened.
 */
const POLL = 5000; // ms
const LISTEN_AGAIN = 60_000; // ms after which a page that polls asks for room again
const LEAST = 1500; // ms between two looks, however much happens
const AT_LEAST = 30_000; // ms after which a page that hears nothing looks all the same

const board = document.getElementById("board");
const live = document.getElementById("live");
let source = null;
let polling = 0;
let asked = 0;
let planned = 0;
let busy = false;

function say(how) {
  const text = live.dataset[how];
  if (live.textContent !== text) live.textContent = text;
  live.dataset.how = how;
}

/** Fetches the parts and puts in those that have changed and that nobody is writing in. */
async function renew() {
  planned = 0;
  if (document.hidden || busy) return;
  busy = true;
  asked = Date.now();
  try {
    const answer = await fetch(board.dataset.source, { headers: { Accept: "text/html" }, cache: "no-store", redirect: "error" });
    if (!answer.ok) throw new Error(String(answer.status));
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    for (const part of page.querySelectorAll("[data-part]")) take(part);
    say(source?.readyState === EventSource.OPEN ? "live" : "polling");
  } catch {
    say("lost"); // what is there stays, with its time on it
  } finally {
    busy = false;
  }
}

function take(part) {
  const here = board.querySelector(`[data-part="${part.dataset.part}"]`);
  if (!here || here.innerHTML === part.innerHTML || isWritten(here)) return;
  const open = [...here.querySelectorAll("details[open]")].map((one) => one.querySelector("summary").textContent + (one.dataset.keep ?? ""));
  const focused = here.contains(document.activeElement) ? document.activeElement : null;
  const path = focused && (focused.id ? `#${CSS.escape(focused.id)}` : focused.matches("a[href]") ? `a[href="${CSS.escape(focused.getAttribute("href"))}"]` : "");
  here.replaceChildren(...part.childNodes);
  for (const one of here.querySelectorAll("details")) {
    one.open = open.includes(one.querySelector("summary").textContent + (one.dataset.keep ?? ""));
  }
  if (path) here.querySelector(path)?.focus({ preventScroll: true });
}

/** Tells whether somebody is at a field here, or has written into one: that must not be taken away. */
function isWritten(part) {
  const fields = [...part.querySelectorAll("input:not([type=hidden]), select, textarea")];
  return fields.some((one) => one === document.activeElement || (one.value && one.value !== one.defaultValue));
}

/** Looks soon, but not more often than every one and a half seconds. */
function soon() {
  planned ||= setTimeout(renew, Math.max(0, asked + LEAST - Date.now()));
}

function listen() {
  if (source || !globalThis.EventSource) return;
  source = new EventSource(board.dataset.events);
  source.addEventListener("changed", soon);
  source.addEventListener("open", () => {
    clearInterval(polling);
    polling = 0;
    say("live");
  });
  source.addEventListener("error", () => {
    if (source.readyState !== EventSource.CLOSED) return; // it ended by itself, and the browser comes again
    source = null;
    poll();
    setTimeout(listen, LISTEN_AGAIN);
  });
}

function poll() {
  say("polling");
  polling ||= setInterval(renew, POLL);
}

/** A page that nobody sees gives its place to others. */
function look() {
  if (document.hidden) {
    source?.close();
    source = null;
    return;
  }
  listen();
  soon();
}

poll();
listen();
setInterval(() => {
  if (Date.now() - asked > AT_LEAST) renew();
}, AT_LEAST);
document.addEventListener("visibilitychange", look);
