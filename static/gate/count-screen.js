/** What the clicker shows: the way, the direction, a row of buttons for each class, what can be taken back, how full it is. */
import { announce, el } from "./elements.js";

const HIT = 140; // ms for which a button that was hit is framed
const BUZZ = { plus: 18, minus: [18, 40, 18], undo: [30, 50, 30] }; // ms

export class CountScreen {
  #ways = [];
  #classes = [];
  #zoneNames = {};
  #zones = null;
  #choice = { way: 0, direction: "in", light: "" };
  #state = { online: true, waiting: 0 };
  #rows = new Map();

  /** `onTap()` after something was counted or taken back. */
  constructor({ page, taps, store, onTap }) {
    Object.assign(this, { page, taps, store, onTap });
    for (const button of document.querySelectorAll("[data-way]")) {
      button.addEventListener("click", () => this.#choose({ direction: button.dataset.way }));
    }
    el("undo").addEventListener("click", () => this.#undo());
    el("light").addEventListener("click", () => this.#choose({ light: this.#isBright ? "dark" : "bright" }));
    el("place").addEventListener("click", () => this.choose());
    for (const name of ["places", "help"]) el(`${name}-close`).addEventListener("click", () => el(name).close());
    el("help-open").addEventListener("click", () => el("help").showModal());
    addEventListener("keydown", (event) => this.#key(event));
  }

  get wayId() {
    return this.#way?.id ?? 0;
  }

  get knowsZones() {
    return this.#zones !== null;
  }

  get #way() {
    return this.#ways.find((way) => way.id === this.#choice.way) ?? null;
  }

  get #isBright() {
    return this.#choice.light ? this.#choice.light === "bright" : matchMedia("(prefers-color-scheme: light)").matches;
  }

  async load() {
    const kept = (await this.store.getMeta("counting")) ?? {};
    this.#ways = kept.ways ?? [];
    this.#classes = kept.classes ?? [];
    this.#zoneNames = kept.zone_names ?? {};
    Object.assign(this.#choice, (await this.store.getMeta("count-choice")) ?? {});
    this.#build();
  }

  /** Takes what the server says there is to count. A phone that stands at a gate begins with the gate's own way. */
  async take(told, gate, now) {
    const same = JSON.stringify([this.#ways, this.#classes]) === JSON.stringify([told.ways, told.classes]);
    this.#ways = told.ways ?? [];
    this.#classes = told.classes ?? [];
    this.#zoneNames = told.zone_names ?? {};
    await this.store.setMeta({ counting: { ways: this.#ways, classes: this.#classes, zone_names: this.#zoneNames } }).catch(() => {});
    const own = this.#ways.find((way) => way.gate !== null && way.gate === gate);
    if (!this.#way && own && !el("places").open) this.#choose({ way: own.id });
    if (!same) this.#build();
    this.setZones(told.zones, now);
    if (el("places").open) this.#listPlaces();
  }

  setZones(zones) {
    this.#zones = zones;
    this.#drawZone();
  }

  setState(state) {
    this.#state = state;
    this.#drawState();
    this.#drawNumbers();
  }

  /** Asks where this phone counts. */
  choose() {
    this.#listPlaces();
    el("places").showModal();
  }

  draw() {
    this.#build();
    this.#listPlaces();
    this.#drawZone();
    this.#drawState();
  }

  #choose(changed) {
    Object.assign(this.#choice, changed);
    this.store.setMeta({ "count-choice": { ...this.#choice } }).catch(() => {});
    this.#drawNumbers();
    this.#drawZone();
    this.#drawState();
  }

  #tap(kind, people) {
    if (!this.#way) {
      this.choose();
      return;
    }
    this.taps.tap({ way: this.#way.id, kind, direction: this.#choice.direction, people });
    navigator.vibrate?.(people > 0 ? BUZZ.plus : BUZZ.minus);
    this.#hit(this.#rows.get(kind)[people > 0 ? "plus" : "minus"]);
    this.onTap();
  }

  #undo() {
    const { words } = this.page;
    const told = this.taps.undo();
    navigator.vibrate?.(BUZZ.undo);
    announce(told ? words.say("count_undone", { what: this.#said(told) }) : words.say("count_nothing"));
    if (told) this.onTap();
  }

  #hit(button) {
    button.classList.add("is-hit");
    clearTimeout(button.hit);
    button.hit = setTimeout(() => button.classList.remove("is-hit"), HIT);
  }

  #key(event) {
    if (event.ctrlKey || event.altKey || event.metaKey || document.querySelector("dialog[open]")) return;
    const digit = /^Digit([1-9])$/.exec(event.code);
    const kind = digit && this.#classes[Number(digit[1]) - 1];
    if (kind) this.#tap(kind.id, event.shiftKey ? -1 : 1);
    else if (event.key === "u" || event.key === "U") this.#undo();
    else if (event.key === "d" || event.key === "D") this.#choose({ direction: this.#choice.direction === "in" ? "out" : "in" });
  }

  #build() {
    const list = el("classes");
    const { words } = this.page;
    this.#rows.clear();
    list.replaceChildren(
      ...this.#classes.map((kind) => {
        const name = words.pick(kind.name);
        const minus = made("button", "count-minus", "−1");
        const plus = made("button", "count-plus");
        const number = made("span", "count-number");
        plus.append(made("b", "", name), " ", number, " ", made("span", "count-sign", "+1")); // read as “Adult 14 +1”
        minus.setAttribute("aria-label", words.say("count_minus", { kind: name }));
        listen(plus, () => this.#tap(kind.id, 1), () => this.#undo());
        listen(minus, () => this.#tap(kind.id, -1), () => this.#undo());
        this.#rows.set(kind.id, { plus, minus, number });
        const row = made("li", "count-class");
        row.append(minus, plus);
        return row;
      }),
    );
    this.#drawNumbers();
  }

  #drawNumbers() {
    const { direction } = this.#choice;
    document.body.dataset.direction = direction;
    document.body.dataset.light = this.#isBright ? "bright" : "dark";
    for (const button of document.querySelectorAll("[data-way]")) {
      button.setAttribute("aria-pressed", String(button.dataset.way === direction));
    }
    for (const [kind, { number }] of this.#rows) {
      number.textContent = this.page.words.number(this.#way ? this.taps.today(this.#way.id, kind, direction) : 0);
    }
    const last = this.taps.last;
    el("undo").disabled = !last;
    el("undo-what").textContent = last ? this.#said(last) : "";
    el("light").textContent = this.page.words.say(this.#isBright ? "screen_dark" : "screen_light");
  }

  #drawState() {
    const { words } = this.page;
    const { online, waiting } = this.#state;
    const state = el("link").parentElement;
    state.classList.toggle("is-offline", !online);
    state.classList.toggle("has-some", waiting > 0);
    setOnce(el("link"), words.say(online ? "online" : "offline"));
    el("waiting").textContent = waiting > 0 ? words.say("count_waiting", { n: words.number(waiting) }) : words.say("count_sent");
    el("place-name").textContent = this.#way ? words.pick(this.#way.name) : words.say("count_choose");
  }

  #drawZone() {
    const zone = this.#zones?.[this.#way?.inner];
    el("zone").hidden = !zone;
    if (!zone) return;
    const { words } = this.page;
    const name = words.pick(this.#zoneNames[this.#way.inner]);
    const facts = { zone: name, n: words.number(zone.people), capacity: words.number(zone.capacity), share: words.number(zone.share) };
    const level = zone.level > 0 ? words.say(`count_level_${Math.min(zone.level, 4)}`) : "";
    const text = words.say(zone.doubtful ? "count_zone_doubt" : "count_zone", facts);
    el("zone").dataset.level = String(zone.level);
    if (el("zone").dataset.said === level + text) return; // it is read out when it is written
    el("zone").dataset.said = level + text;
    el("zone").replaceChildren(...(level ? [made("strong", "", level)] : []), text);
  }

  #listPlaces() {
    const { words } = this.page;
    el("places-none").hidden = this.#ways.length > 0;
    el("place-list").replaceChildren(
      ...this.#ways.map((way) => {
        const button = made("button", "");
        const zone = (number) => (number === null ? words.say("count_outside") : words.pick(this.#zoneNames[number]));
        button.append(made("strong", "", words.pick(way.name)), made("span", "", words.say("count_way", { outer: zone(way.outer), inner: zone(way.inner) })));
        button.setAttribute("aria-current", String(way.id === this.#choice.way));
        button.addEventListener("click", () => {
          this.#choose({ way: way.id });
          el("places").close();
        });
        const item = document.createElement("li");
        item.append(button);
        return item;
      }),
    );
  }

  #said({ kind, direction, people }) {
    const { words } = this.page;
    const name = words.pick(this.#classes.find((one) => one.id === kind)?.name);
    return words.say("count_undo_what", { sign: people > 0 ? "+" : "−", kind: name, direction: words.say(`count_${direction}`) });
  }
}

function made(tag, name, text = "") {
  const element = document.createElement(tag);
  if (name) element.className = name;
  if (tag === "button") element.type = "button";
  element.textContent = text;
  return element;
}

/**
 * Counts when the finger comes down, five a second if need be; the click that follows counts nothing more. A click that no finger
 * made (keys, voice: its `detail` is 0) counts. A press that turns out to be scrolling is taken back.
 */
function listen(button, act, takeBack) {
  let touched = 0;
  button.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    touched += 1;
    act();
  });
  button.addEventListener("click", (event) => {
    if (event.detail > 0 && touched > 0) touched -= 1;
    else act();
  });
  button.addEventListener("pointercancel", () => {
    if (touched === 0) return;
    touched -= 1;
    takeBack();
  });
  button.addEventListener("contextmenu", (event) => event.preventDefault());
}

function setOnce(element, text) {
  if (element.textContent !== text) element.textContent = text;
}
