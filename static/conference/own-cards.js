// Remember on this phone whose cards it shows, so that a badge it scans can lead back here. Nothing leaves the phone.
const page = document.getElementById("own-cards");
try {
  if (page) localStorage.setItem("own-cards", page.dataset.path);
} catch {
  // A browser that keeps nothing: the code under the badge is typed instead.
}
