// Dragging with mouse, pen or finger. A finger must rest a moment first, so that the day can still be scrolled by it.
import { asFields, board, clearPreview, columnAt, isOver, minuteAt, preview, read, root, side, snapped, step, words } from "./board.js";
import { murmur, say } from "./say.js";
import { send } from "./server.js";

const REST = 350; // ms
const NEAR = 4; // px a mouse may shake in a click
const WANDER = 10; // px a resting finger may
const EDGE = 44; // px from the board's edge in which it scrolls

let drag = null;
export const isDragging = () => drag?.on === true;

function begin() {
  if (!drag || drag.on) return;
  drag.on = true;
  drag.grip = minuteAt(drag.y);
  drag.block.setPointerCapture?.(drag.pointer);
  document.documentElement.classList.add("is-dragging");
  follow();
  scroll();
}

function planAt(x, y) {
  const { from, resizing } = drag;
  if (resizing) {
    const end = Math.max(from.start + 5, snapped(minuteAt(y)));
    return { ...from, minutes: end - from.start };
  }
  if (isOver(side, x, y)) return { ...from, start: null };
  const column = columnAt(x);
  if (!column || !isOver(board, x, y)) return null;
  const wanted = from.start === null ? minuteAt(y) - step() / 2 : from.start + minuteAt(y) - drag.grip;
  return { ...from, start: snapped(wanted), where: column.dataset.column };
}

function follow() {
  drag.plan = planAt(drag.x, drag.y);
  side.classList.toggle("is-target", drag.plan !== null && drag.plan.start === null);
  if (drag.plan === null) clearPreview();
  else preview(drag.block, drag.plan);
}

function scroll() {
  if (!drag?.on) return;
  const { left, right, top, bottom } = board.getBoundingClientRect();
  if (isOver(board, drag.x, drag.y)) {
    const across = drag.x < left + EDGE ? -8 : drag.x > right - EDGE ? 8 : 0;
    const down = drag.y < top + EDGE ? -8 : drag.y > bottom - EDGE ? 8 : 0;
    if (across || down) {
      board.scrollBy(across, down);
      follow();
    }
  }
  requestAnimationFrame(scroll);
}

function end() {
  clearTimeout(drag?.timer);
  document.documentElement.classList.remove("is-dragging");
  side.classList.remove("is-target");
  clearPreview();
  drag = null;
}

function drop(copies) {
  const { block, from, plan, resizing } = drag;
  const swallow = (event) => event.preventDefault(); // the click that ends a drag opens nothing
  block.addEventListener("click", swallow, { once: true, capture: true });
  setTimeout(() => block.removeEventListener("click", swallow, { capture: true }), 60);
  end();
  if (!plan) return murmur(root.dataset.sayBack);
  const same = plan.start === from.start && plan.minutes === from.minutes && plan.where === from.where;
  if (copies && !resizing && plan.start !== null) return send("copy", from.id, { ...asFields(plan), submission: newName() });
  if (same) return undefined;
  murmur(words(plan));
  return plan.start === null ? send("unplace", from.id, { version: from.version }) : send("place", from.id, asFields(plan));
}

/** A name that this one copy has: the same request sent twice makes one. */
const newName = () => [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");

export function listen() {
  root.addEventListener("pointerdown", (event) => {
    const block = event.target.closest("[data-event]");
    if (!block || event.button !== 0 || event.target.closest(".block__move") || drag || !innerWide()) return;
    const from = read(block);
    const resizing = event.target.closest(".block__edge") !== null && from.start !== null;
    drag = { block, from, resizing, pointer: event.pointerId, x: event.clientX, y: event.clientY, x0: event.clientX, y0: event.clientY, touch: event.pointerType === "touch", on: false };
    if (drag.touch) drag.timer = setTimeout(begin, REST);
  });
  addEventListener("pointermove", (event) => {
    if (!drag || event.pointerId !== drag.pointer) return;
    [drag.x, drag.y] = [event.clientX, event.clientY];
    if (drag.on) return follow();
    const far = Math.hypot(drag.x - drag.x0, drag.y - drag.y0);
    if (drag.touch && far > WANDER) return end();
    if (!drag.touch && far > NEAR) {
      const { x, y } = drag;
      [drag.x, drag.y] = [drag.x0, drag.y0]; // grip it where it was taken
      begin();
      [drag.x, drag.y] = [x, y];
      follow();
    }
    return undefined;
  });
  addEventListener("pointerup", (event) => {
    if (!drag || event.pointerId !== drag.pointer) return;
    if (drag.on) drop(event.altKey);
    else end();
  });
  addEventListener("pointercancel", () => drag && end());
  addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !drag?.on) return;
    end();
    say(root.dataset.sayBack);
  });
  // Once a finger drags, the page must not scroll under it.
  addEventListener("touchmove", (event) => isDragging() && event.preventDefault(), { passive: false });
  root.addEventListener("contextmenu", (event) => drag?.touch && event.preventDefault());
}

// On a phone the day is a list: there is nothing to drag to.
const innerWide = () => matchMedia("(min-width: 720px)").matches;
