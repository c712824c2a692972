/* Stars beside events: every element that carries data-event gets a button that says whether the event is in the plan. */
import { follow, read, send, toggle } from "./plan.js";

const template = document.getElementById("star");
const said = document.querySelector("[data-star-said]");

export function putStars(root = document) {
  for (const place of root.querySelectorAll("[data-event]")) {
    if (place.querySelector(".star")) continue;
    const button = template.content.firstElementChild.cloneNode(true);
    button.dataset.id = place.dataset.event;
    button.dataset.title = place.dataset.title ?? place.querySelector("h2, h3, h4")?.textContent.trim() ?? "";
    if ("wide" in place.dataset) button.classList.add("star--wide");
    button.addEventListener("click", () => {
      const now = toggle(Number(button.dataset.id));
      said.textContent = now ? said.dataset.added : said.dataset.removed;
    });
    (place.querySelector(".event-row__side") ?? place).append(button);
    show(button);
  }
}

function show(button) {
  const on = read().events.includes(Number(button.dataset.id));
  const word = on ? template.dataset.in : template.dataset.out;
  button.dataset.on = String(on);
  button.querySelector(".star__word").textContent = word;
  button.setAttribute("aria-label", `${word}: ${button.dataset.title}`);
  button.title = word;
}

if (template) {
  putStars();
  follow(() => {
    const { events } = read();
    for (const button of document.querySelectorAll(".star")) show(button);
    for (const count of document.querySelectorAll("[data-plan-count]")) {
      count.textContent = events.length;
      count.hidden = !events.length;
    }
  });
  send();
}
