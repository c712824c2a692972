/**
 * The page's side of the decoder: one worker, one picture in it at a time. Where a browser has no module workers, the
 * script reads on the page's own thread.
 */

const LOADED_WITHIN = 20_000; // ms; a megabyte over a slow network

export class Decoder {
  /** How it reads: "wasm", "script", or "page" (the script, without a worker). */
  kind = "";
  #worker = null;
  #script = null;
  #waiting = new Map();
  #last = 0;

  /** Loads the decoder; rejects when it cannot be had at all (no network and nothing kept). */
  static async load({ worker, wasm }) {
    const decoder = new Decoder();
    try {
      decoder.kind = await decoder.#start(new URL(worker, location.href), new URL(wasm, location.href).href);
    } catch {
      decoder.#worker?.terminate();
      decoder.#worker = null;
      decoder.#script = (await import("./script-reader.js")).readByScript;
      decoder.kind = "page";
    }
    return decoder;
  }

  #start(url, wasm) {
    return new Promise((resolve, reject) => {
      this.#worker = new Worker(url, { type: "module" });
      const timer = setTimeout(() => reject(new Error("decoder too slow to load")), LOADED_WITHIN);
      this.#worker.onerror = (event) => {
        clearTimeout(timer);
        reject(new Error(event.message || "decoder not loaded"));
        for (const id of [...this.#waiting.keys()]) this.#answer({ id, found: [] }); // or the loop would wait for ever
      };
      this.#worker.onmessage = ({ data }) => {
        clearTimeout(timer);
        if (data.failed) reject(new Error(data.failed));
        else if (data.ready) resolve(data.ready);
        else this.#answer(data);
      };
      this.#worker.postMessage({ start: wasm });
    });
  }

  /** Returns the codes in a picture (ImageData): [{text, x, y}]. The picture's pixels are handed over, not copied. */
  read(picture) {
    if (this.#script) return Promise.resolve(this.#script(picture));
    this.#last += 1;
    const { data, width, height } = picture;
    return new Promise((resolve) => {
      this.#waiting.set(this.#last, resolve);
      this.#worker.postMessage({ id: this.#last, width, height, pixels: data.buffer }, [data.buffer]);
    });
  }

  #answer({ id, found }) {
    this.#waiting.get(id)?.(found);
    this.#waiting.delete(id);
  }
}
