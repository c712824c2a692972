/** Small notices over the page: late answers, a new gate, a phone that keeps nothing. */
import { el } from "./elements.js";
import { kindOf } from "./verdict.js";

const SHOWN = 3; // notices at a time, and lines in one of late answers

/** Adds a notice that stays until it is dismissed, or `ms` long. A notice of the same `name` is replaced. */
export function notify(page, { title = "", lines = [], warn = false, name = "", ms = 0 }) {
  const box = document.createElement("div");
  box.className = warn ? "notice notice-warn" : "notice";
  box.dataset.name = name;
  const text = document.createElement("div");
  if (title) text.append(written("strong", title));
  for (const line of lines) text.append(written("p", line));
  const button = written("button", page.words.say("dismiss"));
  button.type = "button";
  button.className = "button";
  button.addEventListener("click", () => box.remove());
  box.append(text, button);
  const all = el("notices");
  if (name) all.querySelector(`[data-name="${CSS.escape(name)}"]`)?.remove();
  all.append(box);
  while (all.children.length > SHOWN) all.firstElementChild.remove();
  if (ms > 0) setTimeout(() => box.remove(), ms);
}

/** Says which answers came after their verdict had left the screen. */
export function notifyLate(page, settled) {
  const { words } = page;
  const lines = settled.slice(0, SHOWN).map(({ claim, answer }) => {
    const facts = { time: words.clock(claim.at, true), word: words.say(`word_${kindOf(answer)}`) };
    if (claim.said === null) return words.say("late_line", facts);
    return words.say("differs_line", { ...facts, said: words.say(`word_${kindOf({ verdict: claim.said, code: claim.said_code })}`) });
  });
  if (settled.length > SHOWN) lines.push(words.say("late_more", { n: words.number(settled.length - SHOWN) }));
  const warn = settled.some(({ answer }) => answer.verdict !== "admitted");
  notify(page, { title: words.say("late_title"), lines, warn });
}

function written(tag, text) {
  const element = document.createElement(tag);
  element.textContent = text;
  return element;
}
