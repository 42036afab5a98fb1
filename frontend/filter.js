const PAUSE = 250;

/**
 * Lets `<input data-filter-list="id">` narrow the `[data-filter-item]`s inside `#id`, and says
 * how many are left in the `[data-filter-count]` beside it: `data-none`, `data-one`, `data-many="{n} found"`. A `[data-filter-group]` with
 * nothing left is hidden too. The wrapper is `hidden` in the page and shown here.
 */
export function filters(scope) {
  for (const input of scope.querySelectorAll("[data-filter-list]:not([data-ready])")) {
    input.dataset.ready = "";
    const list = document.getElementById(input.dataset.filterList);
    const wrapper = input.closest(".filter");
    const count = wrapper.querySelector("[data-filter-count]");
    const items = [...list.querySelectorAll("[data-filter-item]")].map((item) => ({
      item,
      words: plain(item.textContent),
    }));
    let waiting;
    const narrow = () => {
      const wanted = plain(input.value).split(" ").filter(Boolean);
      let found = 0;
      for (const { item, words } of items) {
        item.hidden = !wanted.every((word) => words.includes(word));
        if (!item.hidden) found += 1;
      }
      for (const group of list.querySelectorAll("[data-filter-group]")) {
        group.hidden = !group.querySelector("[data-filter-item]:not([hidden])");
        if (wanted.length && !group.hidden && group.matches("details")) group.open = true;
      }
      const said = found === 0 ? "none" : found === 1 ? "one" : "many";
      count.textContent = wanted.length ? count.dataset[said].replace("{n}", found) : "";
    };
    input.addEventListener("input", () => {
      clearTimeout(waiting);
      waiting = setTimeout(narrow, PAUSE);
    });
    wrapper.hidden = false;
    if (input.value) narrow();
  }
}

const plain = (text) => text.toLowerCase().replace(/\s+/g, " ").trim();
