/** The page keeps itself on the phone (service-worker.js) and takes a new version when nobody is being checked. */

/** Registers the worker; returns {version, files} of what is kept, or null where pages cannot be kept. */
export async function keepPage(url) {
  if (!("serviceWorker" in navigator) || !globalThis.isSecureContext) return null;
  try {
    const registration = await navigator.serviceWorker.register(url, { scope: "./" });
    if (registration.waiting && navigator.serviceWorker.controller) await renew(registration.waiting);
    await navigator.serviceWorker.ready;
    return await kept();
  } catch {
    return null; // no network at the first visit, or storage switched off: said by the self-test
  }
}

/** Returns what the worker that serves this page keeps. */
export function kept() {
  return new Promise((resolve) => {
    const worker = navigator.serviceWorker?.controller;
    if (!worker) {
      resolve(null);
      return;
    }
    const timer = setTimeout(() => resolve(null), 2000);
    navigator.serviceWorker.addEventListener(
      "message",
      ({ data }) => {
        clearTimeout(timer);
        resolve(data);
      },
      { once: true },
    );
    worker.postMessage("version");
  });
}

/** A newer page has been loaded beside this one, which has only just been opened: take it. */
function renew(waiting) {
  return new Promise(() => {
    navigator.serviceWorker.addEventListener("controllerchange", () => location.reload(), { once: true });
    waiting.postMessage("take over");
  });
}
