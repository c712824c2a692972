/**
 * A party's code stands for several people: who of them is here? All are ticked, so that one touch lets a whole family in. With a
 * network the names come into the rows that are already there; nothing moves under a finger, and nothing of it is kept.
 */
import { announce, el } from "./elements.js";

const TRIES = 4;

export class PartyScreen {
  #party = null; // {of, inside: Set, names: Map}
  #chosen = () => {};

  /** `ask(text)` returns the server's [{position, name, inside}] of a party, [] where it cannot say, null when no answer came. */
  constructor({ page, ask }) {
    this.page = page;
    this.ask = ask;
    el("party-form").addEventListener("submit", (event) => {
      event.preventDefault();
      this.#end([...new FormData(event.target).getAll("member")].map(Number));
    });
    el("party-list").addEventListener("change", () => this.#count());
    el("party-close").addEventListener("click", () => this.#end(null));
    el("party").addEventListener("cancel", (event) => {
      event.preventDefault();
      this.#end(null);
    });
  }

  get isOpen() {
    return el("party").open;
  }

  /**
   * Asks who is here. `party`: {of, inside: [position]} as this phone knows it; `text` is the code; `known`: what the server has
   * said of it already. Returns the positions, or null when nobody was chosen.
   */
  async choose({ of, inside }, text, known = null) {
    this.#party = { of, inside: new Set(inside), names: new Map() };
    this.#draw();
    if (!this.isOpen) el("party").showModal();
    el("party-yes").focus({ preventScroll: true });
    announce(el("party-title").textContent);
    const chosen = new Promise((resolve) => {
      this.#chosen = resolve;
    });
    if (known) this.#name(known);
    else this.#learn(text, this.#party);
    return chosen;
  }

  /** Asks the server who they are, again when it does not answer in time, as long as this party is on the screen. */
  async #learn(text, party) {
    for (let tries = 0; tries < TRIES && this.#party === party; tries += 1) {
      const members = await this.ask(text);
      if (members === null) continue;
      if (this.#party === party) this.#name(members);
      return;
    }
  }

  /** Closes it without an answer (the phone is no gate any more). */
  close() {
    if (this.isOpen) this.#end(null);
  }

  #end(positions) {
    el("party").close();
    el("party-list").replaceChildren(); // names vanish with it
    const { inside } = this.#party;
    this.#party = null;
    this.#chosen(positions === null || positions.length === 0 ? null : positions.filter((one) => !inside.has(one)));
  }

  #draw() {
    const { words } = this.page;
    const { of, inside } = this.#party;
    el("party-title").textContent = words.count("party_title", of);
    const rows = Array.from({ length: of }, (_, place) => {
      const row = document.createElement("label");
      row.className = "party-row";
      const box = Object.assign(document.createElement("input"), { type: "checkbox", name: "member", value: String(place + 1) });
      const text = document.createElement("span");
      row.append(box, text);
      row.dataset.position = String(place + 1);
      this.#say(row, place + 1, "", inside.has(place + 1));
      return row;
    });
    el("party-list").replaceChildren(...rows);
    this.#count();
  }

  /** Names and who is in, as the server knows; a tick that somebody has changed stays as it is. */
  #name(members) {
    if (!this.#party) return;
    for (const { position, name, inside } of members) {
      const row = el("party-list").querySelector(`[data-position="${position}"]`);
      if (!row) continue;
      if (inside) this.#party.inside.add(position);
      this.#say(row, position, name, this.#party.inside.has(position), false);
    }
    if (members.length === 0) return; // nobody says: positions it is
    const there = new Set(members.map(({ position }) => position));
    for (const row of el("party-list").children) {
      if (there.has(Number(row.dataset.position))) continue;
      row.querySelector("input").checked = false; // cancelled, or passed on
      row.querySelector("input").disabled = true;
    }
    this.#count();
  }

  #say(row, position, name, inside, fresh = true) {
    const { words } = this.page;
    const box = row.querySelector("input");
    if (inside) box.checked = false;
    else if (fresh) box.checked = true;
    box.disabled = inside;
    const who = name || words.say("party_person", { n: words.number(position) });
    row.querySelector("span").textContent = inside ? words.say("party_inside", { who }) : who;
  }

  #count() {
    const { words } = this.page;
    const n = el("party-list").querySelectorAll("input:checked").length;
    el("party-yes").textContent = words.count("party_yes", n);
    el("party-yes").disabled = n === 0;
  }
}
