/** The page's elements by id, and the one place where text gets into them: as text, never as markup. */

/** Returns the element `id`; a missing one is a mistake in the template and is said at once. */
export function el(id) {
  const found = document.getElementById(id);
  if (!found) throw new Error(`the page has no #${id}`);
  return found;
}

/** Fills `list` with one `tag` element for each text. */
export function fill(list, tag, texts) {
  list.replaceChildren(
    ...texts.map((text) => {
      const item = document.createElement(tag);
      item.textContent = text;
      return item;
    }),
  );
}

/** Shows exactly one of the page's screens: "start", "scan" or "gone". */
export function showScreen(name) {
  for (const screen of ["start", "scan", "gone"]) el(screen).hidden = screen !== name;
  document.body.dataset.screen = name;
}

/** Has `text` read out at once by a screen reader, also when it is the same as before. */
export function announce(text) {
  const voice = el("announcer");
  voice.textContent = "";
  setTimeout(() => {
    voice.textContent = text;
  }, 30);
}
