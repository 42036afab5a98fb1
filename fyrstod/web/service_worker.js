// Keeps content pages for the day there is no network, and never a page with answers.
// KEPT stands above: what web/service_worker.py lets it keep.

const CACHE = `fyrstod-${KEPT.version}`;
const PATIENCE = 4000; // Milliseconds. After that a kept page is better than a slow one.
const FILES = new Set(KEPT.files);
const PAGES = new Set(
  KEPT.languages.flatMap((language) =>
    [...KEPT.pages, ...KEPT.visited].map((page) => `/${language}/${page}`),
  ),
);
const OFFLINE = KEPT.languages.map((language) => `/${language}/offline/`);
const PLAN = /^\/(?:sv|en)\/guide\/plan\/[a-z0-9-]+\/[a-z0-9-]+\/[a-z0-9-]+\/$/;

/** The clients whose page came from the cache, so that the page can say so. */
const readsWhatIsKept = new Set();
const underWay = new Map();

addEventListener("install", (event) => {
  event.waitUntil(install().then(() => skipWaiting()));
});

addEventListener("activate", (event) => {
  event.waitUntil(dropOldCaches().then(() => clients.claim()));
});

addEventListener("message", (event) => {
  const { language } = event.data;
  if (readsWhatIsKept.delete(event.source.id)) event.source.postMessage({ offline: true });
  if (KEPT.languages.includes(language)) event.waitUntil(keepPages(language));
});

addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (url.origin !== location.origin) return;
  if (request.method === "POST" && request.mode === "navigate") event.respondWith(sent(event, url));
  if (request.method !== "GET") return;
  if (FILES.has(url.pathname)) event.respondWith(file(request));
  else if (request.mode === "navigate") event.respondWith(page(event, url));
});

/** What every page needs, and the pages in the language that is being read. */
async function install() {
  const cache = await caches.open(CACHE);
  await cache.addAll([...KEPT.files, ...OFFLINE]);
  const open = await clients.matchAll({ includeUncontrolled: true, type: "window" });
  const languages = new Set(open.map((client) => languageOf(new URL(client.url))));
  await Promise.all([...languages].map(keepPages));
}

function languageOf(url) {
  const named = KEPT.languages.find((language) => url.pathname.startsWith(`/${language}/`));
  const spoken = KEPT.languages.find((language) => navigator.language.startsWith(language));
  return named ?? spoken ?? KEPT.languages[0];
}

function isContent(url) {
  return !url.search && (PAGES.has(url.pathname) || PLAN.test(url.pathname));
}

/** Whether an answer is a whole page of ours that the server lets others keep. */
function mayBeKept(response) {
  const rule = response.headers.get("Cache-Control") ?? "no-store";
  const whole = response.status === 200 && response.type === "basic" && !response.redirected;
  return whole && !/no-store|private/.test(rule);
}

async function file(request) {
  return (await caches.match(request, { cacheName: CACHE })) ?? fetch(request);
}

/** The network first; what is kept where there is none, or where it takes too long. */
async function page(event, url) {
  const known = isContent(url);
  // Asking the server again: what the browser itself has kept would pass for the network.
  const fromNetwork = fetch(event.request, known ? { cache: "no-cache" } : undefined);
  if (known) event.waitUntil(fromNetwork.then((answer) => keep(url.pathname, answer), () => {}));
  const kept = known && (await caches.match(url.pathname, { cacheName: CACHE }));
  try {
    const answer = await (kept ? Promise.race([fromNetwork, wait(PATIENCE)]) : fromNetwork);
    if (answer) return answer;
  } catch {
    // There is no network; what is kept follows.
  }
  readsWhatIsKept.add(event.resultingClientId);
  return kept || offlinePage(url);
}

/** What is sent goes to the network alone; where there is none, our page says so. */
async function sent(event, url) {
  try {
    return await fetch(event.request);
  } catch {
    readsWhatIsKept.add(event.resultingClientId);
    return offlinePage(url);
  }
}

/** A plan that was opened before, when its three choices are made again; else the offline page. */
async function offlinePage(url) {
  const chosen = ["asker", "person", "step"].map((name) => url.searchParams.get(name));
  const plan = `${url.pathname}${chosen.join("/")}/`;
  if (PLAN.test(plan) && (await caches.match(plan, { cacheName: CACHE }))) {
    return Response.redirect(plan);
  }
  const address = `/${languageOf(url)}/offline/`;
  return (await caches.match(address, { cacheName: CACHE })) ?? Response.error();
}

function wait(milliseconds) {
  return new Promise((done) => setTimeout(done, milliseconds));
}

/** Called before anybody else reads the answer, so that its body can still be copied. */
async function keep(path, response) {
  if (!mayBeKept(response)) return;
  const copy = response.clone();
  const cache = await caches.open(CACHE);
  await cache.put(path, copy);
}

/** Fetches every page of a language that is not kept yet, a few at a time. */
function keepPages(language) {
  if (navigator.connection?.saveData) return Promise.resolve();
  if (!underWay.has(language)) {
    const done = () => underWay.delete(language);
    underWay.set(language, keepMissing(language).then(done, done));
  }
  return underWay.get(language);
}

async function keepMissing(language) {
  const cache = await caches.open(CACHE);
  const have = new Set((await cache.keys()).map((request) => new URL(request.url).pathname));
  const wanted = KEPT.pages.map((page) => `/${language}/${page}`).filter((path) => !have.has(path));
  while (wanted.length) {
    // No cookie goes along: these pages are the same for everybody.
    const some = wanted.splice(0, 6).map(async (path) => {
      const response = await fetch(path, { credentials: "omit" });
      if (mayBeKept(response)) await cache.put(path, response);
    });
    await Promise.all(some);
  }
}

async function dropOldCaches() {
  const names = await caches.keys();
  const old = names.filter((name) => name.startsWith("fyrstod-") && name !== CACHE);
  await Promise.all(old.map((name) => caches.delete(name)));
}
