// Forms somebody has typed in and not sent: `samaan.keepTyped()` gives their words to the server to keep, sealed, until
// their writer is back. Forms that save themselves need it not, and files stay where they are.
(() => {
  const touched = new Set();

  document.addEventListener("input", ({ target: { form } }) => {
    if (form && form.method === "post" && !form.dataset.autosave) touched.add(form);
  });
  document.addEventListener("submit", ({ target }) => touched.delete(target));

  function bodyOf(form) {
    const body = new FormData();
    for (const [name, value] of new FormData(form)) {
      if (typeof value === "string" && name !== "csrfmiddlewaretoken") body.append(name, value);
    }
    const address = form.getAttribute("hx-post") || form.getAttribute("action") || location.pathname;
    body.append("_path", new URL(address, location.href).pathname);
    return body;
  }

  window.samaan.keepTyped = () => {
    const headers = { "X-CSRFToken": window.samaan.csrf(), "X-Background": "live" };
    for (const form of touched) {
      if (!form.isConnected) continue;
      // Nobody is there to be told when it fails; the words also stay on the page.
      fetch(document.body.dataset.keep, { method: "POST", body: bodyOf(form), headers, redirect: "manual" }).catch(() => {});
    }
  };
})();
