// Enter sends; a draft outlives a refreshed list; a message the line swallowed is sent again, and counts once.
(() => {
  let pause = 2000;

  const part = (event) => event.target.closest("[data-chat]");

  function say(chat, state) {
    const output = chat.querySelector(".save-state");
    output.dataset.state = state;
    output.textContent = state ? output.dataset[state] : "";
  }

  function toEnd(chat) {
    const list = chat.querySelector(".chat-messages");
    list.scrollTop = list.scrollHeight;
  }

  function sent(chat) {
    const form = chat.querySelector(".chat-form");
    form.reset();
    form.elements.nonce.value = crypto.randomUUID ? crypto.randomUUID() : `${Date.now()}-${Math.random()}`;
    pause = 2000;
    say(chat, "");
    form.elements.text.focus();
  }

  function tryAgain(chat) {
    say(chat, "waiting");
    setTimeout(() => {
      const form = chat.querySelector(".chat-form");
      if (form.elements.text.value.trim()) form.requestSubmit();
    }, pause);
    pause = Math.min(pause * 2, 30000);
  }

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.target.id !== "chat-text") return;
    event.preventDefault();
    if (event.target.value.trim()) event.target.form.requestSubmit();
  });

  const mine = (event) => part(event) && event.target.matches(".chat-form");

  document.addEventListener("htmx:beforeRequest", (event) => mine(event) && say(part(event), "sending"));
  document.addEventListener("htmx:sendError", (event) => mine(event) && tryAgain(part(event)));
  document.addEventListener("htmx:timeout", (event) => mine(event) && tryAgain(part(event)));
  document.addEventListener("htmx:afterRequest", (event) => {
    if (!mine(event)) return;
    const { status } = event.detail.xhr;
    if (event.detail.successful) sent(part(event));
    else if (status >= 500) tryAgain(part(event));
    else if (status) say(part(event), "refused");
  });
  document.addEventListener("htmx:afterSwap", (event) => part(event) && toEnd(part(event)));

  document.querySelectorAll("[data-chat]").forEach(toEnd);
})();
