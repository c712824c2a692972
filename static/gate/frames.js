/**
 * The loop from video to text: each new frame goes to the decoder unless it still has one. Two of three pictures are
 * the middle of the frame in detail, the third is all of it: a code far off or at the edge is found as well.
 */

const MIDDLE = 0.72; // of the shorter side, what the drawn frame shows
const MIDDLE_PIXELS = 640; // a version-7 code that fills a third of it still has 4 pixels a module
const WHOLE_PIXELS = 1024;
const MEASURED = 2000; // ms over which the rate is counted

/** Returns which part of a `width`×`height` frame to read, and into how many pixels. Pure. */
export function part(width, height, whole) {
  if (whole) {
    const scale = Math.min(1, WHOLE_PIXELS / Math.max(width, height));
    return { x: 0, y: 0, width, height, toWidth: Math.round(width * scale), toHeight: Math.round(height * scale) };
  }
  const side = Math.round(Math.min(width, height) * MIDDLE);
  const to = Math.min(side, MIDDLE_PIXELS);
  const x = Math.round((width - side) / 2);
  return { x, y: Math.round((height - side) / 2), width: side, height: side, toWidth: to, toHeight: to };
}

/** Returns the text nearest to the middle of the picture, or null. Pure. */
export function nearest(found, width, height) {
  const distance = ({ x, y }) => Math.hypot(x - width / 2, y - height / 2);
  return found.length > 0 ? found.reduce((a, b) => (distance(b) < distance(a) ? b : a)).text : null;
}

export class Frames {
  #video;
  #decoder;
  #canvas = document.createElement("canvas");
  #run = 0; // number of the running loop, 0 for none: a late frame of an old loop must not start a second one
  #started = 0;
  #fresh = false;
  #reading = false;
  #count = 0;
  #times = [];

  /** `onText(text)` is called for every frame in which a code was read. */
  constructor(video, decoder, onText) {
    this.#video = video;
    this.#decoder = decoder;
    this.onText = onText;
  }

  start() {
    if (this.#run !== 0) return;
    this.#started += 1;
    this.#run = this.#started;
    this.#await(this.#run);
  }

  stop() {
    this.#run = 0;
  }

  /** Frames read per second, over the last two seconds. */
  get rate() {
    const since = performance.now() - MEASURED;
    this.#times = this.#times.filter((time) => time > since);
    return Math.round((this.#times.length * 1000) / MEASURED);
  }

  /** Notes each new frame of the video; reading it starts at once, or as soon as the one before is read. */
  #await(run) {
    const arrived = () => {
      if (run !== this.#run) return;
      this.#fresh = true;
      this.#await(run);
      this.#pump(run);
    };
    if (this.#video.requestVideoFrameCallback) this.#video.requestVideoFrameCallback(arrived);
    else setTimeout(arrived, 33);
  }

  async #pump(run) {
    if (this.#reading) return;
    this.#reading = true;
    while (this.#fresh && run === this.#run) {
      this.#fresh = false;
      await this.#frame(run).catch(() => {}); // a frame that cannot be had: the next one comes
    }
    this.#reading = false;
  }

  async #frame(run) {
    const { videoWidth, videoHeight, readyState } = this.#video;
    if (run !== this.#run || readyState < HTMLMediaElement.HAVE_CURRENT_DATA || videoWidth === 0) return;
    this.#count += 1;
    const cut = part(videoWidth, videoHeight, this.#count % 3 === 0);
    this.#canvas.width = cut.toWidth;
    this.#canvas.height = cut.toHeight;
    const pen = this.#canvas.getContext("2d", { willReadFrequently: true });
    pen.drawImage(this.#video, cut.x, cut.y, cut.width, cut.height, 0, 0, cut.toWidth, cut.toHeight);
    const found = await this.#decoder.read(pen.getImageData(0, 0, cut.toWidth, cut.toHeight));
    this.#times.push(performance.now());
    const text = nearest(found, cut.toWidth, cut.toHeight);
    if (text !== null && run === this.#run) this.onText(text);
  }
}
