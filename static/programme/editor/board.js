// Where things are on the board: which column and minute a point is, and what a block says of itself.
// Minutes count from 00:00 of the day that is shown; an event of the night before has a negative start.
const MINUTE = 60_000;

export const root = document.getElementById("editor");
export const board = document.getElementById("board");
export const side = document.getElementById("side");

const midnight = () => Date.parse(`${root.dataset.day}T00:00Z`);
export const step = () => Number(root.dataset.step);
const firstMinute = () => Number(root.dataset.firstHour) * 60;
const slots = () => board.querySelector(".column__slots");

export const columns = () => [...board.querySelectorAll("[data-column]")];
export const columnOf = (key) => board.querySelector(`[data-column="${key}"]`);
export const blockOf = (id) => document.getElementById(`event-${id}`);
export const linkOf = (block) => block.querySelector(".block__link");

/** What a block says: { id, version, start (null: not in the timetable), minutes, where }. */
export function read(block) {
  const { event, version, start, minutes, where } = block.dataset;
  return {
    id: event,
    version,
    start: start ? (Date.parse(`${start}Z`) - midnight()) / MINUTE : null,
    minutes: Number(minutes),
    where,
  };
}

/** The day and time a form sends for a start. */
export function asFields({ start, minutes, where, version }) {
  const moment = start === null ? "" : new Date(midnight() + start * MINUTE).toISOString();
  return { version, day: moment.slice(0, 10), start: moment.slice(11, 16), minutes, where };
}

export const clock = (minute) => new Date(midnight() + minute * MINUTE).toISOString().slice(11, 16);

/** Where a plan would be, in words: 20:15 – 22:15, Stage. */
export function words(plan) {
  if (plan.start === null) return root.dataset.sayOut;
  const hours = `${clock(plan.start)} – ${clock(plan.start + plan.minutes)}`;
  return `${hours}, ${columnOf(plan.where)?.dataset.name ?? ""}`;
}

const rowHeight = () => slots().getBoundingClientRect().height / ((24 * 60 - firstMinute()) / 5);

/** The minute at a height of the screen. */
export const minuteAt = (y) => firstMinute() + ((y - slots().getBoundingClientRect().top) / rowHeight()) * 5;

/** The column at a place of the screen, if the board shows one there. */
export function columnAt(x) {
  const shown = board.getBoundingClientRect();
  if (x < shown.left || x > shown.right) return undefined;
  return columns().find((column) => {
    const { left, right } = column.getBoundingClientRect();
    return x >= left && x < right;
  });
}

export function isOver(element, x, y) {
  const { left, right, top, bottom } = element.getBoundingClientRect();
  return x >= left && x <= right && y >= top && y <= bottom;
}

export const snapped = (minute) => Math.round(minute / step()) * step();

let ghost = null;

/** Show where an event would be, without moving it yet. */
export function preview(block, plan) {
  const list = plan.start === null ? null : columnOf(plan.where)?.querySelector(".column__slots");
  if (!list) return clearPreview();
  if (!ghost) {
    ghost = document.createElement("li");
    ghost.className = "block block--ghost";
    ghost.setAttribute("aria-hidden", "true");
  }
  const top = Math.max(0, Math.floor((plan.start - firstMinute()) / 5));
  const rows = Math.max(1, Math.ceil((plan.start + plan.minutes - firstMinute()) / 5) - top);
  ghost.style.gridRow = `${top + 1} / span ${Math.min(rows, (24 * 60 - firstMinute()) / 5 - top)}`;
  ghost.textContent = `${words(plan).split(", ")[0]} · ${block.querySelector(".block__title").textContent}`;
  if (ghost.parentElement !== list) list.append(ghost);
  block.classList.add("is-moving");
  return ghost;
}

export function clearPreview() {
  ghost?.remove();
  ghost = null;
  for (const block of document.querySelectorAll(".is-moving")) block.classList.remove("is-moving");
}
