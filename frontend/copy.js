/**
 * Gives `<div data-copy data-copy-label="Copy" data-copied="Copied">` a button that copies
 * the text of its `.copy__text`.
 */
export function copyButtons(scope) {
  if (!navigator.clipboard) return;
  for (const box of scope.querySelectorAll("[data-copy]:not([data-ready])")) {
    box.dataset.ready = "";
    const button = document.createElement("button");
    button.type = "button";
    button.className = "quiet-button";
    button.textContent = box.dataset.copyLabel;
    const said = document.createElement("span");
    said.className = "govuk-visually-hidden";
    said.setAttribute("role", "status");
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(box.querySelector(".copy__text").textContent.trim());
      button.textContent = said.textContent = box.dataset.copied;
      setTimeout(() => {
        button.textContent = box.dataset.copyLabel;
        said.textContent = "";
      }, 4000);
    });
    box.append(button, said);
  }
}
