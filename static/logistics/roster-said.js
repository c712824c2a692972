// What came of a drop, for eyes and for screen readers alike; and what the rules say, before anything is stored.
const LINGER = 12_000; // ms; what went well need not be cleared away by hand
const box = document.getElementById("drag-said");
const dialog = document.getElementById("objections");

export function say(text, kind = "info", link = null) {
  const line = document.createElement("p");
  line.className = `notice notice--${kind}`;
  const words = document.createElement("span");
  words.textContent = text;
  line.append(words);
  if (link) {
    const more = document.createElement("a");
    [more.href, more.textContent] = [link.url, link.text];
    words.append(" ", more);
  }
  box.replaceChildren(line);
  if (kind !== "bad") setTimeout(() => line.remove(), LINGER);
}

/** Show what speaks against it; resolves to the reason for doing it all the same, or null. */
export function ask(title, sentences) {
  const reason = document.getElementById("objections-reason");
  document.getElementById("objections-title").textContent = title;
  document.getElementById("objections-list").replaceChildren(
    ...sentences.map((sentence) => Object.assign(document.createElement("li"), { textContent: sentence })),
  );
  reason.value = "";
  dialog.returnValue = "";
  dialog.showModal();
  reason.focus();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => resolve(dialog.returnValue === "override" ? reason.value : null), { once: true });
  });
}
