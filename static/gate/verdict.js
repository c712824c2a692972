/**
 * From an answer to what the screen says. Pure: `show` gets the answer, the words and the time, and gives back text.
 *
 * The judge (today the server, later the phone itself) decides; nothing here turns a refusal into an admission.
 */
import { seatLine, seatNext, seatReason } from "./seat.js";

/** How long an admission stays on the screen by itself, ms. Everything else stays until somebody has seen it. */
export const ADMITTED_STAYS = 2500;

const NEXT = {
  __proto__: null, // codes come from outside: "constructor" is no code
  already_admitted: "next_used",
  invalid: "next_help",
  revoked: "next_revoked",
  cancelled: "next_help",
  blocked: "next_lead",
  not_yet_valid: "next_wait",
  expired: "next_help",
  wrong_event: "next_gate",
  wrong_zone: "next_gate",
  wrong_class: "next_gate",
  no_seat: "next_seat_full",
  wrong_session: "next_gate",
  not_inside: "next_lead",
  closed: "next_closed",
  rehearsal: "next_lead",
  error: "next_error",
  no_answer: "next_no_answer",
};

const SEATS = new Set(["no_seat", "wrong_session"]);
const CLOSED = { room: "reason_room", in_only: "reason_in_only", out_only: "reason_out_only" };

/** Returns "good" | "override" | "used" | "refused" | "unknown": word, shape, colour, sound and vibration follow from it. */
export function kindOf(answer) {
  if (answer.overridden) return "override";
  if (answer.verdict === "admitted") return "good";
  if (answer.code === "already_admitted") return "used";
  if (answer.code === "error" || answer.code === "no_answer") return "unknown";
  return "refused";
}

/**
 * Returns `{kind, word, big, names, lines, next, stamp, gain, stays}`: the word, the number of people (big), their
 * names, further lines, what to do next, when and where it was recorded, "+n", and ms to stay (null: until seen).
 *
 * `at`: time of the scan (ms); `now`: present time; `lateAt`: when this phone scanned the same ticket and was answered late;
 * `rehearses`: it was scanned in a rehearsal.
 */
export function show(answer, words, { at, now = at, lateAt = null, direction = "in", rehearses = false }) {
  const kind = kindOf(answer);
  const admitted = kind === "good" || kind === "override";
  const next = kind === "used" && lateAt !== null
    ? words.say("next_late", { time: words.clock(lateAt) })
    : admitted ? words.say(direction === "out" ? "next_out" : "next_good") : nextOf(answer, words);
  return {
    kind,
    word: words.say(admitted && direction === "out" ? "word_out" : `word_${kind}`),
    big: admitted && answer.people > 0 ? words.count("people", answer.people) : "",
    names: answer.names ?? [],
    lines: linesOf(answer, words, kind, now, rehearses, direction).filter(Boolean),
    next,
    stamp: words.say(answer.code === "no_answer" ? "kept" : "recorded", { time: words.clock(at, true) }),
    gain: admitted && answer.people > 0 ? `${direction === "out" ? "−" : "+"}${answer.people}` : "",
    stays: admitted ? ADMITTED_STAYS : null,
  };
}

function nextOf(answer, words) {
  if (SEATS.has(answer.code)) return seatNext(answer, words);
  if (answer.code === "closed" && answer.closed?.opens) return words.say("next_wait");
  if (answer.code === "closed" && answer.closed?.why === "room") return words.say("next_room");
  return words.say(NEXT[answer.code] ?? "next_help");
}

/** Returns all of it as one sentence, for who hears the page instead of seeing it. */
export function spoken(view) {
  return [view.word, view.big, ...view.names, ...view.lines, view.next].filter(Boolean).join(". ");
}

function linesOf(answer, words, kind, now, rehearses, direction) {
  const label = words.pick(answer.class_label);
  if (kind === "good" || kind === "override") {
    const party = answer.of > answer.people ? words.say("party_of", { of: words.number(answer.of) }) : "";
    const seat = kind === "good" && direction === "in" && answer.seat ? seatLine(answer.seat, words) : "";
    return [seat, party, label];
  }
  if (kind === "used") return answer.first ? [...firstUse(answer.first, words, now), label] : [label];
  return [reason(answer, words, now, rehearses), label];
}

function firstUse(first, words, now) {
  const time = words.clock(first.at);
  const place = { time, gate: words.pick(first.gate) };
  const minutes = Math.max(0, Math.round(first.minutes_ago ?? (now - Date.parse(first.at)) / 60_000));
  if (minutes >= 24 * 60) return [words.say("used_on", { ...place, day: words.day(first.at) })];
  return [words.say("used_at", place), ago(minutes, words)];
}

function ago(minutes, words) {
  if (minutes < 1) return words.say("ago_now");
  if (minutes < 120) return words.count("ago_minutes", minutes);
  return words.count("ago_hours", Math.floor(minutes / 60));
}

function reason(answer, words, now, rehearses) {
  const title = words.pick(answer.event?.title);
  switch (answer.code) {
    case "cancelled":
      if (answer.event?.called_off) return words.say(title ? "reason_called_off_title" : "reason_called_off", { event: title });
      if (answer.cancelled_at) return words.say("reason_cancelled_on", { day: words.day(answer.cancelled_at) });
      break;
    case "not_yet_valid":
      if (answer.valid_from) return words.say("reason_not_yet_valid_from", { moment: words.moment(answer.valid_from, now) });
      break;
    case "expired":
      if (answer.valid_until) return words.say("reason_expired_at", { moment: words.moment(answer.valid_until, now) });
      break;
    case "wrong_event":
      if (title) return words.say("reason_wrong_event_title", { event: title });
      break;
    case "no_seat":
    case "wrong_session":
      return seatReason(answer, words);
    case "rehearsal":
      return words.say(rehearses ? "reason_real" : "reason_rehearsal");
    case "closed":
      if (answer.closed?.opens) return words.say("reason_opens", { moment: words.moment(answer.closed.opens, now) });
      if (Object.hasOwn(CLOSED, answer.closed?.why ?? "")) return words.say(CLOSED[answer.closed.why]);
      break;
    default:
  }
  return words.say(answer.code in NEXT ? `reason_${answer.code}` : "reason_other");
}
