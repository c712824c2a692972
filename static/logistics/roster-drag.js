// Dragging on the roster's grids: a person onto a shift, a shift into a person's row, a place from one row to another. Whatever the
// rules say is shown before anything is stored; the same can be done by the form of the shift's page.
import { ask, say } from "./roster-said.js";
import { fill, live, post } from "./roster-server.js";
import { dragging } from "../web/dragging.js";

const tray = document.getElementById("tray");

/** Where a dragged thing may fall: people onto shifts, shifts and places into rows of people. */
const TARGETS = { person: "[data-shift][data-version]:not([data-drag])", shift: "tr[data-crew]", place: "tr[data-crew]" };
const address = (name, number) => tray.dataset[name].replace("/0/", `/${number}/`);
const left = () => say(tray.dataset.sayBack);

function drop(item, target) {
  if (item.dataset.drag === "person") return put(address("place", target.dataset.shift), { crew: item.dataset.crew, version: target.dataset.version });
  if (item.dataset.drag === "shift") return put(address("place", item.dataset.shift), { crew: target.dataset.crew, version: item.dataset.version });
  if (item.closest("tr").dataset.crew === target.dataset.crew) return left();
  return put(address("handOver", item.dataset.assignment), { crew: target.dataset.crew });
}

/** Store what was dropped; when the rules speak against it, ask for a reason and try once more with it. */
async function put(url, fields) {
  const answer = await post(url, fields);
  if (answer.status !== 422) return undefined;
  const reason = await ask(answer.said.title, answer.said.objections);
  return reason === null ? left() : put(url, { ...fields, reason });
}

dragging({
  tray,
  targets: (item) => TARGETS[item.dataset.drag],
  rows: (target) => (target.dataset.crew ? document.querySelectorAll(`tr[data-crew="${target.dataset.crew}"]`) : [target]),
  sideways: () => live().querySelector(".table-box"),
  drop,
  left,
});

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
