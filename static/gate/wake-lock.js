/** Keeps the screen on while the gate scans, where the browser can. */
export class WakeLock {
  #lock = null;
  #wanted = false;

  constructor(page = document) {
    page.addEventListener("visibilitychange", () => {
      if (this.#wanted && page.visibilityState === "visible") this.#take();
    });
  }

  hold() {
    this.#wanted = true;
    return this.#take();
  }

  async release() {
    this.#wanted = false;
    await this.#lock?.release().catch(() => {});
    this.#lock = null;
  }

  async #take() {
    if (this.#lock && !this.#lock.released) return;
    this.#lock = (await navigator.wakeLock?.request("screen").catch(() => null)) ?? null; // low battery: the phone says no
  }
}
