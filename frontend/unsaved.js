/**
 * Asks before a page is left on which `<form data-ask="changed">` holds something that is not
 * saved, or `data-ask="always"`, which the server has not taken yet. The form's own buttons,
 * a link that says it discards, and a call to 112 are never asked about.
 */
export function askBeforeLeaving() {
  let meant = null;
  addEventListener("input", () => {
    meant = null;
  });
  addEventListener("submit", ({ target, submitter }) => {
    const leaves = submitter?.name === "leave" || !target.hasAttribute("hx-boost");
    if (leaves) meant = target;
  }, true);
  addEventListener("click", ({ target }) => {
    const link = target.closest("a[data-discards], a[href^='tel:'], a[href^='mailto:']");
    if (!link) return;
    meant = document;
    setTimeout(() => {
      meant = null;
    });
  });
  addEventListener("beforeunload", (event) => {
    if (meant === document) return;
    const forms = [...document.querySelectorAll("form[data-ask]")];
    if (forms.some((form) => form !== meant && isUnsaved(form))) event.preventDefault();
  });
}

function isUnsaved(form) {
  return form.dataset.ask === "always" || [...form.elements].some(isChanged);
}

function isChanged(field) {
  if (field.type === "radio" || field.type === "checkbox") {
    return field.checked !== field.defaultChecked;
  }
  return "defaultValue" in field && field.type !== "hidden" && field.value !== field.defaultValue;
}
