/** The screen of a phone that is not paired, or that was given a new pairing code. */
import { Refused } from "./api.js";
import { pairingToken } from "./code.js";
import { el, showScreen } from "./elements.js";

export class StartScreen {
  #message = null; // what the message says, as a function of the words: it follows the language
  #busy = false;
  #token = null;

  /** `onPaired()` after pairing, `onKeep()` when a paired phone stays as it is, `onScan()` to read the code by camera. */
  constructor({ page, phone, onPaired, onKeep, onScan }) {
    Object.assign(this, { page, phone, onPaired, onKeep, onScan });
    el("link-form").addEventListener("submit", (event) => {
      event.preventDefault();
      this.#submit();
    });
    el("start-scan").addEventListener("click", () => this.onScan());
    el("again-yes").addEventListener("click", () => this.#pair(this.#token));
    el("again-no").addEventListener("click", () => this.onKeep());
  }

  /** Shows the screen; with a `token`, pairs at once, or asks first when the phone is paired already. */
  open(token = null) {
    this.#token = token;
    showScreen("start");
    this.draw();
    if (token && !this.phone.paired) this.#pair(token);
  }

  draw() {
    const { words } = this.page;
    const again = this.phone.paired;
    el("again").hidden = !again;
    el("how").hidden = again;
    if (again) el("again-title").textContent = words.say("again_title", { gate: words.pick(this.phone.gate.name) });
    el("start-title").hidden = again;
    const message = this.#message ? this.#message(words) : "";
    el("start-message").textContent = again ? "" : message;
    el("again-message").textContent = again ? message : "";
    el("link").toggleAttribute("aria-invalid", false);
  }

  /** Takes a text that was scanned, typed or pasted. Returns whether there was a token in it. */
  take(text) {
    const token = pairingToken(text);
    if (token) this.#pair(token);
    return token !== null;
  }

  #submit() {
    if (this.take(el("link").value)) return;
    this.#say((words) => words.say("link_empty"));
    el("link").setAttribute("aria-invalid", "true");
    el("link").focus();
  }

  async #pair(token) {
    if (this.#busy || !token) return;
    this.#busy = true;
    el("link").value = token; // nothing is lost when the network fails: the button tries again
    this.#say((words) => words.say("pairing_now"));
    try {
      await this.phone.pair(token);
      this.#message = null;
      el("link").value = "";
      this.onPaired();
    } catch (error) {
      this.#refused(error);
    } finally {
      this.#busy = false;
    }
  }

  #refused(error) {
    if (error instanceof Refused) {
      el("link").value = "";
      this.#say((words) => words.pick(error.sentence) || words.say("pair_refused"));
    } else {
      this.#say((words) => words.say("pair_no_answer"));
    }
    showScreen("start");
  }

  #say(message) {
    this.#message = message;
    this.draw();
  }
}
