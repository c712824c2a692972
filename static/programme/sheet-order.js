/* Items of a run sheet can be dragged with mouse, pen or finger; a finger rests a moment first, so that the page still scrolls.
   The buttons beside each do the same, and the server is asked by the same form. */
const REST = 350; // ms
const NEAR = 5; // px a mouse may shake in a click
const WANDER = 10; // px a resting finger may
const EDGE = 70; // px from the window's edge in which the page scrolls

const body = document.querySelector("[data-order]");
const rows = [...(body?.querySelectorAll("[data-cue]") ?? [])];
let drag = null;

function clear() {
  for (const row of rows) row.classList.remove("is-dragged", "is-target", "is-target-below");
}

// Where the item would stand: before this row, or behind it in its lower half. None over itself or away from the rows.
function place() {
  const row = rows.find((one) => {
    const { top, bottom, left, right } = one.getBoundingClientRect();
    return drag.y >= top && drag.y < bottom && drag.x >= left && drag.x <= right;
  });
  if (!row || row === drag.row) return null;
  const { top, height } = row.getBoundingClientRect();
  const below = drag.y > top + height / 2;
  const before = below ? rows[rows.indexOf(row) + 1] ?? null : row;
  return before === drag.row ? null : { row, below, before };
}

function begin() {
  if (!drag || drag.on) return;
  drag.on = true;
  getSelection()?.removeAllRanges();
  document.documentElement.classList.add("is-ordering");
  follow();
  requestAnimationFrame(scroll);
}

function follow() {
  clear();
  drag.row.classList.add("is-dragged");
  const found = place();
  found?.row.classList.add(found.below ? "is-target-below" : "is-target");
}

function scroll() {
  if (!drag?.on) return;
  const down = drag.y < EDGE ? -9 : drag.y > innerHeight - EDGE ? 9 : 0;
  if (down) {
    scrollBy(0, down);
    follow();
  }
  requestAnimationFrame(scroll);
}

function end() {
  clearTimeout(drag?.timer);
  document.documentElement.classList.remove("is-ordering");
  clear();
  drag = null;
}

function drop() {
  const { row } = drag;
  const found = place();
  end();
  if (!found) return;
  const form = row.querySelector("form[action$='/move']");
  form.elements.before.value = found.before?.dataset.cue ?? "";
  form.requestSubmit();
}

if (rows.length > 1) {
  for (const hint of document.querySelectorAll(".drag-hint")) hint.hidden = false;
  body.classList.add("can-order");
  body.addEventListener("pointerdown", (event) => {
    const row = event.target.closest("[data-cue]");
    if (!row || drag || event.button !== 0 || event.target.closest("a, button, summary, input, details")) return;
    const touch = event.pointerType === "touch";
    drag = { row, pointer: event.pointerId, touch, x: event.clientX, y: event.clientY, x0: event.clientX, y0: event.clientY, on: false };
    if (touch) drag.timer = setTimeout(begin, REST);
  });
  addEventListener("pointermove", (event) => {
    if (!drag || event.pointerId !== drag.pointer) return;
    [drag.x, drag.y] = [event.clientX, event.clientY];
    if (drag.on) return follow();
    const far = Math.hypot(drag.x - drag.x0, drag.y - drag.y0);
    if (drag.touch && far > WANDER) return end();
    if (!drag.touch && far > NEAR) begin();
    return undefined;
  });
  addEventListener("pointerup", (event) => {
    if (!drag || event.pointerId !== drag.pointer) return;
    if (drag.on) drop();
    else end();
  });
  addEventListener("pointercancel", () => drag && end());
  addEventListener("keydown", (event) => event.key === "Escape" && drag?.on && end());
  // Once a finger drags, the page must not scroll under it, and resting opens no menu.
  addEventListener("touchmove", (event) => drag?.on && event.preventDefault(), { passive: false });
  body.addEventListener("contextmenu", (event) => drag?.touch && event.preventDefault());
}
