// Something changed: fetch again what shows it. The stream carries a record's id and never any content.
(() => {
  const address = document.body.dataset.liveUrl;
  if (!address || !window.EventSource) return;

  const state = document.getElementById("live-state");
  const waiting = new Map();
  let source, lastId, lost, again, pause = 2000;

  function refresh(element) {
    clearTimeout(waiting.get(element));
    waiting.set(element, setTimeout(() => {
      waiting.delete(element);
      if (element.isConnected) window.htmx.trigger(element, "live");
    }, 200));
  }

  function changed(record) {
    for (const element of document.querySelectorAll("[data-live]")) {
      const wanted = element.dataset.live.split(" ");
      if (record === null || wanted.includes("me") || wanted.includes(record)) refresh(element);
    }
  }

  function close() {
    if (source) source.close();
    source = null;
    clearTimeout(again);
  }

  function open() {
    close();
    const missed = lost && !lastId;
    source = new EventSource(lastId ? `${address}?last=${encodeURIComponent(lastId)}` : address);
    source.onopen = () => {
      pause = 2000;
      clearTimeout(lost);
      lost = null;
      state.hidden = true;
      if (missed) changed(null);
    };
    source.onerror = () => {
      lost = lost || setTimeout(() => (state.hidden = false), 3000);
      if (source && source.readyState === EventSource.CLOSED) {
        again = setTimeout(open, pause);
        pause = Math.min(pause * 2, 60000);
      }
    };
    source.addEventListener("change", (event) => {
      lastId = event.lastEventId || lastId;
      changed(JSON.parse(event.data).record);
    });
  }

  // A hidden tab lets its line go (a browser allows six to one server) and catches up when looked at again.
  function follow() {
    if (document.hidden) close();
    else open();
  }

  // Nobody needs to be there for this: it does not count as a sign of life.
  document.addEventListener("htmx:configRequest", (event) => {
    if (event.detail.triggeringEvent?.type === "live") event.detail.headers["X-Background"] = "live";
  });
  document.addEventListener("visibilitychange", follow);
  window.addEventListener("pagehide", close);
  window.addEventListener("pageshow", (event) => event.persisted && follow());
  follow();
})();
