"use strict";
// Pages are whole without this.  It lights up a statement wherever it stands, and copies citations.
// An address of before reports were shown in parts leads to the part in which its statement is.
const place = /^#[ms]-([0-9a-f]{8,})$/.exec(location.hash), here = new URLSearchParams(location.search);
if (place && document.querySelector("nav.parts") && !document.getElementById(location.hash.slice(1)) && here.get("statement") !== place[1]) {
  here.delete("part");
  here.set("statement", place[1]);
  location.replace(`?${here}${location.hash}`);
}
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
