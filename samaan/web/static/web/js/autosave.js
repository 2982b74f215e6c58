// Saves each answer of a form by itself. <form data-autosave="/…/"> posts `field`, its values and the `version` last
// seen; the answer is {"version": n}, or 409 {"version", "theirs": [values], "theirs_text", "by"}, or 422 {"errors"}.
// A page with more to say adds to what is sent on “autosave:send”, and takes more of the answer on “autosave:saved”.
(() => {
  const form = document.querySelector("form[data-autosave]");
  if (!form) return;

  const words = document.getElementById("autosave-words").dataset;
  const versions = {};
  const pending = new Set();
  const timers = {};
  let busy = false, pause = 2000, again;

  class SignedOut extends Error {}

  const box = (name) => form.querySelector(`[data-field="${CSS.escape(name)}"]`);

  const tell = (type, detail) => form.dispatchEvent(new CustomEvent(`autosave:${type}`, { detail }));

  function say(name, state, text) {
    // What is no longer on the page has no place to say it.
    if (!box(name)) return;
    let output = box(name).querySelector(":scope > .save-state");
    if (!output) {
      output = document.createElement("output");
      output.className = "save-state";
      box(name).append(output);
    }
    output.dataset.state = state;
    output.textContent = text || words[state];
  }

  function body(name) {
    const data = new FormData();
    new FormData(form).getAll(name).forEach((value) => data.append(name, value));
    data.append("field", name);
    data.append("version", versions[name] ?? form.dataset.version);
    tell("send", { name, data });
    return data;
  }

  function more(name, told) {
    tell("saved", { name, told, waiting: [...pending, ...Object.keys(timers).filter((each) => timers[each])] });
  }

  async function save(name) {
    say(name, "saving");
    const headers = { "X-CSRFToken": window.samaan.csrf(), "X-Requested-With": "autosave" };
    const answer = await fetch(form.dataset.autosave, { method: "POST", body: body(name), redirect: "manual", headers });
    if (answer.status >= 500) throw new Error(answer.status);
    const told = answer.headers.get("Content-Type")?.includes("json") ? await answer.json() : {};
    if (await isSignedOut(answer)) {
      window.samaan.signedOut(told.sign_in);
      throw new SignedOut();
    }
    if (told.version !== undefined) versions[name] = told.version;
    if (answer.status === 409 && told.parts) more(name, told);
    if (answer.status === 409 && box(name)) return window.samaan.conflict(box(name), name, told, words, () => queue(name));
    if (!answer.ok) return say(name, "refused", told.errors?.join(" "));
    if (window.samaan.alive) window.samaan.alive();
    more(name, told);
    say(name, pending.has(name) ? "saving" : "saved");
  }

  // 403 may also mean that the file was closed to this person: the session itself tells which.
  async function isSignedOut(answer) {
    if (answer.status !== 403) return answer.type === "opaqueredirect" || answer.status === 401;
    return (await fetch(document.body.dataset.stay, { redirect: "manual" })).status !== 204;
  }

  async function flush() {
    clearTimeout(again);
    if (busy) return;
    busy = true;
    for (const name of [...pending]) {
      pending.delete(name);
      if (!box(name)) continue;
      try {
        await save(name);
        pause = 2000;
      } catch (error) {
        pending.add(name);
        say(name, "waiting");
        if (!(error instanceof SignedOut)) again = setTimeout(flush, pause);
        pause = Math.min(pause * 2, 30000);
        busy = false;
        return;
      }
    }
    busy = false;
    if (pending.size) flush();
  }

  function queue(name) {
    clearTimeout(timers[name]);
    delete timers[name];
    pending.add(name);
    flush();
  }

  form.addEventListener("input", ({ target: { name } }) => {
    if (!name || !box(name)) return;
    clearTimeout(timers[name]);
    timers[name] = setTimeout(() => queue(name), 800);
  });
  form.addEventListener("change", ({ target: { name } }) => name && box(name) && queue(name));
  form.addEventListener("submit", () => pending.clear());
  ["online", "focus"].forEach((type) => window.addEventListener(type, flush));
  document.getElementById("signed-out").addEventListener("close", flush);
  window.addEventListener("beforeunload", (event) => pending.size && event.preventDefault());
})();
