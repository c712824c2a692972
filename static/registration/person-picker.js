/*
 * Finding a person while one types (ARIA's combobox with a list). Without this script the form is a search, and its answer a page
 * with links; with it the list opens under the field, and choosing sends the same form with the person's number.
 */
const PAUSE = 160; // ms after the last letter before the server is asked

class PersonPicker {
  #field;
  #list;
  #status;
  #number;
  #options = [];
  #active = -1;
  #timer = 0;
  #asking = null;

  constructor(form) {
    this.form = form;
    this.#field = form.querySelector("[data-person-name]");
    this.#list = form.querySelector("[data-person-list]");
    this.#status = form.querySelector("[data-person-status]");
    this.#number = form.querySelector("[data-person-number]");
    this.#field.setAttribute("role", "combobox");
    this.#field.setAttribute("aria-autocomplete", "list");
    this.#field.setAttribute("aria-expanded", "false");
    this.#field.setAttribute("aria-controls", this.#list.id);
    this.#field.addEventListener("input", () => this.#soon());
    this.#field.addEventListener("keydown", (event) => this.#key(event));
    this.#field.addEventListener("blur", () => this.#close());
    // The field keeps the focus while the list is pressed, so that the list is still there when the finger goes up.
    this.#list.addEventListener("pointerdown", (event) => event.preventDefault());
    this.#list.addEventListener("click", (event) => this.#choose(this.#options.indexOf(event.target.closest("[role=option]"))));
  }

  #soon() {
    clearTimeout(this.#timer);
    this.#asking?.abort();
    if (this.#field.value.trim() === "") this.#close();
    else this.#timer = setTimeout(() => this.#ask(), PAUSE);
  }

  async #ask() {
    const asking = (this.#asking = new AbortController());
    const address = new URL(this.form.dataset.find, location.href);
    address.searchParams.set("q", this.#field.value);
    try {
      const answer = await fetch(address, { signal: asking.signal, headers: { accept: "application/json" } });
      if (!answer.ok) throw new Error(String(answer.status));
      this.#show(await answer.json());
    } catch (error) {
      if (error.name !== "AbortError") this.#close(); // the button still searches
    }
  }

  #show(people) {
    this.#options = people.map((person, place) => this.#option(person, place));
    this.#list.replaceChildren(...this.#options);
    this.#active = -1;
    this.#field.removeAttribute("aria-activedescendant");
    this.#open(people.length > 0);
    const { none, one, many } = this.#status.dataset;
    this.#status.textContent = people.length === 0 ? none : people.length === 1 ? one : many.replace("{n}", people.length);
  }

  #option({ id, name, latin, about }, place) {
    const option = document.createElement("li");
    option.id = `${this.#list.id}-${place}`;
    option.setAttribute("role", "option");
    option.setAttribute("aria-selected", "false");
    option.dataset.number = id;
    for (const [words, kind] of [[name, "strong"], [latin, "small"], [about, "small muted"]]) {
      if (!words) continue;
      const part = document.createElement("span");
      part.className = kind;
      part.textContent = words;
      option.append(part, " ");
    }
    return option;
  }

  #key(event) {
    if (event.isComposing) return; // kana on their way to kanji: these keys belong to the input method
    const isOpen = !this.#list.hidden;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (!isOpen) this.#ask();
      else this.#move(event.key === "ArrowDown" ? 1 : -1);
    } else if (event.key === "Enter" && isOpen && this.#active >= 0) {
      event.preventDefault();
      this.#choose(this.#active);
    } else if (event.key === "Escape" && isOpen) {
      event.preventDefault();
      this.#close();
    }
  }

  #move(step) {
    const number = this.#options.length;
    if (number === 0) return;
    this.#options[this.#active]?.setAttribute("aria-selected", "false");
    this.#active = this.#active < 0 && step < 0 ? number - 1 : (this.#active + step + number) % number;
    const option = this.#options[this.#active];
    option.setAttribute("aria-selected", "true");
    option.scrollIntoView({ block: "nearest" });
    this.#field.setAttribute("aria-activedescendant", option.id);
  }

  #choose(place) {
    const option = this.#options[place];
    if (!option) return;
    this.#number.value = option.dataset.number;
    this.#number.disabled = false;
    this.#field.disabled = true; // the address says the person, not what was typed
    this.form.submit();
  }

  #open(yes) {
    this.#list.hidden = !yes;
    this.#field.setAttribute("aria-expanded", String(yes));
  }

  #close() {
    clearTimeout(this.#timer);
    this.#asking?.abort();
    this.#open(false);
    this.#active = -1;
    this.#field.removeAttribute("aria-activedescendant");
    this.#status.textContent = "";
  }
}

for (const form of document.querySelectorAll("[data-person-picker]")) new PersonPicker(form);
// Back from where the choice led: the field can be typed in again.
addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("[data-person-picker]")) {
    form.querySelector("[data-person-name]").disabled = false;
    form.querySelector("[data-person-number]").disabled = true;
  }
});
