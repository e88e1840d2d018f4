"use strict";
// Pages are whole without this.  It lights up a statement wherever it stands, and copies citations.
for (const marked of document.querySelectorAll("[data-of]")) {
  const light = (on) => () => {
    for (const number of marked.dataset.of.split(" "))
      for (const other of document.querySelectorAll(`[data-of~="${number}"]`)) other.classList.toggle("lit", on);
  };
  for (const event of ["pointerenter", "focusin"]) marked.addEventListener(event, light(true));
  for (const event of ["pointerleave", "focusout"]) marked.addEventListener(event, light(false));
}
for (const text of document.querySelectorAll("[data-copy]")) {
  if (!navigator.clipboard) break;
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = "Copy";
  button.setAttribute("aria-describedby", text.dataset.copy);
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(text.textContent);
    button.textContent = "Copied";
    setTimeout(() => { button.textContent = "Copy"; }, 2000);
  });
  text.parentElement.append(button);
}
