// Two people answered the same question: both answers stand side by side until this person chooses.
(() => {
  const samaan = (window.samaan = window.samaan || {});

  const inputs = (box, name) => [...box.querySelectorAll(`[name="${CSS.escape(name)}"]`)];
  const choice = (input) => ["checkbox", "radio"].includes(input.type);

  function shown(box, name) {
    const words = inputs(box, name).map((input) => {
      if (choice(input)) return input.checked ? input.closest("label").textContent.trim() : "";
      return input.selectedOptions ? input.selectedOptions[0].textContent.trim() : input.value;
    });
    return words.filter(Boolean).join(", ") || "–";
  }

  function put(box, name, values) {
    inputs(box, name).forEach((input, place) => {
      if (choice(input)) input.checked = values.includes(input.value);
      else input.value = values[place] ?? "";
    });
  }

  function button(text, kind, act) {
    const made = document.createElement("button");
    made.type = "button";
    made.className = `button ${kind}`;
    made.textContent = text;
    made.addEventListener("click", act);
    return made;
  }

  function pair(title, text) {
    const group = document.createElement("div");
    const term = document.createElement("dt");
    const value = document.createElement("dd");
    term.textContent = title;
    value.textContent = text;
    group.append(term, value);
    return group;
  }

  samaan.conflict = (box, name, told, words, keepMine) => {
    box.querySelector(":scope > .conflict")?.remove();
    box.querySelector(":scope > .save-state")?.remove();
    const notice = document.createElement("div");
    const title = document.createElement("p");
    const both = document.createElement("dl");
    const buttons = document.createElement("div");
    const done = (act) => () => {
      notice.remove();
      inputs(box, name)[0]?.focus();
      act();
    };
    notice.className = "conflict";
    notice.setAttribute("role", "alert");
    title.textContent = words.conflict;
    both.append(pair(words.mine, shown(box, name)), pair(`${words.theirs} ${told.by || ""}`, told.theirs_text || "–"));
    buttons.className = "buttons";
    buttons.append(
      button(words.keepMine, "", done(keepMine)),
      button(words.takeTheirs, "button-secondary", done(() => put(box, name, told.theirs || []))),
    );
    notice.append(title, both, buttons);
    box.append(notice);
  };
})();
