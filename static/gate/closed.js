/** Why a gate is closed to somebody just now, and from when it lets people in. Pure; moments in ms. */
import { LOCAL, MINUTES, standingAt, windowAt } from "./judge.js";

const AHEAD = 7; // days to look for the next window that is open every day

/**
 * Returns {why: "order" | "room" | "in_only" | "out_only" | "hours" | "gate", opens}; `opens` in ms where hours say it, else null.
 * `gate` as for judge.js; `metered`: one in, one out holds.
 */
export function whyClosed(gate, at, direction, metered = false) {
  const standing = standingAt(gate, at);
  if (direction === "out") return { why: "in_only", opens: null };
  if (gate.stopped_until !== null && at < gate.stopped_until) return { why: "order", opens: null };
  if (!gate.is_open) return { why: "gate", opens: null };
  if (!standing.is_open) return { why: "hours", opens: nextOpening(gate.windows, at) };
  if (standing.directions === "out") return { why: "out_only", opens: nextOpening(gate.windows, at) };
  return { why: metered ? "room" : "gate", opens: null };
}

/** Returns when the next window begins in which people come in, or null. */
export function nextOpening(windows, at) {
  const today = Math.floor((at + LOCAL) / 60_000 / MINUTES);
  const starts = windows
    .filter(({ directions }) => directions !== "out")
    .flatMap(({ day, since }) => {
      const days = day === null ? Array.from({ length: AHEAD }, (_, n) => today + n) : [day];
      return days.map((one) => (one * MINUTES + since) * 60_000 - LOCAL);
    })
    .filter((start) => start > at);
  return starts.length > 0 ? Math.min(...starts) : null;
}

/** Returns the hours that hold now, "17:00–24:00", "" where nobody comes in, or null where the gate has no hours. */
export function hoursNow(gate, at) {
  if (!gate?.windows?.length) return null;
  const window = windowAt(gate.windows, at);
  return window ? `${clockOf(window.since)}–${clockOf(window.until)}` : "";
}

function clockOf(minutes) {
  const two = (n) => String(n).padStart(2, "0");
  return minutes === MINUTES ? "24:00" : `${two(Math.floor(minutes / 60) % 24)}:${two(minutes % 60)}`;
}
