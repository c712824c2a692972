/* Guests can be dragged from seat to seat with mouse, pen or finger; the form beside the plan does the same, and the server is asked by it.
   A finger rests a moment first, so that the plan still scrolls. */
const REST = 350; // ms
const NEAR = 6; // px a hand may shake
const form = document.querySelector(".seat-form");
let drag = null;

const seats = () => [...document.querySelectorAll("[data-seat]")];

function target() {
  return document.elementsFromPoint(drag.x, drag.y).map((one) => one.closest("[data-seat]")).find(Boolean) ?? null;
}

function show() {
  for (const one of seats()) one.classList.toggle("is-target", one === target());
}

function begin() {
  if (!drag || drag.on) return;
  drag.on = true;
  getSelection()?.removeAllRanges();
  drag.guest.classList.add("is-dragged");
  show();
}

function end() {
  clearTimeout(drag?.timer);
  drag?.guest.classList.remove("is-dragged");
  for (const one of seats()) one.classList.remove("is-target");
  drag = null;
}

function drop() {
  const { guest } = drag;
  const seat = target();
  end();
  if (!seat || seat.contains(guest)) return;
  form.elements.who.value = guest.dataset.guest;
  form.elements.seat.value = seat.dataset.seat;
  form.requestSubmit();
}

if (form) {
  for (const hint of document.querySelectorAll(".drag-hint")) hint.hidden = false;
  document.body.classList.add("can-drag");
  document.addEventListener("pointerdown", (event) => {
    const guest = event.target.closest?.("[data-guest]");
    if (!guest || drag || event.button !== 0) return;
    drag = { guest, pointer: event.pointerId, touch: event.pointerType === "touch", x: event.clientX, y: event.clientY, x0: event.clientX, y0: event.clientY, on: false };
    if (drag.touch) drag.timer = setTimeout(begin, REST);
  });
  addEventListener("pointermove", (event) => {
    if (!drag || event.pointerId !== drag.pointer) return;
    [drag.x, drag.y] = [event.clientX, event.clientY];
    if (drag.on) {
      show();
      return;
    }
    const far = Math.hypot(drag.x - drag.x0, drag.y - drag.y0) > NEAR;
    if (far && drag.touch) end();
    else if (far) begin();
  });
  addEventListener("pointerup", (event) => {
    if (!drag || event.pointerId !== drag.pointer) return;
    if (drag.on) drop();
    else end();
  });
  addEventListener("pointercancel", () => drag && end());
  addEventListener("keydown", (event) => event.key === "Escape" && drag && end());
  addEventListener("touchmove", (event) => drag?.on && event.preventDefault(), { passive: false });
  document.addEventListener("contextmenu", (event) => drag?.touch && event.preventDefault());
}
