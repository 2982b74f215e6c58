/* The figures' table drawn on a map one can move; a slider over half-years. Without it the drawn map and the table stay. */
(() => {
  "use strict";
  const outlines = {};

  const read = (url) => (outlines[url] ??= fetch(url).then((answer) => answer.json()));

  async function draw(box) {
    const shapes = await read(box.dataset.outlines);
    if (!shapes.features.length || !box.isConnected) return;
    const rows = {};
    for (const row of document.querySelectorAll("#figures tr[data-code]")) rows[row.dataset.code] = row.dataset;
    box.hidden = false;
    document.querySelector("[data-drawn-map]")?.setAttribute("hidden", "");
    const map = L.map(box, { attributionControl: false, zoomSnap: 0.25, keyboard: false, scrollWheelZoom: false });
    if (box.dataset.deepest) {
      const base = new URL("tiles/", new URL(box.dataset.outlines, location.href)).href;
      L.tileLayer(`${base}{z}/{x}/{y}/`, { maxNativeZoom: Number(box.dataset.deepest), maxZoom: 18 }).addTo(map);
      box.classList.add("has-base");
    }
    const layer = L.geoJSON(shapes, {
      style: (shape) => ({ className: `level-${rows[shape.id]?.level ?? 0}`, weight: 1 }),
      onEachFeature: (shape, drawn) => {
        const words = document.createElement("span");
        words.textContent = rows[shape.id]?.says ?? shape.properties.name;
        drawn.bindTooltip(words, { sticky: true });
      },
    }).addTo(map);
    map.fitBounds(layer.getBounds());
    box.setAttribute("role", "group");
    box.setAttribute("aria-label", box.dataset.label);
  }

  function slide() {
    const chosen = document.querySelector(".map-form select[name=period]");
    if (!chosen || chosen.options.length < 2 || chosen.dataset.slides) return;
    chosen.dataset.slides = "yes";
    const last = chosen.options.length - 1;
    const slider = Object.assign(document.createElement("input"), { type: "range", min: 0, max: last, className: "map-slider" });
    slider.setAttribute("aria-label", chosen.labels[0].textContent.trim());
    const say = () => {
      slider.value = last - chosen.selectedIndex;
      slider.setAttribute("aria-valuetext", chosen.selectedOptions[0].textContent);
    };
    // The list begins with the latest, a slider with the earliest.
    slider.addEventListener("change", (event) => {
      event.stopPropagation();
      chosen.selectedIndex = last - slider.value;
      say();
      chosen.dispatchEvent(new Event("change", { bubbles: true }));
    });
    chosen.addEventListener("change", say);
    chosen.after(slider);
    say();
  }

  function start() {
    const box = document.querySelector("[data-map]");
    if (box && window.L && box.hidden) draw(box);
    slide();
  }

  document.querySelector(".map-form select[name=layer]")?.addEventListener("change", (event) => {
    // Another layer has other questions: the page is asked for anew.
    event.stopPropagation();
    event.target.form.submit();
  });
  document.addEventListener("htmx:afterSettle", start);
  start();
})();
