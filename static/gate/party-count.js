/**
 * How many of a large party are here? One number with large buttons: forty people are not ticked off one by one while a queue waits.
 * It begins with all who can still come in, so that one touch lets a whole coach in. Nothing of it is kept but the number.
 */
import { announce, el } from "./elements.js";

export class PartyCount {
  #asked = null; // {of, most, direction}
  #touched = false;
  #chosen = () => {};

  constructor({ page }) {
    this.page = page;
    el("headcount-form").addEventListener("submit", (event) => {
      event.preventDefault();
      if (this.#number > 0) this.#end(this.#number);
    });
    for (const button of document.querySelectorAll("[data-step]")) {
      button.addEventListener("click", () => this.#set(this.#number + Number(button.dataset.step)));
    }
    el("headcount-n").addEventListener("input", () => {
      this.#touched = true;
      this.#count();
    });
    el("headcount-n").addEventListener("blur", () => this.#set(this.#number));
    el("headcount-n").addEventListener("focus", () => el("headcount-n").select());
    el("headcount-close").addEventListener("click", () => this.#end(null));
    el("headcount").addEventListener("cancel", (event) => {
      event.preventDefault();
      this.#end(null);
    });
  }

  get isOpen() {
    return el("headcount").open;
  }

  /** Asks how many of a party of `of` are here, at most `most`, beginning with `first`. Returns the number, or null when it was left. */
  choose({ of, most, direction, first = most }) {
    this.#asked = { of, most, direction };
    this.#touched = false;
    const { words } = this.page;
    el("headcount-title").textContent = words.count("party_title", of);
    el("headcount-text").textContent = words.say(direction === "in" ? "headcount_in" : "headcount_out");
    this.#set(first, false);
    if (!this.isOpen) el("headcount").showModal();
    el("headcount-yes").focus({ preventScroll: true });
    announce(`${el("headcount-title").textContent}. ${el("headcount-text").textContent}`);
    return new Promise((resolve) => {
      this.#chosen = resolve;
    });
  }

  /** The server knows how many there can be; a number that somebody has set stays, as far as it can. */
  learn({ of, most }) {
    if (!this.#asked) return;
    this.#asked = { ...this.#asked, of, most };
    el("headcount-title").textContent = this.page.words.count("party_title", of);
    this.#set(this.#touched ? this.#number : most, this.#touched);
  }

  /** Closes it without an answer (the phone is no gate any more). */
  close() {
    if (this.isOpen) this.#end(null);
  }

  #end(n) {
    el("headcount").close();
    this.#asked = null;
    this.#chosen(n);
  }

  /** What is written, as far as it can be; nothing and nonsense are 0. */
  get #number() {
    const n = Number.parseInt(el("headcount-n").value, 10);
    return Number.isNaN(n) ? 0 : Math.min(Math.max(n, 0), this.#asked?.most ?? 0);
  }

  #set(n, touched = true) {
    this.#touched = touched;
    const { most } = this.#asked ?? { most: 0 };
    el("headcount-n").value = String(Math.min(Math.max(n, Math.min(1, most)), most));
    this.#count();
  }

  #count() {
    if (!this.#asked) return;
    const { words } = this.page;
    const { of, most, direction } = this.#asked;
    const n = this.#number;
    el("headcount-left").textContent = most < of ? words.say(direction === "in" ? "headcount_left" : "headcount_inside", { n: words.number(most), of: words.number(of) }) : "";
    el("headcount-yes").textContent = words.count(direction === "in" ? "party_yes" : "party_out", n);
    el("headcount-yes").disabled = n === 0;
    for (const button of document.querySelectorAll("[data-step]")) {
      const step = Number(button.dataset.step);
      button.disabled = step < 0 ? n <= 1 : n >= most;
    }
  }
}
