// Dragging on the planner's grid: a meeting to another time or table, a pair onto a free table. What speaks against it is shown before
// anything is stored; the form of a meeting does the same.
import { dragging } from "../web/dragging.js";

const LINGER = 12_000; // ms; what went well need not be cleared away by hand

const byId = (id) => document.getElementById(id);
const tray = byId("meet-tray");
const box = byId("meet-tray-box");
const words = tray.dataset;

function say(text, kind = "info", url = null) {
  const line = document.createElement("p");
  line.className = `notice notice--${kind}`;
  const said = document.createElement("span");
  said.textContent = text;
  if (url) {
    const more = document.createElement("a");
    [more.href, more.textContent] = [url, words.sayLook];
    said.append(" ", more);
  }
  line.append(said);
  byId("meet-said").replaceChildren(line);
  if (kind !== "bad") setTimeout(() => line.remove(), LINGER);
}

/** Show what speaks against it; resolves to the reason for which it may stand, or null. */
function ask({ title, objections, needs_reason: mayStand }) {
  const [dialog, reason] = [byId("meet-against"), byId("meet-against-reason")];
  byId("meet-against-title").textContent = title;
  byId("meet-against-list").replaceChildren(
    ...objections.map((sentence) => Object.assign(document.createElement("li"), { textContent: sentence })),
  );
  for (const id of ["meet-against-why", "meet-against-do"]) byId(id).hidden = !mayStand;
  [reason.value, reason.required, dialog.returnValue] = ["", mayStand, ""];
  dialog.showModal();
  if (mayStand) reason.focus();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => resolve(dialog.returnValue === "override" ? reason.value : null), { once: true });
  });
}

async function post(url, fields) {
  try {
    const answer = await fetch(url, {
      method: "POST",
      body: new URLSearchParams(fields),
      headers: { Accept: "application/json", "X-CSRFToken": words.token },
      redirect: "manual",
    });
    return { status: answer.status, said: await answer.json().catch(() => ({})) };
  } catch {
    return { status: 0, said: {} };
  }
}

/** Store what was dropped; where a reason would do, ask for it and try once more with it. */
async function put(url, fields) {
  const { status, said } = await post(url, fields);
  if (status === 422 && said.objections) {
    const reason = await ask(said);
    return reason === null ? left() : put(url, { ...fields, reason });
  }
  if (status === 200) say(said.sentence, "good", said.url);
  else if (status === 409) say(said.sentence, "warn");
  else return say(status ? words.sayFailed : words.sayOffline, "bad");
  return refresh();
}

/** Take in the grid and the tray as they are now. */
async function refresh() {
  const answer = await fetch(location.href, { headers: { Accept: "text/html" } }).catch(() => null);
  if (!answer?.ok || answer.redirected) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("meet-live");
  if (fresh) byId("meet-live").replaceWith(document.importNode(fresh, true));
  if (box.open) await fill();
}

async function fill() {
  const answer = await fetch(words.tray, { headers: { Accept: "text/html" } }).catch(() => null);
  if (!answer?.ok || answer.redirected) return;
  byId("meet-tray-list").innerHTML = await answer.text(); // made by our own template, with every name escaped
}

const left = () => say(words.sayBack);

function drop(item, target) {
  const { slot, desk } = target.dataset;
  const { meeting, version, one, other } = item.dataset;
  if (item.dataset.drag === "meeting") return put(words.move.replace("/0/", `/${meeting}/`), { slot, desk, version });
  return put(words.place, { slot, desk, one, other, submission: crypto.getRandomValues(new BigUint64Array(2)).join("-") });
}

dragging({ tray, targets: () => "[data-cell]", drop, left });

box.addEventListener("toggle", () => box.open && fill());
