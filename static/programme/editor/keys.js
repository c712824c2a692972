// The keyboard: arrows move the focused event, + and - change its length, Delete takes it out, Escape leaves it as it was.
// What is pressed is shown and said at once and sent when the keys rest, so that ten presses are one move.
import { asFields, clearPreview, columns, preview, read, root, step, words } from "./board.js";
import { murmur, say } from "./say.js";
import { send } from "./server.js";

const REST = 900; // ms
const MORNING = 8 * 60; // where an event from the side list begins

let pending = null;
const hoped = new Map(); // event → where it has been sent and is not shown yet: the next press goes on from there
export const isMoving = () => pending !== null;

function moved(plan, key) {
  const all = columns().map((column) => column.dataset.column);
  const at = all.indexOf(plan.where);
  if (plan.start === null) return key.startsWith("Arrow") ? { ...plan, start: MORNING, where: at < 0 ? all[0] : plan.where } : null;
  const beside = (by) => all[Math.min(all.length - 1, Math.max(0, at + by))];
  const by = step();
  switch (key) {
    case "ArrowUp": return { ...plan, start: plan.start - by };
    case "ArrowDown": return { ...plan, start: plan.start + by };
    case "ArrowLeft": return { ...plan, where: beside(-1) };
    case "ArrowRight": return { ...plan, where: beside(1) };
    case "+": case "=": return { ...plan, minutes: plan.minutes + by };
    case "-": case "−": return { ...plan, minutes: Math.max(5, plan.minutes - by) };
    default: return null;
  }
}

function commit() {
  if (!pending) return;
  const { plan, from } = pending;
  stop();
  const same = plan.start === from.start && plan.minutes === from.minutes && plan.where === from.where;
  if (same) return;
  hoped.set(from.id, plan);
  send("place", from.id, asFields(plan)).finally(() => hoped.get(from.id) === plan && hoped.delete(from.id));
}

function stop() {
  clearTimeout(pending?.timer);
  pending = null;
  clearPreview();
}

export function listen() {
  root.addEventListener("keydown", (event) => {
    const block = event.target.closest?.("[data-event]");
    if (!block || !event.target.matches(".block__link") || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape" && pending) {
      stop();
      say(root.dataset.sayBack);
    } else if (event.key === "Enter" && pending) {
      event.preventDefault();
      commit();
    } else if (event.key === "Delete" && read(block).start !== null) {
      stop();
      const { id, version } = read(block);
      send("unplace", id, { version });
    } else {
      const from = pending?.from ?? hoped.get(block.dataset.event) ?? read(block);
      const plan = moved(pending?.plan ?? from, event.key);
      if (!plan) return;
      clearTimeout(pending?.timer);
      pending = { block, from, plan, timer: setTimeout(commit, REST) };
      preview(block, plan)?.scrollIntoView({ block: "nearest", inline: "nearest" });
      murmur(words(plan));
    }
    event.preventDefault();
  });
  root.addEventListener("focusout", (event) => pending?.block.contains(event.target) && commit());
  addEventListener("keydown", (event) => {
    const typing = event.target.matches?.("input, textarea, select");
    if (event.key.toLowerCase() !== "z" || !(event.ctrlKey || event.metaKey) || event.shiftKey || typing) return;
    const form = document.querySelector("#editor-undo form");
    if (!form) return;
    event.preventDefault();
    form.requestSubmit();
  });
}
