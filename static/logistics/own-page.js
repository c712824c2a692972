// Remember on this phone whose page it shows, so that the code at a post can lead back to it. Nothing leaves the phone.
const page = document.getElementById("own-page");
try {
  if (page) localStorage.setItem("crew-page", JSON.stringify({ path: page.dataset.path, name: page.dataset.name }));
} catch {
  // A browser that keeps nothing: the code is typed instead.
}
