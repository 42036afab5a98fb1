/**
 * Puts a conversation plan together from the kept pages of questions, where three choices were
 * made without a network. Where anything is missing the page stays as it came, and says so.
 */
export async function planFromKept() {
  const template = document.querySelector("template[data-plans]");
  const choices = template && chosen();
  if (!choices) return;
  const { names, plans, questions, themes } = JSON.parse(template.dataset.plans);
  const places = plans[choices.join("/")];
  if (!places) return;
  const kept = await keptQuestions(themes);
  const wanted = places.map((place) => questions[place]);
  if (!wanted.every(([id]) => kept.has(id))) return;

  const plan = template.content.cloneNode(true);
  const [asker, person, step] = choices.map((choice, place) => names[place][choice]);
  plan.querySelector("[data-person]").textContent = person;
  plan.querySelector("[data-for]").textContent = `${asker} · ${step}`;
  for (const phase of plan.querySelectorAll("[data-phase]")) {
    const here = wanted.filter(([, sensitivity]) => sensitivity === phase.dataset.phase);
    phase.append(...here.map(([id]) => kept.get(id)));
    if (!here.length) phase.remove();
  }
  document.title = `${plan.querySelector("h1").textContent} – Fyrstöd`;
  document.getElementById("main").replaceChildren(plan);
}

/** Who asks, whom and in which step: from the form, or from the address of a plan. */
function chosen() {
  const asked = new URLSearchParams(location.search);
  const answers = ["asker", "person", "step"].map((name) => asked.get(name));
  if (answers.every(Boolean)) return answers;
  return location.pathname.match(/\/guide\/plan\/([^/]+)\/([^/]+)\/([^/]+)\/$/)?.slice(1);
}

async function keptQuestions(themes) {
  const found = new Map();
  for (const address of themes) {
    const answer = await caches.match(address);
    if (!answer) continue;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    for (const question of page.querySelectorAll("main details.question")) {
      found.set(question.id, question);
    }
  }
  return found;
}
