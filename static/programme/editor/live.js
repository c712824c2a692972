// What others change appears here too: a small question every quarter of a minute, and none while nobody looks.
import { root } from "./board.js";
import { say } from "./say.js";
import { refresh } from "./server.js";

const EVERY = 15_000; // ms

/** `isBusy` tells whether something is just being moved: then the page holds still. */
export function listen(isBusy) {
  let asking = false;
  const ask = async () => {
    if (asking || document.hidden || isBusy()) return;
    asking = true;
    try {
      const { pulse, word, last } = root.dataset;
      const answer = await fetch(`${pulse}?since=${last}`, {
        headers: { Accept: "application/json", "If-None-Match": `"${word}"` },
        redirect: "manual",
      });
      if (answer.status !== 200 || isBusy()) return;
      const { news, word: now } = await answer.json();
      if (now === root.dataset.word) return;
      await refresh();
      if (news.length) say(news.join(" "), "info");
    } catch {
      // No network: the next question may find it again.
    } finally {
      asking = false;
    }
  };
  setInterval(ask, Number(root.dataset.every ?? EVERY));
  document.addEventListener("visibilitychange", ask);
}
