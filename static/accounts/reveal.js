/* A password can be looked at while it is typed; it leaves the page hidden, so that browsers know it as one. */
for (const button of document.querySelectorAll("[data-reveal]")) {
  const field = document.getElementById(button.dataset.reveal);
  const show = button.textContent;
  const set = (open) => {
    field.type = open ? "text" : "password";
    button.textContent = open ? button.dataset.hide : show;
  };
  button.hidden = false;
  button.addEventListener("click", () => { set(field.type === "password"); field.focus(); });
  field.form.addEventListener("submit", () => set(false));
}
