// The editor's page: everything it does by dragging, by keys and by itself. Without it every event has its form.
import { root } from "./board.js";
import * as drag from "./drag.js";
import * as keys from "./keys.js";
import * as live from "./live.js";
import { submit } from "./server.js";

drag.listen();
keys.listen();
live.listen(() => drag.isDragging() || keys.isMoving());

root.addEventListener("submit", (event) => {
  if (!event.target.closest("#editor-undo")) return;
  event.preventDefault();
  const id = event.target.action.match(/\/(\d+)\/place/)?.[1];
  submit(event.target.action, new FormData(event.target), id);
});

// The board opens where the day begins, not at six in the morning.
const blocks = [...document.querySelectorAll("#board .column .block")];
if (blocks.length && !location.hash) {
  const board = document.getElementById("board");
  const top = Math.min(...blocks.map((block) => block.getBoundingClientRect().top)) - board.getBoundingClientRect().top;
  board.scrollTop = Math.max(0, top - 80);
}
root.classList.add("is-live");
