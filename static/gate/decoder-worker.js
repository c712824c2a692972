/**
 * Reads QR codes off the page's thread. Gets {start: wasmUrl} once, then {id, width, height, pixels} for each picture;
 * answers {ready: "wasm" | "script"} or {failed}, then {id, found: [{text, x, y}]} with the code's middle in pixels.
 */
const OPTIONS = {
  formats: ["QRCode"],
  tryHarder: true,
  tryInvert: true, // phones in dark mode show light codes on dark ground
  tryRotate: true,
  tryDownscale: true,
  maxNumberOfSymbols: 4,
  textMode: "Plain",
};

let read = async () => [];

self.onmessage = async ({ data }) => {
  if (data.start) {
    await start(data.start);
    return;
  }
  let found = [];
  try {
    found = await read(new ImageData(new Uint8ClampedArray(data.pixels), data.width, data.height));
  } catch {
    // One unreadable picture is no reason to stop: the next one comes in 30 ms.
  }
  self.postMessage({ id: data.id, found });
};

async function start(wasm) {
  for (const [name, load] of [["wasm", () => byWasm(wasm)], ["script", byScript]]) {
    try {
      read = await load();
      self.postMessage({ ready: name });
      return;
    } catch (error) {
      if (name === "script") self.postMessage({ failed: String(error) });
    }
  }
}

async function byWasm(wasm) {
  if (typeof WebAssembly === "undefined") throw new Error("no WebAssembly");
  const { prepareZXingModule, readBarcodes } = await import("../vendor/zxing-wasm/dist/es/reader/index.js");
  // Without locateFile the package fetches its wasm from another host.
  await prepareZXingModule({ overrides: { locateFile: () => wasm }, fireImmediately: true });
  return async (picture) => (await readBarcodes(picture, OPTIONS)).filter((code) => code.isValid).map(placed);
}

async function byScript() {
  const { readByScript } = await import("./script-reader.js");
  return async (picture) => readByScript(picture);
}

function placed({ text, position: { topLeft, bottomRight } }) {
  return { text, x: (topLeft.x + bottomRight.x) / 2, y: (topLeft.y + bottomRight.y) / 2 };
}
