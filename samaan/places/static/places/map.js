// A click on the map chooses the region in the list beside it and, where the form asks for one, a point.
(() => {
  const drawn = (figure) => {
    const list = document.getElementById(figure.dataset.regionMap);
    const point = list && figure.dataset.point ? list.form.elements[figure.dataset.point] : null;
    if (!list || !figure.hidden) return;
    const svg = figure.querySelector("svg");
    const pin = svg.querySelector(".pin");
    const { west, north, perDegreeX, perDegreeY } = figure.dataset;

    const show = () => {
      for (const path of svg.querySelectorAll("path")) path.toggleAttribute("data-chosen", path.dataset.code === list.value);
    };

    const put = () => {
      const [latitude, longitude] = point.value.split(",").map(Number);
      const known = point.value.includes(",") && !Number.isNaN(latitude) && !Number.isNaN(longitude);
      pin.setAttribute("visibility", known ? "visible" : "hidden");
      if (!known) return;
      pin.setAttribute("cx", (longitude - west) * perDegreeX);
      pin.setAttribute("cy", (north - latitude) * perDegreeY);
    };

    const take = (event) => {
      const place = new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM().inverse());
      const latitude = Number(north) - place.y / perDegreeY;
      const longitude = Number(west) + place.x / perDegreeX;
      // Three decimals are a hundred metres: closer than this map can say.
      point.value = `${latitude.toFixed(3)}, ${longitude.toFixed(3)}`;
      put();
      point.dispatchEvent(new Event("input", { bubbles: true }));
    };

    svg.addEventListener("click", (event) => {
      const path = event.target.closest("path[data-code]");
      if (!path) return;
      list.value = path.dataset.code;
      show();
      if (point) take(event);
      list.dispatchEvent(new Event("change", { bubbles: true }));
    });

    list.addEventListener("change", show);
    if (point) {
      point.addEventListener("change", put);
      put();
    }
    figure.hidden = false;
    show();
  };

  document.querySelectorAll("[data-region-map]").forEach(drawn);
})();
