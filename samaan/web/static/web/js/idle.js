// Before the session ends for want of a sign of life, or at the end of its eight hours: say so, and keep what is typed.
// Tabs of one browser share the clock.
(() => {
  const { idle, renewed, day } = document.body.dataset;
  if (!idle) return;

  const WARNING = 120000;
  // Typed words are kept while the session still knows whose they are; a tab out of sight looks once a minute.
  const KEEPING = 90000;
  const tabs = window.BroadcastChannel ? new BroadcastChannel("samaan-seen") : null;
  const dialog = document.getElementById("idle");
  const dayEnds = Date.now() + Number(day) * 1000;
  let idleEnds = Date.now() + Number(idle) * 1000;
  let warned = false, kept = false;

  function alive(tell) {
    idleEnds = Date.now() + Number(renewed) * 1000;
    kept = false;
    if (dialog.open) dialog.close();
    if (tell && tabs) tabs.postMessage("seen");
  }

  async function stay() {
    try {
      const answer = await fetch(document.body.dataset.stay, { redirect: "manual" });
      if (answer.status === 204) alive(true);
      else window.samaan.signedOut();
    } catch {
      window.samaan.notReached();
    }
  }

  function look() {
    const left = Math.min(idleEnds, dayEnds) - Date.now();
    if (left <= KEEPING && !kept) {
      kept = true;
      window.samaan.keepTyped();
    }
    if (left <= 0) return window.samaan.signedOut();
    if (left > WARNING || document.getElementById("signed-out").open) return;
    if (idleEnds <= dayEnds) return window.samaan.open("idle");
    if (!warned) window.samaan.open("day-over");
    warned = true;
  }

  if (tabs) {
    tabs.onmessage = () => alive(false);
    tabs.postMessage("seen");
  }
  window.samaan.alive = () => alive(true);
  document.addEventListener("htmx:afterRequest", ({ detail }) => {
    if (detail.successful && !detail.requestConfig.headers["X-Background"]) alive(true);
  });
  dialog.querySelector("[data-stay-here]").addEventListener("click", stay);
  setInterval(look, 5000);
})();
