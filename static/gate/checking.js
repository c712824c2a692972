/**
 * From a reading to a verdict that was seen: idle → checking → verdict → idle. One ticket at a time; a double tap, a
 * second Enter or a code that is still before the camera starts nothing twice.
 */
import { read } from "./code.js";
import { announce, el } from "./elements.js";
import { NO_ANSWER } from "./deciding.js";
import { notify, notifyLate } from "./notices.js";
import { SameCode } from "./same-code.js";
import { show } from "./verdict.js";
import { VerdictScreen } from "./verdict-screen.js";

const QUIET = 250; // ms: an answer within this time comes without a "checking" screen before it
const LEAST = 700; // ms a verdict stands before the camera may replace it: two codes in one picture must not flicker

export class Checking {
  #state = "idle";
  #same = new SameCode();
  #held = null;
  #now = null; // what is on the screen: {reading, claim, answer, at}
  #shownAt = 0;
  #stop = new AbortController();
  #timer = 0;
  #heldTimer = 0;

  /** `gate()` returns the phone's gate, {id, name}; `direction()` "in" or "out"; `paused()` whether the camera must be ignored (settings are open). */
  constructor({ page, decider, scanner, sound, clock, gate, direction, mayOverride, whyClosed, party, photo = async () => null, paused }) {
    Object.assign(this, { page, decider, scanner, sound, clock, gate, direction, mayOverride, whyClosed, party, photo, paused });
    this.screen = new VerdictScreen({
      page,
      onGo: () => this.go(),
      onRetry: () => this.#state === "verdict" && this.#check(this.#now.reading),
    });
    el("override-form").addEventListener("submit", (event) => {
      event.preventDefault();
      this.#override(new FormData(event.target).get("reason"));
    });
    el("override-open").addEventListener("click", (event) => {
      event.stopPropagation(); // the verdict itself goes away when it is touched
      if (!this.screen.isDeaf) el("override").showModal();
    });
    el("override-close").addEventListener("click", () => el("override").close());
    el("scan-again").addEventListener("click", () => {
      const reading = this.#held;
      this.#same.release();
      this.#release();
      if (reading && this.#state === "idle") this.#check(reading);
    });
  }

  /** Takes what was read. `source`: "camera" | "wedge" | "typed"; `whole`: a party is let in without asking who is here. Returns whether it is judged now. */
  take(raw, source, { whole = false } = {}) {
    const reading = read(raw);
    const camera = source === "camera";
    if (reading.kind === "empty" || (camera && this.paused())) return false;
    if (reading.kind === "pairing") return this.#notATicket();
    if (this.#state === "checking") {
      if (!camera) this.#busy();
      return false;
    }
    const now = performance.now();
    if (this.#same.holds(reading.key, now, camera)) {
      if (this.#state === "idle") this.#hold(reading);
      return false;
    }
    if (camera && this.#state === "verdict" && now - this.#shownAt < LEAST) return false;
    this.#check(reading, whole);
    return true;
  }

  /** The verdict was seen (or need not be waited for): back to scanning. */
  go() {
    if (this.#state === "checking") this.#stop.abort();
    if (this.#state !== "verdict") return;
    this.#leave();
    this.#state = "idle";
    this.screen.close();
  }

  /** Everything off the screen: the phone is no gate any more. */
  end() {
    this.#stop.abort();
    clearTimeout(this.#timer);
    this.#state = "ended";
    this.screen.close();
  }

  /** Answers that came late: the one whose "no answer" still shows takes its place, the others become a notice. */
  late(settled) {
    const others = settled.filter(({ claim }) => claim.id !== this.#now?.claim?.id);
    const own = settled.find(({ claim }) => claim.id === this.#now?.claim?.id);
    if (own && this.#state === "verdict") this.#show({ ...this.#now, answer: own.answer }, { changed: true });
    else if (own) others.push(own);
    this.decider.noteLate(others);
    if (others.length > 0) notifyLate(this.page, others);
  }

  /** Of a party's code: who is here, {members} or {here}; null for all others' codes, false when nobody was chosen. */
  async #whoIsHere(reading, { own }) {
    const direction = this.direction();
    const chosen = own === null ? await this.party.ofTyped(reading, direction) : own.party ? await this.party.choose(own.party, reading.text, direction) : undefined;
    return chosen === undefined ? null : (chosen ?? false);
  }

  #nobody(reading) {
    if (this.#state !== "checking") return;
    this.#same.ended(reading.key, performance.now());
    this.#state = "idle";
  }

  async #check(reading, whole = false) {
    if (this.#state === "verdict") this.#leave();
    if (el("override").open) el("override").close(); // a hand scanner read the next one: the reason was meant for this one
    this.#release();
    this.#state = "checking";
    this.#same.judged(reading.key);
    this.#now = { reading };
    this.#stop = new AbortController();
    const judged = await this.decider.look(reading, this.direction());
    const present = whole ? null : await this.#whoIsHere(reading, judged);
    if (present === false) return this.#nobody(reading);
    if (this.#state !== "checking") return; // the phone is no gate any more
    const quiet = setTimeout(() => this.#state === "checking" && this.screen.checking(), QUIET);
    const slow = () => this.#state === "checking" && this.screen.checking(true);
    let result = { answer: NO_ANSWER, at: this.clock.now() };
    try {
      const asked = { gate: this.gate(), direction: this.direction(), signal: this.#stop.signal, slow, judged, present };
      result = await this.decider.decide(reading, asked);
    } finally {
      clearTimeout(quiet);
      if (this.#state === "checking") this.#show({ reading, ...result });
      if (result.final) this.#hear(result);
    }
  }

  /** The server's answer to what this phone has said by itself: names where they agree, the verdict anew where not. */
  async #hear({ claim, answer, final }) {
    const told = await final.catch(() => null);
    if (told === null || this.#state !== "verdict" || this.#now.claim?.id !== claim.id) return;
    const agrees = told.verdict === answer.verdict && told.code === answer.code && told.people === answer.people;
    this.#show({ ...this.#now, answer: agrees ? { ...answer, ...told } : told }, { again: agrees, changed: !agrees });
  }

  /** Shows a verdict; `again`: the same one with more to tell, which needs no second sound and no longer time; `changed`: another one than just before. */
  #show(now, { again = false, changed = false } = {}) {
    this.#now = now;
    this.#state = "verdict";
    if (now.answer.code === "closed") now.answer = { ...now.answer, closed: this.whyClosed(now.at, this.direction()) };
    if (again) {
      this.screen.renew(show(now.answer, this.page.words, { at: now.at, now: this.clock.now(), lateAt: now.lateAt ?? null, direction: now.claim?.direction, rehearses: Boolean(now.claim?.rehearsal) }));
      this.#offerOverride(now.answer);
      this.#showPerson(now.answer);
      return;
    }
    clearTimeout(this.#timer);
    this.#shownAt = performance.now();
    const view = show(now.answer, this.page.words, { at: now.at, now: this.clock.now(), lateAt: now.lateAt ?? null, direction: now.claim?.direction, rehearses: Boolean(now.claim?.rehearsal) });
    this.screen.open(view, { changed });
    this.#offerOverride(now.answer);
    this.sound.play(view.kind);
    if (view.stays !== null) this.#timer = setTimeout(() => this.go(), view.stays);
  }

  /** What a gate must know of somebody, and the face to compare: with a network, for phones that may. */
  async #showPerson({ person }) {
    const now = this.#now;
    const photo = person?.photo ? await this.photo(person.photo) : null;
    if (this.#now === now && this.#state === "verdict") this.screen.person(person?.attention ?? "", photo);
    else if (photo) URL.revokeObjectURL(photo);
  }

  #offerOverride({ verdict, code, seat }) {
    const foreign = ["invalid", "no_answer", "error"].includes(code);
    const sits = code === "no_seat" && seat?.free > 0;
    el("override-open").hidden = verdict === "admitted" || foreign || !(sits || this.mayOverride());
    el("override-seat").hidden = !sits; // a free seat is a reason only where one is asked for
  }

  /** Staff let somebody in although the verdict was no: with a reason, in a colour of its own, kept by the server. */
  async #override(reason) {
    el("override").close();
    if (this.#state !== "verdict" || !reason) return;
    const before = this.#now;
    const here = before.answer.of > 1 ? await this.party.count(before.answer.of, this.direction()) : null;
    if (before !== this.#now || this.#state !== "verdict" || (here === null && before.answer.of > 1)) return;
    const result = await this.decider.override(before.reading, before, { gate: this.gate(), direction: this.direction(), reason, here });
    this.#show({ reading: before.reading, ...result });
  }

  #leave() {
    clearTimeout(this.#timer);
    if (this.#now.final) this.decider.left(this.#now.claim);
    this.#same.ended(this.#now.reading.key, performance.now());
  }

  #hold(reading) {
    this.#held = reading;
    el("scan-again").hidden = false;
    this.scanner.say("held");
    clearTimeout(this.#heldTimer);
    this.#heldTimer = setTimeout(() => this.#release(), this.#same.pause);
  }

  #release() {
    clearTimeout(this.#heldTimer);
    this.#held = null;
    el("scan-again").hidden = true;
    this.scanner.say("aim");
  }

  #busy() {
    this.sound.play("busy");
    announce(this.page.words.say("busy"));
  }

  #notATicket() {
    notify(this.page, { lines: [this.page.words.say("pairing_code_seen")], name: "pairing", ms: 5000 });
    return false;
  }
}
