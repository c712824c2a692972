/** Reading QR codes without WebAssembly, for browsers that have none: slower, and one code a picture. */
import { decodeQR } from "../vendor/qr/decode.js";

const PATIENCE = 60; // ms for second looks at one picture; the next comes soon

/** Returns the codes in a picture (ImageData or the like): [{text, x, y}]. */
export function readByScript(picture) {
  let middle = { x: picture.width / 2, y: picture.height / 2 };
  try {
    const text = decodeQR(picture, {
      timeLimit: PATIENCE,
      pointsOnDetect: (points) => {
        const all = Object.values(points).filter((one) => Number.isFinite(one?.x));
        if (all.length > 0) middle = { x: mean(all, "x"), y: mean(all, "y") };
      },
    });
    return [{ text, ...middle }];
  } catch {
    return []; // no code in it
  }
}

function mean(points, axis) {
  return points.reduce((sum, one) => sum + one[axis], 0) / points.length;
}
