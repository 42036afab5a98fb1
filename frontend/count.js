const NEAR = 0.8;
const PAUSE = 600;

/**
 * Counts in `<p data-count data-left="{n} characters left" data-over="{n} too many">` beside a
 * text area with `data-maxlength`. Until the text comes near its limit the paragraph keeps
 * saying the limit itself. Nothing is ever cut.
 */
export function countCharacters(scope) {
  for (const text of scope.querySelectorAll("textarea[data-maxlength]:not([data-ready])")) {
    text.dataset.ready = "";
    const line = document.getElementById(`${text.id}_count`);
    const limit = Number(text.dataset.maxlength);
    const said = line.textContent;
    const figures = new Intl.NumberFormat(document.documentElement.lang);
    let waiting;
    const tell = () => {
      // The space around a text is not kept, so it is not counted.
      const left = limit - [...text.value.trim()].length;
      const near = left < limit * (1 - NEAR);
      const words = left < 0 ? line.dataset.over : line.dataset.left;
      line.textContent = near ? words.replace("{n}", figures.format(Math.abs(left))) : said;
      line.classList.toggle("count--over", left < 0);
    };
    text.addEventListener("input", () => {
      clearTimeout(waiting);
      waiting = setTimeout(tell, PAUSE);
    });
    tell();
  }
}
