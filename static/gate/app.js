/** The gate's page: makes the parts and ties them together. Each part says in its own file what it promises. */
import { Api, Revoked } from "./api.js";
import { Checking } from "./checking.js";
import { Clock } from "./clock.js";
import { hoursNow, whyClosed } from "./closed.js";
import { clearComplaint, listenCodeField } from "./code-field.js";
import { pairingToken } from "./code.js";
import { Decider } from "./deciding.js";
import { el, showScreen } from "./elements.js";
import { examine, reporter } from "./health.js";
import { HelpScreen } from "./help-screen.js";
import { Here } from "./here.js";
import { keepPage } from "./keeping.js";
import { firstWords, listenLanguages } from "./language.js";
import { sayLost } from "./lost.js";
import { notify } from "./notices.js";
import { PartyScreen } from "./party-screen.js";
import { Phone } from "./phone.js";
import { Queue } from "./queue.js";
import { Room } from "./room.js";
import { Scanner } from "./scanner.js";
import { Seen } from "./seen.js";
import { SelfTest } from "./self-test.js";
import { Sheet } from "./sheet.js";
import { Signatures, means } from "./signatures.js";
import { Snapshot } from "./snapshot.js";
import { Sound } from "./sound.js";
import { StartScreen } from "./start-screen.js";
import { drawBar } from "./status-bar.js";
import { openStore } from "./store.js";
import { Sync } from "./sync.js";
import { Taps } from "./taps.js";
import { TapsSending } from "./taps-sending.js";
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
  const taps = new Taps(store, clock); // of the clicker's page: what waits there is sent from here too
  const counted = new TapsSending({ api, taps });
  const sound = new Sound();
  const wake = new WakeLock();
  const choices = { sound: true, vibration: true, camera: "", direction: "in", bright: false, ...(await store.getMeta("choices")) };
  const how = await means();
  const signatures = new Signatures(how);
  const snapshot = new Snapshot({ store, signatures });
  const seen = new Seen(store);
  const room = new Room(store);
  const here = new Here({ snapshot, signatures, seen, room });
  let pairingByCamera = false;
  let warned = false;
  let pages = null; // what is kept of the page itself
  let over = false;
  let clockTold = false;
  let ordered = "";

  const sync = new Sync({
    api,
    queue,
    clock,
    report: () => report(),
    on: {
      link: () => drawState(),
      device: (told) => renew(told),
      renew: () => taps.renew().then(() => counted.flush()).then(() => refresh()),
      late: (settled) => checking.late(settled),
      notTaken: (n) => notify(page, { lines: [page.words.say("not_taken", { n })], warn: true, name: "not-taken" }),
      revoked: (why) => leave(why),
    },
  });
  const decider = new Decider({ queue, sync, clock, here, seen, room, rehearsal: (at) => snapshot.rehearsal(at)?.began ?? null });
  const scanner = new Scanner({ urls, page, onText: (text) => take(text, "camera") });
  const sheet = new Sheet({
    page, phone, queue, taps, scanner, sound, choices, clock,
    hours: () => hoursNow(snapshot.gate, clock.now()),
    onChoice: (changed) => choose(changed),
    onSend: () => sync.tick(),
    onUnpair: () => unpair(),
  });
  const partyScreen = new PartyScreen({ page, ask: (text) => (sync.online ? api.party(text) : Promise.resolve([])) });
  const help = new HelpScreen({ page, api, phone, take: (code, how) => checking.take(code, "typed", how) });
  const checking = new Checking({
    page, decider, scanner, sound, clock,
    gate: () => phone.gate,
    direction: () => choices.direction,
    party: {
      choose: (party, text, direction) => partyScreen.choose(party, text, direction),
      ofTyped: (reading, direction) => chooseOfTyped(reading, direction),
      count: (of, direction) => partyScreen.count(of, direction),
    },
    photo: (ticket) => api.photo(ticket),
    whyClosed: (at, direction) => snapshot.gate && whyClosed(snapshot.gate, at, direction, snapshot.order(at)?.kind === "one_in_one_out"),
    mayOverride: () => snapshot.gate?.may_override === true,
    paused: () => sheet.isOpen || help.isOpen || partyScreen.isOpen || el("override").open,
  });
  const report = reporter({ queue, taps, clock, snapshot, scanner, signatures: () => how, version: () => pages?.version ?? "" });
  new SelfTest({
    page,
    examine: () => examine({
      store, snapshot, clock, signatures: how, decoder: scanner.decoder, online: sync.online, paired: phone.paired, now: clock.now(),
    }),
  });
  const start = new StartScreen({ page, phone, onPaired: () => begin(true), onKeep: () => begin(false), onScan: () => scanPairing() });

  /** A party's typed code: only the server knows whose it is. Returns undefined when there is nobody to choose from. */
  async function chooseOfTyped(reading, direction) {
    if (!sync.online || reading.kind !== "short" || !/^[^-]+-[^-]+$/.test(reading.text)) return undefined;
    return partyScreen.ofTyped(reading.text, direction);
  }

  function drawState() {
    const state = { gate: phone.gate?.name, direction: choices.direction, online: sync.online, waiting: queue.size };
    const order = snapshot.order(clock.now());
    const rehearsal = snapshot.rehearsal(clock.now());
    drawBar({ ...state, order, room: order?.kind === "one_in_one_out" ? room.left : null, rehearsal, today: rehearsal ? queue.admittedIn(rehearsal.began) : queue.admittedToday(clock.now()), old: snapshot.madeAt ? clock.now() - snapshot.madeAt : 0 }, page.words);
    if (order && order.made_at !== ordered) sound.play("used"); // heard once, seen as long as it holds
    ordered = order?.made_at ?? "";
    sheet.draw();
    help.draw(sync.online);
    if (phone.paired && phone.isOver(clock.now())) end();
    if (clock.isFarOff && !clockTold) {
      clockTold = true;
      const n = page.words.number(Math.round(Math.abs(clock.skew) / 1000));
      notify(page, { lines: [page.words.say("clock_off", { n })], warn: true, name: "clock" });
    }
    if (queue.durable || warned) return;
    warned = true;
    notify(page, { lines: [page.words.say("not_durable")], warn: true });
  }

  function take(text, source) {
    if (over) return false;
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
    await signatures.use(phone.record.keys);
    drawState();
    if (!moved) return;
    notify(page, { lines: [page.words.say("gate_changed", { gate: page.words.pick(phone.gate.name) })], warn: true, name: "gate" });
  }

  /** Takes what has changed at the other gates. What cannot be trusted is left; what we had still serves. */
  async function refresh() {
    if (over) return;
    try {
      const { text, signature } = await api.snapshot(snapshot.cursor(phone.gate.id, clock.now()));
      await snapshot.take(text, signature);
      countRoom();
    } catch (error) {
      if (error instanceof Revoked) throw error;
    }
    drawState();
  }

  function countRoom() {
    room.take(snapshot.order(clock.now())?.room ?? null, snapshot.madeAt);
  }

  /** The time this phone was lent for is over: it scans no more, sends what it has kept, and then forgets everything. */
  function end() {
    if (over) return finish();
    over = true;
    sheet.close();
    help.close();
    partyScreen.close();
    checking.end();
    scanner.stop();
    wake.release();
    showGone("over");
    return finish();
  }

  async function finish() {
    await taps.renew();
    sayLost("gone-lost", "over_waiting", { queue, taps }, page.words);
    if (queue.size > 0 || taps.waits) return;
    sync.stop();
    await phone.wipe();
    el("bar").hidden = true;
  }

  function showGone(why) {
    for (const part of ["title", "text"]) {
      el(`gone-${part}`).dataset.t = `${why}_${part}`;
      el(`gone-${part}`).textContent = page.words.say(`${why}_${part}`);
    }
    showScreen("gone");
  }

  function choose(changed) {
    const other = changed.camera !== scanner.choice;
    sound.on = changed.sound;
    sound.vibrates = changed.vibration;
    scanner.choice = changed.camera;
    document.body.dataset.light = changed.bright ? "bright" : "dark";
    store.setMeta({ choices: { ...changed } }).catch(() => {});
    if (other) scanner.start();
  }

  /** The organizers have taken the gate from this phone: nothing of it stays, and that is said. */
  async function leave(why) {
    sheet.close();
    help.close();
    partyScreen.close();
    checking.end();
    scanner.stop();
    await taps.renew();
    sayLost("gone-lost", "gone_lost", { queue, taps }, page.words);
    await Promise.all([wake.release(), phone.wipe()]);
    el("bar").hidden = true;
    el("notices").replaceChildren();
    showGone(why === "ended" ? "over" : "gone");
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
  el("direction").addEventListener("click", () => {
    choose(Object.assign(choices, { direction: choices.direction === "in" ? "out" : "in" }));
    drawState();
  });
  setInterval(drawState, BAR_EVERY);
  queue.onchange = drawState;

  scanner.choice = choices.camera;
  document.body.dataset.light = choices.bright ? "bright" : "dark";
  sound.on = choices.sound;
  sound.vibrates = choices.vibration;
  sound.listen(document);
  keepPage(urls.keeper).then((found) => {
    pages = found;
  });
  const paired = await phone.load();
  if (paired && phone.record.keys) await signatures.use(phone.record.keys);
  await Promise.all([queue.load(clock.now()), snapshot.load(), seen.load(), room.load(), taps.load()]);
  countRoom();
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
