// Grids of a whole day open at the present hour, and the timeline at today: nobody scrolls from the morning to the evening on a night.
const BEFORE = 0.25; // of what is in sight stays for what has just been

for (const hour of document.querySelectorAll(".table-box [data-now]")) {
  const box = hour.closest(".table-box");
  const names = box.querySelector("th").offsetWidth; // they stick to the left
  box.scrollLeft = hour.offsetLeft - names - (box.clientWidth - names) * BEFORE;
}
for (const box of document.querySelectorAll("[data-today]")) {
  const names = box.firstElementChild.offsetWidth;
  box.scrollLeft = Number(box.dataset.today) - (box.clientWidth - names) / 2; // bars that are late end before it
}
