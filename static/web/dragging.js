// Dragging on the desk's grids with mouse, pen or finger. A finger must rest a moment first, so that the page can still be scrolled by
// it. Each grid says what may fall where and what comes of it; the same can always be done by a form.
const REST = 350; // ms
const NEAR = 4; // px a mouse may shake in a click
const WANDER = 10; // px a resting finger may
const EDGE = 56; // px from the edge in which page and grid scroll
const STEP = 10; // px they scroll by in a frame
const WIDE = "(min-width: 720px)"; // on a phone there is the form

/**
 * Let everything with data-drag be dragged; its data-name is what the pointer carries.
 * tray: the element at the foot of the page; targets(item): the selector of what it may fall on; rows(target): all that is marked with it;
 * sideways(): the box that scrolls to left and right, if any; drop(item, target): what comes of it; left(): it fell nowhere or was let go.
 */
export function dragging({ tray, targets, rows = (target) => [target], sideways = () => null, drop, left }) {
  let drag = null;

  function mark(target) {
    if (drag.target === target) return;
    for (const one of document.querySelectorAll(".is-target")) one.classList.remove("is-target");
    drag.target = target;
    if (target) for (const one of rows(target)) one.classList.add("is-target");
  }

  function follow() {
    drag.ghost.style.transform = `translate(${drag.x + 12}px, ${drag.y + 12}px)`;
    mark(document.elementFromPoint(drag.x, drag.y)?.closest(targets(drag.item)) ?? null);
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

  function scroll() {
    if (!drag?.on) return;
    const [box, foot] = [sideways(), tray.getBoundingClientRect().top];
    if (box) {
      const { left: west, right: east, top, bottom } = box.getBoundingClientRect();
      const over = drag.y > top && drag.y < Math.min(bottom, foot); // what waits in the tray scrolls nothing
      if (over) box.scrollLeft += drag.x > east - EDGE ? STEP : drag.x < west + EDGE ? -STEP : 0;
    }
    if (drag.y < EDGE) scrollBy(0, -STEP);
    else if (drag.y > foot - EDGE && drag.y < foot) scrollBy(0, STEP);
    follow();
    requestAnimationFrame(scroll);
  }

  function end() {
    clearTimeout(drag.timer);
    if (drag.on) mark(null);
    document.documentElement.classList.remove("is-dragging");
    drag.ghost?.remove();
    drag = null;
  }

  function fall() {
    const { item, target } = drag;
    const swallow = (event) => event.preventDefault(); // the click that ends a drag opens nothing
    addEventListener("click", swallow, { once: true, capture: true });
    setTimeout(() => removeEventListener("click", swallow, { capture: true }), 60);
    end();
    if (target && target !== item) drop(item, target);
    else left();
  }

  addEventListener("pointerdown", (event) => {
    const item = event.target.closest("[data-drag]");
    if (!item || event.button !== 0 || drag || !matchMedia(WIDE).matches) return;
    const [x, y] = [event.clientX, event.clientY];
    drag = { item, pointer: event.pointerId, x, y, x0: x, y0: y, touch: event.pointerType === "touch", on: false, target: null };
    if (drag.touch) drag.timer = setTimeout(begin, REST);
  });
  addEventListener("pointermove", (event) => {
    if (!drag || event.pointerId !== drag.pointer) return;
    [drag.x, drag.y] = [event.clientX, event.clientY];
    const far = Math.hypot(drag.x - drag.x0, drag.y - drag.y0);
    if (drag.on) follow();
    else if (drag.touch && far > WANDER) end();
    else if (!drag.touch && far > NEAR) begin();
  });
  addEventListener("pointerup", (event) => {
    if (!drag || event.pointerId !== drag.pointer) return;
    if (drag.on) fall();
    else end();
  });
  addEventListener("pointercancel", (event) => drag && event.pointerId === drag.pointer && end());
  addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !drag?.on) return;
    end();
    left();
  });
  addEventListener("dragstart", (event) => event.target.closest?.("[data-drag]") && event.preventDefault()); // a link's own dragging
  addEventListener("touchmove", (event) => drag?.on && event.preventDefault(), { passive: false });
  addEventListener("contextmenu", (event) => drag?.touch && event.preventDefault());

  tray.hidden = false;
}
