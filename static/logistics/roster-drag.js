// Dragging on the roster's grids with mouse, pen or finger: a person onto a shift, a shift into a person's row, a place from one
// row to another. A finger must rest a moment first, so that the page can still be scrolled by it. Whatever the rules say is shown
// before anything is stored; the same can be done by the form of the shift's page.
import { ask, say } from "./roster-said.js";
import { fill, live, post } from "./roster-server.js";

const REST = 350; // ms
const NEAR = 4; // px a mouse may shake in a click
const WANDER = 10; // px a resting finger may
const EDGE = 56; // px from the edge in which page and grid scroll
const tray = document.getElementById("tray");

let drag = null;

/** Where a dragged thing may fall: people onto shifts, shifts and places into rows of people. */
const TARGETS = { person: "[data-shift][data-version]:not([data-drag])", shift: "tr[data-crew]", place: "tr[data-crew]" };
const targetAt = (x, y) => document.elementFromPoint(x, y)?.closest(TARGETS[drag.kind]) ?? null;
const rowsOf = (target) => (target.dataset.crew ? document.querySelectorAll(`tr[data-crew="${target.dataset.crew}"]`) : [target]);

function mark(target) {
  if (drag.target === target) return;
  for (const one of document.querySelectorAll(".is-target")) one.classList.remove("is-target");
  drag.target = target;
  if (target) for (const one of rowsOf(target)) one.classList.add("is-target");
}

function begin() {
  if (!drag || drag.on) return;
  drag.on = true;
  drag.item.setPointerCapture?.(drag.pointer);
  document.documentElement.classList.add("is-dragging");
  drag.ghost = document.createElement("div");
  drag.ghost.className = "drag-ghost";
  drag.ghost.textContent = drag.item.dataset.name;
  document.body.append(drag.ghost);
  follow();
  scroll();
}

function follow() {
  drag.ghost.style.transform = `translate(${drag.x + 12}px, ${drag.y + 12}px)`;
  mark(targetAt(drag.x, drag.y));
}

function scroll() {
  if (!drag?.on) return;
  const box = live().querySelector(".table-box");
  const foot = tray.getBoundingClientRect().top;
  if (box) {
    const { left, right, top, bottom } = box.getBoundingClientRect();
    const over = drag.y > top && drag.y < Math.min(bottom, foot); // what waits in the tray scrolls nothing
    if (over) box.scrollLeft += drag.x > right - EDGE ? 10 : drag.x < left + EDGE ? -10 : 0;
  }
  if (drag.y < EDGE) scrollBy(0, -10);
  else if (drag.y > foot - EDGE && drag.y < foot) scrollBy(0, 10);
  mark(targetAt(drag.x, drag.y));
  requestAnimationFrame(scroll);
}

function end() {
  clearTimeout(drag?.timer);
  document.documentElement.classList.remove("is-dragging");
  if (drag?.on) mark(null);
  drag?.ghost?.remove();
  drag = null;
}

function drop() {
  const { item, kind, target } = drag;
  const swallow = (event) => event.preventDefault(); // the click that ends a drag opens nothing
  addEventListener("click", swallow, { once: true, capture: true });
  setTimeout(() => removeEventListener("click", swallow, { capture: true }), 60);
  end();
  if (!target) return say(tray.dataset.sayBack);
  if (kind === "person") return put(address("place", target.dataset.shift), { crew: item.dataset.crew, version: target.dataset.version });
  if (kind === "shift") return put(address("place", item.dataset.shift), { crew: target.dataset.crew, version: item.dataset.version });
  if (item.closest("tr").dataset.crew === target.dataset.crew) return undefined;
  return put(address("handOver", item.dataset.assignment), { crew: target.dataset.crew });
}

const address = (name, number) => tray.dataset[name].replace("/0/", `/${number}/`);

/** Store what was dropped; when the rules speak against it, ask for a reason and try once more with it. */
async function put(url, fields) {
  const answer = await post(url, fields);
  if (answer.status !== 422) return undefined;
  const reason = await ask(answer.said.title, answer.said.objections);
  return reason === null ? say(tray.dataset.sayBack) : put(url, { ...fields, reason });
}

addEventListener("pointerdown", (event) => {
  const item = event.target.closest("[data-drag]");
  if (!item || event.button !== 0 || drag || !matchMedia("(min-width: 720px)").matches) return;
  drag = { item, kind: item.dataset.drag, pointer: event.pointerId, x: event.clientX, y: event.clientY, x0: event.clientX, y0: event.clientY, touch: event.pointerType === "touch", on: false, target: null };
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
  say(tray.dataset.sayBack);
});
addEventListener("dragstart", (event) => event.target.closest("[data-drag]") && event.preventDefault()); // a link's own dragging
addEventListener("touchmove", (event) => drag?.on && event.preventDefault(), { passive: false });
addEventListener("contextmenu", (event) => drag?.touch && event.preventDefault());

tray.hidden = false;
const box = document.getElementById("tray-box");
const fields = ["q", "area", "skill"].map((name) => document.getElementById(`tray-${name}`)).filter(Boolean);
if (fields.length) {
  let timer;
  const look = () => fill(fields);
  for (const field of fields) {
    field.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(look, 250);
    });
  }
  box.addEventListener("toggle", () => box.open && look());
}
