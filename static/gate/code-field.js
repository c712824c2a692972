/** The field for a typed code: says at once when it can be none, and keeps what was typed until it is judged. */
import { read } from "./code.js";
import { el } from "./elements.js";

const PASTED = 20; // characters: longer than any short code; the server says what it is

/** Ties the form; `take(text)` returns whether the text is judged now. */
export function listenCodeField(page, take) {
  el("code-form").addEventListener("submit", (event) => {
    event.preventDefault();
    const field = el("code");
    const fine = ["url", "short", "pairing"].includes(read(field.value).kind) || field.value.trim().length > PASTED;
    complain(fine ? "" : page.words.say("code_short"));
    if (fine && take(field.value)) field.value = "";
  });
}

/** Takes the complaint away (it was in the language before). */
export function clearComplaint() {
  complain("");
}

function complain(sentence) {
  el("code-message").textContent = sentence;
  if (sentence) el("code").setAttribute("aria-invalid", "true");
  else el("code").removeAttribute("aria-invalid");
}
