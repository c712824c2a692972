/** The gate's page: makes the parts and ties them together. Each part says in its own file what it promises. */
import { Api } from "./api.js";
import { Checking } from "./checking.js";
import { Clock } from "./clock.js";
import { pairingToken } from "./code.js";
import { clearComplaint, listenCodeField } from "./code-field.js";
import { el, showScreen } from "./elements.js";
import { Decider } from "./deciding.js";
import { firstWords, listenLanguages } from "./language.js";
import { notify } from "./notices.js";
import { Phone } from "./phone.js";
import { Queue } from "./queue.js";
import { Scanner } from "./scanner.js";
import { Sheet } from "./sheet.js";
import { Sound } from "./sound.js";
import { StartScreen } from "./start-screen.js";
import { drawBar } from "./status-bar.js";
import { openStore } from "./store.js";
import { Sync } from "./sync.js";
import { WakeLock } from "./wake-lock.js";
import { listen as listenWedge } from "./wedge.js";

const BAR_EVERY = 30_000; // midnight ends "today" also on a phone nobody touches

function block(id) {
  return JSON.parse(el(id).textContent);
}

/** Returns the token of the address and takes it out of sight: it must not stay in the history or a screenshot. */
function takeToken() {
  const token = location.hash ? pairingToken(location.href) : null;
  if (location.hash) history.replaceState(null, "", location.pathname + location.search);
  return token;
}

async function main() {
  const token = takeToken();
  const { urls } = block("gate-config");
  const page = { words: firstWords(block("gate-strings")) };
  const store = await openStore({ onTaken: () => location.reload() });
  const clock = new Clock();
  const api = new Api(urls, clock);
  const phone = new Phone({ store, api, clock });
  const queue = new Queue(store);
  const sound = new Sound();
  const wake = new WakeLock();
  const choices = { sound: true, vibration: true, camera: "", ...(await store.getMeta("choices")) };
  let pairingByCamera = false;
  let warned = false;

  const sync = new Sync({
    api,
    queue,
    clock,
    on: {
      link: () => drawState(),
      device: (told) => renew(told),
      late: (settled) => checking.late(settled),
      notTaken: (n) => notify(page, { lines: [page.words.say("not_taken", { n })], warn: true, name: "not-taken" }),
      revoked: () => leave(),
    },
  });
  const judge = new Decider({ queue, sync, clock });
  const scanner = new Scanner({ urls, page, onText: (text) => take(text, "camera") });
  const sheet = new Sheet({
    page, phone, queue, scanner, sound, choices,
    onChoice: (changed) => choose(changed),
    onSend: () => sync.tick(),
    onUnpair: () => unpair(),
  });
  const checking = new Checking({ page, judge, scanner, sound, clock, gate: () => phone.gate.id, paused: () => sheet.isOpen });
  const start = new StartScreen({ page, phone, onPaired: () => begin(true), onKeep: () => begin(false), onScan: () => scanPairing() });

  function drawState() {
    drawBar({ gate: phone.gate?.name, online: sync.online, waiting: queue.size, today: queue.admittedToday(clock.now()) }, page.words);
    sheet.draw();
    if (queue.durable || warned) return;
    warned = true;
    notify(page, { lines: [page.words.say("not_durable")], warn: true });
  }

  function take(text, source) {
    if (pairingByCamera || !phone.paired) {
      if (start.take(text)) stopPairing();
      return false;
    }
    if (source !== "camera") sheet.close(); // the camera waits while somebody is in the settings
    return checking.take(text, source);
  }

  function scanPairing() {
    pairingByCamera = true;
    showScreen("scan");
    el("panel").hidden = true;
    el("scan-stop").hidden = false;
    scanner.say("aim_pairing");
    scanner.start();
  }

  function stopPairing() {
    if (!pairingByCamera) return;
    pairingByCamera = false;
    scanner.stop();
    el("panel").hidden = false;
    el("scan-stop").hidden = true;
    if (!phone.paired) showScreen("start");
  }

  function begin(fresh) {
    pairingByCamera = false;
    el("panel").hidden = false;
    el("scan-stop").hidden = true;
    showScreen("scan");
    scanner.say("aim");
    scanner.start();
    wake.hold();
    sync.start();
    drawState();
    const gate = page.words.pick(phone.gate.name);
    if (fresh) notify(page, { lines: [page.words.say("paired", { gate })], name: "gate", ms: 6000 });
  }

  async function renew(told) {
    const moved = await phone.renew(told);
    drawState();
    if (!moved) return;
    notify(page, { lines: [page.words.say("gate_changed", { gate: page.words.pick(phone.gate.name) })], warn: true, name: "gate" });
  }

  function choose(changed) {
    const other = changed.camera !== scanner.choice;
    sound.on = changed.sound;
    sound.vibrates = changed.vibration;
    scanner.choice = changed.camera;
    store.setMeta({ choices: { ...changed } }).catch(() => {});
    if (other) scanner.start();
  }

  /** The organizers have taken the gate from this phone: nothing of it stays, and that is said. */
  async function leave() {
    const lost = queue.size;
    sheet.close();
    checking.end();
    scanner.stop();
    await Promise.all([wake.release(), phone.wipe()]);
    el("bar").hidden = true;
    el("notices").replaceChildren();
    showScreen("gone");
    el("gone-lost").textContent = lost > 0 ? page.words.say("gone_lost", { n: page.words.number(lost) }) : "";
    el("main").focus();
  }

  async function unpair() {
    sync.stop();
    scanner.stop();
    await phone.wipe();
    location.reload();
  }

  // What the page is told from outside.
  listenCodeField(page, (text) => take(text, "typed"));
  el("scan-stop").addEventListener("click", () => stopPairing());
  el("gone-start").addEventListener("click", () => location.reload());
  listenWedge(document, (text) => take(text, "wedge"));
  sound.onstate = (locked) => {
    el("sound-locked").hidden = !locked;
  };
  addEventListener("online", () => sync.hint(true));
  addEventListener("offline", () => sync.hint(false));
  addEventListener("hashchange", () => {
    const another = takeToken();
    if (!another) return;
    scanner.stop();
    start.open(another);
  });
  setInterval(drawState, BAR_EVERY);
  queue.onchange = drawState;

  scanner.choice = choices.camera;
  sound.on = choices.sound;
  sound.vibrates = choices.vibration;
  sound.listen(document);
  const paired = await phone.load();
  await queue.load(clock.now());
  listenLanguages(page.words, (words) => {
    page.words = words;
    clearComplaint();
    start.draw();
    scanner.draw();
    drawState();
  });
  if (paired && !token) begin(false);
  else start.open(token);
}

main();
