// "Near me": the browser's position, coarse, sent once as a header of the question and kept nowhere.
(() => {
  const button = document.getElementById("near");
  const form = document.querySelector("form.finder");
  if (!button || !form || !navigator.geolocation || !window.htmx) return;
  const told = document.getElementById("near-told");
  let near = "";

  button.hidden = false;
  button.addEventListener("click", () => {
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        near = `${coords.latitude.toFixed(2)},${coords.longitude.toFixed(2)}`;
        told.textContent = told.dataset.done;
        window.htmx.trigger(form, "submit");
      },
      () => (told.textContent = told.dataset.none),
      { timeout: 10000, maximumAge: 300000 },
    );
  });
  form.addEventListener("htmx:configRequest", (event) => {
    if (near) event.detail.headers["X-Near"] = near;
  });
})();
