/** Sounds and vibration of the verdicts, made by the phone itself: each kind has its own melody, pitch and rhythm. */

// [start, length] in seconds, frequency in Hz (or from–to), wave, loudness
const TUNES = {
  good: [[0, 0.11, 880, "sine", 0.9], [0.11, 0.22, 1318, "sine", 0.9]], // two rising notes
  override: [[0, 0.11, 880, "sine", 0.9], [0.11, 0.11, 1318, "sine", 0.9], [0.22, 0.2, 880, "sine", 0.9]], // up and down again
  used: [[0, 0.13, 587, "square", 0.35], [0.2, 0.13, 587, "square", 0.35], [0.4, 0.13, 587, "square", 0.35]], // three equal beeps
  refused: [[0, 0.65, 196, "sawtooth", 0.5, 130]], // one long falling buzz
  unknown: [[0, 0.18, 494, "triangle", 0.8], [0.26, 0.3, 370, "triangle", 0.8]], // two falling notes
  busy: [[0, 0.06, 330, "triangle", 0.4]],
};

const SHAKES = { good: [90], override: [90, 60, 90], used: [70, 70, 70, 70, 70], refused: [450], unknown: [200, 120, 200], busy: [20] };

export class Sound {
  on = true;
  vibrates = true;
  #context = null;
  #mute = false; // this browser makes no sound at all
  /** Called when the browser has let the page sound, or not: it needs one touch first. */
  onstate = () => {};

  /** Tied to the first touch or key: browsers give sound to no page that was not touched. */
  listen(page) {
    const wake = () => {
      this.#wake();
      if (!this.locked) for (const kind of ["pointerup", "keydown"]) page.removeEventListener(kind, wake, true);
    };
    for (const kind of ["pointerup", "keydown"]) page.addEventListener(kind, wake, true);
    this.onstate(this.locked);
  }

  get locked() {
    return !this.#mute && this.#context?.state !== "running";
  }

  /** Plays and shakes the verdict `kind`. */
  play(kind) {
    if (this.vibrates) navigator.vibrate?.(SHAKES[kind]);
    if (!this.on || !this.#context || this.locked) return;
    for (const note of TUNES[kind]) this.#note(note);
  }

  #wake() {
    try {
      if (!this.#context) {
        this.#context = new (globalThis.AudioContext ?? globalThis.webkitAudioContext)();
        this.#context.onstatechange = () => this.onstate(this.locked);
      }
      if (this.locked) this.#context.resume().catch(() => {});
    } catch {
      this.#context = null;
      this.#mute = true; // word, shape, colour and vibration remain
    }
    this.onstate(this.locked);
  }

  #note([start, length, pitch, wave, loudness, glide]) {
    const at = this.#context.currentTime + start;
    const source = this.#context.createOscillator();
    const volume = this.#context.createGain();
    source.type = wave;
    source.frequency.setValueAtTime(pitch, at);
    if (glide) source.frequency.exponentialRampToValueAtTime(glide, at + length);
    volume.gain.setValueAtTime(0, at);
    volume.gain.linearRampToValueAtTime(loudness, at + 0.008);
    volume.gain.setValueAtTime(loudness, at + length - 0.03);
    volume.gain.linearRampToValueAtTime(0, at + length);
    source.connect(volume).connect(this.#context.destination);
    source.start(at);
    source.stop(at + length);
  }
}
