/** How long to wait before trying again. Pure. */

/**
 * Returns ms before try number `n` (0 = the first repetition): exponential from `base` up to `cap`, drawn between half
 * and the whole of it, so that two hundred phones do not come back in the same second.
 */
export function delay(n, { base, cap, random = Math.random }) {
  const whole = Math.min(cap, base * 2 ** n);
  return Math.round(whole / 2 + (random() * whole) / 2);
}

/** Resolves after `ms`. */
export function pause(ms) {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}
