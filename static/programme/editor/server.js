// What is sent, and how the page takes in what the server made of it: part by part, so that focus and place stay.
import { blockOf, linkOf, root } from "./board.js";
import { say, sayStale } from "./say.js";

const post = (url, fields) =>
  fetch(url, {
    method: "POST",
    body: fields instanceof FormData ? fields : new URLSearchParams(fields),
    headers: { Accept: "application/json", "X-CSRFToken": root.dataset.token },
    redirect: "manual",
  });

const address = (kind, id) => root.dataset[kind].replace("/0/", `/${id}/`);

let queue = Promise.resolve(true);
let waiting = 0;

/**
 * Send what shall happen to an event and show what came of it. Resolves to whether it happened. One thing after the other:
 * what waited for one's own change goes on from the version that it made; what waited for a refused one is dropped.
 */
export function send(kind, id, fields) {
  const first = waiting === 0;
  waiting += 1;
  queue = (first ? Promise.resolve(true) : queue)
    .then((good) => {
      if (!good) return false;
      const version = first ? fields.version : blockOf(id)?.dataset.version;
      return submit(address(kind, id), { ...fields, version: version ?? fields.version }, id);
    })
    .finally(() => { waiting -= 1; });
  return queue;
}

export async function submit(url, fields, id) {
  let answer;
  try {
    answer = await post(url, fields);
  } catch {
    say(root.dataset.sayOffline, "bad");
    return false;
  }
  const said = await answer.json().catch(() => ({}));
  if (answer.ok) {
    say(said.sentence, "good");
    await refresh(said.id);
    focusOn(said.id);
    return true;
  }
  if (answer.status === 409) {
    sayStale(said.sentence, said.url);
    await refresh();
  } else {
    say(said.sentence || root.dataset.sayFailed, "bad");
  }
  focusOn(id);
  return false;
}

function focusOn(id) {
  const block = blockOf(id);
  if (block) linkOf(block).focus({ preventScroll: false });
}

const PARTS = ["board", "side", "editor-undo", "editor-clashes"];
const partsOf = (page) => {
  const columns = [...page.querySelectorAll("[data-column]")].map((column) => column.id);
  return [...columns, ...PARTS.slice(1)];
};
const served = new Map();
const remember = (page) => {
  served.clear();
  for (const id of partsOf(page)) served.set(id, page.getElementById(id)?.outerHTML);
};
remember(document);

/** Take in the day as it is now; `moved` names the event whose last move can be taken back. */
export async function refresh(moved) {
  const url = new URL(location.href);
  url.hash = "";
  url.searchParams.delete("moved");
  if (moved) url.searchParams.set("moved", moved);
  const answer = await fetch(url, { headers: { Accept: "text/html" } }).catch(() => null);
  if (!answer?.ok || answer.redirected) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.getElementById("editor");
  if (!fresh) return;
  const focused = document.activeElement;
  const held = focused?.closest("[data-event]")?.dataset.event;
  const kind = focused?.className;
  takeIn(page, focused);
  for (const name of ["word", "last", "firstHour", "token"]) root.dataset[name] = fresh.dataset[name];
  remember(page);
  if (held && document.activeElement !== focused) {
    const block = blockOf(held);
    (block?.querySelector(`.${kind.split(" ")[0]}`) ?? (block && linkOf(block)))?.focus({ preventScroll: true });
  }
}

function takeIn(page, focused) {
  const same = partsOf(page).join() === partsOf(document).join();
  const shown = root.dataset.firstHour === page.getElementById("editor").dataset.firstHour;
  if (!same || !shown) {
    const board = document.getElementById("board");
    const { scrollLeft, scrollTop } = board;
    board.replaceChildren(...page.getElementById("board").cloneNode(true).children);
    board.scrollTo(scrollLeft, scrollTop);
  }
  for (const id of partsOf(page)) {
    const [old, fresh] = [document.getElementById(id), page.getElementById(id)];
    if (!old || !fresh || served.get(id) === fresh.outerHTML) continue;
    if (id === "editor-clashes" && old.contains(focused) && focused.matches("input, textarea")) continue; // somebody types there
    old.replaceWith(document.importNode(fresh, true));
  }
}
