// What was typed and not sent is asked about before the page is left.
const form = document.querySelector("form.keeps-typing");

if (form) {
  let typed = form.classList.contains("is-unsaved");
  form.addEventListener("input", () => { typed = true; });
  document.addEventListener("submit", (event) => { if (event.target === form) typed = false; });
  addEventListener("beforeunload", (event) => { if (typed) event.preventDefault(); });
}
