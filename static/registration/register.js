// The lines of a party that nobody needs are folded away. Without this script all of them are there.
const party = document.querySelector("[data-party]");

if (party) {
  const add = party.querySelector("[data-add]");
  const people = [...party.querySelectorAll("[data-person]")].map((line) => ({
    line,
    input: line.querySelector("input"),
    remove: line.querySelector("[data-remove]"),
  }));
  const needed = ({ line, input }) => input.value.trim() !== "" || line.querySelector(".field__error") !== null;
  let shown = 1;

  const show = () => {
    people.forEach(({ line, remove }, at) => {
      line.hidden = at >= shown;
      if (remove) remove.hidden = false;
    });
    add.hidden = shown >= people.length;
  };

  // Also after "back", when the browser gives typed names back to lines that were folded.
  const unfold = () => {
    shown = people.reduce((last, person, at) => (needed(person) ? at + 1 : last), shown);
    show();
  };

  add.addEventListener("click", () => {
    shown += 1;
    show();
    people[shown - 1].input.focus();
  });

  people.forEach(({ remove }, at) => remove?.addEventListener("click", () => {
    for (let next = at; next < shown - 1; next += 1) people[next].input.value = people[next + 1].input.value;
    people[shown - 1].input.value = "";
    shown -= 1;
    show();
    people[Math.min(at, shown - 1)].input.focus();
  }));

  unfold();
  addEventListener("pageshow", unfold);
}

document.querySelector(".register__refusal")?.focus();
