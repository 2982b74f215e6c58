// A page of questions: after each answer only what looks different is exchanged, and nobody who writes is disturbed.
(() => {
  const form = document.getElementById("answers");
  if (!form) return;

  const slots = () => [...form.querySelectorAll(".slot[data-print]")];
  let waiting = [];

  // What the page shows of every question, so that the server answers only with what differs.
  form.addEventListener("autosave:send", ({ detail: { data } }) => {
    data.append("prints", JSON.stringify(Object.fromEntries(slots().map((slot) => [slot.id, slot.dataset.print]))));
    data.append("shape", form.elements.shape.value);
  });

  form.addEventListener("autosave:saved", ({ detail }) => {
    const { told } = detail;
    waiting = detail.waiting;
    for (const [id, html] of Object.entries(told.parts || {})) exchange(document.getElementById(id), html);
    const away = new Set(told.away || []);
    for (const group of form.querySelectorAll(".q-group, .q-repeat")) group.hidden = away.has(group.id);
    if (told.shape) form.elements.shape.value = told.shape;
    document.body.dispatchEvent(new CustomEvent("saved"));
    enhance();
  });

  function made(html) {
    const template = document.createElement("template");
    template.innerHTML = html.trim();
    return template.content.firstElementChild;
  }

  function exchange(old, html) {
    if (!old) return;
    const fresh = made(html);
    const active = document.activeElement;
    if (fresh.dataset.print === "-") {
      // No longer asked. What was written stays in its inputs, and comes back with the question.
      old.hidden = true;
      old.dataset.print = "-";
      return;
    }
    // Nor where two answers stand beside each other and wait for a choice.
    const inHand = old.contains(active) || old.querySelector(":scope > .conflict");
    if (inHand && old.dataset.offer === fresh.dataset.offer && old.dataset.field && !old.hidden) {
      patch(old, fresh);
    } else {
      const kept = typed(old);
      old.replaceWith(fresh);
      restore(fresh, kept);
    }
  }

  // The words around an input in which somebody is writing.
  function patch(old, fresh) {
    for (const part of old.querySelectorAll("[data-part]")) {
      const other = fresh.querySelector(`[data-part="${part.dataset.part}"]`);
      if (!other || other.innerHTML === part.innerHTML) continue;
      const open = part.querySelector("details")?.open;
      part.innerHTML = other.innerHTML;
      if (open) part.querySelector("details")?.setAttribute("open", "");
    }
    const mine = old.querySelectorAll("input:not([type=hidden]), select, textarea");
    const theirs = fresh.querySelectorAll("input:not([type=hidden]), select, textarea");
    mine.forEach((input, place) => {
      for (const name of ["aria-invalid", "aria-required"]) {
        const value = theirs[place]?.getAttribute(name);
        if (value) input.setAttribute(name, value);
        else input.removeAttribute(name);
      }
    });
    old.className = fresh.className;
    old.dataset.print = fresh.dataset.print;
  }

  const choice = (input) => ["checkbox", "radio"].includes(input.type);
  const inputs = (element) => [...element.querySelectorAll("input[name^='/'], select[name^='/'], textarea[name^='/']")];

  // What is written and not saved yet, and where the writer is.
  function typed(old) {
    const active = document.activeElement;
    const kept = { texts: new Map(), chosen: new Map(), focus: null };
    for (const input of inputs(old).filter(({ name }) => waiting.includes(name))) {
      if (choice(input)) kept.chosen.set(`${input.name}=${input.value}`, input.checked);
      else kept.texts.set(input.id || input.name, input.value);
    }
    if (old.contains(active) && active.name) {
      kept.focus = { name: active.name, value: choice(active) ? active.value : null, id: active.id };
      try {
        kept.focus.caret = [active.selectionStart, active.selectionEnd];
      } catch {
        kept.focus.caret = null;
      }
      if (!choice(active)) kept.texts.set(active.id || active.name, active.value);
    }
    return kept;
  }

  function restore(fresh, { texts, chosen, focus }) {
    for (const input of inputs(fresh)) {
      const text = texts.get(input.id || input.name);
      const checked = chosen.get(`${input.name}=${input.value}`);
      if (choice(input)) input.checked = checked ?? input.checked;
      else if (text !== undefined) input.value = text;
    }
    if (!focus) return;
    const again = inputs(fresh).find(
      (input) => input.name === focus.name && (focus.value === null ? input.id === focus.id : input.value === focus.value),
    );
    if (!again) return inputs(fresh)[0]?.focus({ preventScroll: true });
    again.focus({ preventScroll: true });
    if (focus.caret && focus.caret[0] !== null) again.setSelectionRange?.(...focus.caret);
  }

  // Where one is, for a place: asked of the browser only when somebody presses the button.
  function here(button) {
    const [latitude, longitude] = button.closest(".question").querySelectorAll("input[name^='/']");
    const failed = button.closest(".question").querySelector("[data-here-failed]");
    failed.hidden = true;
    button.disabled = true;
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        button.disabled = false;
        latitude.value = coords.latitude.toFixed(6);
        longitude.value = coords.longitude.toFixed(6);
        longitude.dispatchEvent(new Event("change", { bubbles: true }));
      },
      () => {
        button.disabled = false;
        failed.hidden = false;
      },
      { enableHighAccuracy: true, timeout: 20000 },
    );
  }

  // A signature: drawn, then sent as the picture it is.
  function sign(box) {
    const canvas = box.querySelector("canvas");
    const pen = canvas.getContext("2d");
    const slot = box.closest(".question");
    const file = slot.querySelector("input[type=file]");
    let drawing = false, drawn = false;

    const at = (event) => {
      const frame = canvas.getBoundingClientRect();
      return [((event.clientX - frame.left) * canvas.width) / frame.width, ((event.clientY - frame.top) * canvas.height) / frame.height];
    };
    const clear = () => {
      pen.fillStyle = "#fff";
      pen.fillRect(0, 0, canvas.width, canvas.height);
      drawn = false;
    };
    Object.assign(pen, { lineWidth: 3, lineCap: "round", lineJoin: "round", strokeStyle: "#10201a" });
    clear();
    canvas.addEventListener("pointerdown", (event) => {
      canvas.setPointerCapture(event.pointerId);
      drawing = true;
      pen.beginPath();
      pen.moveTo(...at(event));
      event.preventDefault();
    });
    canvas.addEventListener("pointermove", (event) => {
      if (!drawing) return;
      pen.lineTo(...at(event));
      pen.stroke();
      drawn = true;
    });
    canvas.addEventListener("pointerup", () => (drawing = false));
    box.querySelector("[data-sign-clear]").addEventListener("click", clear);
    box.querySelector("[data-sign-keep]").addEventListener("click", () => {
      if (!drawn) return;
      canvas.toBlob((blob) => {
        const picture = new DataTransfer();
        picture.items.add(new File([blob], "signature.png", { type: "image/png" }));
        file.files = picture.files;
        form.requestSubmit(slot.querySelector("[data-send]"));
      }, "image/png");
    });
    box.hidden = false;
  }

  function enhance() {
    for (const button of form.querySelectorAll("[data-here][hidden]")) {
      if (!navigator.geolocation) continue;
      button.hidden = false;
      button.addEventListener("click", () => here(button));
    }
    form.querySelectorAll("[data-sign][hidden]").forEach(sign);
  }

  // “quick”: the only question of a page, chosen with a finger or the mouse, leads on.
  form.addEventListener("click", (event) => {
    const input = event.target;
    if (input.type !== "radio" || !input.value || event.detail === 0 && !event.pointerType) return;
    if (!input.closest("[data-quick]") || form.querySelectorAll(".slot.question:not([hidden])").length > 1) return;
    form.requestSubmit();
  });

  enhance();
})();
