/* Items of a run sheet can be dragged with a mouse. The buttons beside each do the same, and the server is asked by the same form. */
const body = document.querySelector("[data-order]");
const rows = [...(body?.querySelectorAll("[data-cue]") ?? [])];
let dragged = null;

function clear() {
  for (const row of rows) row.classList.remove("is-dragged", "is-target", "is-target-below");
}

// The item before which the dragged one would stand: this row, or the one after it in the lower half.
function place(row, event) {
  const box = row.getBoundingClientRect();
  const below = event.clientY > box.top + box.height / 2;
  return { below, before: below ? rows[rows.indexOf(row) + 1] ?? null : row };
}

function drop(row, event) {
  const { before } = place(row, event);
  if (!dragged || before === dragged || row === dragged) return;
  const form = dragged.querySelector("form[action$='/move']");
  form.elements.before.value = before?.dataset.cue ?? "";
  form.requestSubmit();
}

if (rows.length > 1 && matchMedia("(pointer: fine)").matches) {
  for (const hint of document.querySelectorAll(".drag-hint")) hint.hidden = false;
  for (const row of rows) {
    row.draggable = true;
    row.addEventListener("dragstart", (event) => {
      dragged = row;
      event.dataTransfer.effectAllowed = "move";
      event.dataTransfer.setData("text/plain", row.dataset.cue);
      row.classList.add("is-dragged");
    });
    row.addEventListener("dragover", (event) => {
      if (!dragged) return;
      event.preventDefault();
      const { below } = place(row, event);
      row.classList.toggle("is-target", !below);
      row.classList.toggle("is-target-below", below);
    });
    row.addEventListener("dragleave", () => row.classList.remove("is-target", "is-target-below"));
    row.addEventListener("drop", (event) => { event.preventDefault(); drop(row, event); clear(); });
    row.addEventListener("dragend", () => { dragged = null; clear(); });
  }
}
