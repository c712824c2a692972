/**
 * Guests without a code, for phones with the right, with a network only: find them by name, the end of a phone number, organisation or
 * code, or register who has no ticket. What was found goes with the dialog, or after half a minute; nothing is kept.
 */
import { NoAnswer, Refused } from "./api.js";
import { el } from "./elements.js";
import { newId } from "./uuid.js";

const QUIET = 400; // ms after the last key before the server is asked
const VANISHES = 30_000; // ms without a touch
const MOST = 6; // people of one walk-in

export class HelpScreen {
  #timer = 0;
  #asked = 0;
  #vanish = 0;
  #people = { adults: 1, children: 0 };
  #form = "";

  /** `take(code)` judges a short code as if it had been typed. */
  constructor({ page, api, phone, take }) {
    Object.assign(this, { page, api, phone, take });
    el("help-open").addEventListener("click", () => this.open());
    el("help-close").addEventListener("click", () => this.close());
    el("help").addEventListener("close", () => this.#forget());
    el("help").addEventListener("pointerdown", () => this.#wait());
    el("help-search").addEventListener("input", () => {
      this.#wait();
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => this.#search(), QUIET);
    });
    el("help-form").addEventListener("submit", (event) => {
      event.preventDefault();
      clearTimeout(this.#timer);
      this.#search();
    });
    for (const kind of ["adults", "children"]) {
      el(`${kind}-more`).addEventListener("click", () => this.#step(kind, 1));
      el(`${kind}-less`).addEventListener("click", () => this.#step(kind, -1));
    }
    el("walk-in-form").addEventListener("submit", (event) => {
      event.preventDefault();
      this.#register();
    });
  }

  get isOpen() {
    return el("help").open;
  }

  open() {
    this.#forget();
    el("help").showModal();
    el("help-search").focus();
    this.#wait();
  }

  close() {
    if (!this.isOpen) return;
    el("help").close();
    this.#forget();
  }

  /** Shows the way here to phones that may, and lets nobody try it without a network. */
  draw(online) {
    const may = this.phone.record?.device.may_help === true;
    el("help-open").hidden = !may;
    el("help-open").disabled = !online;
    el("help-open-word").textContent = this.page.words.say("help_open");
    if (may && this.isOpen && !online) this.#say("help_offline");
    this.#drawPeople();
  }

  #wait() {
    clearTimeout(this.#vanish);
    this.#vanish = setTimeout(() => this.close(), VANISHES);
  }

  #forget() {
    clearTimeout(this.#vanish);
    clearTimeout(this.#timer);
    this.#asked += 1; // an answer that is still on its way is not shown any more
    el("help-search").value = "";
    el("walk-in-name").value = "";
    el("walk-in").open = false;
    el("help-found").replaceChildren();
    el("help-said").textContent = "";
    el("walk-in-said").textContent = "";
    this.#people = { adults: 1, children: 0 };
    this.#form = newId();
    const { words } = this.page;
    const events = this.phone.record?.events ?? [];
    el("walk-in-event").replaceChildren(...events.map(({ id, title }) => new Option(words.pick(title), id)));
    el("walk-in-event-row").hidden = events.length < 2;
    this.#drawPeople();
  }

  async #search() {
    const q = el("help-search").value.trim();
    const mine = (this.#asked += 1);
    if (q === "") {
      el("help-found").replaceChildren();
      this.#say(null);
      return;
    }
    this.#say("help_searching");
    try {
      const { found, more } = await this.api.help("search", { q });
      if (mine !== this.#asked || !this.isOpen) return;
      el("help-found").replaceChildren(...found.map((one) => this.#row(one)));
      this.#say(found.length === 0 ? "help_nobody" : more ? "help_more" : null);
    } catch (error) {
      if (mine === this.#asked) this.#say(wordFor(error));
    }
  }

  #row({ code, name, organisation, class_label: kind, inside, blocked, event }) {
    const { words } = this.page;
    const row = document.createElement("li");
    const button = Object.assign(document.createElement("button"), { type: "button", className: "found" });
    const who = Object.assign(document.createElement("strong"), { textContent: name });
    const state = inside ? words.say("help_inside") : blocked ? words.say("reason_blocked") : "";
    const more = [state, words.pick(kind), organisation, words.pick(event)].filter(Boolean).join(" · ");
    button.append(who, Object.assign(document.createElement("span"), { textContent: more }));
    button.addEventListener("click", () => {
      this.close();
      this.take(code);
    });
    row.append(button);
    return row;
  }

  #step(kind, by) {
    const next = { ...this.#people, [kind]: this.#people[kind] + by };
    const total = next.adults + next.children;
    if (next[kind] < 0 || total < 1 || total > MOST) return;
    this.#people = next;
    this.#drawPeople();
  }

  #drawPeople() {
    const { words } = this.page;
    const { adults, children } = this.#people;
    el("adults").textContent = words.number(adults);
    el("children").textContent = words.number(children);
    el("walk-in-yes").textContent = words.count("walk_in_yes", adults + children);
  }

  async #register() {
    const { adults, children } = this.#people;
    el("walk-in-yes").disabled = true;
    el("walk-in-said").textContent = this.page.words.say("checking");
    try {
      const { code } = await this.api.help("walkIn", {
        submission: this.#form, people: adults + children, children, name: el("walk-in-name").value,
        language: this.page.words.lang, event: Number(el("walk-in-event").value) || null,
      });
      this.close();
      this.take(code, { whole: true });
    } catch (error) {
      const left = error instanceof Refused && error.code === "full" ? error.left : null;
      const key = left > 0 ? "walk_in_left" : wordFor(error);
      el("walk-in-said").textContent = this.page.words.say(key, { n: this.page.words.number(left ?? 0) });
    } finally {
      el("walk-in-yes").disabled = false;
    }
  }

  #say(key) {
    el("help-said").textContent = key ? this.page.words.say(key) : "";
  }
}

function wordFor(error) {
  if (error instanceof NoAnswer) return error.busy ? "help_too_often" : "help_offline";
  const words = { full: "walk_in_full", not_open: "walk_in_not_open", not_allowed: "help_not_allowed" };
  return words[error.code] ?? "help_offline";
}
