// `/` search, `g h` home, `?` help, `j` and `k` through a list. Can be turned off in the help dialog.
(() => {
  const KEY = "samaan.keys";
  const off = () => localStorage.getItem(KEY) === "off";
  const box = document.querySelector("[data-keys-on]");
  let before = "";

  if (box) {
    box.checked = !off();
    box.addEventListener("change", () => localStorage.setItem(KEY, box.checked ? "on" : "off"));
  }

  const typing = (element) =>
    element.isContentEditable || ["INPUT", "TEXTAREA", "SELECT"].includes(element.tagName);

  const visible = (selector) => [...document.querySelectorAll(selector)].filter((found) => found.checkVisibility());

  function walk(step) {
    const stops = [];
    for (const row of visible("[data-walk] > *")) {
      const link = row.querySelector("a, button");
      if (link) stops.push(link);
    }
    if (!stops.length) return false;
    const here = stops.findIndex((link) => link.closest("[data-walk] > *").contains(document.activeElement));
    stops[Math.min(Math.max(here + step, 0), stops.length - 1)].focus();
    return true;
  }

  function act(key) {
    if (key === "/") {
      const search = visible("[data-search]")[0];
      if (search) search.focus();
      return Boolean(search);
    }
    if (key === "?") return Boolean(window.samaan.open("keys"));
    if (key === "h" && before === "g") {
      location.assign(document.querySelector("[data-home]").href);
      return true;
    }
    if (key === "j") return walk(1);
    if (key === "k") return walk(-1);
    return false;
  }

  document.addEventListener("keydown", (event) => {
    if (off() || event.ctrlKey || event.metaKey || event.altKey) return;
    if (typing(event.target) || document.querySelector("dialog[open]")) return;
    if (act(event.key)) event.preventDefault();
    before = event.key;
    setTimeout(() => (before = ""), 1000);
  });
})();
