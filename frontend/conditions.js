/**
 * Hides what has `data-show-if="name" data-show-values="a b"` until the field of that name has
 * one of the values. Hidden fields keep their values; the server decides what counts.
 */
export function conditions(scope) {
  for (const part of scope.querySelectorAll("[data-show-if]:not([data-ready])")) {
    part.dataset.ready = "";
    const form = part.closest("form");
    const values = part.dataset.showValues.split(" ");
    const settle = () => {
      const given = new FormData(form).getAll(part.dataset.showIf);
      part.hidden = !given.some((value) => values.includes(value));
    };
    form.addEventListener("change", settle);
    settle();
  }
}
