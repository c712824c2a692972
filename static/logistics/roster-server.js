// What is sent, and how the page takes in what the server made of it.
import { say } from "./roster-said.js";

const tray = document.getElementById("tray");
export const live = () => document.getElementById("roster-live");

export async function post(url, fields) {
  let answer;
  try {
    answer = await fetch(url, {
      method: "POST",
      body: new URLSearchParams(fields),
      headers: { Accept: "application/json", "X-CSRFToken": tray.dataset.token },
      redirect: "manual",
    });
  } catch {
    say(tray.dataset.sayOffline, "bad");
    return { status: 0, said: {} };
  }
  const said = await answer.json().catch(() => ({}));
  if (answer.ok) say(said.sentence, "good", said.url ? { url: said.url, text: tray.dataset.sayLook } : null);
  else if (answer.status === 409) say(said.sentence, "warn");
  else if (answer.status !== 422 || !said.objections) say(tray.dataset.sayFailed, "bad");
  if (answer.ok || answer.status === 409) await refresh();
  return { status: said.objections || answer.ok || answer.status === 409 ? answer.status : 0, said };
}

/** Take in the grid and the tray as they are now; where one has scrolled to stays. */
async function refresh() {
  const answer = await fetch(location.href, { headers: { Accept: "text/html" } }).catch(() => null);
  if (!answer?.ok || answer.redirected) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const [fresh, list] = [page.getElementById("roster-live"), page.getElementById("tray-list")];
  if (!fresh) return;
  const left = live().querySelector(".table-box")?.scrollLeft ?? 0;
  live().replaceWith(document.importNode(fresh, true));
  const box = live().querySelector(".table-box");
  if (box) box.scrollLeft = left;
  const fields = searched();
  if (fields.length) await fill(fields);
  else if (list) document.getElementById("tray-list").replaceWith(document.importNode(list, true));
}

const searched = () => ["q", "area", "skill"].map((name) => document.getElementById(`tray-${name}`)).filter(Boolean);

/** Ask for the people whom the fields of the tray mean. */
export async function fill(fields) {
  const url = new URL(tray.dataset.tray, location.href);
  for (const field of fields) if (field.value) url.searchParams.set(field.id.replace("tray-", ""), field.value);
  const answer = await fetch(url, { headers: { Accept: "text/html" } }).catch(() => null);
  if (!answer?.ok || answer.redirected) return;
  document.getElementById("tray-list").innerHTML = await answer.text(); // made by our own template, with every name escaped
}
