/** The verdict over the whole screen. It shows what verdict.js has put into words, and tells when it was seen. */
import { announce, el, fill } from "./elements.js";
import { spoken } from "./verdict.js";

const DEAF = 350; // ms after a tap in which the second tap of a double tap does nothing to what lies below
const CHANGED = 700; // ms in which a touch that was meant for what stood here before does nothing to what stands here now
const COLOURS = { good: "#0f7b46", override: "#5b4b9a", used: "#f2b705", refused: "#b3261e", unknown: "#38306b", checking: "#0b1a20" };
const IDLE = "#0b1a20";

export class VerdictScreen {
  #before = null;
  #deafUntil = 0;
  #deafTimer = 0;

  /** `page` gives the words; `onGo` is called when the verdict was seen, `onRetry` for "try again". */
  constructor({ page, onGo, onRetry }) {
    this.page = page;
    el("verdict").addEventListener("click", (event) => {
      if (this.isDeaf || event.target.closest("#override, #override-open")) return;
      if (event.target.closest("#verdict-retry")) onRetry();
      else if (!this.#checking || event.target.closest("#verdict-go")) onGo();
    });
    document.addEventListener("keydown", (event) => {
      if (el("verdict").hidden || el("override").open || event.defaultPrevented || event.repeat) return;
      const onButton = event.target instanceof Element && event.target.closest("button");
      const seen = event.key === "Escape" || ((event.key === "Enter" || event.key === " ") && !onButton);
      if (!seen || this.#checking) return;
      event.preventDefault();
      if (!this.isDeaf) onGo();
    });
  }

  /** Whether something has just changed under the finger, and no touch may be taken for what it was not meant for. */
  get isDeaf() {
    return performance.now() < this.#deafUntil;
  }

  get #checking() {
    return document.body.dataset.verdict === "checking";
  }

  /** Shows that the ticket is being checked; with `slow`, that it takes long and need not be waited for. */
  checking(slow = false) {
    const { words } = this.page;
    this.#write({ kind: "checking", word: words.say(slow ? "checking_long" : "checking") });
    el("verdict-go").hidden = !slow;
    el("verdict-go").textContent = words.say("do_not_wait");
    this.#show();
    announce(el("verdict-word").textContent);
  }

  /** Shows a verdict (the result of verdict.js `show`); `changed`: the same ticket had another one on the screen. */
  open(view, { changed = false } = {}) {
    if (!el("verdict").hidden) this.#deafen();
    this.#forgetPerson();
    el("verdict-changed").hidden = !changed;
    this.#write(view);
    el("verdict-go").hidden = false;
    el("verdict-go").textContent = this.page.words.say("go_on");
    el("verdict-retry").hidden = view.kind !== "unknown";
    this.#show();
    el("verdict").scrollTop = 0;
    el("verdict-go").focus({ preventScroll: true });
    announce(changed ? `${el("verdict-changed").textContent} ${spoken(view)}` : spoken(view));
  }

  #deafen() {
    this.#deafUntil = performance.now() + CHANGED;
    const buttons = el("verdict").querySelectorAll("button");
    for (const button of buttons) button.setAttribute("aria-disabled", "true");
    clearTimeout(this.#deafTimer);
    this.#deafTimer = setTimeout(() => buttons.forEach((button) => button.removeAttribute("aria-disabled")), CHANGED);
  }

  /** Writes more about the verdict that already shows. */
  renew(view) {
    if (el("verdict").hidden) return;
    this.#write(view);
    el("verdict-retry").hidden = view.kind !== "unknown";
    announce(spoken(view));
  }

  /** Shows a note about the person and a photo (an address that is revoked when it goes), in a place kept for them. */
  person(attention, photo) {
    this.#forgetPerson();
    el("verdict-attention").textContent = attention;
    el("verdict-attention").hidden = attention === "";
    if (photo) el("verdict-photo").src = photo;
    el("verdict-photo").hidden = photo === null;
  }

  #forgetPerson() {
    const { src } = el("verdict-photo");
    if (src.startsWith("blob:")) URL.revokeObjectURL(src);
    el("verdict-photo").removeAttribute("src");
    el("verdict-photo").hidden = true;
    el("verdict-attention").textContent = "";
    el("verdict-attention").hidden = true;
  }

  close() {
    if (el("verdict").hidden) return;
    this.#forgetPerson();
    fill(el("verdict-names"), "li", []); // names go with the verdict
    el("verdict").hidden = true;
    delete document.body.dataset.verdict;
    document.querySelector("meta[name=theme-color]").content = IDLE;
    el("announcer").textContent = "";
    setTimeout(() => {
      el("scan").inert = false;
      this.#giveFocusBack();
    }, DEAF);
  }

  #show() {
    if (!el("verdict").hidden) return;
    const { activeElement } = document;
    this.#before = el("scan").contains(activeElement) ? activeElement : null;
    el("scan").inert = true;
    el("verdict").hidden = false;
  }

  /** On a phone a focused field opens the keyboard over the camera: there only the page gets the focus back. */
  #giveFocusBack() {
    if (!el("verdict").hidden || el("scan").hidden) return;
    const fine = globalThis.matchMedia("(pointer: fine)").matches;
    (fine && this.#before ? this.#before : el("main")).focus({ preventScroll: true });
  }

  #write({ kind, word, big = "", names = [], lines = [], next = "", stamp = "", gain = "" }) {
    document.body.dataset.verdict = kind;
    document.querySelector("meta[name=theme-color]").content = COLOURS[kind];
    el("verdict-word").textContent = word;
    el("verdict-big").textContent = big;
    fill(el("verdict-names"), "li", names);
    fill(el("verdict-lines"), "p", lines);
    el("verdict-next").textContent = next;
    el("verdict-stamp").textContent = stamp;
    el("verdict-gain").textContent = gain;
    el("verdict-retry").hidden = true;
    el("override-open").hidden = true;
    document.querySelector(".todo").classList.toggle("is-empty", next === "" && stamp === "");
  }
}
