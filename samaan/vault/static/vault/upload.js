// Sends a chosen file in pieces, over a line that may break: <div data-upload="field" data-address="/uploads/"> beside
// its input. The answer to each piece says how far the server is; what the form sends then is the upload's number.
(() => {
  const SMALL = 256 * 1024, FIRST = 128 * 1024, EDGE = 64 * 1024, LONGEST_WAIT = 30000;

  const percent = (part) => `${Math.floor(part * 100)} %`;
  const readable = (bytes) => (bytes < 1048576 ? `${Math.ceil(bytes / 1024)} KB` : `${(bytes / 1048576).toFixed(1)} MB`);

  // The same file is known again by its name, size and date, and, where the browser can, by its two ends.
  async function markOf(file) {
    const said = `${file.name}|${file.size}|${file.lastModified}`;
    const ends = new Blob([said, file.slice(0, EDGE), file.slice(-EDGE)]);
    if (!window.crypto || !crypto.subtle) return said.slice(-100);
    const hash = await crypto.subtle.digest("SHA-256", await ends.arrayBuffer());
    return Array.from(new Uint8Array(hash), (byte) => byte.toString(16).padStart(2, "0")).join("");
  }

  class SignedOut extends Error {}
  class Refused extends Error {}

  function enhance(box) {
    const form = box.closest("form");
    const input = form.querySelector(`input[type=file][name="${CSS.escape(box.dataset.upload)}"]`);
    if (!input || box.dataset.ready) return;
    box.dataset.ready = "yes";
    const number = document.createElement("input");
    Object.assign(number, { type: "hidden", name: `${input.name}-upload`, disabled: true });
    form.append(number);

    const words = box.querySelector(".upload-words");
    const bar = box.querySelector("progress");
    const button = (name) => box.querySelector(`[data-${name}]`);
    const pause = button("pause"), resume = button("resume"), remove = button("remove");
    let file, upload, state = "idle", length = FIRST, wait = 1000, timer, turn = 0, submitWith;

    function say(name, done = upload ? upload.offset / upload.size : 0) {
      const told = { name: upload ? upload.name : file && file.name, size: readable(upload ? upload.size : 0), percent: percent(done) };
      words.textContent = name ? (box.dataset[name] || name).replace(/\{(\w+)\}/g, (_all, key) => told[key]) : "";
      bar.value = done;
      bar.hidden = !upload;
      box.hidden = !name;
      pause.hidden = state !== "sending" && state !== "waiting";
      resume.hidden = state !== "paused";
      remove.hidden = !upload;
    }

    async function ask(address, options = {}) {
      const headers = { "X-CSRFToken": window.samaan.csrf(), "X-Background": "live", ...options.headers };
      const answer = await fetch(address, { ...options, headers, redirect: "manual" });
      if (answer.type === "opaqueredirect" || answer.status === 401) {
        window.samaan.signedOut();
        throw new SignedOut();
      }
      if (answer.status >= 500 || answer.status === 403) throw new Error(answer.status);
      return answer;
    }

    async function begin(chosen, mark) {
      const known = (await (await ask(box.dataset.address)).json()).uploads;
      const same = known.find((one) => one.mark === mark && one.size === chosen.size);
      if (same) return same;
      const body = new URLSearchParams({ name: chosen.name, size: chosen.size, mark });
      const answer = await ask(box.dataset.address, { method: "POST", body });
      const told = await answer.json();
      if (!answer.ok) throw new Refused((told.errors || []).join(" "));
      return told;
    }

    async function piece() {
      const began = Date.now();
      const answer = await ask(`${box.dataset.address}${upload.id}/`, {
        method: "PATCH",
        body: file.slice(upload.offset, upload.offset + Math.min(length, upload.piece_most)),
        headers: { "Upload-Offset": upload.offset, "Content-Type": "application/offset+octet-stream" },
      });
      if (answer.status !== 204 && answer.status !== 409) throw new Refused(box.dataset.failed);
      upload.offset = Number(answer.headers.get("Upload-Offset"));
      // Larger pieces while they take less than two seconds.
      length = Date.now() - began < 2000 ? Math.min(length * 2, upload.piece_most) : Math.max(FIRST, length / 2);
      wait = 1000;
    }

    // Each turn ends the one before: a file chosen anew, a pause, a line that came back.
    async function send() {
      const mine = ++turn;
      clearTimeout(timer);
      state = "sending";
      try {
        if (!upload) {
          say("preparing");
          const found = await begin(file, await markOf(file));
          if (mine !== turn) return;
          upload = found;
        }
        while (upload.offset < upload.size) {
          say("sending");
          await piece();
          if (mine !== turn) return;
        }
        arrived();
      } catch (error) {
        if (mine === turn) failed(error);
      }
    }

    function arrived() {
      state = "arrived";
      number.value = upload.id;
      number.disabled = false;
      input.value = "";
      input.required = false;
      say("arrived");
      if (submitWith) form.requestSubmit(submitWith === true ? undefined : submitWith);
    }

    function failed(error) {
      if (error instanceof Refused) {
        [state, upload, submitWith] = ["idle", undefined, undefined];
        input.value = "";
        return say(error.message || "failed");
      }
      state = "waiting";
      length = FIRST;
      say("waiting");
      if (!(error instanceof SignedOut)) timer = setTimeout(send, wait);
      wait = Math.min(wait * 2, LONGEST_WAIT);
    }

    function forget() {
      turn += 1;
      clearTimeout(timer);
      [upload, submitWith, state] = [undefined, undefined, "idle"];
      number.value = "";
      number.disabled = true;
      say("");
    }

    input.addEventListener("change", () => {
      forget();
      [file] = input.files;
      if (file && file.size > SMALL) send();
    });
    pause.addEventListener("click", () => {
      turn += 1;
      clearTimeout(timer);
      state = "paused";
      say("paused");
      resume.focus();
    });
    resume.addEventListener("click", send);
    remove.addEventListener("click", () => {
      const gone = upload;
      forget();
      input.value = "";
      input.focus();
      if (gone) ask(`${box.dataset.address}${gone.id}/`, { method: "DELETE" }).catch(() => {});
    });
    form.addEventListener("submit", (event) => {
      if (state === "idle" || state === "arrived") return;
      event.preventDefault();
      submitWith = event.submitter || true;
      if (state === "paused") send();
      words.textContent = box.dataset.finishFirst;
    });
    ["online", "focus"].forEach((type) => window.addEventListener(type, () => state === "waiting" && send()));
    document.getElementById("signed-out")?.addEventListener("close", () => state === "waiting" && send());
    window.addEventListener("beforeunload", (event) => state === "sending" && event.preventDefault());

    ask(box.dataset.address)
      .then((answer) => answer.json())
      .then(({ uploads }) => {
        const unfinished = uploads.find((one) => one.offset < one.size);
        if (!unfinished || state !== "idle") return;
        upload = unfinished;
        say("unfinished");
        remove.hidden = false;
      })
      .catch(() => {});
  }

  const all = () => document.querySelectorAll("[data-upload]").forEach(enhance);
  all();
  document.addEventListener("htmx:load", all);
})();
