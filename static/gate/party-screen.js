/**
 * A party's code stands for several people: who of them is here? All are ticked, so that one touch lets a whole family in. With a
 * network the names come into the rows that are already there; nothing moves under a finger, and nothing of it is kept.
 */
import { announce, el } from "./elements.js";
import { PartyCount } from "./party-count.js";

const TRIES = 4;
const LARGEST = 12; // people of a party who are ticked off one by one; of more it is asked how many are here

export class PartyScreen {
  #party = null; // {of, inside: Set, names: Map}
  #large = null; // the large party that is on the screen
  #chosen = () => {};

  /** `ask(text)` returns the server's [{position, name, inside}] of a party, [] where it cannot say, null when no answer came. */
  constructor({ page, ask }) {
    this.page = page;
    this.ask = ask;
    this.headcount = new PartyCount({ page });
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
    return el("party").open || this.headcount.isOpen;
  }

  /**
   * Asks who is here. `party`: what here.js says of it; `text` is the code; `known`: what the server has said of it already. Returns
   * {members: [position]}, of a large party {here: how many}, null when nobody was chosen, undefined where nobody is asked.
   */
  async choose(party, text, direction, known = null) {
    if (party.of < 2 || (direction === "out" && party.of <= LARGEST)) return undefined;
    if (party.of > LARGEST) return this.#ask(party, text, direction, known);
    const members = await this.#tick(party, text, known);
    return members && { members };
  }

  /** The same of a code that was typed, of which only the server knows whose it is. */
  async ofTyped(text, direction) {
    const known = await this.ask(text);
    if (!known || known.length < 2) return undefined;
    const inside = known.filter((one) => one.inside).map((one) => one.position);
    const isDone = direction === "in" ? inside.length === known.length : inside.length === 0;
    if (isDone) return undefined; // the verdict says since when
    const of = known.length > LARGEST ? known.length : Math.max(...known.map((one) => one.position));
    return this.choose({ of, inside, counted: 0, most: mostOf(known, direction) }, text, direction, known);
  }

  /** Asks of how many of a party something holds that is against the verdict; null when it was left. */
  count(of, direction) {
    return this.headcount.choose({ of, most: of, direction, first: 1 });
  }

  async #ask({ of, most }, text, direction, known) {
    const mine = (this.#large = {});
    const chosen = this.headcount.choose({ of, most, direction });
    if (!known) this.#learn(text, mine, () => this.#large, (members) => members.length > 0 && this.headcount.learn({ of: members.length, most: mostOf(members, direction) }));
    const here = await chosen;
    this.#large = null;
    return here === null ? null : { here };
  }

  async #tick({ of, inside }, text, known) {
    this.#party = { of, inside: new Set(inside), names: new Map() };
    this.#draw();
    if (!el("party").open) el("party").showModal();
    el("party-yes").focus({ preventScroll: true });
    announce(el("party-title").textContent);
    const chosen = new Promise((resolve) => {
      this.#chosen = resolve;
    });
    if (known) this.#name(known);
    else this.#learn(text, this.#party, () => this.#party, (members) => this.#name(members));
    return chosen;
  }

  /** Asks the server who they are, again when it does not answer in time, as long as this party is on the screen. */
  async #learn(text, party, shown, tell) {
    for (let tries = 0; tries < TRIES && shown() === party; tries += 1) {
      const members = await this.ask(text);
      if (members === null) continue;
      if (shown() === party) tell(members);
      return;
    }
  }

  /** Closes it without an answer (the phone is no gate any more). */
  close() {
    this.headcount.close();
    if (el("party").open) this.#end(null);
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

/** How many of these people are on the other side. */
function mostOf(members, direction) {
  return members.filter((one) => one.inside === (direction === "out")).length;
}
