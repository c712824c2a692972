/**
 * Judges codes as a phone does that has just taken a snapshot, and prints its answers.
 * The last argument names a JSON file: {keys, snapshots: [{text, signature}], codes: [text], at: ms, direction}.
 */
import "./browser.js";
import { readFileSync } from "node:fs";
import { read } from "../../../static/gate/code.js";
import { Here } from "../../../static/gate/here.js";
import { Seen } from "../../../static/gate/seen.js";
import { Signatures, means } from "../../../static/gate/signatures.js";
import { Snapshot } from "../../../static/gate/snapshot.js";
import { MemoryStore } from "../../../static/gate/store.js";

const { keys, snapshots, codes, at, how } = JSON.parse(readFileSync(process.argv.at(-1), "utf8"));
const store = new MemoryStore();
const signatures = new Signatures(how ?? (await means()));
await signatures.use(keys);
const snapshot = new Snapshot({ store, signatures });
for (const { text, signature } of snapshots) await snapshot.take(text, signature);
const again = new Snapshot({ store, signatures }); // as after a cold start
await again.load();
const here = new Here({ snapshot: again, signatures, seen: new Seen(store) });
const answers = [];
for (const code of codes) answers.push((await here.judge(read(code), at))?.answer ?? null);
let refused = "";
try {
  const { text, signature } = snapshots[0];
  await snapshot.take(text.replace('"v":2', '"v":2 '), signature);
} catch (error) {
  refused = String(error.message);
}
process.stdout.write(JSON.stringify({ answers, refused, how: await means() }));
