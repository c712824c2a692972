/** Sentences, numbers and moments in the reader's language. Pure but for `speak`. */

export const LANGUAGES = ["vi", "ja", "en"];
const LOCALES = { vi: "vi-VN", ja: "ja-JP", en: "en-GB" };
const ZONE = "Asia/Ho_Chi_Minh"; // the gates' clock, wherever the phone believes it is
const FALLBACKS = { vi: ["vi", "en", "ja"], ja: ["ja", "en", "vi"], en: ["en", "vi", "ja"] };

/** Returns a trilingual text ({vi, ja, en}) in `lang`, or in the next language somebody has written. */
export function pick(text, lang) {
  if (!text) return "";
  if (typeof text === "string") return text;
  for (const code of FALLBACKS[lang]) if (text[code]) return text[code];
  return "";
}

/** Making a formatter costs an old phone several ms, and a verdict needs some: each is made once. */
const made = new Map();

function kept(Kind, locale, shape = {}) {
  const key = `${Kind.name} ${locale} ${JSON.stringify(shape)}`;
  if (!made.has(key)) made.set(key, new Kind(locale, shape));
  return made.get(key);
}

/** The words of one language. `strings`: {vi: {key: sentence}, ja: …, en: …} with %(name)s places. */
export class Words {
  constructor(strings, lang) {
    this.strings = strings;
    this.lang = lang;
  }

  /** Returns the sentence `key` with its places filled. A missing sentence shows its key: seen, but nothing breaks. */
  say(key, values = {}) {
    const sentence = this.strings[this.lang]?.[key] ?? this.strings.en?.[key] ?? key;
    return sentence.replace(/%\((\w+)\)s/g, (place, name) => (name in values ? String(values[name]) : place));
  }

  /** Returns the sentence for `n` things: `key_one` for one where a language tells them apart. */
  count(key, n, values = {}) {
    const chosen = n === 1 && this.strings[this.lang]?.[`${key}_one`] ? `${key}_one` : key;
    return this.say(chosen, { n: this.number(n), ...values });
  }

  pick(text) {
    return pick(text, this.lang);
  }

  number(n) {
    return kept(Intl.NumberFormat, LOCALES[this.lang]).format(n);
  }

  /** Returns 18:47 (with seconds: 18:47:09) on the gates' clock. */
  clock(moment, seconds = false) {
    const second = seconds ? { second: "2-digit" } : {};
    const shape = { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone: ZONE, ...second };
    return kept(Intl.DateTimeFormat, "en-GB", shape).format(new Date(moment));
  }

  /** Returns 15/11 · 11月15日 · 15 Nov. */
  day(moment) {
    const shape = this.lang === "vi" ? { day: "2-digit", month: "2-digit" } : { day: "numeric", month: "short" };
    const parts = kept(Intl.DateTimeFormat, LOCALES[this.lang], { ...shape, timeZone: ZONE }).formatToParts(new Date(moment));
    if (this.lang !== "vi") return parts.map((part) => part.value).join("");
    const value = (type) => parts.find((part) => part.type === type).value;
    return `${value("day")}/${value("month")}`; // browsers disagree between 15/11 and 15-11
  }

  /** Returns the time, with the day when it is not the day of `now`. */
  moment(value, now) {
    const time = this.clock(value);
    if (localDay(value) === localDay(now)) return time;
    return this.say("day_and_time", { time, day: this.day(value) });
  }
}

/** Returns the gates' calendar day, 2027-11-17. */
export function localDay(moment) {
  return kept(Intl.DateTimeFormat, "en-CA", { timeZone: ZONE, year: "numeric", month: "2-digit", day: "2-digit" })
    .format(new Date(moment));
}

/** Puts the words into every element that names one: data-t (text), data-t-label (aria-label). */
export function speak(words, page) {
  page.documentElement.lang = words.lang;
  for (const element of page.querySelectorAll("[data-t]")) element.textContent = words.say(element.dataset.t);
  for (const element of page.querySelectorAll("[data-t-alt]")) element.alt = words.say(element.dataset.tAlt);
  for (const element of page.querySelectorAll("[data-t-label]")) {
    element.setAttribute("aria-label", words.say(element.dataset.tLabel));
  }
}
