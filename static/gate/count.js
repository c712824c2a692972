/** The clicker's page: counts people by hand, offline like the scanner, and shares the phone's key, clock and store with it. */
import { Api } from "./api.js";
import { Clock } from "./clock.js";
import { CountScreen } from "./count-screen.js";
import { el } from "./elements.js";
import { keepPage } from "./keeping.js";
import { firstWords, listenLanguages } from "./language.js";
import { sayLost } from "./lost.js";
import { notify } from "./notices.js";
import { Phone } from "./phone.js";
import { Queue } from "./queue.js";
import { openStore } from "./store.js";
import { Sync } from "./sync.js";
import { Taps } from "./taps.js";
import { TapsSending } from "./taps-sending.js";
import { WakeLock } from "./wake-lock.js";

const LOOKS_ANEW = 60_000; // ms: ways and classes change rarely

function block(id) {
  return JSON.parse(el(id).textContent);
}

function show(name) {
  for (const screen of ["start", "count", "gone"]) el(screen).hidden = screen !== name;
  el("bar").hidden = name !== "count";
  document.body.dataset.screen = name;
}

async function main() {
  const { urls } = block("gate-config");
  const page = { words: firstWords(block("gate-strings")) };
  const store = await openStore({ onTaken: () => location.reload() });
  const clock = new Clock();
  const api = new Api(urls, clock);
  const phone = new Phone({ store, api, clock });
  const queue = new Queue(store); // scans that wait are sent from here too
  const taps = new Taps(store, clock);
  const wake = new WakeLock();
  const screen = new CountScreen({ page, taps, store, onTap: () => sending.soon() });
  const sending = new TapsSending({ api, taps, onZones: (zones) => screen.setZones(zones, clock.now()) });
  let battery = null;
  let version = "";
  let looked = 0;
  let warned = false;
  globalThis.navigator?.getBattery?.().then((found) => (battery = found), () => {});

  const sync = new Sync({
    api,
    queue,
    clock,
    report: () => ({
      version, waiting: queue.size + taps.size, skew: clock.skew, counts: screen.wayId,
      ...(battery ? { battery: Math.round(battery.level * 100) } : {}),
    }),
    on: {
      link: () => draw(),
      device: (told) => phone.renew(told),
      renew: () => renew(),
      late: () => {},
      notTaken: () => {},
      revoked: () => leave(),
    },
  });

  async function renew() {
    await sending.flush();
    if (Date.now() - looked < LOOKS_ANEW && screen.knowsZones) return;
    const told = await api.counting();
    looked = Date.now();
    await screen.take(told, phone.gate?.id, clock.now());
    draw();
  }

  function draw() {
    screen.setState({ online: sync.online, waiting: taps.people });
    if (phone.paired && phone.isOver(clock.now())) return end();
    if (taps.durable || warned) return undefined;
    warned = true;
    notify(page, { lines: [page.words.say("count_not_durable")], warn: true });
    return undefined;
  }

  /** The time this phone was lent for is over: it counts no more; what it has is sent, and the scanner's page then deletes all. */
  function end() {
    wake.release();
    show("gone");
    for (const part of ["title", "text"]) el(`gone-${part}`).dataset.t = `over_${part}`;
    for (const part of ["title", "text"]) el(`gone-${part}`).textContent = page.words.say(`over_${part}`);
    sayLost("gone-lost", "over_waiting", { queue, taps }, page.words);
  }

  /** The organizers have taken the gate from this phone: nothing of it stays, and that is said. */
  async function leave() {
    sayLost("gone-lost", "gone_lost", { queue, taps }, page.words);
    await Promise.all([wake.release(), phone.wipe()]);
    show("gone");
    el("main").focus();
  }

  addEventListener("online", () => sync.hint(true));
  addEventListener("offline", () => sync.hint(false));
  addEventListener("pagehide", () => sending.flush().catch(() => {}));
  taps.onchange = draw;
  setInterval(draw, 30_000);

  keepPage(urls.keeper).then((found) => {
    version = found?.version ?? "";
  });
  const paired = await phone.load();
  await Promise.all([queue.load(clock.now()), taps.load(), screen.load()]);
  listenLanguages(page.words, (words) => {
    page.words = words;
    screen.draw();
    if (!paired) el("start-text").textContent = words.say("count_not_paired");
    draw();
  });
  if (!paired) {
    show("start");
    return;
  }
  show("count");
  wake.hold();
  draw();
  sync.start();
  if (!screen.wayId) screen.choose();
}

main();
