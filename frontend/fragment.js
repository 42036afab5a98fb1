/**
 * Fills `<input data-from-fragment>` with what stands behind # in the address, and takes it out
 * of the address, so that it is not left in the browser's history.
 */
export function fillFromFragment(scope) {
  const field = scope.querySelector("[data-from-fragment]");
  const code = decodeURIComponent(location.hash.slice(1));
  if (!field || !/^[A-Z2-7-]{8,60}$/.test(code)) return;
  field.value = code;
  history.replaceState(null, "", location.pathname + location.search);
}
