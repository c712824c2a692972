/**
 * Who is admitted: the same rules as festival/gate/rules/judging.py, word for word. Both run the table of
 * tests/gate/table.py. Pure: no page, no store, no clock; moments are ms since 1970, durations are ms.
 */

const ENDED = { revoked: "revoked", cancelled: "cancelled", blocked: "blocked" };
export const LOCAL = 7 * 3_600_000; // Hạ Long's clock; it has known no summer time since 1975
const DAY = 86_400_000;
export const MINUTES = 1440; // of a day

/**
 * Returns why this ticket is refused at this gate and moment, or null when it is let through.
 *
 * `ticket`: {event, class, zones, state, valid_from, valid_until, openings, admitted_at, left_at, is_rehearsal, seats}, or null for
 * what is no ticket of ours; `openings` ([[zones, from, until]]) where not all zones are open at all hours, `seats` the sessions in
 * which the holder has a seat; `gate`: {events, classes, zones, is_open, checks_time, admits, reentry, early, late, is_rehearsal,
 * called_off: {event: since}, stopped_until, directions, windows, room, sessions, beside}; the last five and `seats` may be missing.
 * On the way out only where one belongs and whether one is inside is asked.
 */
export function judge(ticket, gate, at, direction = "in") {
  if (ticket === null) return "invalid";
  gate = standingAt(gate, at);
  if (ticket.is_rehearsal !== gate.is_rehearsal) return "rehearsal";
  if (Object.hasOwn(ENDED, ticket.state)) return ENDED[ticket.state];
  const misplaced = place(ticket, gate);
  if (misplaced !== null) return misplaced;
  if (direction === "out") {
    if (!isInside(ticket)) return "not_inside";
    return gate.directions === "in" ? "closed" : null;
  }
  if (at >= (gate.called_off?.[ticket.event] ?? Infinity)) return "cancelled";
  if (gate.checks_time && !isOpen(ticket, gate, at)) return opensNext(ticket, gate, at) === null ? "expired" : "not_yet_valid";
  const unseated = seat(ticket, gate);
  if (unseated !== null) return unseated;
  if (!mayEnterAgain(ticket.admitted_at, ticket.left_at, gate, at)) return "already_admitted";
  return isShut(gate, at) ? "closed" : null;
}

function isShut(gate, at) {
  const isStopped = gate.stopped_until !== null && at < gate.stopped_until;
  return !gate.is_open || gate.directions === "out" || isStopped || (gate.room ?? 1) < 1;
}

/** Returns the gate with the rules of the hour; outside of all its windows it is closed for who wants to come in. */
export function standingAt(gate, at) {
  if (!gate.windows?.length) return gate;
  const window = windowAt(gate.windows, at);
  if (window === null) return { ...gate, is_open: false, windows: [] };
  return { ...gate, ...window, events: window.events.length > 0 ? window.events : gate.events, windows: [] };
}

/** Returns the window that holds at a moment: of several the one that began last, then the last of the list. */
export function windowAt(windows, at) {
  const minutes = Math.floor((at + LOCAL) / 60_000);
  const today = Math.floor(minutes / MINUTES);
  let [found, began] = [null, -1];
  for (const window of windows) {
    for (const day of [today, today - 1]) {
      const passed = minutes - day * MINUTES;
      const start = day * MINUTES + window.since;
      const isDay = window.day === null || window.day === day;
      if (isDay && window.since <= passed && passed < window.until && start >= began) [found, began] = [window, start];
    }
  }
  return found;
}

function place(ticket, gate) {
  if (!gate.events.includes(ticket.event)) return "wrong_event";
  if (gate.classes.length > 0 && !gate.classes.includes(ticket.class)) return "wrong_class";
  // A ticket without zones goes wherever its event is; a gate without zones leads to all of it.
  if (gate.zones && ticket.zones && !(gate.zones & ticket.zones)) return "wrong_zone";
  return null;
}

/** What is wrong where a session goes on whose seats are counted. Tickets of a rehearsal sit nowhere and are asked for no seat. */
function seat(ticket, { sessions = [], beside = [] }) {
  const sits = (session) => (ticket.seats ?? []).includes(session);
  if (sessions.length === 0 || ticket.is_rehearsal || sessions.some(sits)) return null;
  return beside.some(sits) ? "wrong_session" : "no_seat";
}

function hoursAt(ticket, gate) {
  const parts = ticket.openings?.length ? ticket.openings : [[ticket.zones, ticket.valid_from, ticket.valid_until]];
  return parts.filter(([zones]) => !gate.zones || !zones || gate.zones & zones);
}

function isOpen(ticket, gate, at) {
  return hoursAt(ticket, gate).some(([, from, until]) => at >= from - gate.early && at < until + gate.late);
}

/** Returns when this gate opens for the ticket the next time (ms), or null when it does not any more. */
export function opensNext(ticket, gate, at) {
  const next = hoursAt(ticket, gate).map(([, from]) => from).filter((from) => from > at);
  return next.length > 0 ? Math.min(...next) : null;
}

/** Returns when this gate was open for the ticket the last time (ms). */
export function wasOpenUntil(ticket, gate) {
  return Math.max(...hoursAt(ticket, gate).map(([, , until]) => until));
}

/** Returns whether this person has come in and has not gone out since. */
export function isInside(ticket) {
  return ticket.admitted_at !== null && ticket.left_at === null;
}

/** Returns whether somebody who last came in at `admittedAt` (null: never) may come in at `at`. */
export function mayEnterAgain(admittedAt, leftAt, gate, at) {
  if (admittedAt === null || gate.admits === "often") return true;
  if (gate.reentry && leftAt !== null) return true;
  return gate.admits === "daily" && day(admittedAt) !== day(at);
}

function day(moment) {
  return Math.floor((moment + LOCAL) / DAY);
}

/**
 * Returns {code, people}: how many go through where `outside` of a party may, `here` were counted (null: nobody was asked) and there is
 * `room` for so many (null: it is not asked). Families come in together or wait together.
 */
export function through(outside, here = null, room = null) {
  const people = here === null ? outside : Math.min(here, outside);
  return room !== null && people > Math.max(room, 0) ? { code: "closed", people: 0 } : { code: null, people };
}
