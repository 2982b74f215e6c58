// Every page: dialogs, the error summary's focus, a fresh CSRF token, and what to say when the line or the session is gone.
(() => {
  const samaan = (window.samaan = window.samaan || {});

  // Signing in again elsewhere renews the token; forms already on this page must send the new one.
  samaan.csrf = () => (document.cookie.match(/(?:^|; )(?:__Host-)?csrftoken=([^;]+)/) || [])[1] || "";

  samaan.open = (id) => {
    const dialog = document.getElementById(id);
    if (dialog && dialog.showModal && !dialog.open) dialog.showModal();
    return dialog;
  };

  samaan.signedOut = (signIn) => {
    for (const id of ["idle", "day-over"]) {
      const warning = document.getElementById(id);
      if (warning && warning.open) warning.close();
    }
    const dialog = samaan.open("signed-out");
    if (dialog && signIn) dialog.querySelector("[data-sign-in]").href = signIn;
  };

  samaan.notReached = () => {
    const notices = document.getElementById("notices");
    const words = document.getElementById("not-reached");
    if (notices && words) notices.replaceChildren(words.content.cloneNode(true));
  };

  document.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-dialog]");
    if (opener && samaan.open(opener.dataset.dialog)) event.preventDefault();
    const closer = event.target.closest("[data-close]");
    if (closer) closer.closest("dialog").close();
    const problem = event.target.closest(".errors a[href^='#']");
    const input = problem && document.getElementById(problem.hash.slice(1));
    if (input) {
      event.preventDefault();
      input.focus();
      (input.closest(".field") || input).scrollIntoView({ block: "start" });
    }
  });

  document.addEventListener("submit", (event) => {
    const field = event.target.querySelector("[name=csrfmiddlewaretoken]");
    if (field && samaan.csrf()) field.value = samaan.csrf();
  });

  document.addEventListener("htmx:configRequest", (event) => {
    if (event.detail.verb !== "get") event.detail.headers["X-CSRFToken"] = samaan.csrf();
  });

  // 401, or a redirect to the sign-in page: keep this page and what is typed on it.
  document.addEventListener("htmx:beforeOnLoad", (event) => {
    const { xhr } = event.detail;
    const wanted = document.querySelector("[data-sign-in]");
    const redirected = wanted && new URL(xhr.responseURL || location.href).pathname === new URL(wanted.href).pathname;
    if (xhr.status !== 401 && !redirected) return;
    event.preventDefault();
    samaan.signedOut(xhr.getResponseHeader("HX-Redirect"));
  });

  document.addEventListener("htmx:sendError", (event) => {
    if (!event.target.closest("[data-chat]") && !event.target.closest("[data-live]")) samaan.notReached();
  });
  document.addEventListener("htmx:responseError", (event) => {
    if (event.detail.xhr.status >= 500 && !event.target.closest("[data-chat]")) samaan.notReached();
  });

  // Of tabs in a row that is longer than the screen, the current one is seen.
  const current = document.querySelector(".tabs [aria-current]");
  if (current) {
    const row = current.closest(".tabs");
    row.scrollLeft = current.offsetLeft - row.offsetLeft - (row.clientWidth - current.offsetWidth) / 2;
  }

  const first = document.querySelector("[data-focus]");
  if (first) first.focus();
  document.querySelectorAll("[data-dialog][hidden]").forEach((button) => (button.hidden = false));
})();
