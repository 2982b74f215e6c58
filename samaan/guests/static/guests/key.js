// The link's half stands behind the #: it goes into the form, and out of the address and this browser's history.
(() => {
  const key = location.hash.slice(1);
  const input = document.querySelector("[data-key]");
  if (!key || !input) return;
  input.value = key;
  const field = input.closest(".field");
  if (field) field.hidden = true;
  history.replaceState(null, "", location.pathname + location.search);
  // Another language is another page: the half goes along.
  document.querySelectorAll(".languages a").forEach((other) => { other.hash = key; });
})();
