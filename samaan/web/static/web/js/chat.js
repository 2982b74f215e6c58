// Enter sends; a draft outlives a refreshed list and a reloaded page; a message the line swallowed is sent again, and
// counts once. The draft lies in this tab's own storage: nothing of it stays on a shared device when the tab is closed.
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

  const shelf = (chat) => `samaan-draft-${chat.dataset.draft}`;

  function keep(chat) {
    const { text, nonce } = chat.querySelector(".chat-form").elements;
    if (!chat.dataset.draft) return;
    if (text.value.trim()) sessionStorage.setItem(shelf(chat), JSON.stringify({ text: text.value, nonce: nonce.value }));
    else sessionStorage.removeItem(shelf(chat));
  }

  // With its number: had it arrived after all, the same message sent once more counts once.
  function restore(chat) {
    const form = chat.querySelector(".chat-form");
    const kept = form && chat.dataset.draft && sessionStorage.getItem(shelf(chat));
    if (!kept || form.elements.text.value) return;
    const { text, nonce } = JSON.parse(kept);
    form.elements.text.value = text;
    form.elements.nonce.value = nonce;
  }

  function line(chat) {
    const banner = chat.querySelector("[data-offline]");
    if (banner) banner.hidden = navigator.onLine;
  }

  const chats = () => document.querySelectorAll("[data-chat]");

  function sent(chat) {
    const form = chat.querySelector(".chat-form");
    sessionStorage.removeItem(shelf(chat));
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

  document.addEventListener("input", (event) => {
    if (event.target.id === "chat-text" && part(event)) keep(part(event));
  });
  window.addEventListener("offline", () => chats().forEach(line));
  window.addEventListener("online", () => chats().forEach(line));

  chats().forEach((chat) => {
    toEnd(chat);
    restore(chat);
    line(chat);
  });
})();
