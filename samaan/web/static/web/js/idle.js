// Before the session ends for want of a sign of life: ask. Tabs of one browser share the clock.
(() => {
  const limit = Number(document.body.dataset.idle) * 1000;
  if (!limit) return;

  const WARNING = Math.min(120000, limit / 2);
  const tabs = window.BroadcastChannel ? new BroadcastChannel("samaan-seen") : null;
  const dialog = document.getElementById("idle");
  let seen = Date.now();

  function alive(tell) {
    seen = Date.now();
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

  if (tabs) tabs.onmessage = () => alive(false);
  window.samaan.alive = () => alive(true);
  document.addEventListener("htmx:afterRequest", ({ detail }) => {
    if (detail.successful && !detail.requestConfig.headers["X-Background"]) alive(true);
  });
  dialog.querySelector("[data-stay-here]").addEventListener("click", stay);
  alive(true);

  setInterval(() => {
    const quiet = Date.now() - seen;
    if (quiet >= limit) window.samaan.signedOut();
    else if (quiet >= limit - WARNING && !document.getElementById("signed-out").open) window.samaan.open("idle");
  }, 5000);
})();
