// A grid of a whole day opens at the present hour, where there is one: nobody scrolls from the morning to the evening on a night.
const BEFORE = 0.25; // of what is in sight stays for what has just been

for (const hour of document.querySelectorAll(".table-box [data-now]")) {
  const box = hour.closest(".table-box");
  const names = box.querySelector("th").offsetWidth; // they stick to the left
  box.scrollLeft = hour.offsetLeft - names - (box.clientWidth - names) * BEFORE;
}
