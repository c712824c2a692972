/**
 * A page keeps up with what happens while it is looked at: where the server tells that something is new (server-sent events, which
 * say nothing else), the page looks then; where it has no room for one more who listens, or the line breaks, the page looks every
 * few seconds. A page that nobody sees gives its place to others.
 */
const LISTEN_AGAIN = 60_000; // ms after which a page that polls asks for room again
const LEAST = 1500; // ms between two looks, however much happens
const AT_LEAST = 30_000; // ms after which a page that hears nothing looks all the same
const HELD_BACK = 2500; // ms after which news are offered again that somebody's hands kept from showing

/**
 * Begins to keep up. `renew` looks and shows what is new: it throws when it reached nobody, and gives false when there is news that
 * could not be shown yet. `say` is told after each look whether the page is "live", "polling" or "lost". Without `events` the page
 * only polls, every so many ms.
 */
export function keepUp({ events = "", every = 5000, renew, say }) {
  let source = null;
  let polling = 0;
  let asked = 0;
  let planned = 0;
  let busy = false;
  let again = false; // something happened while the page was looking

  async function look() {
    planned = 0;
    if (document.hidden) return;
    if (busy) {
      again = true;
      return;
    }
    busy = true;
    again = false;
    asked = Date.now();
    try {
      const shown = await renew();
      say(source !== null && source.readyState === source.OPEN ? "live" : "polling");
      if (shown === false) soon(HELD_BACK);
    } catch {
      say("lost"); // what is there stays, with its time on it
    } finally {
      busy = false;
      if (again) soon();
    }
  }

  /** Looks soon, but not more often than every one and a half seconds. */
  function soon(after = 0) {
    planned ||= setTimeout(look, Math.max(after, asked + LEAST - Date.now()));
  }

  function listen() {
    if (source || !events || !globalThis.EventSource) return;
    source = new EventSource(events);
    source.addEventListener("changed", () => soon());
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
    polling ||= setInterval(look, every);
  }

  document.addEventListener("visibilitychange", () => {
    if (document.hidden) {
      source?.close();
      source = null;
      return;
    }
    listen();
    soon();
  });
  setInterval(() => {
    if (Date.now() - asked > AT_LEAST) look();
  }, AT_LEAST);
  poll();
  listen();
  return { soon };
}
