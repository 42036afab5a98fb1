/**
 * After htmx has put a new page in place: brings it to life and moves the reader to its
 * error summary, to the field that asks for focus, or to its heading. An answer that is no page of ours (a proxy's error, no network)
 * is never put in place: what was typed stays, and the page says so.
 */
export function watchSwaps(enhance) {
  document.getElementById("page").dataset.seen = "";
  // A change of language changes the frame too, so its button loads the whole page.
  document.addEventListener(
    "submit",
    (event) => {
      if (event.submitter?.name === "leave") event.stopPropagation();
    },
    { capture: true },
  );
  document.addEventListener("htmx:beforeSwap", (event) => {
    if (event.detail.serverResponse.includes('id="page"')) return;
    event.detail.shouldSwap = false;
    sayNotSaved();
  });
  document.addEventListener("htmx:sendError", sayNotSaved);
  document.addEventListener("htmx:timeout", sayNotSaved);
  document.addEventListener("htmx:afterSettle", () => {
    const page = document.getElementById("page");
    if ("seen" in page.dataset) return;
    page.dataset.seen = "";
    enhance(page);
    const place =
      page.querySelector(".govuk-error-summary, [autofocus]") ?? page.querySelector("h1");
    if (place?.tabIndex < 0) place.setAttribute("tabindex", "-1");
    scrollTo(0, 0);
    place?.focus();
  });
}

function sayNotSaved() {
  const words = document.getElementById("not-saved");
  const main = document.getElementById("main");
  main.querySelector("[data-not-saved]")?.remove();
  main.prepend(words.content.cloneNode(true));
  const notice = main.querySelector("[data-not-saved]");
  notice.scrollIntoView({ block: "center" });
  notice.focus();
}
