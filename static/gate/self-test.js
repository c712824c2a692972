/** The self-test: green, or what is missing and how to mend it, in words. */
import { el } from "./elements.js";

export class SelfTest {
  /** `examine()` returns the lines of health.js. */
  constructor({ page, examine }) {
    Object.assign(this, { page, examine });
    for (const button of document.querySelectorAll("[data-self-test]")) button.addEventListener("click", () => this.open());
    el("test-close").addEventListener("click", () => el("test").close());
    el("test-again").addEventListener("click", () => this.run());
  }

  open() {
    el("test").showModal();
    return this.run();
  }

  async run() {
    const { words } = this.page;
    el("test-sum").textContent = words.say("test_running");
    el("test-list").replaceChildren();
    const lines = await this.examine();
    el("test-list").replaceChildren(...lines.map((one) => this.#line(one)));
    const bad = lines.filter((one) => one.state === "missing").length;
    el("test").dataset.state = bad > 0 ? "missing" : "good";
    el("test-sum").textContent = bad > 0 ? words.count("test_bad", bad) : words.say("test_good");
  }

  #line({ name, state, facts }) {
    const { words } = this.page;
    const item = document.createElement("li");
    item.dataset.state = state;
    item.dataset.name = name;
    const mark = document.createElement("strong");
    mark.textContent = words.say(`mark_${state}`);
    const text = document.createElement("span");
    const filled = Object.fromEntries(Object.entries(facts).map(([key, value]) => [key, typeof value === "number" ? words.number(value) : value]));
    text.textContent = words.say(`health_${name}_${state}`, filled);
    item.append(mark, text);
    return item;
  }
}
