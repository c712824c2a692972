/**
 * Hand scanners that type like a keyboard: a burst of keys that ends in Enter or Tab, anywhere on the page.
 *
 * `Burst` is pure (it is given keys and times); `listen` ties it to a page.
 */

const GAP = 300; // ms: a longer pause ends a burst; radio scanners stutter, and half a code would be refused
const AVERAGE = 100; // ms a key outside a field; Bluetooth scanners need up to 80
const FIELD_AVERAGE = 45; // ms a key inside a text field, where a person types too (fast typists: 60 and more)
const FEWEST = 5;

// With a Vietnamese or Japanese input method on, keys come as "Process": then the key's place says what it is.
const PLACES = {
  Minus: "-_", Equal: "=+", Slash: "/?", Semicolon: ";:", Period: ".>", Comma: ",<", Backslash: "\\|",
  BracketLeft: "[{", BracketRight: "]}", Quote: "'\"", Digit7: "7&", Digit5: "5%", Digit3: "3#",
};

/** Returns the character of a key event, "" for none. Letters come from the key's place when an input method hides them. */
export function character({ key, code = "", shiftKey = false }) {
  if (key.length === 1 && key.charCodeAt(0) < 127) return key;
  if (key !== "Process" && key !== "Unidentified" && key.length !== 1) return "";
  if (PLACES[code]) return PLACES[code][shiftKey ? 1 : 0];
  const place = /^(?:Key|Digit|Numpad)([A-Z0-9])$/.exec(code);
  return place ? place[1] : "";
}

/** Collects keys into bursts. */
export class Burst {
  #text = "";
  #first = 0;
  #last = 0;

  /**
   * Takes one key at `at` (ms); returns the text of a finished burst, else null.
   * `inField`: the key goes to a text field, where only scanner speed counts as a burst.
   */
  press(event, at, inField = false) {
    if (event.ctrlKey || event.altKey || event.metaKey) return this.#reset();
    if (event.key === "Enter" || event.key === "Tab") return this.#finish(at, inField);
    const letter = character(event);
    if (letter === "") return null; // Shift, CapsLock: they come with letters
    if (at - this.#last > GAP) this.#reset();
    if (this.#text === "") this.#first = at;
    this.#text += letter;
    this.#last = at;
    return null;
  }

  #finish(at, inField) {
    const text = this.#text;
    const stale = at - this.#last > GAP;
    const average = (this.#last - this.#first) / Math.max(1, text.length - 1);
    this.#reset();
    if (text.length < FEWEST || stale || average > (inField ? FIELD_AVERAGE : AVERAGE)) return null;
    return text;
  }

  #reset() {
    this.#text = "";
    return null;
  }
}

/** Gives every burst on `page` to `deliver(text)`, before buttons and fields see its Enter or Tab. */
export function listen(page, deliver) {
  const burst = new Burst();
  page.addEventListener(
    "keydown",
    (event) => {
      const field = event.target instanceof Element && event.target.closest("input:not([type=checkbox]), textarea");
      const text = burst.press(event, event.timeStamp, Boolean(field));
      if (text === null) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      if (field) field.value = "";
      deliver(text);
    },
    { capture: true },
  );
}
