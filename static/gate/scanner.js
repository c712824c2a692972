/** The camera screen: camera, decoder and loop together, what it says meanwhile, and its light. */
import { CameraTrouble, closeCamera, hasLight, openCamera, setLight } from "./camera.js";
import { Decoder } from "./decoder.js";
import { el } from "./elements.js";
import { Frames } from "./frames.js";

export class Scanner {
  #urls;
  #page;
  #decoder = null;
  #frames = null;
  #track = null;
  #wanted = false;
  #opening = 0;
  #trouble = null;
  #hint = "aim";
  /** The camera somebody has chosen, "" for the phone's back camera. */
  choice = "";

  /** `onText(text)`: a code was read from a frame. */
  constructor({ urls, page, onText }) {
    this.#urls = urls;
    this.#page = page;
    this.onText = onText;
    el("camera-start").addEventListener("click", () => this.start());
    el("light").addEventListener("click", () => this.#switchLight());
    document.addEventListener("visibilitychange", () => {
      if (!this.#wanted) return;
      if (document.hidden) this.#shut(); // a phone in a pocket needs no camera
      else this.#open();
    });
  }

  start() {
    this.#wanted = true;
    return this.#open();
  }

  stop() {
    this.#wanted = false;
    this.#shut();
  }

  /** Sets the sentence over the picture: "aim", "aim_pairing" or "held". */
  say(hint) {
    if (this.#hint === hint) return;
    this.#hint = hint;
    this.draw();
  }

  /** What the settings sheet tells of the camera: {width, height, rate, id}, or null when it is off. */
  get facts() {
    if (!this.#track || !this.#frames) return null;
    const { width = 0, height = 0, deviceId = "" } = this.#track.getSettings();
    return { width, height, rate: this.#frames.rate, id: deviceId };
  }

  /** How codes are read here ("wasm", "script", "page"), "" before the decoder is loaded. */
  get decoder() {
    return this.#decoder?.kind ?? "";
  }

  draw() {
    const { words } = this.#page;
    const opening = this.#wanted && !this.#frames && !this.#trouble;
    const sentence = words.say(opening ? "camera_starting" : this.#hint);
    if (el("hint").textContent !== sentence) el("hint").textContent = sentence;
    el("trouble").hidden = !this.#trouble;
    el("view").classList.toggle("has-trouble", Boolean(this.#trouble));
    el("trouble-text").textContent = this.#trouble ? words.say(this.#trouble) : "";
    el("camera-start").hidden = ["camera_insecure", "camera_unsupported"].includes(this.#trouble);
    el("light").hidden = !hasLight(this.#track);
  }

  async #open() {
    this.#shut();
    this.#opening += 1;
    const turn = this.#opening;
    this.#trouble = null;
    this.draw();
    try {
      const [track] = await Promise.all([openCamera(el("video"), this.choice), this.#loadDecoder()]);
      if (turn !== this.#opening || !this.#wanted) {
        track.stop();
        return;
      }
      this.#watch(track);
    } catch (error) {
      if (turn !== this.#opening) return;
      this.#shut();
      this.#trouble = error instanceof CameraTrouble ? `camera_${error.reason}` : "reader_failed";
    }
    this.draw();
  }

  async #loadDecoder() {
    this.#decoder ??= await Decoder.load(this.#urls);
  }

  #watch(track) {
    this.#track = track;
    track.addEventListener("ended", () => {
      if (this.#track !== track) return;
      this.#shut();
      this.#trouble = "camera_busy";
      this.draw();
    });
    this.#frames = new Frames(el("video"), this.#decoder, (text) => this.onText(text));
    this.#frames.start();
  }

  #shut() {
    this.#opening += 1;
    this.#frames?.stop();
    this.#frames = null;
    this.#track = null;
    closeCamera(el("video"));
    el("light").setAttribute("aria-pressed", "false");
  }

  async #switchLight() {
    const wish = el("light").getAttribute("aria-pressed") !== "true";
    const on = await setLight(this.#track, wish);
    el("light").setAttribute("aria-pressed", String(on));
  }
}
