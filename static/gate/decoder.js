/** The page's side of the decoder: one worker, one picture in it at a time. */

const LOADED_WITHIN = 20_000; // ms; a megabyte over a slow network

export class Decoder {
  #worker;
  #waiting = new Map();
  #last = 0;

  /** Loads the decoder; rejects when it cannot be had (no network, no WebAssembly, an old browser). */
  static async load({ worker, wasm }) {
    const decoder = new Decoder();
    await decoder.#start(new URL(worker, location.href), new URL(wasm, location.href).href);
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
        else if (data.ready) resolve();
        else this.#answer(data);
      };
      this.#worker.postMessage({ start: wasm });
    });
  }

  /** Returns the codes in a picture (ImageData): [{text, x, y}]. The picture's pixels are handed over, not copied. */
  read(picture) {
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
