/**
 * Reads QR codes off the page's thread. Gets {start: wasmUrl} once, then {id, width, height, pixels} for each picture;
 * answers {ready} or {failed}, then {id, found: [{text, x, y}]} with the code's middle in pixels.
 */
import { prepareZXingModule, readBarcodes } from "../vendor/zxing-wasm/dist/es/reader/index.js";

const OPTIONS = {
  formats: ["QRCode"],
  tryHarder: true,
  tryInvert: true, // phones in dark mode show light codes on dark ground
  tryRotate: true,
  tryDownscale: true,
  maxNumberOfSymbols: 4,
  textMode: "Plain",
};

self.onmessage = async ({ data }) => {
  if (data.start) {
    await start(data.start);
    return;
  }
  let found = [];
  try {
    const picture = new ImageData(new Uint8ClampedArray(data.pixels), data.width, data.height);
    found = (await readBarcodes(picture, OPTIONS)).filter((code) => code.isValid).map(placed);
  } catch {
    // One unreadable picture is no reason to stop: the next one comes in 30 ms.
  }
  self.postMessage({ id: data.id, found });
};

async function start(wasm) {
  try {
    // Without locateFile the package fetches its wasm from another host.
    await prepareZXingModule({ overrides: { locateFile: () => wasm }, fireImmediately: true });
    self.postMessage({ ready: true });
  } catch (error) {
    self.postMessage({ failed: String(error) });
  }
}

function placed({ text, position: { topLeft, bottomRight } }) {
  return { text, x: (topLeft.x + bottomRight.x) / 2, y: (topLeft.y + bottomRight.y) / 2 };
}
