/** The language switch: three buttons wherever the page shows them, the choice remembered on the phone. */
import { LANGUAGES, Words, speak } from "./i18n.js";

const KEPT = "gate-language";

/** Returns the words to begin with: the remembered language, else the one the server has written the page in. */
export function firstWords(strings) {
  const kept = remembered();
  const written = document.documentElement.lang;
  const lang = [kept, written, "vi"].find((code) => LANGUAGES.includes(code));
  return new Words(strings, lang);
}

/** Ties the buttons; `onWords(words)` is called for the first language and after each change. */
export function listenLanguages(first, onWords) {
  const choose = (words) => {
    speak(words, document);
    for (const button of document.querySelectorAll("[data-language]")) {
      button.setAttribute("aria-pressed", String(button.dataset.language === words.lang));
    }
    onWords(words);
  };
  document.addEventListener("click", (event) => {
    const lang = event.target.closest?.("[data-language]")?.dataset.language;
    if (!lang) return;
    remember(lang);
    choose(new Words(first.strings, lang));
  });
  choose(first);
}

function remembered() {
  try {
    return localStorage.getItem(KEPT);
  } catch {
    return null; // storage is switched off: the page's language it is
  }
}

function remember(lang) {
  try {
    localStorage.setItem(KEPT, lang);
  } catch {
    // The choice then lasts as long as the page.
  }
}
