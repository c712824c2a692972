/** The settings: camera, sound, language, what this phone is, what waits, and leaving. */
import { cameras } from "./camera.js";
import { offer, packed, unpacked } from "./carry.js";
import { el } from "./elements.js";
import { sayLost } from "./lost.js";

const TUNES = ["good", "used", "refused"];

export class Sheet {
  #timer = 0;

  /** `choices`: {sound, vibration, camera, bright}, kept by `onChoice(choices)`; `hours()`: what closed.js `hoursNow` says. */
  constructor({ page, phone, queue, taps, scanner, sound, choices, clock, hours, onChoice, onSend, onUnpair }) {
    Object.assign(this, { page, phone, queue, taps, scanner, sound, choices, clock, hours });
    el("settings-open").addEventListener("click", () => this.open());
    el("sheet-close").addEventListener("click", () => el("sheet").close());
    el("sheet").addEventListener("click", (event) => {
      if (event.target === el("sheet") && event.offsetX < 0) el("sheet").close(); // the darkened page beside it
    });
    el("sheet").addEventListener("close", () => clearInterval(this.#timer));
    const keep = (changed) => onChoice(Object.assign(this.choices, changed));
    el("sound-on").addEventListener("change", (event) => keep({ sound: event.target.checked }));
    el("vibration-on").addEventListener("change", (event) => keep({ vibration: event.target.checked }));
    el("camera").addEventListener("change", (event) => keep({ camera: event.target.value }));
    el("bright").addEventListener("click", () => {
      keep({ bright: !this.choices.bright });
      this.draw();
    });
    el("sound-try").addEventListener("click", () => {
      TUNES.forEach((kind, place) => setTimeout(() => sound.play(kind), place * 900));
    });
    el("send-now").addEventListener("click", () => onSend());
    el("carry-out").addEventListener("click", () => this.#carryOut());
    el("carry-in").addEventListener("change", (event) => this.#carryIn(event.target, onSend));
    el("unpair").addEventListener("click", async () => {
      await this.taps.renew(); // the clicker's page may have been used since
      this.draw();
      this.#ask(true);
    });
    el("unpair-no").addEventListener("click", () => this.#ask(false));
    el("unpair-yes").addEventListener("click", () => onUnpair());
  }

  get isOpen() {
    return el("sheet").open;
  }

  async open() {
    this.#ask(false);
    el("sheet").showModal();
    this.draw();
    await this.#listCameras();
    this.#timer = setInterval(() => this.#speed(), 1000);
  }

  close() {
    if (this.isOpen) el("sheet").close();
  }

  draw() {
    if (!this.isOpen) return;
    const { words } = this.page;
    const { device, gate, events } = this.phone.record ?? { device: { name: "" }, gate: null, events: [] };
    el("sound-on").checked = this.choices.sound;
    el("vibration-on").checked = this.choices.vibration;
    el("bright").textContent = words.say(this.choices.bright ? "screen_dark" : "screen_light");
    el("fact-phone").textContent = device.name;
    el("fact-gate").textContent = words.pick(gate?.name);
    el("fact-events").textContent = events.map((one) => words.pick(one.title)).join(" · ") || "–";
    const hours = this.hours();
    el("fact-hours-row").hidden = hours === null;
    el("fact-hours").textContent = hours || words.say("hours_none");
    el("fact-waiting").textContent = words.number(this.queue.size);
    el("fact-ends").textContent = device.ends_at ? words.moment(device.ends_at, this.clock.now()) : "–";
    el("fact-taps-row").hidden = this.taps.people === 0;
    el("fact-taps").textContent = words.number(this.taps.people);
    el("send-now").hidden = this.queue.size + this.taps.size === 0;
    el("carry-out").hidden = this.queue.size + this.taps.size === 0;
    sayLost("unpair-waiting", "unpair_waiting", this, words);
    this.#speed();
  }

  /** What this phone could not send, as a file for another one; it stays here too, and each scan counts once. */
  #carryOut() {
    const now = this.clock.now();
    const text = packed(this.queue.waiting(), this.taps.waiting(), { device: this.phone.record?.device.id ?? null, now });
    offer(text, `gate-scans-${new Date(now).toISOString().slice(0, 16).replace(/[:T]/g, "-")}.json`);
  }

  async #carryIn(field, onSend) {
    const { words } = this.page;
    try {
      const { claims, taps } = unpacked(await field.files[0].text());
      const taken = await this.queue.take(claims);
      const people = await this.taps.take(taps);
      const said = people > 0 ? [words.say("carry_taken_taps", { n: words.number(people) })] : [];
      el("carry-said").textContent = [words.say("carry_taken", { n: words.number(taken) }), ...said].join(" ");
      onSend();
    } catch {
      el("carry-said").textContent = words.say("carry_wrong");
    }
    field.value = "";
  }

  async #listCameras() {
    const { words } = this.page;
    const found = await cameras().catch(() => []);
    el("camera-row").hidden = found.length === 0;
    el("camera").replaceChildren(
      ...found.map(({ id, label }, place) => new Option(label || words.say("camera_number", { n: place + 1 }), id)),
    );
    const used = this.scanner.facts?.id ?? this.choices.camera;
    if (used) el("camera").value = used;
  }

  #speed() {
    const facts = this.scanner.facts;
    el("camera-speed").textContent = facts
      ? this.page.words.say("camera_speed", { width: facts.width, height: facts.height, n: facts.rate })
      : "";
  }

  #ask(asking) {
    el("unpair-confirm").hidden = !asking;
    if (asking) el("unpair-no").focus();
  }
}
