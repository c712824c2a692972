// Dragging on the planner's grid with mouse, pen or finger: a meeting to another time or table, a pair onto a free table. A finger must
// rest a moment first, so that the page can still be scrolled by it. What speaks against it is shown before anything is stored; the
// form of a meeting does the same.
const REST = 350; // ms
const NEAR = 4; // px a mouse may shake in a click
const WANDER = 10; // px a resting finger may
const EDGE = 56; // px from the edge in which the page scrolls
const LINGER = 12_000; // ms; what went well need not be cleared away by hand

const byId = (id) => document.getElementById(id);
const tray = byId("meet-tray");
const box = byId("meet-tray-box");
const words = tray.dataset;
let drag = null;

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
    return reason === null ? say(words.sayBack) : put(url, { ...fields, reason });
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

function mark(target) {
  if (drag.target === target) return;
  drag.target?.classList.remove("is-target");
  drag.target = target;
  target?.classList.add("is-target");
}

function follow() {
  drag.ghost.style.transform = `translate(${drag.x + 12}px, ${drag.y + 12}px)`;
  mark(document.elementFromPoint(drag.x, drag.y)?.closest("[data-cell]") ?? null);
}

function begin() {
  if (!drag || drag.on) return;
  drag.on = true;
  document.documentElement.classList.add("is-dragging");
  drag.ghost = document.createElement("div");
  drag.ghost.className = "meet-ghost";
  drag.ghost.textContent = drag.item.dataset.name;
  document.body.append(drag.ghost);
  follow();
  scroll();
}

function scroll() {
  if (!drag?.on) return;
  const foot = tray.getBoundingClientRect().top;
  if (drag.y < EDGE) scrollBy(0, -10);
  else if (drag.y > foot - EDGE && drag.y < foot) scrollBy(0, 10);
  follow();
  requestAnimationFrame(scroll);
}

function end() {
  clearTimeout(drag?.timer);
  document.documentElement.classList.remove("is-dragging");
  drag?.target?.classList.remove("is-target");
  drag?.ghost?.remove();
  drag = null;
}

function drop() {
  const { item, target } = drag;
  const swallow = (event) => event.preventDefault(); // the click that ends a drag opens nothing
  addEventListener("click", swallow, { once: true, capture: true });
  setTimeout(() => removeEventListener("click", swallow, { capture: true }), 60);
  end();
  if (!target || target === item) return say(words.sayBack);
  const { slot, desk } = target.dataset;
  const { meeting, version, one, other } = item.dataset;
  if (item.dataset.drag === "meeting") return put(words.move.replace("/0/", `/${meeting}/`), { slot, desk, version });
  return put(words.place, { slot, desk, one, other, submission: crypto.getRandomValues(new BigUint64Array(2)).join("-") });
}

addEventListener("pointerdown", (event) => {
  const item = event.target.closest("[data-drag]");
  if (!item || event.button !== 0 || drag || !matchMedia("(min-width: 720px)").matches) return;
  const [x, y] = [event.clientX, event.clientY];
  drag = { item, pointer: event.pointerId, x, y, x0: x, y0: y, touch: event.pointerType === "touch", on: false, target: null };
  if (drag.touch) drag.timer = setTimeout(begin, REST);
});
addEventListener("pointermove", (event) => {
  if (!drag || event.pointerId !== drag.pointer) return;
  [drag.x, drag.y] = [event.clientX, event.clientY];
  if (drag.on) return follow();
  const far = Math.hypot(drag.x - drag.x0, drag.y - drag.y0);
  if (drag.touch && far > WANDER) end();
  else if (!drag.touch && far > NEAR) begin();
  return undefined;
});
addEventListener("pointerup", (event) => {
  if (!drag || event.pointerId !== drag.pointer) return;
  if (drag.on) drop();
  else end();
});
addEventListener("pointercancel", () => drag && end());
addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || !drag?.on) return;
  end();
  say(words.sayBack);
});
addEventListener("dragstart", (event) => event.target.closest?.("[data-drag]") && event.preventDefault()); // a link's own dragging
addEventListener("touchmove", (event) => drag?.on && event.preventDefault(), { passive: false });
addEventListener("contextmenu", (event) => drag?.touch && event.preventDefault());

tray.hidden = false;
box.addEventListener("toggle", () => box.open && fill());
