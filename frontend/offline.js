/**
 * Lets the service worker keep the content in the language of the page, and shows the offline
 * mark where there is no network or the page itself came from what is kept.
 */
export function keepForOffline() {
  addEventListener("offline", () => mark(true));
  addEventListener("online", () => mark(false));
  mark(!navigator.onLine);
  const worker = navigator.serviceWorker;
  if (!worker) return;
  worker.addEventListener("message", ({ data }) => mark(data.offline));
  worker.addEventListener("controllerchange", say);
  worker.register("/service-worker.js").then(say, () => {});
}

function mark(offline) {
  document.documentElement.toggleAttribute("data-offline", offline);
  document.getElementById("offline").hidden = !offline;
}

async function say() {
  const { active } = await navigator.serviceWorker.ready;
  active.postMessage({ language: document.documentElement.lang });
}
