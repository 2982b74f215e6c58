// Leave this site at once: the button, or Esc three times within two seconds.
(() => {
  const link = document.querySelector("[data-quick-exit]");
  if (!link) return;
  let presses = [];

  function leave() {
    document.documentElement.hidden = true;
    document.title = "";
    location.replace(link.href);
  }

  link.addEventListener("click", (event) => {
    event.preventDefault();
    leave();
  });

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    presses = [...presses.filter((at) => event.timeStamp - at < 2000), event.timeStamp];
    if (presses.length >= 3) leave();
  });
})();
