/** The camera: opening, choosing, its light. Says why it cannot be had in one word the page has a sentence for. */

/** `reason`: "insecure" | "unsupported" | "denied" | "none" | "busy". */
export class CameraTrouble extends Error {
  constructor(reason) {
    super(reason);
    this.reason = reason;
  }
}

const REASONS = {
  NotAllowedError: "denied",
  SecurityError: "denied",
  NotFoundError: "none",
  OverconstrainedError: "none",
  NotReadableError: "busy",
  AbortError: "busy",
};

/** Shows the camera in `video` and returns its track. `deviceId` is a wish: a camera that is gone falls back to the back one. */
export async function openCamera(video, deviceId = "") {
  if (!globalThis.isSecureContext) throw new CameraTrouble("insecure");
  if (!navigator.mediaDevices?.getUserMedia) throw new CameraTrouble("unsupported");
  const size = { width: { ideal: 1280 }, height: { ideal: 720 }, frameRate: { ideal: 30 } };
  const wish = deviceId ? { deviceId: { ideal: deviceId } } : { facingMode: { ideal: "environment" } };
  let stream;
  try {
    stream = await navigator.mediaDevices.getUserMedia({ audio: false, video: { ...size, ...wish } });
  } catch (error) {
    throw new CameraTrouble(REASONS[error.name] ?? "busy");
  }
  closeCamera(video);
  video.srcObject = stream;
  await video.play().catch(() => {}); // a hidden page may not play; it does when it is seen again
  const [track] = stream.getVideoTracks();
  focusOn(track);
  return track;
}

/** Stops the camera of `video`. */
export function closeCamera(video) {
  for (const track of video.srcObject?.getTracks() ?? []) track.stop();
  video.srcObject = null;
}

/** Returns the cameras as [{id, label}]; labels are empty until the camera was allowed. */
export async function cameras() {
  if (!navigator.mediaDevices?.enumerateDevices) return [];
  const devices = await navigator.mediaDevices.enumerateDevices();
  return devices.filter((one) => one.kind === "videoinput").map((one) => ({ id: one.deviceId, label: one.label }));
}

export function hasLight(track) {
  return Boolean(track?.getCapabilities?.().torch);
}

/** Turns the light on or off; returns whether it is on now. */
export async function setLight(track, on) {
  try {
    await track.applyConstraints({ advanced: [{ torch: on }] });
    return on;
  } catch {
    return false;
  }
}

function focusOn(track) {
  const modes = track.getCapabilities?.().focusMode ?? [];
  if (modes.includes("continuous")) track.applyConstraints({ advanced: [{ focusMode: "continuous" }] }).catch(() => {});
}
