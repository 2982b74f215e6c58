// What was revealed leaves the page after a minute, and at once when the page is left or put away.
(() => {
  const shown = document.querySelector("[data-revealed]");
  if (!shown) return;
  const counter = document.querySelector("[data-seconds]");
  const until = Date.now() + shown.dataset.revealed * 1000;

  function close() {
    shown.replaceChildren();
    location.replace(shown.dataset.back);
  }

  setInterval(() => {
    const left = Math.ceil((until - Date.now()) / 1000);
    if (left <= 0) return close();
    counter.textContent = left;
  }, 500);
  addEventListener("pagehide", () => shown.replaceChildren());
})();
