/** What this phone can and cannot do as a gate: one line for each thing, good or what is missing. */
import { cameras } from "./camera.js";
import { kept } from "./keeping.js";

const OLD = 12 * 3_600_000; // ms: what a phone knows of used tickets should be younger

/**
 * Returns [{name, state, facts}]: state "good" | "weak" (it works, with a loss) | "missing"; `facts` fill the sentence
 * `health_<name>_<state>`.
 */
export async function examine({ store, snapshot, signatures, decoder, clock, online, paired, now }) {
  const secure = globalThis.isSecureContext;
  const pages = secure ? await kept() : null;
  const found = await cameras().catch(() => []);
  const age = snapshot.madeAt ? now - snapshot.madeAt : null;
  return [
    line("secure", secure ? "good" : "missing"),
    line("page", pages ? "good" : "missing", { version: pages?.version ?? "", n: pages?.files ?? 0 }),
    line("store", store.durable ? ((await isPersistent()) ? "good" : "weak") : "missing"),
    line("camera", found.length > 0 ? "good" : "missing", { n: found.length }),
    line("decoder", { wasm: "good", script: "weak", page: "weak" }[decoder] ?? "missing"),
    line("signatures", { browser: "good", script: "weak" }[signatures] ?? "missing"),
    line("clock", clock.isFarOff ? "missing" : "good", { n: Math.round(Math.abs(clock.skew) / 1000) }),
    line("network", online ? "good" : "weak"),
    line("snapshot", !paired || age === null ? "missing" : age > OLD ? "weak" : "good", { n: Math.round((age ?? 0) / 60_000) }),
  ];
}

function line(name, state, facts = {}) {
  return { name, state, facts };
}

async function isPersistent() {
  return (await navigator.storage?.persisted?.().catch(() => false)) ?? false;
}

/** Returns what the server is told of this phone; what a browser does not tell is left out. */
export function reporter({ queue, taps, clock, snapshot, scanner, signatures, version }) {
  let battery = null;
  globalThis.navigator?.getBattery?.().then((found) => (battery = found), () => {});
  return () => ({
    version: version(),
    waiting: queue.size + taps.size,
    skew: clock.skew,
    decoder: scanner.decoder,
    signatures: signatures(),
    ...(snapshot.madeAt ? { snapshot_at: new Date(snapshot.madeAt).toISOString() } : {}),
    ...(battery ? { battery: Math.round(battery.level * 100) } : {}),
  });
}
