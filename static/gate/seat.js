/** What a hall's door says of a seat: in which session, or how many are free. Pure. */

/**
 * Returns {session, free} where somebody has no seat, {session, hall} where they have one in another hall, {session} where they are let
 * in to theirs, or null where nobody is asked. `seats`: the sessions of a ticket's holder; `gate` as it stands now; `told`: {number: {title, hall, free}}.
 */
export function seatOf(code, seats, { sessions = [], beside = [] }, told) {
  const mine = (numbers) => numbers.filter((one) => seats.includes(one)).map((one) => told[one]).find(Boolean);
  if (code === "no_seat") {
    const there = sessions.map((one) => told[one]).filter(Boolean);
    if (there.length === 0) return null;
    const { title, free } = there.reduce((best, one) => (one.free > best.free ? one : best));
    return { session: title, free: Math.max(0, free) };
  }
  if (code === "wrong_session") {
    const one = mine(beside);
    return one ? { session: one.title, hall: one.hall } : null;
  }
  const one = code === null ? mine(sessions) : null;
  return one ? { session: one.title } : null;
}

/** Returns the line about somebody's seat who is let in: which one, or in which session. */
export function seatLine({ session, place }, words) {
  if (place) return words.say("seat_place", { row: words.number(place.row), number: words.number(place.number) });
  return words.say("seat_session", { session: words.pick(session) });
}

/** Returns the reason for somebody whose seat is not here. */
export function seatReason(answer, words) {
  const session = words.pick(answer.seat?.session);
  if (!session) return words.say(`reason_${answer.code}`);
  return words.say(`reason_${answer.code}_title`, { session });
}

/** Returns what to do with somebody whose seat is not here. */
export function seatNext({ code, seat }, words) {
  if (code === "wrong_session") {
    const hall = words.pick(seat?.hall);
    return hall ? words.say("next_hall", { hall }) : words.say("next_gate");
  }
  return seat?.free > 0 ? words.count("next_seat_free", seat.free) : words.say("next_seat_full");
}
